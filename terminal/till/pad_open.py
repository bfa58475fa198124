"""Opens and closes the pad on the member's side, and lets it say something for a moment."""

from __future__ import annotations

from dataclasses import replace

from terminal.till import roll
from terminal.till.asking import COME, Asking, Said
from terminal.till.desk import Desk
from terminal.till.pad_screen import PadKind
from terminal.till.secret import NO_DIGITS
from terminal.till.wording import Wording

ASK_MS = 30_000
COME_MS = 15_000
SAID_MS = 5_000


def words(desk: Desk) -> Wording:
    """Give the words of whoever stands at the pad; the shop's where nobody is known."""
    return words_for(desk, desk.sale.member_id if desk.sale else "")


def words_for(desk: Desk, member_id: str) -> Wording:
    """Give the words of a member."""
    known = roll.person(desk, member_id) if member_id else None
    return desk.words_of(known.language if known else "")


def asking(
    desk: Desk, kind: PadKind, purpose: str, *, of: int, after: tuple[str, str] = ("", "")
) -> Asking:
    """Give a question for the pad; `after` is the reward and choice that wait for the answer."""
    time_ms = COME_MS if purpose == COME else ASK_MS
    return Asking(
        kind=kind,
        purpose=purpose,
        of=of,
        until_ms=desk.clock.monotonic_ms() + time_ms,
        reward=after[0],
        choice=after[1],
    )


def ask(
    desk: Desk, kind: PadKind, purpose: str, *, of: int, after: tuple[str, str] = ("", "")
) -> None:
    """Open the pad with a question."""
    desk.said = None
    desk.asking = asking(desk, kind, purpose, of=of, after=after)


def again(desk: Desk, before: Asking, kind: PadKind, *, note: str, wrong: bool) -> None:
    """Ask once more, from the first digit."""
    desk.asking = replace(
        before,
        kind=kind,
        typed=NO_DIGITS,
        first=NO_DIGITS if kind == "choose" else before.first,
        note=note,
        wrong=wrong,
        job="",
        until_ms=desk.clock.monotonic_ms() + ASK_MS,
    )


def shut(desk: Desk) -> None:
    """Close the pad; nothing that was typed is kept."""
    desk.asking = None


def tell(
    desk: Desk,
    spoken: Wording,
    headline: str,
    caption: str = "",
    *,
    note: str = "",
    celebrates: bool = False,
    wrong: bool = False,
) -> None:
    """Let the pad say something for a moment."""
    desk.asking = None
    desk.said = Said(
        headline=headline,
        caption=caption,
        note=note,
        language=spoken.language,
        celebrates=celebrates,
        wrong=wrong,
        until_ms=desk.clock.monotonic_ms() + SAID_MS,
    )


def checking(desk: Desk, before: Asking, job: str) -> None:
    """All was typed and is being looked at; what was typed is forgotten here."""
    desk.asking = replace(before, typed=NO_DIGITS, first=NO_DIGITS, note="", wrong=False, job=job)


def sentence(desk: Desk) -> str:
    """Say to the cashier what the pad does, and where digits go meanwhile."""
    if desk.asking is None:
        return ""
    if desk.asking.kind == "pin":
        text = desk.say("The member types the PIN on their side. Esc closes it.")
    else:
        text = desk.say("The member chooses a PIN on their side, twice. Esc closes it.")
    if desk.shop.pad_keys:
        return text
    return f"{text} {desk.say('All digits go there.')}"
