"""What a drawn page holds, looked at as a printer and a reader would."""

from __future__ import annotations

from collections.abc import Iterator

from cards.drawing import setting
from cards.drawing.fonts import Fonts
from cards.drawing.setting import Style
from cards.drawing.shapes import Group, Modules, Page, Shape, Text


def shapes(found: tuple[Shape, ...]) -> Iterator[Shape]:
    """Give every shape, those in groups as well; a group's place is not counted in."""
    for each in found:
        if isinstance(each, Group):
            yield from shapes(each.shapes)
        else:
            yield each


def texts(page: Page) -> list[Text]:
    """Give the texts of a page."""
    return [each for each in shapes(page.shapes) if isinstance(each, Text)]


def codes(page: Page) -> list[Modules]:
    """Give the codes of a page."""
    return [each for each in shapes(page.shapes) if isinstance(each, Modules)]


def said(page: Page) -> str:
    """Give the words of a page in their order."""
    return " ".join(each.text for each in texts(page))


def beyond(page: Page, fonts: Fonts, margin_mm: float) -> list[str]:
    """Name the lines that come nearer to an edge of the page than a margin, or leave it."""
    found = []
    for each in page.shapes:
        for one in shapes((each,)):
            if not isinstance(one, Text) or isinstance(each, Group):
                continue
            wide = _wide(one, fonts)
            left = one.x_mm - {"left": 0.0, "centre": wide / 2, "right": wide}[one.align]
            is_in = (
                margin_mm <= left
                and left + wide <= page.width_mm - margin_mm
                and one.baseline_mm - one.size_mm * 0.75 >= margin_mm
                and one.baseline_mm + one.size_mm * 0.25 <= page.height_mm - margin_mm
            )
            if not is_in:
                found.append(one.text)
    return found


def _wide(text: Text, fonts: Fonts) -> float:
    style = Style(weight=text.weight, tabular=text.tabular)
    return (
        setting.fit(text.text, 0, text.size_mm, text.size_mm, fonts=fonts, style=style)
        .lines[0]
        .width_mm
    )
