"""Paints the sides of a card for the screen, from the design that is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from loyalty.errors import Refusal
from terminal.till.card_values import CardWanted

if TYPE_CHECKING:
    from cards.drawing.fonts import Fonts

Faces = Callable[[int], tuple[QImage, ...]]


class FacePainter:
    """Paints one design after the other; the fonts are found with the first."""

    def __init__(self) -> None:
        self._fonts: Fonts | None = None

    def of(self, design: str, shop: str, card: CardWanted, logo: str) -> Faces:
        """Give what paints the sides at a width; nothing for a design that cannot be drawn."""

        def faces(width_px: int) -> tuple[QImage, ...]:
            # Loaded with the first card that is shown: a counter starts without it.
            from cards.drawing.fonts import Fonts
            from terminal.making import paper
            from terminal.qt.page_painter import image_of

            fonts = self._fonts = self._fonts or Fonts()
            try:
                pages = paper.faces(design, shop, card, logo)
                return tuple(image_of(page, width_px, fonts) for page in pages)
            except Refusal:
                return ()

        return faces
