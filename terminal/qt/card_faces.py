"""Paints the sides of a card for the screen, from the design that is printed."""

from collections.abc import Callable

from PySide6.QtGui import QImage

from loyalty.errors import Refusal
from terminal.till.card_values import CardWanted

Faces = Callable[[int], tuple[QImage, ...]]


def faces_of(
    design: str, shop: str, card: CardWanted, logo: str
) -> Callable[[int], tuple[QImage, ...]]:
    """Give what paints the sides at a width; nothing for a design that cannot be drawn."""

    def faces(width_px: int) -> tuple[QImage, ...]:
        # Loaded with the first card that is shown: a counter starts without it.
        from cards.drawing.fonts import Fonts
        from terminal.making import paper
        from terminal.qt.page_painter import image_of

        fonts = Fonts()
        try:
            return tuple(
                image_of(page, width_px, fonts) for page in paper.faces(design, shop, card, logo)
            )
        except Refusal:
            return ()

    return faces
