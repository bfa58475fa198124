"""New members: with a card from the pile, with a phone, with both, or with neither."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from cards.slip import Slip
from loyalty import ids
from loyalty.benefits.bonuses import enrolled
from loyalty.errors import Refusal
from loyalty.postings import of_entries
from storage.records import CARD, LEGACY, PHONE, Credential, Member, Person, PersonOut
from terminal.till import (
    card_stock,
    display_joining,
    old_cards,
    phone,
    recorder,
    roll,
    sale,
    scene,
    strip,
)
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect, Print
from terminal.till.slips import joining_slip

NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody wrote of themselves on a paper form, and the day (ISO) on it.

    `asked` are the consents that the form has, `consents` those that were given, by their day.
    """

    name: str = field(default="", repr=False)
    birthday: str = field(default="", repr=False)
    consents: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    form_day: str = ""


NOTHING = Told()


def open_for(desk: Desk, number: str = "") -> list[Effect]:
    """Open the screen of a new member; `number` is the card in hand, if there is one.

    An older card that was just shown and is nobody's goes to the new member.
    """
    shown_before = old_cards.waiting(desk)
    waiting = desk.typed if desk.mode in ("idle", "find") else ""
    sale.clear(desk)
    desk.mode = "enrol"
    desk.enrol_number = number
    desk.old_cards = () if number else shown_before
    desk.typed = waiting if not number and phone.could_be(waiting) else ""
    if number:
        return strip.note(desk, desk.say("New card"), _of_card(desk, number))
    if desk.old_cards:
        sentence = desk.say(
            "{card} goes on as their card. Esc when it is not theirs.",
            card=old_cards.ending(desk.old_cards),
        )
        return strip.note(desk, desk.say("Earlier card"), sentence)
    sentence = desk.say("The number and its code come out on the slip.")
    return strip.note(desk, desk.say("No card needed"), sentence)


def _of_card(desk: Desk, number: str) -> str:
    """Say what is known of a card that nobody has; where cards are made elsewhere all are ours."""
    card = f"\u2022\u2022\u2022\u2022 {number[-4:]}"
    if card_stock.is_issued(desk, number) or not card_stock.makes_cards(desk):
        return desk.say(
            "{card} is one of yours. The next scan closes this without a word.", card=card
        )
    return desk.say("This till did not hear of {card} yet. Look at it, then Enter.", card=card)


def finish(desk: Desk, *, sure: str = "") -> list[Effect]:
    """Enter: make the member, in one transaction, and attach them.

    A number that is nearly another member's is asked about once; `sure` is one that was. Raises
    Refusal `phone_taken` or what `phone.parse` raises; the screen stays as it is.
    """
    phone_e164 = phone.parse(desk.typed, desk.shop.region) if desk.typed else ""
    if phone_e164 and roll.by_phone(desk, phone_e164):
        raise Refusal("phone_taken")
    if phone_e164 and phone_e164 != sure:
        near = roll.near_phone(desk, phone_e164)
        if near:
            return _ask_near(desk, phone_e164, near[0])
    older = desk.old_cards
    if any(old_cards.taken(desk, older)):
        raise Refusal("member_exists")
    had_card = bool(desk.enrol_number or older)
    number = desk.enrol_number or card_stock.fresh(desk)
    member = make(desk, number, phone_e164, older=older)
    effects: list[Effect] = []
    slip = joining_slip(desk, member, with_code=not had_card)
    sale.clear(desk)
    sale.begin(desk, member, "card_static")
    if desk.guest.live:
        code = "" if had_card else number
        display_joining.begin(desk, member.member_id, member.account, number=code)
    if older:
        # The card that lies before the camera is theirs from now on, and will leave as theirs.
        desk.seen_number = number
    sentence = desk.say("New member {card}", card=f"\u2022\u2022\u2022\u2022 {number[-4:]}")
    effects += strip.saved(desk, sentence)
    return [*effects, *_printed(slip, wanted=not had_card)]


def _ask_near(desk: Desk, phone_e164: str, member_id: str) -> list[Effect]:
    """Ask whether a number is mistyped that is nearly a member's; Enter goes on with it."""
    desk.question = Question(kind=NEAR, number=phone_e164)
    sentence = desk.say(
        "{name} has nearly this number ({phone}). Enter = somebody else, Esc = check it, F2 = show",
        name=roll.short_name(desk, member_id) or desk.say("A member"),
        phone=roll.masked_phone(desk, member_id),
    )
    return strip.ask(desk, desk.say("Nearly the same"), sentence)


def and_earn(desk: Desk, number: str) -> list[Effect]:
    """An amount was waiting and a blank card came: make the member and close the sale."""
    waiting, rung = desk.typed, desk.items
    member = make(desk, number, "")
    sale.begin(desk, member, "card_static")
    desk.typed, desk.items = "", ()
    sale.change(desk, typed=waiting, items=rung)
    return sale.close(desk)


def make(
    desk: Desk,
    number: str,
    phone_e164: str,
    older: tuple[str, ...] = (),
    *,
    told: Told = NOTHING,
) -> Member:
    """Record a new member with a card number, perhaps findable by phone and by older cards.

    `told` is what a form says beside the phone number; the event keeps nothing personal of it.
    """
    member = Member(
        member_id=recorder.new_id(desk),
        account=ids.account_of_number(desk.tenant_key, number),
        number=number,
        joined_day=desk.day(),
    )
    credentials = [Credential(kind=CARD, key=number, member_id=member.member_id)]
    credentials += [Credential(kind=LEGACY, key=key, member_id=member.member_id) for key in older]
    person = _person(desk, member.member_id, phone_e164, told)
    if person is not None and phone_e164:
        blind = person.blind[PHONE]
        credentials.append(Credential(kind=PHONE, key=blind, member_id=member.member_id))
    event_id = recorder.new_id(desk)
    welcome = enrolled(scene.newcomer(desk, member))
    recorder.record(
        desk,
        kind="enrol",
        event_id=event_id,
        data={
            "member": member.member_id,
            "account": member.account,
            "number": number,
            "given": msgspec.to_builtins(welcome.given),
            "counted": msgspec.to_builtins(welcome.counted),
            **({"old_cards": list(older)} if older else {}),
            **({"form": told.form_day, "asked": list(told.asked)} if told.form_day else {}),
        },
        postings=of_entries(member.account, event_id, given=welcome.given, counted=welcome.counted),
        account=member.account,
        member=member,
        credentials=tuple(credentials),
        person=person,
    )
    return member


def _person(desk: Desk, member_id: str, phone_e164: str, told: Told) -> PersonOut | None:
    """Give what is known of the person; None where nothing is."""
    if not (phone_e164 or told.name or told.birthday or told.consents):
        return None
    person = Person(
        person_id=member_id,
        version=1,
        name=told.name,
        phone=phone_e164,
        birthday=told.birthday,
        consents=told.consents,
    )
    blind = {PHONE: ids.blind_phone(desk.tenant_key, phone_e164)} if phone_e164 else {}
    return PersonOut(person=person, blind=blind)


def _printed(slip: Slip, *, wanted: bool) -> list[Effect]:
    return [Print(slip=slip)] if wanted else []
