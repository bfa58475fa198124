"""Looks for the cards that a shop gave out before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scanner.decode import read
from scanner.legacy_rules import LegacyCards, bare, fits
from scanner.sightings import Found

if TYPE_CHECKING:
    from scanner.image import Image

# What zbar reads better than zxing-cpp when it is small: bars. It does not know the others.
ZBAR_READS = ("EAN13", "UPCA", "Code39", "ITF", "Codabar")


class BarsReader(Protocol):
    """Another reader of bars, beside zxing-cpp."""

    def read(self, grey: Image, symbologies: tuple[str, ...]) -> list[Found]:
        """Give what a grey picture shows of these symbologies; never raises."""
        ...

    def close(self) -> None:
        """End for good."""
        ...


class LegacyReader:
    """Reads one frame after the other; belongs to one thread."""

    def __init__(self, cards: LegacyCards, *, bars: BarsReader | None = None) -> None:
        """`bars` is asked when zxing-cpp finds nothing."""
        self._cards = cards
        self._bars = bars
        self._for_bars = tuple(name for name in cards.symbologies if name in ZBAR_READS)

    def read(self, grey: Image) -> list[Found]:
        """Give the codes in a picture that are of a kind which the shop gave out.

        A text is the number as the shop knows it.
        """
        if not grey.size or not self._cards.cards:
            return []
        found = self._ours(read(grey, self._cards.symbologies))
        if not found and self._bars is not None and self._for_bars:
            found = self._ours(self._bars.read(grey, self._for_bars))
        return [
            Found(text=bare(one), symbology=one.symbology, corners=one.corners) for one in found
        ]

    def close(self) -> None:
        """End the other reader of bars."""
        if self._bars is not None:
            self._bars.close()

    def _ours(self, found: list[Found]) -> list[Found]:
        return [one for one in found if fits(self._cards, one)]
