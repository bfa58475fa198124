"""A new member finishes on their own side: the phone number, then what the shop may do with it."""

from __future__ import annotations

from dataclasses import replace

from cards.code import qr_modules
from loyalty import ids
from loyalty.errors import Refusal
from storage.records import PHONE, Credential, Person, PersonOut
from terminal.till import pad_open, phone, recorder, roll, strip
from terminal.till.desk import Desk
from terminal.till.display_state import Joining
from terminal.till.effects import Effect
from terminal.till.secret import NO_DIGITS
from terminal.till.wording import Wording

KIND = "details"
CONSENTS = ("news", "reminders")
ASK_MS = 60_000
DIGITS_MAX = 15


def sentence(consent: str, shop: str, spoken: Wording) -> str:
    """Say what a member agrees to."""
    if consent == "news":
        return spoken.say("{shop} may send me news and deals.", shop=shop)
    return spoken.say("{shop} may remind me before points run out.", shop=shop)


def begin(desk: Desk, member_id: str, account: str, *, number: str = "") -> None:
    """Let a member finish on their own side; whoever gave a phone number already skips that.

    `number` is that of a card which exists only as a code.
    """
    known = roll.person(desk, member_id)
    has_phone = known is not None and bool(known.phone)
    desk.guest.joining = Joining(
        member_id=member_id,
        account=account,
        step="consents" if has_phone else "phone",
        until_ms=_until(desk),
        modules=tuple("".join("01"[dark] for dark in row) for row in qr_modules(number))
        if number
        else (),
    )


def ask(desk: Desk) -> list[Effect]:
    """Hand the member's side over to whoever is attached. Raises Refusal `pin_no_pad`."""
    assert desk.sale is not None
    if not desk.shop.pad:
        raise Refusal("pin_no_pad")
    begin(desk, desk.sale.member_id, desk.sale.account)
    text = desk.say("The member finishes on their side. The sale goes on meanwhile.")
    return strip.note(desk, desk.say("New member"), text)


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a key of the pad while a phone number is typed; None while nobody does."""
    joining = desk.guest.joining
    if joining is None or joining.step != "phone" or desk.asking is not None:
        return None
    joining = replace(joining, until_ms=_until(desk), note="", wrong=False)
    if len(name) == 1 and name in "0123456789":
        if len(joining.typed) < DIGITS_MAX:
            joining = replace(joining, typed=joining.typed.plus(name))
    elif name == "Delete":
        joining = replace(joining, typed=joining.typed.shorter())
    elif name in ("Later", "Cancel"):
        joining = replace(joining, typed=NO_DIGITS, step="consents")
    desk.guest.joining = joining
    return _phone(desk, joining) if name == "Enter" and joining.typed else []


def said(desk: Desk, *, yes: bool) -> list[Effect]:
    """The member answered a sentence; behind the last one all of it is kept."""
    joining = desk.guest.joining
    if joining is None or joining.step != "consents":
        return []
    agreed = (*joining.agreed, CONSENTS[joining.at]) if yes else joining.agreed
    joining = replace(joining, agreed=agreed, at=joining.at + 1, until_ms=_until(desk))
    desk.guest.joining = joining
    return finish(desk) if joining.at >= len(CONSENTS) else []


def finish(desk: Desk, *, is_late: bool = False) -> list[Effect]:
    """Keep what was agreed to, with today's date; not what was typed and not entered.

    Raises what storage.ports.Ledger.commit raises; then nothing was kept.
    """
    joining = desk.guest.joining
    desk.guest.joining = None
    if joining is None or joining.step == "card":
        return []
    if joining.modules:
        # Also for whoever did not answer: without its code there is no card.
        desk.guest.joining = replace(joining, step="card", until_ms=_until(desk))
    spoken = pad_open.words_for(desk, joining.member_id)
    if joining.at:
        consents = dict.fromkeys(joining.agreed, desk.day())
        _keep(desk, joining, consents=consents, asked=CONSENTS[: joining.at])
    if not is_late and not joining.modules:
        pad_open.tell(desk, spoken, spoken.say("Thank you"), spoken.say("That was all."))
    return []


def done(desk: Desk) -> None:
    """The member has photographed their card."""
    joining = desk.guest.joining
    if joining is not None and joining.step == "card":
        desk.guest.joining = None


def tick(desk: Desk) -> None:
    """Nobody answers for ever. Raises as `finish`."""
    joining = desk.guest.joining
    if joining is not None and desk.clock.monotonic_ms() >= joining.until_ms:
        finish(desk, is_late=True)


def _phone(desk: Desk, joining: Joining) -> list[Effect]:
    """Keep the number, or say in the member's language why it cannot be theirs."""
    spoken = pad_open.words_for(desk, joining.member_id)
    try:
        number = phone.parse(joining.typed.reveal(), desk.shop.region)
    except Refusal as error:
        note = spoken.refusal(error)
        desk.guest.joining = replace(joining, note=note, wrong=True)
        return []
    if roll.by_phone(desk, number) is not None:
        note = spoken.say("Please ask at the till about this number.")
        desk.guest.joining = replace(joining, typed=NO_DIGITS, note=note, wrong=True)
        return strip.refused(desk, Refusal("phone_taken"))
    _keep(desk, joining, number=number)
    desk.guest.joining = replace(joining, typed=NO_DIGITS, step="consents")
    return []


def _keep(
    desk: Desk,
    joining: Joining,
    *,
    number: str = "",
    consents: dict[str, str] | None = None,
    asked: tuple[str, ...] = (),
) -> None:
    """Record what a member said of themselves; the event itself holds nothing of it."""
    known = roll.person(desk, joining.member_id)
    before = known or Person(person_id=joining.member_id, version=0)
    kept = {one: day for one, day in before.consents.items() if one not in asked}
    person = replace(
        before,
        version=before.version + 1,
        phone=number or before.phone,
        consents=kept | (consents or {}),
    )
    blind = ids.blind_phone(desk.tenant_key, person.phone) if person.phone else ""
    found_by = (Credential(kind=PHONE, key=blind, member_id=joining.member_id),)
    recorder.record(
        desk,
        keeps_sale=True,
        kind=KIND,
        event_id=recorder.new_id(desk),
        data={"member": joining.member_id, "asked": list(asked)},
        account=joining.account,
        credentials=found_by if number else (),
        person=PersonOut(person=person, blind={PHONE: blind} if blind else {}),
    )


def _until(desk: Desk) -> int:
    return desk.clock.monotonic_ms() + ASK_MS
