"""What every slip of a till begins with, and the slip that tries a printer."""

from __future__ import annotations

import msgspec

from cards.slip import Slip, SlipCode, SlipLine
from loyalty import days
from terminal.till.desk import Desk
from terminal.till.wording import Wording

LETTERS = (
    "\u00e5\u00e4\u00f6 \u00fc\u00df \u00e9\u00e8\u00eb \u00e7 \u00f1 \u00f8\u00e6",
    "\u00e3\u00f5\u00e1\u00ed",
    "\u0105\u0119\u0142\u017c",
)
"""Letters that printers have on several pages: a line of each."""
TEST_POINTS = 1234
TEST_CODE = "REGULARS TEST"


def marks(desk: Desk, words: Wording) -> tuple[str, ...]:
    """Say what must stand out: that nothing of this counts."""
    if desk.shop.training:
        return (words.say("TRAINING"),)
    return (words.say("DEMO"),) if desk.shop.demo else ()


def base(desk: Desk, words: Wording, sale_id: str, number: str) -> Slip:
    """Give a slip of now with its head; `number` is shown by its last four digits."""
    now_us = desk.clock.now_us()
    local = days.local(now_us, desk.shop.time_zone)
    return Slip(
        sale=sale_id,
        language=words.language,
        shop=desk.shop.name,
        till=desk.shop.till,
        head=words.say("Loyalty slip - not a receipt"),
        when=f"{words.date(local.date().isoformat())} {words.time(now_us)}",
        marks=marks(desk, words),
        member=f"\u2022\u2022\u2022\u2022 {number[-4:]}" if number else "",
    )


def test_slip(desk: Desk) -> Slip:
    """Make the slip of a test print at this till."""
    words = desk.words
    here = base(desk, words, "", "")
    made = test_of(words, shop=here.shop, till=here.till, when=here.when)
    return msgspec.structs.replace(made, marks=(*here.marks, *made.marks))


def test_of(words: Wording, *, shop: str, till: str, when: str) -> Slip:
    """Make a slip that shows what a printer can: letters of languages, figures and a code."""
    return Slip(
        sale="",
        language=words.language,
        shop=shop,
        till=till,
        head=words.say("Loyalty slip - not a receipt"),
        when=when,
        marks=(words.say("Test print"),),
        lines=(
            *(SlipLine(label=letters) for letters in LETTERS),
            SlipLine(label=words.say("Points"), figure=words.signed(TEST_POINTS), strong=True),
            SlipLine(label=words.say("Worth"), figure=words.money(TEST_POINTS)),
        ),
        joining=SlipCode(text=TEST_CODE, caption=words.say("This code can be scanned.")),
        closing=(words.say("Letters wrong or missing? Choose Letters behind F10, Slips."),),
    )
