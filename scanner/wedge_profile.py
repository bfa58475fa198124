"""What a shop's scanner gun is like: its pace, its marks, and what its letters mean here."""

from __future__ import annotations

import msgspec

MEAN_GAP_MS = 35
MAX_GAP_MS = 100
LEAST_CHARACTERS = 6
NO_ENDING = "none"
SLOWER_THAN_A_GUN_MS = 15


class GunProfile(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one gun; the values at rest fit nearly every gun as it leaves its box.

    `prefix` and `suffix` are characters as they arrive. `ending` is Enter, Tab, `none` for a gun
    that ends by silence, or empty when nobody measured it. `letters` translates what arrives into
    what was printed, for a gun that types another keyboard's layout.
    """

    prefix: str = ""
    suffix: str = ""
    ending: str = ""
    letters: dict[str, str] = {}
    mean_gap_ms: int = MEAN_GAP_MS
    max_gap_ms: int = MAX_GAP_MS
    least_characters: int = LEAST_CHARACTERS

    @property
    def human_gap_ms(self) -> int:
        """From this gap on, a key was pressed by a person, or a scan stalled once."""
        return self.mean_gap_ms + SLOWER_THAN_A_GUN_MS

    def meant(self, arrived: str) -> str:
        """Translate what arrived; characters that nobody taught stay as they are."""
        return "".join(self.letters.get(character, character) for character in arrived)
