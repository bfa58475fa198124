"""Pads with realistic values: every kind, in the five languages, with long words too."""

from __future__ import annotations

import msgspec

from terminal.till.pad_screen import Pad, PadKind, PadLabels

LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")
# Per language: what each kind says, as long as a shop would say it.
WORDS: dict[str, dict[str, tuple[str, str, str]]] = {
    "en": {
        "rest": ("", "Hold your card or phone under the camera.", "No card? Just ask."),
        "pin": ("Your PIN", "for € 5,00 off", ""),
        "choose": ("Choose a PIN", "Four digits, for your rewards", "Not 1234, not your birthday."),
        "again": ("Once more", "The same four digits again", ""),
        "check_in": ("Type your PIN", "and your visit counts", ""),
        "last_four": ("Your phone", "The last four digits of your number", ""),
        "said": ("37 of 50", "Nice to see you. Thirteen visits to go.", ""),
        "wrong": ("Your PIN", "for € 5,00 off", "That was not your PIN. Two tries left."),
    },
    "nl": {
        "rest": ("", "Houd je kaart of telefoon onder de camera.", "Geen kaart? Vraag het even."),
        "pin": ("Je pincode", "voor € 5,00 korting", ""),
        "choose": ("Kies een pincode", "Vier cijfers, voor je beloningen", "Niet 1234."),
        "again": ("Nog een keer", "Dezelfde vier cijfers", ""),
        "check_in": ("Typ je pincode", "en je bezoek telt mee", ""),
        "last_four": ("Je telefoon", "De laatste vier cijfers van je nummer", ""),
        "said": ("37 van 50", "Fijn dat je er bent. Nog dertien bezoeken.", ""),
        "wrong": ("Je pincode", "voor € 5,00 korting", "Dat was niet je pincode. Nog twee keer."),
    },
    "sv": {
        "rest": ("", "Håll kortet eller mobilen under kameran.", "Inget kort? Fråga oss."),
        "pin": ("Din PIN", "för 20 kr rabatt", ""),
        "choose": ("Välj en PIN", "Fyra siffror, för dina belöningar", "Inte 1234."),
        "again": ("En gång till", "Samma fyra siffror", ""),
        "check_in": ("Skriv din PIN", "så räknas ditt besök", ""),
        "last_four": ("Din telefon", "De sista fyra siffrorna i numret", ""),
        "said": ("37 av 50", "Kul att du är här. Tretton besök kvar.", ""),
        "wrong": ("Din PIN", "för 20 kr rabatt", "Det var inte din PIN. Två försök kvar."),
    },
    "de": {
        "rest": (
            "",
            "Halten Sie Karte oder Telefon unter die Kamera.",
            "Keine Karte? Fragen Sie uns.",
        ),
        "pin": ("Ihre PIN", "für 5,00 € Rabatt", ""),
        "choose": ("PIN wählen", "Vier Ziffern, für Ihre Belohnungen", "Nicht 1234."),
        "again": ("Noch einmal", "Dieselben vier Ziffern", ""),
        "check_in": ("PIN eingeben", "und Ihr Besuch zählt", ""),
        "last_four": ("Ihr Telefon", "Die letzten vier Ziffern Ihrer Telefonnummer", ""),
        "said": ("37 von 50", "Schön, dass Sie da sind. Noch dreizehn Besuche.", ""),
        "wrong": ("Ihre PIN", "für 5,00 € Rabatt", "Das war nicht Ihre PIN. Noch zwei Versuche."),
    },
    "pt_BR": {
        "rest": ("", "Aproxime o cartão ou celular da câmera.", "Sem cartão? Pergunte."),
        "pin": ("Sua senha", "para R$ 5,00 de desconto", ""),
        "choose": ("Escolha uma senha", "Quatro números, para os prêmios", "1234 não serve."),
        "again": ("Mais uma vez", "Os mesmos quatro números", ""),
        "check_in": ("Digite sua senha", "e sua visita conta", ""),
        "last_four": ("Seu telefone", "Os últimos quatro números do telefone", ""),
        "said": ("37 de 50", "Que bom ver você. Faltam treze visitas.", ""),
        "wrong": ("Sua senha", "para R$ 5,00 de desconto", "Senha errada. Mais duas tentativas."),
    },
}
KEYS = {
    "en": ("Clear", "Stop", "Done", "Later"),
    "nl": ("Wissen", "Stoppen", "Klaar", "Later"),
    "sv": ("Rensa", "Stopp", "Klar", "Senare"),
    "de": ("Löschen", "Abbrechen", "Fertig", "Später"),
    "pt_BR": ("Apagar", "Cancelar", "Pronto", "Depois"),
}
SHOP = "Koffiebar Noord"
LONG_SHOP = "Landbäckerei & Konditorei Sonnenschein am Marktplatz"


def labels(language: str, *names: str) -> PadLabels:
    """The keys with these names, in a language."""
    known = dict(zip(("delete", "cancel", "enter", "later"), KEYS[language], strict=True))
    return PadLabels(**{name: known[name] for name in names})


def pad(
    language: str, kind: PadKind, *keys: str, shop: str = SHOP, of: int = 4, filled: int = 0
) -> Pad:
    """One kind of pad, with its words and keys in a language."""
    headline, caption, note = WORDS[language][kind]
    return Pad(
        kind=kind,
        shop=shop,
        language=language,
        headline=headline,
        caption=caption,
        note=note,
        filled=filled,
        of=of if keys else 0,
        keys_open=bool(keys),
        labels=labels(language, *keys),
    )


def wrong(language: str) -> Pad:
    """A PIN that was not theirs, with the time that is left."""
    headline, caption, note = WORDS[language]["wrong"]
    return msgspec.structs.replace(
        pad(language, "pin", "delete", "cancel"),
        headline=headline,
        caption=caption,
        note=note,
        wrong=True,
        seconds_left=18,
    )


def said(language: str, *, celebrates: bool = True, wrong: bool = False) -> Pad:
    """Something to read for a moment."""
    made = pad(language, "said")
    return msgspec.structs.replace(made, celebrates=celebrates, wrong=wrong, seconds_left=5)


def every(language: str) -> dict[str, Pad]:
    """All of them by name, in a language."""
    pin = pad(language, "pin", "delete", "cancel", filled=2)
    return {
        "rest": pad(language, "rest"),
        "rest-long": pad(language, "rest", shop=LONG_SHOP),
        "pin": pin,
        "pin-checking": msgspec.structs.replace(pin, filled=4, keys_open=False),
        "pin-late": msgspec.structs.replace(pin, seconds_left=12, shop=LONG_SHOP),
        "wrong": wrong(language),
        "choose": pad(language, "choose", "delete", "later"),
        "choose-both": pad(language, "choose", "delete", "cancel", "later", of=6),
        "again": pad(language, "again", "delete", "cancel", filled=3),
        "check_in": pad(language, "check_in", "delete", "cancel", "enter", of=6, filled=1),
        "last_four": pad(language, "last_four", "delete", "cancel"),
        "said": said(language),
        "said-plain": said(language, celebrates=False),
        "said-wrong": said(language, celebrates=False, wrong=True),
    }
