"""Sets texts below each other: each as large as it fits, its lines balanced, the whole placed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from cards.drawing import setting
from cards.drawing.fonts import Fonts
from cards.drawing.setting import Style
from cards.drawing.shapes import Align, Colour, Text, Weight
from loyalty.errors import Refusal

CAP = 0.73
"""How high capitals are, in ems, and below that how deep letters hang."""
DEEP = 0.22
_STEP = 0.96
_NARROWER = 0.97


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """One text of a column: at most so large and in so many lines, `gap_mm` below the one before.

    Its letters never become smaller than the floor: what then does not fit is refused.
    """

    text: str
    size_mm: float
    floor_mm: float
    lines: int = 1
    weight: Weight = "regular"
    colour: Colour = "#000000"
    leading: float = 1.25
    gap_mm: float = 0.0

    def __repr__(self) -> str:
        """Say how long it is: what stands there may be a name."""
        return f"Words({len(self.text)} letters of {self.size_mm:.1f} mm)"


class Set(msgspec.Struct, frozen=True, kw_only=True):
    """A text that was set: its size, and its lines as they are."""

    words: Words
    size_mm: float
    lines: tuple[str, ...]

    @property
    def height_mm(self) -> float:
        """From the top of its capitals to below its last line."""
        between = (len(self.lines) - 1) * self.size_mm * self.words.leading
        return self.size_mm * (CAP + DEEP) + between


def fitted(words: Words, width_mm: float, fonts: Fonts) -> Set:
    """Set a text: the largest size at which no word is broken and the lines suffice.

    Raises Refusal `text_does_not_fit` and `letters_without_font`.
    """
    style = Style(weight=words.weight)
    parts = _words(words.text)
    widest = max((_em(part, fonts, style) for part in parts), default=0.0)
    size = min(words.size_mm, width_mm / widest) if widest else words.size_mm
    while size >= words.floor_mm:
        lines = _lines(parts, width_mm / size, fonts, style)
        if len(lines) <= words.lines:
            return Set(
                words=words, size_mm=size, lines=_balanced(lines, width_mm / size, fonts, style)
            )
        size *= _STEP
    raise Refusal(
        "text_does_not_fit",
        f"{len(words.text)} letters do not fit into {words.lines} lines of {width_mm:.1f} mm"
        f" at {words.floor_mm:.2f} mm",
        letters=len(words.text),
        lines=words.lines,
    )


def height_of(sets: Sequence[Set]) -> float:
    """Give how high texts below each other are, with the gaps between them."""
    return sum(each.height_mm for each in sets) + sum(each.words.gap_mm for each in sets[1:])


def placed(
    sets: Sequence[Set], x_mm: float, top_mm: float, align: Align = "left"
) -> tuple[tuple[Text, ...], float]:
    """Place texts below each other from a top edge; give them and where they end."""
    shapes: list[Text] = []
    y_mm = top_mm
    for at, each in enumerate(sets):
        y_mm += each.words.gap_mm if at else 0.0
        for number, line in enumerate(each.lines):
            shapes.append(
                Text(
                    x_mm=x_mm,
                    baseline_mm=y_mm
                    + each.size_mm * CAP
                    + number * each.size_mm * each.words.leading,
                    text=line,
                    size_mm=each.size_mm,
                    weight=each.words.weight,
                    colour=each.words.colour,
                    align=align,
                )
            )
        y_mm += each.height_mm
    return tuple(shapes), y_mm


def column(
    texts: Sequence[Words],
    fonts: Fonts,
    *,
    x_mm: float,
    top_mm: float,
    width_mm: float,
    align: Align = "left",
) -> tuple[tuple[Text, ...], float]:
    """Set and place the texts that are not empty. Raises as `fitted`."""
    sets = [fitted(each, width_mm, fonts) for each in texts if each.text]
    return placed(sets, x_mm, top_mm, align)


def squeezed(
    texts: Sequence[Words], fonts: Fonts, *, width_mm: float, height_mm: float, least: float = 0.6
) -> list[Set]:
    """Set texts that share a height: all become smaller together until they fit.

    Raises Refusal `text_does_not_fit` when they do not fit at `least` of their sizes.
    """
    share = 1.0
    while True:
        now = [_smaller(each, share) for each in texts if each.text]
        sets = [fitted(each, width_mm, fonts) for each in now]
        if height_of(sets) <= height_mm:
            return sets
        share *= _STEP
        if share < least:
            raise Refusal(
                "text_does_not_fit",
                f"{len(sets)} texts do not fit into {height_mm:.0f} mm of height",
            )


def _smaller(words: Words, share: float) -> Words:
    size = max(words.size_mm * share, words.floor_mm)
    return msgspec.structs.replace(words, size_mm=size, gap_mm=words.gap_mm * share)


def _words(text: str) -> list[str]:
    """Give what no line breaks: a sum of money keeps its sign beside it."""
    return [part for part in text.replace("\n", " ").split(" ") if part]


@lru_cache(8192)
def _em(text: str, fonts: Fonts, style: Style) -> float:
    """Measure a text of one line; the same words are tried at many sizes."""
    return setting.fit(text, 0, 1.0, 1.0, fonts=fonts, style=style).lines[0].width_mm


def _lines(parts: list[str], width_em: float, fonts: Fonts, style: Style) -> tuple[str, ...]:
    """Wrap whole words. A word alone may be wider by a hair of rounding."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} {part}" if lines else part
        if lines and _em(longer, fonts, style) <= width_em:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def _balanced(
    lines: tuple[str, ...], width_em: float, fonts: Fonts, style: Style
) -> tuple[str, ...]:
    """Give as many lines of more equal length: no word stands alone on the last one."""
    parts = _words(" ".join(lines))
    found, narrow = lines, width_em
    while len(lines) > 1:
        narrow *= _NARROWER
        tried = _lines(parts, narrow, fonts, style)
        if len(tried) > len(lines) or narrow < width_em / 2:
            break
        found = tried
    widest = max((_em(each, fonts, style) for each in found), default=0.0)
    return found if widest <= width_em + 1e-6 else lines
