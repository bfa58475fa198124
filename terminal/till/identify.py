"""A code was read: whose is it, and what does that mean at this moment."""

from __future__ import annotations

from loyalty import number as numbers
from loyalty import phonecode
from loyalty.errors import Refusal
from loyalty.phonecode import PhoneCode
from scanner.wedge_calibration import CODES
from storage.records import CARD, LEGACY, Member
from sync.exchange import Found, Reply
from terminal.till import (
    card_sheet,
    check_in,
    date_asked,
    elsewhere,
    enrol,
    gun,
    journal,
    large,
    lock,
    lost_card,
    move,
    often,
    old_cards,
    pad,
    phone_code,
    refund_wish,
    reward,
    roll,
    sale,
    strip,
)
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect, Send, Sound
from terminal.till.line import Line
from terminal.till.messages import CardLeft, CodeRefused, Scan

SLIP_PREFIX = "RS1:"
CAMERA = "camera"
CARD_SHOWN = "card_static"
STRONG = frozenset({"qr_rotating", "pin"})
OUT_OF_VIEW_MS = 5_000
AGAIN_MS = 120_000
TOLD = (
    "date",
    pad.WHICH,
    enrol.NEAR,
    refund_wish.SLIP,
    large.KIND,
    lost_card.KIND,
    move.LATE,
)
"""Questions whose answer has nothing to do with who is attached."""


def scan(desk: Desk, line: Line, message: Scan) -> list[Effect]:
    """Take a code that was read, on any screen."""
    desk.touched_ms = desk.clock.monotonic_ms()
    if message.text in CODES:
        # A code of the page that sets a gun up, so nobody has to find the key for it.
        return gun.open_set_up(desk) if desk.mode == "idle" else []
    if message.text.startswith(SLIP_PREFIX):
        return journal.open_slip(desk, message.text)
    desk.seen_text, desk.seen_number = message.text, ""
    desk.old_cards = ()
    try:
        shape = old_cards.keys_of(desk, message)
        if shape:
            return _old_card(desk, line, shape, by_camera=message.source == CAMERA)
        old_cards.refuse_others(message)
        code = phonecode.read(message.text)
        number = code.number if code else numbers.parse(message.text)
    except Refusal as error:
        return strip.refused(desk, error)
    if numbers.issuer_of(number) != desk.shop.issuer:
        return strip.refused(desk, Refusal(_other(desk)))
    return _present(desk, line, number, code, by_camera=message.source == CAMERA)


def _present(
    desk: Desk, line: Line, number: str, code: PhoneCode | None, *, by_camera: bool
) -> list[Effect]:
    if lost_card.is_lost(desk, number):
        return strip.refused(desk, Refusal("card_replaced"))
    if desk.sale is not None:
        return _while_sale(desk, line, number, code)
    return _with_nobody(desk, line, number, code, by_camera=by_camera)


def _old_card(desk: Desk, line: Line, shape: tuple[str, ...], *, by_camera: bool) -> list[Effect]:
    """A card that the shop gave out before stands for the number its member has now."""
    member = old_cards.whose(desk, shape)
    if member is not None:
        desk.seen_number = member.number
        return _present(desk, line, member.number, None, by_camera=by_camera)
    if desk.sale is not None:
        # Most likely something that is being sold, with a number that begins alike.
        return strip.refused(desk, Refusal("legacy_nobody"))
    effects = old_cards.unknown(desk, shape)
    if line.ever_up and not line.down:
        effects += [Send(request=line.look_up(LEGACY, key)) for key in shape]
    return effects


def _other(desk: Desk) -> str:
    """A card of another shop, or in training a real one."""
    return "card_in_training" if desk.shop.training else "other_issuer"


def is_number(text: str) -> bool:
    """Say whether typed text is meant as a member number."""
    return numbers.is_shaped("".join(text.split()))


def typed_number(desk: Desk, line: Line) -> list[Effect]:
    """Enter on sixteen typed digits: as the card itself, but it was not in hand."""
    number = numbers.parse(desk.typed)
    if numbers.issuer_of(number) != desk.shop.issuer:
        raise Refusal(_other(desk))
    if lost_card.is_lost(desk, number):
        raise Refusal("card_replaced")
    desk.typed = ""
    member = roll.by_number(desk, number)
    if member is None:
        return _unknown(desk, line, number)
    return attach(desk, member, "number_typed")


def take(desk: Desk, line: Line, number: str, shown: str = CARD_SHOWN) -> list[Effect]:
    """Attach whoever the card or phone belongs to, or open a new member for it."""
    member = roll.by_number(desk, number)
    if member is None:
        return _unknown(desk, line, number, shown)
    return attach(desk, member, shown)


def attach(desk: Desk, member: Member, shown: str) -> list[Effect]:
    """Bind a member to the sale; with an amount waiting the sale closes at once."""
    if member.status != "active":
        return strip.refused(desk, Refusal("card_blocked"))
    if lock.is_own(desk, member):
        return strip.refused(desk, Refusal("staff_own"))
    is_idle = desk.mode == "idle" and desk.register.sales.current is None
    waiting, rung = (desk.typed, desk.items) if is_idle else ("", ())
    desk.items = ()
    sale.begin(desk, member, shown)
    desk.typed = ""
    assert desk.sale is not None
    effects = strip.found(desk, sale.who(desk, desk.sale))
    if check_in.lost_pin(desk, member):
        sentence = desk.say("Their PIN for coming in is somebody else's. F6 chooses another.")
        strip.note(desk, desk.say("PIN"), sentence)
    asks = elsewhere.ask_for_stamps(desk)
    if not (waiting or rung):
        often.greet(desk)
        return [*effects, *asks]
    sale.change(desk, typed=waiting, items=rung)
    try:
        return [*asks, *often.close(desk)]
    except Refusal as error:
        return [*asks, *strip.refused(desk, error)]


def left(desk: Desk, message: CardLeft) -> list[Effect]:
    """Note that a card is out of view, so that showing it again means something."""
    number = phonecode.holder(message.text)
    if message.text not in {number, desk.seen_text}:
        return []  # a phone that lies there only went on to its next code
    if message.text == desk.seen_text:
        number = desk.seen_number or number
    now_ms = desk.clock.monotonic_ms()
    if desk.sale is not None and number == desk.sale.number:
        desk.sale_left_ms = now_ms
    elif number == desk.closed_number and desk.left_ms is None:
        desk.left_ms = now_ms
    elif number == desk.earlier_number and desk.earlier_left_ms is None:
        desk.earlier_left_ms = now_ms
    return []


def refused(desk: Desk, message: CodeRefused) -> list[Effect]:
    """Say what kind of code that was."""
    return strip.refused(desk, Refusal(message.kind))


def answer(desk: Desk, line: Line, *, yes: bool) -> list[Effect]:
    """Answer what the strip asks."""
    question = desk.question
    assert question is not None
    desk.question = None
    if question.kind in TOLD:
        return _told(desk, question, yes=yes)
    if question.kind == "again":
        desk.closed_number = ""
        if not yes:
            return strip.note(desk, "", "")
        return take(desk, line, question.number, question.shown)
    effects: list[Effect] = []
    if question.kind == "given":
        if yes:
            effects = reward.close(desk)
            if desk.sale is not None:
                return effects
        else:
            sale.drop(desk)
    elif question.kind == "other":
        effects = often.close(desk)
        if desk.sale is not None:
            return effects
    if question.number:
        effects = [*effects, *take(desk, line, question.number, question.shown)]
    return effects


def looked_up(desk: Desk, reply: Reply) -> list[Effect]:
    """An unknown card turned out to be known elsewhere while its form was still untouched."""
    if isinstance(reply, Found) and reply.asked.request.kind == LEGACY:
        return _old_card_known(desk, reply.asked.request.key)
    number = desk.lookup_key
    if not isinstance(reply, Found) or not number or reply.asked.request.key != number:
        return []
    desk.lookup_key = ""
    untouched = desk.mode == "enrol" and desk.enrol_number == number and not desk.typed
    member = roll.by_number(desk, number)
    if member is None or not untouched:
        return []
    desk.mode = "idle"
    return attach(desk, member, desk.lookup_shown)


def _old_card_known(desk: Desk, key: str) -> list[Effect]:
    """The server knows a card of before that this till did not: its member is who stands here."""
    is_open = desk.mode == "idle" or (desk.mode == "enrol" and not desk.typed)
    member = roll.by_old_card(desk, key)
    if key not in desk.old_cards or desk.sale is not None or not is_open or member is None:
        return []
    if desk.mode == "enrol":
        desk.mode = "idle"
    desk.seen_number = member.number
    return attach(desk, member, CARD_SHOWN)


def switch(desk: Desk, line: Line) -> list[Effect]:
    """F7 while another card waits: let the first member go and take the other."""
    assert desk.question is not None
    question = desk.question
    sale.drop(desk)
    return take(desk, line, question.number, question.shown)


def _told(desk: Desk, question: Question, *, yes: bool) -> list[Effect]:
    """An answer that has nothing to do with who is attached."""
    if question.kind == "date":
        return date_asked.answered(desk, yes=yes)
    if question.kind == move.LATE:
        return move.answered(desk, question, yes=yes)
    if question.kind == refund_wish.SLIP:
        return journal.slip_answered(desk, question.number, yes=yes)
    if question.kind == large.KIND:
        return large.answered(desk, yes=yes)
    if question.kind == lost_card.KIND:
        return lost_card.answered(desk, question.number, yes=yes)
    if question.kind == pad.WHICH:
        return pad.which_answered(desk, yes=yes)
    return _near_answered(desk, question.number, yes=yes)


def _near_answered(desk: Desk, phone_e164: str, *, yes: bool) -> list[Effect]:
    if yes:
        return enrol.finish(desk, sure=phone_e164)
    sentence = desk.say("Read the number back to the guest, correct it, then Enter.")
    return strip.note(desk, desk.say("Check it"), sentence)


def _with_nobody(
    desk: Desk, line: Line, number: str, code: PhoneCode | None, *, by_camera: bool
) -> list[Effect]:
    """Nobody is attached: the card checks in by itself, asks again, or is taken."""
    is_last = desk.closed_number == number
    if is_last:
        lies_there = _lies_there(desk, by_camera=by_camera)
    else:
        lies_there = by_camera and number == desk.earlier_number and _still_there(desk)
    if lies_there:
        return []
    checks_in = by_camera and check_in.is_open(desk)
    member = roll.by_number(desk, number)
    if member is not None and (desk.mode == "refund" or desk.moving):
        return move.scanned(desk, member, _shown(desk, code))
    if is_last and not checks_in:
        return _again(desk, number, code)
    shown = _shown(desk, code)
    if checks_in and member is not None and member.status == "active":
        # Counted already, they want something of the cashier: attached like anybody.
        counted = check_in.by_card(desk, member, shown)
        return take(desk, line, number, shown) if counted is None else counted
    return take(desk, line, number, shown)


def _lies_there(desk: Desk, *, by_camera: bool) -> bool:
    """Say whether the card of the last sale was never away.

    A scanner gun does not see a card lie: for it the time since the sale counts.
    """
    now_ms = desk.clock.monotonic_ms()
    gone_ms = desk.left_ms if by_camera else desk.closed_ms
    since_ms = now_ms - (gone_ms if gone_ms is not None else now_ms)
    if since_ms >= OUT_OF_VIEW_MS:
        return False
    # A card that flickers in the light has not been away: its time begins anew.
    desk.left_ms = None if by_camera else desk.left_ms
    return True


def _again(desk: Desk, number: str, code: PhoneCode | None) -> list[Effect]:
    """The card of the last sale was away and is here again: its guest may want one more."""
    now_ms = desk.clock.monotonic_ms()
    shown = _shown(desk, code)
    desk.closed_number = "" if now_ms - desk.closed_ms > AGAIN_MS else desk.closed_number
    member = roll.by_number(desk, number)
    if not desk.closed_number or member is None:
        return attach(desk, member, shown) if member else []
    desk.question = Question(kind="again", number=number, shown=shown)
    name = roll.short_name(desk, member.member_id) or number[-4:]
    sentence = desk.say("{name} again? Enter = yes, Esc = no", name=name)
    return strip.ask(desk, desk.say("Same card"), sentence)


def _still_there(desk: Desk) -> bool:
    """Say whether the card of the sale before the last one was not away for long enough."""
    left_ms, desk.earlier_left_ms = desk.earlier_left_ms, None
    if left_ms is None or desk.clock.monotonic_ms() - left_ms < OUT_OF_VIEW_MS:
        return True
    desk.earlier_number = ""
    return False


def _shown(desk: Desk, code: PhoneCode | None) -> str:
    return phone_code.strength(desk, code) if code else CARD_SHOWN


def _while_sale(desk: Desk, line: Line, number: str, code: PhoneCode | None) -> list[Effect]:
    open_sale = desk.sale
    assert open_sale is not None
    if desk.mode == card_sheet.MODE and number != open_sale.number:
        return lost_card.scanned(desk, number)
    if number == open_sale.number:
        desk.sale_left_ms = None
        if code and open_sale.shown not in STRONG and _shown(desk, code) in STRONG:
            sale.change(desk, shown="qr_rotating", shown_us=desk.clock.now_us())
        return []
    shown = _shown(desk, code)
    desk.asking = None
    name = sale.who(desk, open_sale)
    if open_sale.reward and not open_sale.linked:
        desk.question = Question(kind="given", number=number, shown=shown)
        return _ask_given(desk)
    if open_sale.typed or open_sale.pin_us or open_sale.reward:
        desk.question = Question(kind="other", number=number, shown=shown)
        sentence = desk.say("F7 = switch, Enter = finish {name} first", name=name)
        return strip.ask(desk, desk.say("Other card seen"), sentence)
    # The register still has its amount: nobody's was forgotten.
    sale.drop(desk, forgotten=not open_sale.linked)
    return take(desk, line, number, shown)


def ask_given(desk: Desk) -> list[Effect]:
    """Ask whether a held reward was given; it never lapses in silence."""
    desk.question = Question(kind="given")
    return _ask_given(desk)


def _ask_given(desk: Desk) -> list[Effect]:
    assert desk.sale is not None
    sentence = desk.say(
        "{reward} for {name}: given? Enter = yes, Esc = no",
        reward=reward.title(desk),
        name=sale.who(desk, desk.sale),
    )
    return strip.ask(desk, desk.say("Set aside"), sentence)


def _unknown(desk: Desk, line: Line, number: str, shown: str = CARD_SHOWN) -> list[Effect]:
    if desk.mode == "idle" and (desk.typed or desk.items):
        return enrol.and_earn(desk, number)
    effects = enrol.open_for(desk, number)
    if line.ever_up and not line.down:
        desk.lookup_key, desk.lookup_shown = number, shown
        effects.append(Send(request=line.look_up(CARD, number)))
    return [Sound(name="found"), *effects]
