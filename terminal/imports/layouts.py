"""Knows the columns of a list of members by the names that other systems give them.

Where each list comes from:
- Square, customer directory export: Reference ID, First Name, Last Name, Email Address, Phone
  Number, Nickname, Company Name, Birthday, Memo, Square Customer ID, Creation Source, First Visit,
  Last Visit, Transaction Count, Lifetime Spend, Email Subscription Status, Instant Profile, as
  programs that read it declare them; the status is Subscribed, Unsubscribed or Unknown
  (https://squareup.com/help/us/en/article/6632-import-customers-online), dates as in
  https://squareup.com/help/gb/en/article/5498-manage-your-customer-directory-online
- Shopify, customer export: Customer ID, First Name, Last Name, Email, Accepts Email Marketing,
  Default Address Phone, Phone, Accepts SMS Marketing, Accepts WhatsApp Marketing, Total Spent,
  Total Orders, Note, Tags; older ones have Accepts Marketing and Address1 to Zip. The id is written
  with an apostrophe before it
  (https://help.shopify.com/en/manual/customers/import-export-customers).
- Loyverse: the fields of https://developer.loyverse.com/docs (customer_code, total_points,
  first_visit, total_visits) and what the back office shows; it writes headings in the user's
  language. https://help.loyverse.com/help/importing-and-exporting-customers lists none of them: it
  says that its template has to be kept as it is, and that the e-mail address tells who is who.
- Odoo: loyalty.card (code, partner_id, program_id, points, expiration_date), read in
  addons/loyalty/models/loyalty_card.py of odoo/odoo; points are fractions there. A list that can be
  brought in again has these names, any other the labels Code, Partner, Program, Points; what it
  shows as Display Name is program and code in one, and nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from terminal.imports import headings
from terminal.till.marking import mark

CARD: Final = "card"
SYMBOLOGY: Final = "symbology"
OLD_CARDS: Final = "old_cards"
SOURCE: Final = "source"
NAME: Final = "name"
FIRST: Final = "first_name"
LAST: Final = "last_name"
PHONE: Final = "phone"
PHONE_2: Final = "phone_2"
EMAIL: Final = "email"
BIRTHDAY: Final = "birthday"
LANGUAGE: Final = "language"
JOINED: Final = "joined"
POINTS: Final = "points"
EXPIRES: Final = "points_until"
STAMPS: Final = "stamps"
LOTS: Final = "lots"
OWED: Final = "owed"
COUNTERS: Final = "counters"
SHARES: Final = "shares_with"
STATUS: Final = "status"
CONSENT: Final = "consent"
CONSENT_DAY: Final = "consent_day"
CONSENT_WORDS: Final = "consent_words"

TITLES: Mapping[str, str] = MappingProxyType(
    {
        CARD: mark("Card"),
        SYMBOLOGY: mark("Kind of card"),
        OLD_CARDS: mark("Earlier cards"),
        SOURCE: mark("Number in the other system"),
        NAME: mark("Name"),
        FIRST: mark("First name"),
        LAST: mark("Last name"),
        PHONE: mark("Phone"),
        PHONE_2: mark("Other phone"),
        EMAIL: mark("E-mail"),
        BIRTHDAY: mark("Birthday"),
        LANGUAGE: mark("Language"),
        JOINED: mark("Joined"),
        POINTS: mark("Points"),
        EXPIRES: mark("Points until"),
        STAMPS: mark("Stamps"),
        LOTS: mark("Points from (date)"),
        OWED: mark("Points to make up"),
        COUNTERS: mark("Bought and visited"),
        SHARES: mark("Shares points with"),
        STATUS: mark("State"),
        CONSENT: mark("Agreed to"),
        CONSENT_DAY: mark("Agreed on"),
        CONSENT_WORDS: mark("Agreed words"),
    }
)
_OF_SOMETHING: Final = frozenset({STAMPS, CONSENT, CONSENT_DAY, CONSENT_WORDS})
"""Fields that a colon and a name may follow: `stamps:coffee`, `consent:email`."""
_OF = re.compile(r"([a-z_0-9]+)(?::([0-9A-Za-z_.-]{1,64}))?")
NOTHING: Final = ""
"""A column that is known, and is not taken."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


# English, Dutch, Swedish, German, Brazilian Portuguese; the surest name of a column first.
_GENERIC: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CARD: _names(
            "card number|card|number|barcode|code|customer code|loyalty number|account number"
            "|nummer|streepjescode|streckkod|strichcode|numero|codigo"
        )
        + headings.NAMES[headings.MEMBER],
        SYMBOLOGY: _names(
            "symbology|barcode type|code type|card type|kind|type|soort|typ|art|tipo"
        ),
        SOURCE: _names("id|guid|uuid|external id|reference"),
        NAME: _names(
            "name|full name|member name|customer name|naam|klantnaam|namn|kundnamn|kundenname"
            "|nome|nome completo|nome do cliente"
        ),
        FIRST: _names("first name|given name|forename|voornaam|fornamn|vorname|primeiro nome"),
        LAST: _names(
            "last name|surname|family name|achternaam|efternamn|nachname|sobrenome|ultimo nome"
        ),
        PHONE: _names(
            "phone|phone number|telephone|mobile|mobile number|cell phone|mobile phone|tel"
            "|telefoon|telefoonnummer|mobiel|telefon|telefonnummer|mobil|handy|handynummer"
            "|mobilnummer|telefone|celular"
        ),
        EMAIL: _names("email|e mail|email address|e mail address|mail|e mailadres|epost|e post"),
        BIRTHDAY: _names(
            "birthday|birth date|date of birth|birthdate|dob|date birth|geboortedatum|verjaardag"
            "|fodelsedag|fodelsedatum|geburtstag|geburtsdatum|aniversario|data de nascimento"
        ),
        LANGUAGE: _names("language|locale|taal|sprak|sprache|idioma"),
        JOINED: _names(
            "joined|member since|first visit|created|created at|date created|registration date"
            "|date add|customer since|lid sinds|medlem sedan|mitglied seit|membro desde"
        ),
        POINTS: _names(
            "points|balance|points balance|point balance|loyalty points|total points"
            "|punten|puntensaldo|saldo|poang|poangsaldo"
            "|punkte|punktestand|pontos|saldo de pontos"
        ),
        EXPIRES: _names("points until|points expire|expiration date|expiry date|valid until"),
        STAMPS: _names(
            "stamps|stamp balance|punches|stempels|zegels|stamplar|stempel|carimbos|selos"
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one system writes its list: headings that only it has, and what its columns are."""

    name: str
    marks: tuple[frozenset[str], ...]
    columns: Mapping[str, str]

    def fits(self, plain: frozenset[str]) -> bool:
        """Say whether a row of headings is this system's."""
        return any(each <= plain for each in self.marks)


LAYOUTS: tuple[Layout, ...] = (
    Layout(name="regulars", marks=(frozenset({"card", "lots", "counters"}),), columns={}),
    Layout(
        name="square",
        marks=(
            frozenset({"square customer id"}),
            frozenset({"reference id", "email address", "phone number"}),
        ),
        columns=MappingProxyType(
            {
                "square customer id": SOURCE,
                "reference id": NOTHING,
                "first visit": JOINED,
                "email subscription status": f"{CONSENT}:email",
                "creation source": NOTHING,
            }
        ),
    ),
    Layout(
        name="shopify",
        marks=(
            frozenset({"accepts email marketing"}),
            frozenset({"accepts sms marketing"}),
            frozenset({"accepts marketing", "province code"}),
        ),
        columns=MappingProxyType(
            {
                "customer id": SOURCE,
                "accepts email marketing": f"{CONSENT}:email",
                "accepts marketing": f"{CONSENT}:email",
                "accepts sms marketing": f"{CONSENT}:sms",
                "accepts whatsapp marketing": f"{CONSENT}:whatsapp",
                "default address phone": PHONE_2,
            }
        ),
    ),
    Layout(
        name="loyverse",
        marks=(
            frozenset({"customer code", "total points"}),
            frozenset({"customer code", "points balance"}),
            frozenset({"customer code", "total visits"}),
            frozenset({"customer code", "first visit"}),
        ),
        columns=MappingProxyType(
            {
                "customer id": SOURCE,
                "id": SOURCE,
                "customer code": CARD,
                "total points": POINTS,
                "points balance": POINTS,
            }
        ),
    ),
    Layout(
        name="odoo",
        marks=(
            frozenset({"code", "points", "program"}),
            frozenset({"code", "points", "program id"}),
            frozenset({"code", "points", "partner"}),
            frozenset({"code", "points", "partner id"}),
        ),
        columns=MappingProxyType(
            {
                "id": SOURCE,
                "code": CARD,
                "partner": NAME,
                "partner id": NAME,
                "partner id name": NAME,
                "partner name": NAME,
                "partner id phone": PHONE,
                "partner phone": PHONE,
                "partner id email": EMAIL,
                "partner email": EMAIL,
                "partner id display name": NAME,
                "partner display name": NAME,
                "expiration date": EXPIRES,
            }
        ),
    ),
)


def is_field(text: str) -> bool:
    """Say whether a text names something that a column can be, such as `stamps:coffee`."""
    found = _OF.fullmatch(text)
    if found is None or found[1] not in TITLES:
        return False
    return not found[2] or found[1] in _OF_SOMETHING


def guess(cells: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Say whose list a row of headings begins, and which column is what: {field: place from 0}.

    A list of nobody that is known has an empty name. Our own headings are the fields themselves.
    """
    plain = [headings.plain(each) for each in cells]
    all_plain = frozenset(plain)
    layout = next((one for one in LAYOUTS if one.fits(all_plain)), None)
    places: dict[str, int] = {}
    used: set[int] = set()
    for at, cell in enumerate(cells):
        exact = cell.strip()
        special = layout.columns.get(plain[at]) if layout is not None else None
        wanted = special if special is not None else (exact if is_field(exact) else None)
        if wanted is None:
            continue
        used.add(at)
        if wanted:
            places.setdefault(wanted, at)
    for field, names in _GENERIC.items():
        known = [
            (names.index(each), at)
            for at, each in enumerate(plain)
            if each in names and at not in used
        ]
        if field not in places and known:
            places[field] = min(known)[1]
            used.add(min(known)[1])
    return (layout.name if layout is not None else ""), places


def is_header(places: Mapping[str, int]) -> bool:
    """Say whether headings name something that a member can be known by."""
    return bool(places.keys() & {CARD, OLD_CARDS, PHONE, EMAIL, NAME, FIRST, LAST})
