"""Checking in without a cashier: a PIN that finds its member, or a card before the camera."""

from __future__ import annotations

from dataclasses import replace

from loyalty import days, ids
from loyalty import pin as rules
from loyalty.accounts import came
from loyalty.basket import Basket
from loyalty.programme import CheckIn
from storage.records import VISIT_PIN_TAKEN, Member
from terminal.till import pad_open, progress, recorder, roll, sale, scene, strip, throttle
from terminal.till.asking import COME, Asking
from terminal.till.desk import Desk, Sale
from terminal.till.effects import Effect, Sound
from terminal.till.throttle import Tries
from terminal.till.wording import Wording

WRONG = "visit_pin_wrong"
BY_PIN = "visit_pin"
LOOKED_AT = 5
SHUT_MS = 30_000
HOUR_US = 3_600 * 1_000_000


def terms(desk: Desk) -> CheckIn | None:
    """Give how members check in by themselves; None where they do not."""
    return recorder.programme(desk).check_in if desk.shop.pad else None


def is_open(desk: Desk) -> bool:
    """Say whether somebody may check in now: nobody is at the till, and nothing is asked."""
    if desk.mode != "idle" or desk.typed or desk.question or desk.stopped or desk.sale:
        return False
    is_shut = desk.pad_shut_ms > desk.clock.monotonic_ms()
    return not is_shut and terms(desk) is not None


def lost_pin(desk: Desk, member: Member) -> bool:
    """Say whether a member's PIN turned out to be another's, who chose it first elsewhere."""
    if terms(desk) is None:
        return False
    shown = desk.directory.credentials_of(member.member_id)
    return any(one.kind == VISIT_PIN_TAKEN for one in shown)


def is_asked(desk: Desk) -> bool:
    """Say whether somebody is typing to come in; the till goes on working meanwhile."""
    return desk.asking is not None and desk.asking.purpose == COME


def shut(desk: Desk) -> list[Effect]:
    """Esc: what was typed is forgotten, and digits are the till's for a moment."""
    pad_open.shut(desk)
    desk.pad_shut_ms = desk.clock.monotonic_ms() + SHUT_MS
    sentence = desk.say("The pad rests for half a minute. Digits are yours.")
    return strip.note(desk, desk.say("Pad"), sentence)


def tries(desk: Desk) -> Tries:
    """Give the wrong tries at this till."""
    return throttle.read(desk.ledger.get(WRONG))


def wait_us(desk: Desk) -> int:
    """Give how long nobody may type a PIN here, because of wrong ones."""
    return tries(desk).wait_us(desk.clock.now_us())


def first(desk: Desk) -> Asking:
    """Give the first question to whoever comes in."""
    if rules.needs_phone_end(roll.size(desk)):
        return pad_open.asking(desk, "last_four", COME, of=rules.PHONE_END_DIGITS)
    return pad_open.asking(desk, "check_in", COME, of=pin_digits(desk))


def begin(desk: Desk) -> Asking | None:
    """Somebody begins to type; None while there is a pause."""
    if wait_us(desk):
        return None
    desk.said = None
    desk.asking = first(desk)
    return desk.asking


def pin_digits(desk: Desk) -> int:
    """Say how many digits a PIN for coming in has here."""
    return rules.visit_pin_digits(roll.size(desk))


def entered(desk: Desk) -> list[Effect]:
    """All digits were typed: who is it?"""
    asking = desk.asking
    assert asking is not None
    if asking.kind == "last_four":
        second = pad_open.asking(desk, "check_in", COME, of=pin_digits(desk))
        desk.asking = replace(second, phone_end=asking.typed)
        return []
    member = _who(desk, asking.typed.reveal(), asking.phone_end.reveal())
    pad_open.shut(desk)
    if member is None or member.status != "active":
        return _wrong(desk)
    effects = come(desk, member, BY_PIN)
    return effects if effects is not None else _counted_already(desk, member)


def by_card(desk: Desk, member: Member, shown: str) -> list[Effect] | None:
    """A card was held before the camera: its visit, or None when it was counted already."""
    effects = come(desk, member, shown)
    if effects is None:
        _counted_already(desk, member)
        return None
    desk.closed_number = member.number
    desk.closed_ms = desk.clock.monotonic_ms()
    desk.left_ms = None
    return effects


def come(desk: Desk, member: Member, shown: str) -> list[Effect] | None:
    """Count a visit, once as the shop says; None when it was counted already.

    Raises what storage.ports.Ledger.commit raises; then nothing was counted.
    """
    if _has_come(desk, member):
        return None
    now_us = desk.clock.now_us()
    visit = Sale(
        member_id=member.member_id,
        account=member.account,
        number=member.number,
        shown=shown,
        opened_us=now_us,
        shown_us=now_us,
    )
    sale_id = recorder.new_id(desk)
    here = scene.of(desk, member.member_id, member.account)
    made = sale.priced(desk, visit, Basket(visit=True), here, sale_id)
    sale.write(desk, visit, made, here.programme, sale_id)
    spoken = pad_open.words_for(desk, member.member_id)
    after = made.after
    assert after is not None
    seen = progress.visits(here.programme, after, desk.day(), spoken)
    pad_open.tell(
        desk,
        spoken,
        seen.figure,
        greeting(desk, member, spoken),
        note=progress.brought(here.programme, made, spoken),
        celebrates=seen.is_reached,
    )
    sentence = desk.say(
        "{name}: visit counted, {figure}",
        name=sale.who(desk, visit),
        figure=progress.visits(here.programme, after, desk.day(), desk.words).figure,
    )
    return strip.saved(desk, sentence)


def greeting(desk: Desk, member: Member, spoken: Wording) -> str:
    """Greet by the first letter of the name: others can read the pad too."""
    known = roll.person(desk, member.member_id)
    first = known.name.strip()[:1].upper() if known else ""
    return spoken.say("Hi {name}.", name=first) if first else spoken.say("Welcome")


def _who(desk: Desk, typed: str, phone_end: str) -> Member | None:
    """Find whose PIN it is; one chosen before the shop grew this large has no phone in it."""
    if not rules.is_pin(typed):
        return None
    found = roll.by_visit_pin(desk, ids.blind_visit_pin(desk.tenant_key, typed, phone_end))
    if found is not None or not phone_end:
        return found
    older = roll.by_visit_pin(desk, ids.blind_visit_pin(desk.tenant_key, typed))
    known = roll.person(desk, older.member_id) if older else None
    return older if known and known.phone.endswith(phone_end) else None


def _wrong(desk: Desk) -> list[Effect]:
    """Nobody has this PIN: count it, naming nobody, and wait longer each time."""
    counted = tries(desk).one_more(desk.clock.now_us())
    desk.ledger.put(WRONG, throttle.written(counted))
    recorder.record(
        desk,
        kind="visit_pin_wrong",
        event_id=recorder.new_id(desk),
        data={"wrong": counted.wrong},
    )
    spoken = desk.words
    pad_open.tell(
        desk,
        spoken,
        spoken.say("Not right"),
        spoken.say("Try again, or show your card."),
        wrong=True,
    )
    return [Sound(name="warning")]


def _counted_already(desk: Desk, member: Member) -> list[Effect]:
    here = scene.of(desk, member.member_id, member.account)
    spoken = pad_open.words_for(desk, member.member_id)
    seen = progress.visits(here.programme, here.standing, desk.day(), spoken)
    pad_open.tell(
        desk,
        spoken,
        seen.figure,
        spoken.say("Already counted today") if not _hours(desk) else spoken.say("Already counted"),
    )
    return [Sound(name="found")]


def _hours(desk: Desk) -> int | None:
    said = terms(desk)
    return said.hours if said else None


def _has_come(desk: Desk, member: Member) -> bool:
    """Say whether this member's visit was counted: today anywhere, or here within some hours."""
    hours = _hours(desk)
    if hours is None:
        return roll.standing(desk, member.account).counters.get(came(desk.day()), 0) > 0
    since_us = desk.clock.now_us() - hours * HOUR_US
    return any(
        days.read(row.at) > since_us
        for row in desk.ledger.recent_sales(LOOKED_AT, member.account)
        if not row.reversed
    )
