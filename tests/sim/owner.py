"""What the world, the owner and strangers do between two steps of the tills."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from loyalty import limits, number
from loyalty.days import business_date
from loyalty.errors import Refusal
from loyalty.limits import Allowance, Limits
from loyalty.programme import load_toml, to_wire
from terminal.till.old_cards import SETTING
from tests.sim.clock import DAY_US, SECOND_US, Clock
from tests.sim.faults import AT_ANY_TIME, BETWEEN_TILLS, DISASTERS, Faults, need
from tests.sim.reading import is_counter

if TYPE_CHECKING:
    from server.books import Books
    from server.commands.desk import Commands
    from tests.sim.auditor import Auditor
    from tests.sim.disasters import Disasters
    from tests.sim.network import Network
    from tests.sim.server_end import ServerEnd
    from tests.sim.till_end import TillEnd
    from tests.sim.truth import ShopTruth

NIGHT_US = (6 * 3600 * SECOND_US, 30 * 3600 * SECOND_US)
JUMPS_US = (-400 * DAY_US, -DAY_US, -600 * SECOND_US, 600 * SECOND_US, DAY_US, 400 * DAY_US)
STAYS_WRONG_STEPS = (20, 120)
OFFLINE_STEPS = (30, 90)
EARNS = ("50", "40", "70")
OLD_CARDS = (
    '{"cards": [{"name": "Old card", "symbology": "EAN13", "prefix": "299"}]}',
    "",
)
LIMITS = (
    limits.NONE,
    Limits(at_once=Allowance(points=10, stamps=1)),
    Limits(at_once_always=True),
    Limits(ahead=Allowance(points=6, stamps=3)),
    Limits(goodwill=Allowance(points=12, stamps=3)),
    Limits(at_once=Allowance(points=30, stamps=2), goodwill=Allowance(points=6)),
)
FRESH_CARDS_FROM = 900
NEWEST_SLIPS = 12
ADJUSTS = (-20, -5, 5, 20)
TRANSFER_MAX = 15


class Owner:
    """Does one thing of a kind when a fault of that kind strikes."""

    def __init__(
        self,
        *,
        programme: str,
        faults: Faults,
        clock: Clock,
        network: Network,
        server: ServerEnd,
        auditor: Auditor,
        tills: Sequence[TillEnd],
        truth: ShopTruth,
        befalls: Disasters,
    ) -> None:
        self._programme = programme
        self._faults, self._clock, self._network = faults, clock, network
        self._server, self._auditor, self._tills = server, auditor, tills
        self._truth, self._disasters = truth, befalls
        self._version, self._cards_given = 1, 0
        self._from_day = ""
        self._unfinished: list[str] = []
        self._wrong: dict[TillEnd, int] = {}
        self._does: Mapping[str, Callable[[int], str]] = MappingProxyType(
            {
                "clock_jump": self._clock_jump,
                "night": self._night,
                "programme_change": self._programme_change,
                "setting_change": self._setting_change,
                "erasure": self._erasure,
                "pin_reset": self._pin_reset,
                "wrong_pins": self._wrong_pins,
                "adjustment": self._adjustment,
                "transfer": self._transfer,
                "merge": self._merge,
                "household": self._household,
                "card_enrolled_twice": self._card_enrolled_twice,
                "slip_at_tills": self._slip_at_tills,
                "limits_change": self._limits_change,
                "store_day": self._store_day,
                **befalls.does,
            }
        )

    def may_act(self, step: int) -> list[str]:
        """Do what strikes now; say what was done."""
        for till in [till for till, until in self._wrong.items() if until <= step]:
            del self._wrong[till]
            till.jump()
        kinds = AT_ANY_TIME + DISASTERS + (BETWEEN_TILLS if len(self._tills) > 1 else ())
        return [
            *self._disasters.due(step),
            *self._strikes(step, kinds),
        ]

    def _strikes(self, step: int, kinds: Sequence[str]) -> list[str]:
        waiting = self._faults.waiting()
        return [
            self._does[kind](step)
            for kind in kinds
            if kind in waiting and self._is_possible(kind) and self._faults.strikes(kind)
        ]

    def put_right(self) -> Iterator[str]:
        """Set every clock right, and finish what was begun and what the server died of."""
        yield from self._disasters.put_right()
        self.finish()
        for till in self._tills:
            till.jump()

    @property
    def is_done(self) -> bool:
        """Say whether everything worked that was begun."""
        return not self._unfinished

    def finish(self) -> None:
        """Do again what did not work."""
        self._unfinished = [person for person in self._unfinished if not self._erase(person)]

    def _is_possible(self, kind: str) -> bool:
        if kind in ("adjustment", "transfer", "merge", "household"):
            return len(self._members()) > 1
        if kind in DISASTERS:
            return self._disasters.is_possible(kind)
        if kind == "erasure":
            return bool(self._auditor.people())
        if kind == "slip_at_tills":
            return bool(self._truth.slips)
        return kind != "pin_reset" or bool(self._truth.pin_members & self._auditor.members())

    def _clock_jump(self, step: int) -> str:
        chance = self._faults.chance
        till, skew_us = chance.choice(self._tills), chance.choice(JUMPS_US)
        till.jump(skew_us)
        self._wrong[till] = step + chance.randint(*STAYS_WRONG_STEPS)
        return f"the clock of {till.name} jumps to {skew_us} us off"

    def _night(self, _: int) -> str:
        self._clock.advance(self._faults.chance.randint(*NIGHT_US))
        return "a night passes"

    def _programme_change(self, _: int) -> str:
        chance = self._faults.chance
        in_days = chance.randint(0, 1)
        today_us = self._clock.now_us() + in_days * DAY_US
        day = max(business_date(today_us, "Europe/Amsterdam").isoformat(), self._from_day)
        text = self._programme.replace("version = 1\n", f"version = {self._version + 1}\n", 1)
        text = text.replace("from = 2026-01-01", f"from = {day}", 1)
        text = text.replace("per_minor = 50", f"per_minor = {chance.choice(EARNS)}", 1)
        document = to_wire(load_toml(text))
        if self._server.act(lambda books, now_us: books.put_programme(document, now_us)):
            self._truth.programmes.add(self._version + 1)
        self._version = max(self._version, *self._auditor.programmes())
        self._from_day = day
        return f"programme {self._version} from {day}"

    def _setting_change(self, _: int) -> str:
        value = self._faults.chance.choice(OLD_CARDS)
        self._server.act(lambda books, now_us: books.put_setting(SETTING, value, now_us))
        return f"the cards of before are {value!r}"

    def _limits_change(self, _: int) -> str:
        value = limits.write(self._faults.chance.choice(LIMITS))
        self._server.act(lambda books, now_us: books.put_setting(limits.SETTING, value, now_us))
        return f"the owner allows {value!r}"

    def _store_day(self, _: int) -> str:
        """The server runs the days that were missed; a day that is run again gives nothing."""
        told: list[str] = []

        def run(books: Books, now_us: int) -> None:
            try:
                ran = books.nightly().run(now_us)
            except Refusal as refusal:
                told.append(refusal.code)
                return
            told.extend(ran.days)
            if not ran.days:
                return
            # A second run may still tidy what the first one gave; it gives and takes nothing.
            had = _values(books)
            again = books.nightly().run(now_us, ran.days[-1])
            need(had == _values(books), "day_twice", again)
            third = books.nightly().run(now_us, ran.days[-1])
            need(not third.events, "day_thrice", third)

        self._server.act(run)
        return f"the server runs {told}"

    def _erasure(self, _: int) -> str:
        known = self._auditor.people()
        # Rather somebody of whom the same push comes once more: they have to stay erased.
        again = {row.person_id for push in self._network.pushes() for row in push.people}
        person = self._faults.chance.choice(sorted(known & again or known))
        if not self._erase(person):
            # The page says that it did not work: whoever wants it erased does it again.
            self._unfinished.append(person)
        return f"{person} is erased"

    def _erase(self, person: str) -> bool:
        done = self._server.act(lambda books, now_us: books.commands().erase_person(person, now_us))
        if done:
            self._truth.erased.add(person)
        return done

    def _pin_reset(self, _: int) -> str:
        known = self._truth.pin_members & self._auditor.members()
        card = self._truth.numbers[self._faults.chance.choice(sorted(known))]
        self._server.act(lambda books, now_us: books.reset_pin(card, now_us))
        return f"the PIN of {card} is reset"

    def _members(self) -> list[str]:
        return sorted((self._truth.members & self._auditor.members()) - self._truth.merged)

    def _adjustment(self, step: int) -> str:
        chance = self._faults.chance
        who, amount = chance.choice(self._members()), chance.choice(ADJUSTS)
        self._command(step, lambda do, id_, us: do.adjust(id_, who, amount, "correction", us))
        return f"{who} is given {amount}"

    def _transfer(self, step: int) -> str:
        chance = self._faults.chance
        giver, taker = chance.sample(self._members(), 2)
        amount = chance.randint(1, TRANSFER_MAX)
        self._command(step, lambda do, id_, us: do.transfer(id_, giver, taker, amount, us))
        return f"{giver} wants to give {amount} to {taker}"

    def _merge(self, step: int) -> str:
        keep, drop = self._faults.chance.sample(self._members(), 2)
        self._command(step, lambda do, id_, us: do.merge(id_, keep, drop, us))
        return f"{drop} goes on as {keep}"

    def _household(self, step: int) -> str:
        """Two members share an account from now on, or one of them goes out again."""
        host, guest = self._faults.chance.sample(self._members(), 2)
        if self._faults.before():
            self._command(step, lambda do, id_, us: do.leave(id_, guest, us))
            return f"{guest} leaves a household"
        self._command(step, lambda do, id_, us: do.household(id_, host, [guest], us))
        return f"{guest} shares the account of {host}"

    def _command(self, step: int, does: Callable[[Commands, str, int], object]) -> None:
        """Send a command, and once more: it is done once."""

        def act(books: Books, now_us: int) -> None:
            with suppress(Refusal):
                first = does(books.commands(), f"command-{step}", now_us)
                again = does(books.commands(), f"command-{step}", now_us)
                need(first == again, "command_twice", first, again)

        self._server.act(act)

    def _wrong_pins(self, _: int) -> str:
        till = self._faults.chance.choice(self._tills)
        till.cashier.guess_a_pin()
        return f"somebody guesses at {till.name}"

    def _card_enrolled_twice(self, step: int) -> str:
        self._cards_given += 1
        card = number.make(number.DEMO_ISSUER, f"{FRESH_CARDS_FROM + self._cards_given:09d}")
        for till in self._faults.chance.sample(self._tills, 2):
            self._network.cut(till.name, step + self._faults.chance.randint(*OFFLINE_STEPS))
            till.cashier.enrol(card)
        return f"two tills give out {card}"

    def _slip_at_tills(self, step: int) -> str:
        """Somebody goes with one slip, or copies of it, from till to till; some have no line."""
        chance = self._faults.chance
        slip = chance.choice(self._truth.slips[-NEWEST_SLIPS:])
        tills = chance.sample(self._tills, chance.randint(2, len(self._tills)))
        for till in tills:
            if self._faults.before():
                self._network.cut(till.name, step + chance.randint(*OFFLINE_STEPS))
            till.cashier.take_back(slip)
        return f"one slip comes to {[till.name for till in tills]}"


def _values(books: Books) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in books.balances().items() if not is_counter(key[1])}
