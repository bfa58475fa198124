"""How long the pad waits after wrong visit PINs: longer each time, and through a restart."""

from __future__ import annotations

import msgspec

FREE_TRIES = 2
FIRST_US = 5 * 1_000_000
MOST_US = 10 * 60 * 1_000_000
FORGIVEN_US = 60 * 60 * 1_000_000


class Tries(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong visit PINs at this till, whoever typed them: how many, and when the last came."""

    wrong: int = 0
    at_us: int = 0

    def one_more(self, now_us: int) -> Tries:
        """Count a wrong one; each hour without any forgives half of those before."""
        return Tries(wrong=self._left(now_us) + 1, at_us=now_us)

    def wait_us(self, now_us: int) -> int:
        """Give how long nobody may try, from now; a clock that was put back makes it no longer."""
        beyond = self.wrong - FREE_TRIES
        if beyond <= 0:
            return 0
        pause_us = min(FIRST_US << min(beyond - 1, 20), MOST_US)
        return min(max(self.at_us + pause_us - now_us, 0), pause_us)

    def _left(self, now_us: int) -> int:
        hours = max(now_us - self.at_us, 0) // FORGIVEN_US
        return self.wrong >> min(hours, 20)


def read(text: str | None) -> Tries:
    """Read what was kept; nothing, or something strange, is no tries."""
    try:
        return msgspec.json.decode(text or "{}", type=Tries)
    except msgspec.DecodeError:
        return Tries()


def written(tries: Tries) -> str:
    """Write what is kept."""
    return msgspec.json.encode(tries).decode()
