"""The aiming box: the part of the picture where a card is held and where cards are looked for."""

from __future__ import annotations

import msgspec

THOUSAND = 1000
SIDE_MIN = 200


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a picture, in thousandths of its width and height."""

    left: int = 170
    top: int = 120
    right: int = 830
    bottom: int = 880

    @property
    def lies_in_the_picture(self) -> bool:
        """Whether it is inside, and a fifth of the picture wide and high at least."""
        wide, high = self.right - self.left, self.bottom - self.top
        inside = min(self.left, self.top) >= 0 and max(self.right, self.bottom) <= THOUSAND
        return inside and min(wide, high) >= SIDE_MIN

    def pixels_of(self, wide_px: int, high_px: int) -> tuple[int, int, int, int]:
        """Give left, top, right and bottom in pixels of a picture of this size."""
        return (
            wide_px * self.left // THOUSAND,
            high_px * self.top // THOUSAND,
            wide_px * self.right // THOUSAND,
            high_px * self.bottom // THOUSAND,
        )

    def holds(self, across: float, down: float) -> bool:
        """Say whether a place, as shares of width and height (0.0 to 1.0), lies in the box."""
        return (
            self.left <= across * THOUSAND <= self.right
            and self.top <= down * THOUSAND <= self.bottom
        )
