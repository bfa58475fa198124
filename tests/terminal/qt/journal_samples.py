"""The screens of the journal, a member's history and help, with realistic values."""

from __future__ import annotations

from terminal.till.screens import Action, Frame, JournalRow, Person, Refund, Row, Typed
from terminal.till.screens_help import Help, HelpRow
from terminal.till.screens_history import History, HistoryRow

LINES = (
    ("Thu 20 Nov 14:02", "Sale € 12,50", "62 points: 50 for € 12,50, 12 because of Silver", "+62"),
    ("Tue 18 Nov 09:10", "Taken back € 4,50", "", "-22"),
    ("Tue 18 Nov 08:55", "Sale € 22,00", "110 points for € 22,00; 1 stamp for coffee", "+110"),
    ("Fri 14 Nov 16:31", "Sale € 4,10", "350 points used: Free cappuccino", "-348"),
    ("Wed 12 Nov 12:00", "Moved to another card", "", "-38"),
    ("Wed 12 Nov 11:58", "Sale € 9,50", "38 points for € 9,50", "+38"),
    ("Mon 10 Nov 10:20", "Ran out", "", "-40"),
    ("Sun 2 Nov 15:45", "Sale € 7,20", "28 points for € 7,20", "+28"),
    ("Sat 1 Nov 09:05", "Sale € 5,80", "23 points for € 5,80", "+23"),
    ("Sat 1 Nov 09:04", "Welcome", "50 points to begin with", "+50"),
)
KEYS = (
    (("Scan",), "A card or phone says who it is. A slip takes its sale back."),
    (("0", "9"), "The amount, before or after the scan. Digits never spend."),
    (("0", "9", "Enter"), "Seven digits or more: a phone number."),
    (("A", "Z"), "A name"),
    (("F2",), "Find a member by phone, name or last four"),
    (("F3",), "New member, with or without a card"),
    (("F5",), "The last slip again"),
    (("F7",), "The last sales: take back, move to the right card, add a late card"),
    (("F8",), "Undo the last sale"),
    (("F9",), "The other camera"),
    (("F10",), "Menu: settings, and the close of day"),
    (("F11",), "The whole screen, and back"),
)


def history(person: Person, frame: Frame) -> History:
    """Ten lines of Anna's."""
    return History(
        frame=frame,
        person=person,
        title="The last ten lines",
        rows=tuple(
            HistoryRow(
                date=when[:-6], time=when[-5:], till="Till 1", what=what, why=why, points=points
            )
            for when, what, why, points in LINES
        ),
        caption="With the lines of the other tills, as far as the shop has them.",
        esc=Action(key="Esc", label="Back"),
    )


def help_sheet(frame: Frame) -> Help:
    """The keys of the counter."""
    return Help(
        frame=frame,
        headline="Keys of the counter",
        caption="Any key goes on. Every scan works from here as well.",
        rows=tuple(HelpRow(keys=keys, words=words) for keys, words in KEYS),
        esc=Action(key="Esc", label="Back"),
    )


def refund(frame: Frame, *, wrong: bool = False) -> Refund:
    """The journal with a sale chosen, and a part of it typed."""
    rows = (
        ("14:08", "•••• 4821", "Anna de V.", "€ 12,50", "+62"),
        ("14:05", "•••• 7731", "", "€ 12,50", "+50"),
        ("13:58", "•••• 0946", "", "€ 7,20", "+28"),
        ("13:51", "•••• 3310", "free cappuccino", "€ 4,10", "-348"),
        ("13:44", "•••• 6602", "", "€ 22,00", "+110"),
        ("13:40", "Member", "", "€ 5,80", "0"),
        ("13:37", "•••• 2258", "", "€ 9,50", "+38"),
    )
    return Refund(
        frame=frame,
        title="Take back",
        rows=tuple(
            JournalRow(time=t, card=c, name=n, amount=a, points=p, taken_back=t == "13:40")
            for t, c, n, a, p in rows
        ),
        chosen=0,
        caption="Up and down choose. Older ones: scan the slip.",
        detail_title="Sale 14:08 · Anna de V.",
        typed=Typed(
            text="" if wrong else "€ 4,50", hint="All of it: € 12,50", meaning="of € 12,50"
        ),
        currency="€",
        lines=(
            Row(label="Sale", figure="€ 12,50"),
            Row(label="Takes back", figure="-22", second="points"),
            Row(label="Takes back", figure="-1", second="stamp"),
        ),
        note="That is more than is left of this sale. Take back less."
        if wrong
        else "Wrong member? Scan the right card: 8 minutes left.",
        is_warning=wrong,
        after=Row(label="Balance after", figure="840", second="= € 8,40", strong=True),
        esc=Action(key="Esc", label="Close"),
        enter=Action(key="Enter", label="Take back € 12,50"),
    )
