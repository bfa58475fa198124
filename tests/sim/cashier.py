"""The cashier and the members: what they mean to do, as the messages that a till hears."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence

from loyalty import number
from terminal.till.desk import Desk
from terminal.till.messages import CardLeft, Key, Message, Scan, SyncDue, Text, Tick

CARDS = tuple(number.make(number.DEMO_ISSUER, f"{at:09d}") for at in range(101, 106))
PHONES = tuple(f"06 1234567{at}" for at in range(4))
AMOUNTS_MINOR = (250, 399, 400, 650, 999, 1250, 1875, 2300)
Script = list[Message | None]


class Cashier:
    """Gives one message at a time; None lets the others go first."""

    def __init__(self, chance: random.Random, cards: Sequence[str] = CARDS) -> None:
        self._chance = chance
        self._cards = cards
        self._script: deque[Message | None] = deque()
        self._intents: tuple[tuple[int, Callable[[], Script]], ...] = (
            (26, self._sale),
            (12, self._amount_first),
            (22, self._reward),
            (4, self._undo),
            (4, self._refund),
            (16, lambda: [SyncDue()]),
            (10, lambda: [Tick()]),
            (2, self._new_member),
            (4, self._changes_mind),
        )

    def next(self, desk: Desk) -> Message | None:
        """Give the next message; a new intention begins on a counter that is cleared."""
        if not self._script:
            weights = [weight for weight, _ in self._intents]
            chosen = self._chance.choices(self._intents, weights)[0][1]()
            self._script.extend([*self._clear(desk, chosen), *chosen])
        return self._script.popleft()

    def forget(self) -> None:
        """Leave what was begun: the machine has just been started again."""
        self._script.clear()

    def _clear(self, desk: Desk, chosen: Script) -> Script:
        if isinstance(chosen[0], SyncDue | Tick):
            return []
        if desk.sale is not None and desk.sale.typed and self._chance.random() < 0.5:
            return [Key(name="Enter")]
        busy = desk.mode != "idle" or desk.question is not None or desk.typed
        return [Key(name="Esc")] * 4 if busy else []

    def _attach(self) -> Script:
        card = self._chance.choice(self._cards)
        if self._chance.random() < 0.4:
            return [Text(text=card), Key(name="Enter"), Key(name="Enter")]
        # Enter makes a member of an unknown card; on a known one it only finds no amount.
        return [CardLeft(text=card), Scan(text=card), Key(name="Enter")]

    def _amount(self) -> Message:
        return Text(text=str(self._chance.choice(AMOUNTS_MINOR)))

    def _sale(self) -> Script:
        return [*self._attach(), self._amount(), Key(name="Enter")]

    def _amount_first(self) -> Script:
        card = self._chance.choice(self._cards)
        return [CardLeft(text=card), self._amount(), Scan(text=card)]

    def _reward(self) -> Script:
        use = self._chance.choice(("F4", "F4", "1"))
        again: Script = [Text(text="1")] if use == "1" else []
        paid: Script = [self._amount()] if self._chance.random() < 0.6 else []
        waits: Script = [None] * self._chance.randint(0, 8)
        return [*self._attach(), Key(name="F4"), *waits, *again, *paid, Key(name="Enter")]

    def _undo(self) -> Script:
        return [Key(name="F8")]

    def _refund(self) -> Script:
        downs: Script = [Key(name="Down")] * self._chance.randint(0, 6)
        return [Key(name="F7"), *downs, Key(name="Enter")]

    def _new_member(self) -> Script:
        phone = self._chance.choice(PHONES)
        return [
            Key(name="F3"),
            Text(text=phone),
            Key(name="Enter"),
            self._amount(),
            Key(name="Enter"),
        ]

    def _changes_mind(self) -> Script:
        return [*self._attach(), self._amount(), Key(name="Esc"), Key(name="Esc")]
