"""What happens at the demo shop on its day, guest by guest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loyalty import number
from loyalty.errors import Outage
from terminal.demo.counter import Counter
from terminal.demo.members import named, pile
from terminal.till.screens import Enrol, Find, Idle, Member, Redeem, Refund
from terminal.till.screens_any import AnyScreen

OTHER_ISSUER = "4711"
PHONE_OF_NEW = "0687654199"
MINUTE_S = 60
TRIES = 8
SENT_S = 4.0
# Out of view for more than five seconds, and yet within two minutes of her sale.
AGAIN_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened; `picture` names the screen that is worth a picture."""

    said: str
    picture: str = ""


def play(counter: Counter, issuer: str) -> Iterator[Step]:
    """Play the day; gives each step when it has happened.

    Raises Outage `demo_stuck` when a screen does not come that has to come.
    """
    yield Step(said="The till is open", picture="open")
    yield from _morning(counter, issuer)
    yield from _wrong_codes(counter, issuer)
    yield from _rewards(counter, issuer)
    yield from _corrections(counter, issuer)
    yield from _new_members(counter, issuer)
    yield from _line_cut(counter, issuer)
    yield from _killed(counter, issuer)
    yield from _evening(counter, issuer)


def _morning(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.wait(20 * MINUTE_S)
    counter.card(named("Anna").number(issuer))
    counter.expect("the member", _is(Member))
    yield Step(said="Anna's card is read by the camera", picture="member")
    counter.type("1250")
    counter.expect("the sale", _has_amount)
    yield Step(said="12.50 is typed: what it earns stands there before Enter", picture="sale")
    yield _close(counter, "Enter: saved, and the counter is free again")

    yield from _by_phone(counter, "Kwame", "980")
    counter.wait(9 * MINUTE_S)
    counter.type("375")
    counter.expect("the waiting amount", lambda screen: _typed(screen) != "")
    counter.card(named("Youssef").number(issuer))
    counter.expect("the counter, free again", lambda screen: _idle(screen) and not _typed(screen))
    yield Step(said="Amount first, then Youssef's card: no key more; his stamp card is full")
    yield from _by_phone(counter, "Mehmet", "720")
    yield from _by_phone(counter, "Ngozi", "690", typed_as="+31612340103")


def _wrong_codes(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.other_card(number.make(OTHER_ISSUER, "123456789"))
    yield Step(said="A card of another shop is refused in a sentence", picture="other-shop")
    right = named("Tomasz").number(issuer)
    counter.type(right[:-1] + str((int(right[-1]) + 1) % 10))
    _refused(counter, "Enter")
    yield Step(said="A card number with one wrong digit is refused")
    counter.key("Esc")
    counter.expect("an empty line", lambda screen: not _typed(screen))


def _rewards(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.wait(35 * MINUTE_S)
    counter.card(named("Chen").number(issuer))
    counter.expect("the member", _is(Member))
    counter.type("1840")
    counter.expect("the sale", _has_amount)
    counter.key("F4")
    counter.expect("the reward, held", lambda one: isinstance(one, Redeem) and not one.hold.waiting)
    yield Step(said="F4: 5.00 off for Chen is set aside, and the till says so", picture="reward")
    yield _close(counter, "Chen paid 13.40 and 500 points")

    counter.wait(55 * MINUTE_S)
    counter.card(named("Youssef").number(issuer))
    counter.expect("the member", _is(Member))
    counter.key("F4")
    counter.expect("the reward, held", lambda one: isinstance(one, Redeem) and not one.hold.waiting)
    yield Step(said="Youssef is back, and F4 holds the eleventh coffee", picture="free-coffee")
    yield _close(counter, "Nothing bought: the stamp card is paid out")


def _corrections(counter: Counter, issuer: str) -> Iterator[Step]:
    yield from _by_phone(counter, "Eszter", "5600")
    before = counter.screen.frame.strip
    counter.key("F8")
    counter.expect("the undo", lambda screen: screen.frame.strip != before)
    yield Step(said="That was one nought too many: F8 takes it back")
    yield from _by_phone(counter, "Eszter", "560")

    counter.wait(70 * MINUTE_S)
    counter.key("F7")
    counter.expect("the journal", _is(Refund))
    row = _row_of(counter.screen, named("Anna").number(issuer)[-4:])
    counter.say(pick=row)
    counter.expect("the row", lambda screen: isinstance(screen, Refund) and screen.chosen == row)
    yield Step(said="F7: Anna brings everything back", picture="take-back")
    yield _close(counter, "Her sale is taken back, whole")


def _new_members(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.wait(30 * MINUTE_S)
    blank, other = pile(issuer)[:2]
    counter.card(blank)
    counter.expect("a new member", _is(Enrol))
    yield Step(said="A blank card from the pile opens a new member", picture="new-member")
    counter.key("Enter")
    counter.expect("the member", _is(Member))
    counter.type("445")
    counter.expect("the sale", _has_amount)
    yield _close(counter, "Joined without a name, and the first coffee counts")

    counter.wait(17 * MINUTE_S)
    counter.card(other)
    counter.expect("a new member", _is(Enrol))
    counter.type(PHONE_OF_NEW)
    counter.key("Enter")
    counter.expect("the member", _is(Member))
    counter.type("815")
    counter.expect("the sale", _has_amount)
    yield _close(counter, "Another one joined, with a phone number")
    yield from _find(counter)


def _find(counter: Counter) -> Iterator[Step]:
    counter.wait(6 * MINUTE_S)
    counter.key("F2")
    counter.expect("the search", _is(Find))
    counter.type("astr")
    counter.expect("a hit", lambda screen: isinstance(screen, Find) and bool(screen.candidates))
    yield Step(said="No card with her: Astrid is found by her name", picture="find")
    counter.key("Enter")
    counter.expect("the member", _is(Member))
    counter.type("690")
    counter.expect("the sale", _has_amount)
    yield _close(counter, "Astrid earned as well")


def _line_cut(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.say(line="down")
    counter.wait(12 * MINUTE_S)
    counter.expect("trouble with the line", _line_in_trouble)
    yield Step(said="The line is cut")
    counter.card(named("Lotte").number(issuer))
    counter.expect("the member", _is(Member))
    counter.type("3250")
    counter.expect("the sale", _has_amount)
    yield _close(counter, "Lotte earned all the same, and is gold from now on")
    yield from _by_phone(counter, "João", "515")
    counter.wait(11 * MINUTE_S)
    counter.card(named("Marijke").number(issuer))
    counter.expect("the member", _is(Member))
    counter.key("F4")
    counter.expect("the reward, held", lambda one: isinstance(one, Redeem) and not one.hold.waiting)
    yield _close(counter, "Marijke had a cappuccino for points, within what this till may pay out")
    counter.expect("what is to be sent", _line_in_trouble)
    yield Step(said="Sold, enrolled and paid out without a line", picture="line-cut")
    settle(counter)
    yield Step(said="The line is back, and everything was sent")


def _killed(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.wait(40 * MINUTE_S)
    counter.card(named("Siobhán").number(issuer))
    counter.expect("the member", _is(Member))
    counter.type("1275")
    counter.expect("the sale", _has_amount)
    counter.kill()
    yield Step(said="The till is killed in the middle of Siobhán's sale")
    counter.start()
    counter.expect("the same sale", _has_amount)
    yield Step(said="Started again: her sale is still open", picture="restored")
    yield _close(counter, "Enter, and she has her points, once")


def _evening(counter: Counter, issuer: str) -> Iterator[Step]:
    counter.wait(85 * MINUTE_S)
    counter.card(named("Sofía").number(issuer))
    counter.expect("the member", _is(Member))
    counter.type("830")
    counter.expect("the sale", _has_amount)
    yield _close(counter, "Sofía takes the last slice of cake")
    counter.card(named("João").number(issuer))
    counter.expect("the member", _is(Member))
    counter.key("Esc")
    counter.expect("the counter, free again", _idle)
    yield Step(said="João changes his mind: Esc lets him go, and nothing was written")
    counter.wait(AGAIN_S)
    counter.card(named("Sofía").number(issuer))
    strip = counter.screen.frame.strip
    assert strip is not None
    yield Step(said=f"Her card is seen again so soon that the till asks: {strip.sentence}")
    counter.key("Esc")
    counter.expect("the counter, free again", lambda screen: screen.frame.strip != strip)
    yield from _by_phone(counter, "Shirley", "1275")
    counter.wait(20 * MINUTE_S)
    settle(counter)
    yield Step(said="The day is over, and the server has all of it", picture="evening")


def settle(counter: Counter) -> None:
    """Let time pass until everything is sent: a till that was refused waits before it tries again.

    Raises Outage `demo_stuck`.
    """
    counter.say(line="up")
    for _ in range(TRIES):
        counter.wait(15 * MINUTE_S)
        try:
            counter.expect("everything sent", _all_sent, patience_s=SENT_S)
        except Outage:
            continue
        return
    raise Outage("demo_stuck", "the till does not send what it has")


def _by_phone(
    counter: Counter, first_name: str, amount: str, *, typed_as: str = ""
) -> Iterator[Step]:
    """Sell to somebody who forgot the card."""
    counter.wait(7 * MINUTE_S)
    counter.type(typed_as or "0" + named(first_name).phone.removeprefix("+31"))
    counter.key("Enter")
    counter.expect("the member", _is(Member))
    counter.type(amount)
    counter.expect("the sale", _has_amount)
    yield _close(counter, f"{first_name} forgot the card: phone, amount, Enter")


def _close(counter: Counter, said: str) -> Step:
    before = counter.screen.frame.strip
    counter.key("Enter")
    counter.expect(
        "an answer", lambda screen: _idle(screen) or screen.frame.strip not in (None, before)
    )
    if not _idle(counter.screen):
        # An amount far above the usual is asked about once.
        counter.key("Enter")
    counter.expect("the counter, free again", _idle)
    strip = counter.screen.frame.strip
    assert strip is not None, said
    return Step(said=f"{said} ({strip.sentence})")


def _refused(counter: Counter, key: str) -> None:
    counter.key(key)
    counter.expect(
        "a refusal",
        lambda screen: screen.frame.strip is not None and screen.frame.strip.state == "refused",
    )


def _is(kind: type[AnyScreen]) -> Callable[[AnyScreen], bool]:
    return lambda screen: isinstance(screen, kind)


def _idle(screen: AnyScreen) -> bool:
    return isinstance(screen, Idle)


def _typed(screen: AnyScreen) -> str:
    return screen.typed.text if isinstance(screen, Idle) else ""


def _has_amount(screen: AnyScreen) -> bool:
    return isinstance(screen, Member) and screen.sale is not None


def _row_of(screen: AnyScreen, last_four: str) -> int:
    assert isinstance(screen, Refund), screen
    return next(
        at for at, row in enumerate(screen.rows) if last_four in row.card and not row.taken_back
    )


def _line_in_trouble(screen: AnyScreen) -> bool:
    return any(one.name == "line" and one.trouble for one in screen.frame.statuses)


def _all_sent(screen: AnyScreen) -> bool:
    return any(one.name == "line" and one.icon == "cloud-check" for one in screen.frame.statuses)
