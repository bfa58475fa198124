"""One reason in one voice: reads the figures of a reason and writes them as its sentence needs."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.explaining.voice import Voice
from loyalty.why import Why

_RULES = frozenset({"milestone", "staircase", "multiplier"})


class Teller:
    """One reason and the voice that says it: what every sentence is made of."""

    def __init__(self, why: Why, voice: Voice) -> None:
        self.code = why.code
        self.params = why.params
        self.voice = voice
        self.say = voice.say
        self.plural = voice.plural

    def count(self, key: str) -> int:
        """Give a figure; what is not there is 0."""
        return int(self.params.get(key, 0))

    def word(self, key: str) -> str:
        """Give a word; what is not there is empty."""
        return str(self.params.get(key, ""))

    def number(self, key: str) -> str:
        """Write a figure in groups."""
        return self.voice.number(self.count(key))

    def money(self, key: str) -> str:
        """Write an amount of minor units."""
        return self.voice.money(self.count(key))

    def units(self, key: str) -> str:
        """Write a figure with the word of the reason's unit."""
        return self.voice.units(self.word("unit") or POINTS, self.count(key))

    def day(self) -> str:
        """Write the reason's day."""
        return self.voice.when(self.word("day"))

    def name(self, prefix: str) -> str:
        """Name a level, reward, card or membership: as the reader says it, or as was written."""
        key = f"{prefix}:{self.word(prefix)}"
        return self.voice.named(key) or self.word("name") or self.word(prefix)

    def rule(self) -> str:
        """Name the rule itself; empty when its owner gave it no name."""
        kind = self.code if self.code in _RULES else "bonus"
        return self.voice.named(f"{kind}:{self.word('rule')}") or self.word("name")

    def gift(self) -> str:
        """Write what was given: a reward by its name, otherwise points or stamps."""
        reward = self.word("reward")
        if reward:
            return self.voice.units(f"voucher:{reward}", max(self.count("given"), 1))
        return self.units("given")
