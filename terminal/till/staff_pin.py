"""Finds whose PIN was typed: each person's verifier in turn, on the thread that hashes PINs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from loyalty import staff
from loyalty.errors import Refusal
from loyalty.staff import StaffRow
from storage import pin_hash
from terminal.till import recorder, staff_books
from terminal.till.crew import Trying
from terminal.till.desk import Desk
from terminal.till.effects import Effect, HashPin
from terminal.till.messages import PinHashed
from terminal.till.secret import Digits

TRIES = 5
WAIT_MS = 30_000
"""After five wrong PINs nobody types one for half a minute; a badge goes on at once."""


def keyed(pepper: bytes, row: StaffRow, typed: Digits) -> bytes:
    """Mix a PIN with the pepper and whose it is; a member's id never begins like this."""
    return pin_hash.keyed(pepper, staff.secret_of(row.staff_id), typed.reveal())


def refuse_waiting(desk: Desk) -> None:
    """Raise Refusal `staff_wait` while too many wrong PINs were typed."""
    if desk.clock.monotonic_ms() < desk.crew.waits_until_ms:
        raise Refusal("staff_wait")


def find(
    desk: Desk,
    typed: Digits,
    *,
    right: Callable[[Desk, StaffRow], list[Effect]],
    wrong: Callable[[Desk], list[Effect]],
    among: Sequence[StaffRow] | None = None,
) -> list[Effect]:
    """Look whose PIN this is; the answer comes as a message, and then one of the two goes on."""
    rows = staff_books.people(desk) if among is None else among
    usable = tuple(row for row in rows if row.verifier and desk.peppers.of(row.pepper))
    if len(usable) < len([row for row in rows if row.verifier]):
        desk.peppers.due = True
    if not usable:
        return wrong(desk)
    trying = Trying(
        job=recorder.new_id(desk),
        here=usable[0],
        left=usable[1:],
        typed=typed,
        right=right,
        wrong=wrong,
    )
    return _ask(desk, trying)


def hashed(desk: Desk, message: PinHashed) -> list[Effect] | None:
    """Take what came of one comparison; None when it was no comparison with staff's."""
    trying = desk.crew.trying
    if trying is None or trying.job != message.job:
        return None
    desk.crew.trying = None
    if message.problem:
        raise Refusal("pin_not_checked")
    if message.fits:
        return trying.right(desk, trying.here)
    if not trying.left:
        return trying.wrong(desk)
    here, *left = trying.left
    job = recorder.new_id(desk)
    return _ask(desk, replace(trying, job=job, here=here, left=tuple(left)))


def count_wrong(desk: Desk) -> None:
    """Count a wrong PIN; after several nobody types one for a while."""
    crew = desk.crew
    crew.wrong += 1
    if crew.wrong >= TRIES:
        crew.wrong, crew.waits_until_ms = 0, desk.clock.monotonic_ms() + WAIT_MS


def _ask(desk: Desk, trying: Trying) -> list[Effect]:
    pepper = desk.peppers.of(trying.here.pepper)
    assert pepper is not None, "find has looked"
    desk.crew.trying = trying
    mixed = keyed(pepper, trying.here, trying.typed)
    return [HashPin(job=trying.job, keyed=mixed, verifier=trying.here.verifier)]
