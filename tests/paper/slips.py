"""A slip with everything on it, for the tests of what draws and sends slips."""

from __future__ import annotations

from cards.slip import Slip, SlipCode, SlipLine

SALE = "RS1:" + "TKSDAMBQGDCB" * 15
CARD = "9528100048213377"


def slip(**changes: object) -> Slip:
    """Make a slip; `changes` replace what is on it."""
    fields: dict[str, object] = {
        "sale": "0199-a",
        "language": "nl",
        "shop": "Koffiebar Noord",
        "till": "Kassa 1",
        "head": "Spaarbon - geen kassabon",
        "when": "22 nov 2026 14:07",
        "member": "\u2022\u2022\u2022\u2022 4821",
        "lines": (SlipLine(label="Verkoop", figure="\u20ac\u00a012,50"),),
        "used": (SlipLine(label="Gratis cappuccino", figure="\u2212\u20ac\u00a03,50"),),
        "earned": SlipLine(label="Punten", figure="+62", strong=True),
        "why": ("12,50 x 4 = 50, Zilver +25 % = 12",),
        "balance": SlipLine(label="Je punten", figure="902"),
        "worth": SlipLine(label="Waard", figure="\u20ac\u00a09,02"),
        "next_reward": "Nog 60 punten tot een zak bonen",
        "code": SALE,
        "code_caption": "Bewaar deze bon om de verkoop terug te nemen",
        "joining": SlipCode(text=CARD, caption="Dit is je kaart", digits="9528 1000 4821 3377"),
        "closing": ("Tot ziens",),
    }
    return Slip(**(fields | changes))  # type: ignore[arg-type]
