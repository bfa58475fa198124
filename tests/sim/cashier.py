"""The cashier and the members: what they mean to do, as the messages that a till hears."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence

from loyalty import number
from terminal.till.desk import Desk
from terminal.till.messages import CardLeft, Key, Message, Scan, SyncDue, Text, Tick
from terminal.till.refund_wish import SLIP
from tests.sim.plan import Plan

CARDS = tuple(number.make(number.DEMO_ISSUER, f"{at:09d}") for at in range(101, 106))
PHONES = tuple(f"06 {at}2345{at}7{at}" for at in range(1, 9))
PINS = ("3857", "9402", "6183")
AMOUNTS_MINOR = (250, 399, 400, 650, 999, 1250, 1875, 2300)
ENTER, ESC = Key(name="Enter"), Key(name="Esc")
BY_HAND, GETS_ON, PAYS, CHEAPER, MISTYPES = 0.3, 0.5, 0.6, 0.3, 0.25
GUESSES = 6
WAITS_MAX = 6

Look = Callable[[Desk], Message | None]
"""A key that is pressed only when the screen asks for it."""
Script = list[Message | Look | None]


class Cashier:
    """Gives one message at a time; None lets the others go first."""

    def __init__(
        self,
        name: str,
        plan: Plan,
        pins: dict[str, str],
        cards: Sequence[str] = CARDS,
    ) -> None:
        """Serve at a till; `pins` is what members remember, by their card numbers."""
        self._name = name
        self._plan = plan
        self._pins = pins
        self._cards = cards
        self._thought = 0
        self._chance = random.Random(f"{plan.seed}/{name}/0")
        self._asked_for: deque[Callable[[], Script]] = deque()
        self._script: deque[Message | Look | None] = deque()
        self._intents: tuple[tuple[int, Callable[[], Script]], ...] = (
            (20, self._sale),
            (20, self._amount_first),
            (30, self._reward),
            (2, lambda: [Key(name="F8")] * self._chance.randint(1, 2)),
            (4, self._refund),
            (3, self._new_pin),
            (8, lambda: [SyncDue()]),
            (8, lambda: [Tick()]),
            (2, self._new_member),
            (3, self._changes_mind),
        )

    def next(self, desk: Desk) -> Message | None:
        """Give the next message; a new intention begins on a counter that is cleared."""
        while True:
            if not self._script:
                self._think(desk)
            step = self._script.popleft()
            if not callable(step):
                return step
            message = step(desk)
            if message is not None:
                return message

    def forget(self) -> None:
        """Leave what was begun: the machine has just been started again."""
        self._script.clear()

    @property
    def thought(self) -> int:
        """Count the intentions so far."""
        return self._thought

    @property
    def seed(self) -> int:
        """Give the seed of the plan."""
        return self._plan.seed

    def like(self, name: str) -> Cashier:
        """Give somebody else who serves the same members."""
        return Cashier(name, self._plan, self._pins, self._cards)

    def guess_a_pin(self) -> None:
        """Somebody with another's card tries one PIN after the other."""
        self._asked_for.append(self._guess)

    def enrol(self, card: str) -> None:
        """A card from the pile is given out next."""
        self._asked_for.append(
            lambda: [CardLeft(text=card), Scan(text=card), _welcome, self._amount(), ENTER]
        )

    def take_back(self, slip: str) -> None:
        """Somebody comes with a slip, of this till or of another."""
        self._asked_for.append(lambda: [CardLeft(text=slip), Scan(text=slip), _hands_back])

    def _think(self, desk: Desk) -> None:
        self._thought += 1
        move = (self._name, self._thought)
        wanted = self._asked_for.popleft() if self._asked_for else None
        if not self._plan.has(move):
            self._script.append(None)
            return
        # Luck of its own: a shorter plan leaves out other intentions and this one stays.
        self._chance = random.Random(f"{self._plan.seed}/{self._name}/{self._thought}")
        weights = [weight for weight, _ in self._intents]
        chosen = (wanted or self._chance.choices(self._intents, weights)[0][1])()
        if not isinstance(chosen[0], SyncDue | Tick):
            half_done = desk.sale is not None and desk.sale.typed
            if half_done and self._chance.random() < GETS_ON:
                self._script.append(ENTER)
            self._script.extend([_clear, _clear, _clear, _clear])
        self._script.extend(chosen)

    def _attach(self) -> Script:
        card = self._chance.choice(self._cards)
        if self._chance.random() < BY_HAND:
            return [Text(text=card), ENTER, _welcome]
        return [CardLeft(text=card), Scan(text=card), _welcome]

    def _amount(self) -> Message:
        return Text(text=str(self._chance.choice(AMOUNTS_MINOR)))

    def _sale(self) -> Script:
        return [*self._attach(), self._amount(), ENTER]

    def _amount_first(self) -> Script:
        card = self._chance.choice(self._cards)
        return [self._amount(), Scan(text=card)]

    def _reward(self) -> Script:
        waits: Script = [None] * self._chance.randint(0, WAITS_MAX)
        other: Script = [Text(text="1")] if self._chance.random() < CHEAPER else []
        paid: Script = [self._amount()] if self._chance.random() < PAYS else []
        pin: Script = [self._pad, None, None]
        return [*self._attach(), Key(name="F4"), *waits, *pin, *other, *paid, ENTER]

    def _refund(self) -> Script:
        downs: Script = [Key(name="Down")] * self._chance.randint(0, 4)
        return [Key(name="F7"), *downs, ENTER]

    def _new_pin(self) -> Script:
        pads: Script = [self._pad, None, None]
        return [*self._attach(), Key(name="F6"), Key(name="F6"), *pads, *pads, *pads, *pads]

    def _guess(self) -> Script:
        card = self._chance.choice(self._cards)
        tries: Script = []
        for _ in range(GUESSES):
            shown: Script = [ESC, ESC, CardLeft(text=card), Scan(text=card), _welcome]
            tries += [*shown, Key(name="F6"), Key(name="F6"), self._guess_pad, None, None]
        return tries

    def _pad(self, desk: Desk) -> Message | None:
        """The member types a PIN: the right one mostly, and twice the same one that is new."""
        asking, sale = desk.asking, desk.sale
        if asking is None or asking.job or sale is None:
            return None
        if asking.kind == "choose":
            self._pins[sale.number] = self._chance.choice(PINS)
        is_wrong = self._chance.random() < MISTYPES
        return Text(text="1739" if is_wrong else self._pins.get(sale.number, PINS[0]))

    @staticmethod
    def _guess_pad(desk: Desk) -> Message | None:
        asking = desk.asking
        return Text(text="1739") if asking is not None and asking.kind == "pin" else None

    def _new_member(self) -> Script:
        phone = self._chance.choice(PHONES)
        return [Key(name="F3"), Text(text=phone), ENTER, self._amount(), ENTER]

    def _changes_mind(self) -> Script:
        return [*self._attach(), self._amount(), ESC, ESC]


def _clear(desk: Desk) -> Message | None:
    return ESC if desk.mode != "idle" or desk.question is not None or desk.typed else None


def _hands_back(desk: Desk) -> Message | None:
    is_asked = desk.question is not None and desk.question.kind == SLIP
    return ENTER if is_asked or desk.mode == "refund" else None


def _welcome(desk: Desk) -> Message | None:
    return ENTER if desk.mode == "enrol" else None
