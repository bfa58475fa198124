"""What the world, the owner and strangers do between two steps of the tills."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from loyalty import number
from loyalty.days import business_date
from loyalty.programme import load_toml, to_wire
from terminal.till.old_cards import SETTING
from tests.sim.clock import DAY_US, SECOND_US, Clock
from tests.sim.faults import AT_ANY_TIME, BETWEEN_TILLS, Faults

if TYPE_CHECKING:
    from tests.sim.auditor import Auditor
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
FRESH_CARDS_FROM = 900


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
    ) -> None:
        self._programme = programme
        self._faults, self._clock, self._network = faults, clock, network
        self._server, self._auditor, self._tills = server, auditor, tills
        self._truth = truth
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
                "card_enrolled_twice": self._card_enrolled_twice,
            }
        )

    def may_act(self, step: int) -> list[str]:
        """Do what strikes now; say what was done."""
        for till in [till for till, until in self._wrong.items() if until <= step]:
            del self._wrong[till]
            till.jump()
        kinds = AT_ANY_TIME + (BETWEEN_TILLS if len(self._tills) > 1 else ())
        return [
            self._does[kind](step)
            for kind in kinds
            if self._is_possible(kind) and self._faults.strikes(kind)
        ]

    def put_right(self) -> None:
        """Set every clock right, and finish what the server died of."""
        for person in self._unfinished:
            self._erase(person)
        for till in self._tills:
            till.jump()

    def _is_possible(self, kind: str) -> bool:
        if kind == "erasure":
            return bool(self._auditor.people())
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

    def _erasure(self, _: int) -> str:
        person = self._faults.chance.choice(sorted(self._auditor.people()))
        if not self._erase(person):
            # The page says that it did not work: whoever wants it erased does it again.
            self._unfinished.append(person)
        return f"{person} is erased"

    def _erase(self, person: str) -> bool:
        done = self._server.act(lambda books, now_us: books.erase(person, now_us))
        if done:
            self._truth.erased.add(person)
        return done

    def _pin_reset(self, _: int) -> str:
        known = self._truth.pin_members & self._auditor.members()
        card = self._truth.numbers[self._faults.chance.choice(sorted(known))]
        self._server.act(lambda books, now_us: books.reset_pin(card, now_us))
        return f"the PIN of {card} is reset"

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
