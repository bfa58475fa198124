"""The look of a kit from the colours of a card design: what leads, what stands on it, what calls.

A design names its colours as it likes. The deepest colour that white reads on becomes the ground,
the liveliest that is seen on it the accent.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from cards.drawing.shapes import Colour
from cards.kit.values import Look

_READ = 5.3
"""What words on the ground need at least (WCAG 2: 4.5 for small ones)."""
_SEEN = 3.0
_GREY = 0.08


def look_of(colours: Iterable[Colour], logo: bytes = b"") -> Look:
    """Choose a look from colours; a design of greys alone has the house's own."""
    house = Look(logo=logo)
    lively = [each.lower() for each in colours if _chroma(each) > _GREY]
    grounds = [each for each in lively if contrast(each, house.on_ground) >= _READ]
    if not grounds:
        return house
    ground = max(grounds, key=_depth)
    accents = [each for each in lively if contrast(each, ground) >= _SEEN]
    accent = max(accents, key=_chroma, default=house.accent)
    if contrast(accent, ground) < _SEEN:
        accent = house.on_ground
    inks = ("#ffffff", "#10202f")
    on_accent = max(inks, key=lambda ink: contrast(ink, accent))
    return Look(
        ground=ground,
        on_ground=house.on_ground,
        accent=accent,
        on_accent=on_accent,
        logo=logo,
    )


def contrast(one: Colour, other: Colour) -> float:
    """Give how well two colours are told apart, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _parts(colour: Colour) -> tuple[float, float, float]:
    bare = colour.removeprefix("#")
    return int(bare[0:2], 16) / 255, int(bare[2:4], 16) / 255, int(bare[4:6], 16) / 255


def _chroma(colour: Colour) -> float:
    parts = _parts(colour)
    return max(parts) - min(parts)


def _depth(colour: Colour) -> tuple[float, float]:
    """Order grounds: the richer of two comes first, very dark ones give way a little."""
    _, lightness, _ = colorsys.rgb_to_hls(*_parts(colour))
    return _chroma(colour) * min(lightness / 0.14, 1.0), lightness


def _luminance(colour: Colour) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
