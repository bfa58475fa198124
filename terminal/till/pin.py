"""A member's PIN: asked for when a reward is worth more than may be used without one."""

from __future__ import annotations

from msgspec import to_builtins

from loyalty import pin as rules
from loyalty.errors import Refusal
from loyalty.postings import of_entries
from storage import pin_hash
from storage.records import Pin
from terminal.till import pad_open, pin_new, recorder, roll, sale, strip
from terminal.till.asking import CHANGE, REPLACE, USE, Job
from terminal.till.desk import Desk
from terminal.till.effects import Effect, HashPin, Sound

QUIET_MS = 1_500
"""Many people press Enter behind a PIN; on a keyboard that the till shares it closes no sale."""


def ask(desk: Desk, reward: str, choice: str = "") -> list[Effect]:
    """Open the pad because of a reward: its PIN, or a new one where there is none.

    Raises Refusal `pin_no_pad`, `pin_earn_only`, `pin_locked`, `pin_needs_card`, `pin_elsewhere`.
    """
    assert desk.sale is not None
    if not desk.shop.pad:
        raise Refusal("pin_no_pad")
    if desk.sale.earns_only:
        raise Refusal("pin_earn_only")
    known = usable(desk, desk.sale.member_id)
    if known is None:
        return pin_new.ask(desk, USE, (reward, choice))
    _refuse_locked(desk, known)
    pad_open.ask(desk, "pin", USE, of=rules.MEMBER_PIN_DIGITS, after=(reward, choice))
    return _said_to_cashier(desk)


def ask_old(desk: Desk) -> list[Effect]:
    """Ask for the PIN that there is, because the member wants another one.

    Raises Refusal `pin_earn_only`, `pin_locked`, `pin_elsewhere`.
    """
    assert desk.sale is not None
    known = usable(desk, desk.sale.member_id)
    assert known is not None
    if desk.sale.earns_only:
        raise Refusal("pin_earn_only")
    _refuse_locked(desk, known)
    pad_open.ask(desk, "pin", CHANGE, of=rules.MEMBER_PIN_DIGITS)
    return _said_to_cashier(desk)


def ask_for_card(desk: Desk, number: str) -> list[Effect]:
    """Ask for the PIN because a new card is to take the place of a lost one.

    Raises Refusal `pin_elsewhere`.
    """
    assert desk.sale is not None
    assert usable(desk, desk.sale.member_id) is not None
    pad_open.ask(desk, "pin", REPLACE, of=rules.MEMBER_PIN_DIGITS, after=("", number))
    sentence = desk.say("The member types their PIN. Esc = they have none: confirm the name.")
    strip.put(desk, "hold", desk.say("Lost card"), sentence)
    return [Sound(name="found")]


def usable(desk: Desk, member_id: str) -> Pin | None:
    """Find a member's PIN; None where there is none.

    Raises Refusal `pin_elsewhere` for one that cannot be checked here yet: its pepper was made
    while this till was away, and is asked for now.
    """
    known = roll.pin(desk, member_id)
    if known is None or not known.verifier:
        return None
    if desk.peppers.of(known.pepper) is None:
        desk.peppers.due = True
        raise Refusal("pin_elsewhere")
    return known


def entered(desk: Desk) -> list[Effect]:
    """All digits were typed: have them checked, and forget them."""
    asking, open_sale = desk.asking, desk.sale
    assert asking is not None
    assert open_sale is not None
    try:
        known = usable(desk, open_sale.member_id)
    except Refusal:
        pad_open.shut(desk)
        raise
    if known is None:
        pad_open.shut(desk)
        raise Refusal("pin_gone")
    job = recorder.new_id(desk)
    pepper, (newest, secret) = desk.peppers.of(known.pepper), desk.peppers.newest()
    assert pepper is not None, "usable has looked"
    typed = asking.typed.reveal()
    is_old = known.pepper < newest
    desk.jobs[job] = Job(
        member_id=open_sale.member_id,
        account=open_sale.account,
        version=known.version,
        checks=True,
        pepper=newest,
    )
    pad_open.checking(desk, asking, job)
    return [
        HashPin(
            job=job,
            keyed=pin_hash.keyed(pepper, open_sale.member_id, typed),
            verifier=known.verifier,
            anew=pin_hash.keyed(secret, open_sale.member_id, typed) if is_old else None,
        )
    ]


def right(desk: Desk) -> None:
    """The PIN was right: from now on this sale is as sure as it gets."""
    sale.change(desk, pin_us=desk.clock.now_us())
    desk.quiet_until_ms = desk.clock.monotonic_ms() + QUIET_MS


def wrong(desk: Desk, job: Job, *, waits: bool) -> list[Effect]:
    """The PIN was wrong: count it, whoever still waits for the answer, and say what that means."""
    asking, day = desk.asking, desk.day()
    counters = roll.standing(desk, job.account).counters
    more = rules.wrong_try(counters, job.member_id, job.version, day)
    in_visit = _count_in_visit(desk, job)
    if waits:
        pad_open.shut(desk)
    event_id = recorder.new_id(desk)
    recorder.record(
        desk,
        kind="pin_wrong",
        event_id=event_id,
        data={"member": job.member_id, "version": job.version, "counted": to_builtins(more)},
        postings=of_entries(job.account, event_id, counted=more),
        account=job.account,
        keeps_sale=True,
    )
    if not waits or asking is None:
        return []
    spoken = pad_open.words(desk)
    after = roll.standing(desk, job.account).counters
    if rules.is_locked(after, job.member_id, job.version):
        pad_open.tell(desk, spoken, spoken.say("Not right"), spoken.say("Please ask at the till."))
        return strip.refused(desk, Refusal("pin_locked"))
    if rules.earns_only(in_visit):
        pad_open.tell(desk, spoken, spoken.say("Not right"), spoken.say("Please ask at the till."))
        return strip.refused(desk, Refusal("pin_earn_only"))
    pad_open.again(desk, asking, "pin", note=spoken.say("Not right. Try again."), wrong=True)
    left = rules.tries_left(in_visit, rules.wrong_today(after, job.member_id, job.version, day))
    sentence = desk.words.plural(
        "The PIN was not right. {n} more try.", "The PIN was not right. {n} more tries.", left
    )
    strip.put(desk, "refused", desk.say("PIN"), sentence)
    return [Sound(name="warning")]


def _count_in_visit(desk: Desk, job: Job) -> int:
    if desk.sale is None or desk.sale.member_id != job.member_id:
        return 0
    wrong_pins = desk.sale.wrong_pins + 1
    sale.change(desk, wrong_pins=wrong_pins, earns_only=rules.earns_only(wrong_pins))
    return wrong_pins


def _refuse_locked(desk: Desk, known: Pin) -> None:
    assert desk.sale is not None
    counters = roll.standing(desk, desk.sale.account).counters
    if rules.is_locked(counters, known.member_id, known.version):
        raise Refusal("pin_locked")


def _said_to_cashier(desk: Desk) -> list[Effect]:
    strip.put(desk, "hold", desk.say("PIN"), pad_open.sentence(desk))
    return [Sound(name="found")]
