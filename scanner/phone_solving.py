"""Finds the modules of a phone's long code in a picture of it, however blurred or shone upon.

The filter that makes the most of the modules that every such code has undoes the blur; then it
learns from those that it made clear, round after round. What the code's two words say together
settles the rest, modules lost in a spot of light among them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from scanner.phone_words import LEVEL, both, zero
from scanner.qr_grid import around, cleared
from scanner.qr_known import PHONE_SIDE_MODULES, format_places, formats, frame, known
from scanner.qr_solving import most_like

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats
    from scanner.phone_words import Word
    from scanner.qr_known import Flags, Modules

Doubles: TypeAlias = "NDArray[np.float64]"

# Reach of the filter in half modules, how much it is kept from following the noise, and the rounds
# in which it learns from what it made clear.
REACH_HALVES = 6
CALM = 0.03
ROUNDS = 3
CLEAR_MIN = 0.3
# How many modules together say what is light and what is dark.
NEAR_MODULES = 9
# How far the modules that did not decide must agree with the word that the others decided. Those
# of a wrong word agree by 0.3 to 0.4, because it is the best of many; those of a right one by more
# than 0.7.
AGREE_MIN = 0.55


def made_clear(grey: Floats, corners: Floats) -> tuple[Doubles, Doubles]:
    """Give how light each module is, row by row, above 0 for light, and what the filter saw.

    It is without blur and shade, and near 0 where light washed the code out.
    """

    sure, seen = known(PHONE_SIDE_MODULES), known_light()
    rows = around(grey, corners, PHONE_SIDE_MODULES, REACH_HALVES)
    light = cleared(rows, sure, seen, CALM)
    for _ in range(ROUNDS):
        light = _learnt(rows, light, sure, seen)
    return evened(light), rows


def solved(light: Doubles, rows: Doubles) -> Doubles | None:
    """Give the modules of the code, 1 for light and -1, or None when it is none of a phone.

    Both words must stand on their own. When one does, the filter learns from it for the other.
    """
    import numpy as np

    mask = _mask(light)
    begun = zero(mask)
    sure = known(PHONE_SIDE_MODULES).copy()
    seen = np.where(sure, known_light(), 1.0 - 2.0 * begun)
    words = list(both())
    while words:
        left = []
        for word in words:
            modules = _word(light, begun, word)
            if modules is None:
                left.append(word)
            else:
                sure[word.places], seen[word.places] = True, modules
        if len(left) == len(words):
            return None
        words = left
        light = evened(_learnt(rows, light, sure, seen)) if words else light
    at = format_places(PHONE_SIDE_MODULES)
    seen[at] = _formats()[mask]
    return seen


def evened(light: Doubles) -> Doubles:
    """Compare each module with those round it: half of these are light, whatever the shade.

    None is lighter than light ones are: what seems to be was shone upon, and must not outvote all
    others because it is brighter.
    """
    import cv2
    import numpy as np

    square = np.clip(light, -1.0, 1.0).reshape(PHONE_SIDE_MODULES, PHONE_SIDE_MODULES)
    near = (NEAR_MODULES, NEAR_MODULES)
    apart: Doubles = square - cv2.blur(square, near, borderType=cv2.BORDER_REFLECT)
    return apart.reshape(-1)


@cache
def known_light() -> Doubles:
    """Give how light the known modules are, row by row, 1 or -1; the others are 1."""
    import numpy as np

    return np.asarray(1.0 - 2.0 * frame(PHONE_SIDE_MODULES), np.float64)


def with_format(light: Doubles) -> Doubles:
    """Give the modules with all that is known of them: the mask is the one that looks likeliest."""
    import numpy as np

    shown = np.where(known(PHONE_SIDE_MODULES), known_light(), light)
    shown[format_places(PHONE_SIDE_MODULES)] = _formats()[_mask(light)]
    return shown


def _learnt(rows: Doubles, light: Doubles, sure: Flags, seen: Doubles) -> Doubles:
    """Make the light of the modules again by what is sure and what was made clear."""
    import numpy as np

    guessed = np.where(sure, seen, np.sign(light))
    return cleared(rows, sure | (np.abs(light) > CLEAR_MIN), guessed, CALM)


def _mask(light: Doubles) -> int:
    import numpy as np

    return int(np.argmax(_formats() @ light[format_places(PHONE_SIDE_MODULES)]))


@cache
def _formats() -> Floats:
    """Give what the modules for level and mask must show, one row a mask."""
    import numpy as np

    pairs, rows = formats()
    ours: Floats = rows[np.array([level == LEVEL for level, _ in pairs])]
    return ours


def _word(light: Doubles, begun: Modules, word: Word) -> Doubles | None:
    """Give the modules of a word as they must be, 1 or -1, or None when they do not agree."""
    import numpy as np

    seen, turned = light[word.places], begun[word.places]
    bits = most_like(np.where(turned == 1, -seen, seen), word.rows)
    modules = 1.0 - 2.0 * (turned ^ bits @ word.rows % 2)
    weak = np.argsort(np.abs(seen))[: -len(bits)]
    agree = float(modules[weak] @ seen[weak] / (np.abs(seen[weak]).sum() + 1e-6))
    return modules if agree >= AGREE_MIN else None
