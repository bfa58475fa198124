"""Knows the columns of a sales file by the names that tills give them, in five languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

WHEN = "date"
TIME = "time"
AMOUNT = "amount"
PRICE = "price"
MEMBER = "member"
PRODUCT = "product"
CATEGORY = "category"
QUANTITY = "quantity"
RECEIPT = "receipt"
TAX = "tax"
KIND = "kind"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


# English, Dutch, Swedish, German, Brazilian Portuguese; the surest name of a column first.
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        WHEN: _names(
            "date time|datetime|date and time|date|sale date|timestamp|created at|day"
            "|datum tijd|datum en tijd|datum|verkoopdatum|dag"
            "|datum och tid|forsaljningsdatum|dag"
            "|datum uhrzeit|datum und uhrzeit|zeitstempel|verkaufsdatum|belegdatum|buchungsdatum"
            "|tag"
            "|data e hora|data hora|data|data da venda|data venda|dia"
        ),
        TIME: _names(
            "time|sale time|time of day|hour|tijd|tijdstip|verkooptijd|uur|tid|klockslag"
            "|forsaljningstid|uhrzeit|zeit|verkaufszeit|hora|horario|hora da venda"
        ),
        AMOUNT: _names(
            "line total|line amount|gross amount|amount|net amount|total|total amount|sales|revenue"
            "|turnover|paid|gross sales|net sales|total price"
            "|regeltotaal|regelbedrag|bedrag|totaal|totaalbedrag|omzet|betaald|verkoopbedrag"
            "|radbelopp|radsumma|belopp|summa|totalt|totalbelopp|omsattning|betalt"
            "|zeilenbetrag|betrag|summe|gesamt|gesamtbetrag|umsatz|bezahlt|bruttobetrag|gesamtpreis"
            "|total do item|valor total|valor|montante|total geral|faturamento|pago"
        ),
        PRICE: _names(
            "unit price|price|price each|item price|stukprijs|eenheidsprijs|prijs|prijs per stuk"
            "|styckpris|a pris|pris|enhetspris|einzelpreis|stuckpreis|preis"
            "|preco unitario|valor unitario|preco"
        ),
        MEMBER: _names(
            "member|member number|member id|member no|card|card number|loyalty card|customer"
            "|customer id|customer number|customer no|client|client id"
            "|lid|lidnummer|kaart|kaartnummer|klantenkaart|klantkaart|pas|pasnummer|klant"
            "|klantnummer|klant id"
            "|medlem|medlemsnummer|kort|kortnummer|kund|kundnummer|kund id"
            "|mitglied|mitgliedsnummer|karte|kartennummer|kundenkarte|kunde|kundennummer|kunden id"
            "|kundennr|membro|numero do membro|cartao|numero do cartao|cliente|numero do cliente"
            "|codigo do cliente|id cliente|id do cliente|socio"
        ),
        PRODUCT: _names(
            "product|product id|product code|sku|item|item name|product name|article|description"
            "|artikel|artikelnummer|productnaam|productcode|omschrijving"
            "|produkt|artikelnamn|produktnamn|vara|beskrivning"
            "|artikelnr|artikelbezeichnung|bezeichnung|produktname"
            "|produto|codigo do produto|nome do produto|descricao"
        ),
        CATEGORY: _names(
            "category|product group|group|department|categorie|productgroep|artikelgroep|groep"
            "|afdeling|kategori|produktgrupp|varugrupp|grupp|avdelning"
            "|kategorie|produktgruppe|warengruppe|gruppe|abteilung"
            "|categoria|grupo|grupo de produtos|departamento"
        ),
        QUANTITY: _names(
            "quantity|qty|count|pieces|units|aantal|stuks|hoeveelheid|antal|kvantitet|mangd"
            "|menge|anzahl|stuck|stk|quantidade|qtd|qtde|unidades"
        ),
        RECEIPT: _names(
            "receipt|receipt number|receipt id|receipt no|ticket|ticket number|order|order id"
            "|order number|transaction|transaction id|sale|sale id|invoice|invoice number"
            "|bon|bonnummer|bon id|kassabon|bonnr|transactie|transactienummer|ordernummer|factuur"
            "|kvitto|kvittonummer|kvitto id|transaktion|transaktionsnummer|faktura"
            "|beleg|belegnummer|beleg id|belegnr|kassenbon|bon nr|bonnr|transaktionsnr|rechnung"
            "|rechnungsnummer|auftrag"
            "|recibo|numero do recibo|cupom|numero do cupom|cupom fiscal|nota|nota fiscal|pedido"
            "|numero do pedido|transacao|id da transacao|venda|id da venda"
        ),
        TAX: _names(
            "tax|tax amount|vat|vat amount|sales tax|btw|btw bedrag|belasting|moms|momsbelopp|skatt"
            "|mwst|ust|mehrwertsteuer|steuer|steuerbetrag|mwst betrag"
            "|imposto|impostos|valor do imposto|tributos"
        ),
        KIND: _names(
            "kind|line kind|line type|type|soort|regelsoort|typ|radtyp|art|zeilenart|tipo"
            "|tipo de item"
        ),
    }
)
_CURRENCY = re.compile(r" (?:in )?(?:eur|euro|usd|gbp|sek|kr|nok|dkk|chf|brl|r)$")


def plain(heading: str) -> str:
    """Give a heading without capitals, accents, brackets, signs and currency."""
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading)
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
    # The euro sign and its like are no letters; "card_no" and "Card-No." are "card no".
    text = " ".join(re.sub(r"[^0-9a-z]+", " ", text).split())
    return _CURRENCY.sub("", text)


def columns(headings: Sequence[str]) -> dict[str, int]:
    """Say which column is what: {field: place from 0}; a heading nobody knows is left out."""
    found = [plain(each) for each in headings]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        rank = {name: at for at, name in reversed(list(enumerate(names)))}
        known = [(rank[each], at) for at, each in enumerate(found) if each in rank]
        free = [pair for pair in known if pair[1] not in places.values()]
        if free:
            places[field] = min(free)[1]
    if WHEN not in places and TIME in places:
        places[WHEN] = places.pop(TIME)
    if AMOUNT not in places and PRICE in places:
        # With pieces beside it a price is of one piece, and alone it is what was paid.
        if QUANTITY not in places:
            places[AMOUNT] = places.pop(PRICE)
    elif AMOUNT in places:
        places.pop(PRICE, None)
    return places


def is_header(headings: Sequence[str]) -> bool:
    """Say whether a record names what has to be there."""
    places = columns(headings)
    return WHEN in places and (AMOUNT in places or PRICE in places)
