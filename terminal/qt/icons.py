"""Draws Phosphor icons from QtAwesome in a theme's ink, sharp at any device pixel ratio."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter


@cache
def phosphor() -> tuple[str, dict[str, str]]:
    """(family, name -> character) of the one icon font we use; QtAwesome carries twelve.

    Loading all twelve costs the start-up more than everything else the window does.
    """
    import qtawesome  # noqa: PLC0415 - it brings qtpy, which the first paint can do without
    from qtawesome.iconic_font import IconicFont  # noqa: PLC0415

    bundled = [entry for entry in qtawesome._BUNDLED_FONTS if entry[0] == "ph"]  # noqa: SLF001
    font = IconicFont(*bundled)
    return font.fontname["ph"], font.charmap["ph"]


def has_icon(name: str) -> bool:
    """Whether `name` ("ph.coffee") is an icon that can be drawn."""
    prefix, _, rest = name.partition(".")
    return prefix == "ph" and rest in phosphor()[1]


def draw_icon(painter: QPainter, rect: QRectF, name: str, ink: QColor) -> None:
    """Draws `name` to fill the square `rect`. An unknown name draws a plain circle's info mark."""
    if not name:
        return
    family, characters = phosphor()
    font = QFont(family)
    font.setPixelSize(max(1, round(rect.height())))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.save()
    painter.setFont(font)
    painter.setPen(ink)
    mark = characters.get(name.partition(".")[2], characters["circle"])
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark)
    painter.restore()
