"""The screen on which cards are made, as a frozen value."""

from __future__ import annotations

from terminal.till.camera_values import MenuRow
from terminal.till.card_values import CardWanted
from terminal.till.screens import Progress, Screen, Typed, Value


class SheetSeen(Value, frozen=True, kw_only=True):
    """A sheet of cards seen from above: its places, and from which one (1) on they are free."""

    columns: int
    rows: int
    start: int
    name: str


class Cards(Screen, frozen=True, kw_only=True, tag="cards"):
    """Cards are being chosen or made: designs, how many, how the first one looks, how far it is.

    `design` names what the picture shows for `card`, under the name of `shop`; in its place may
    stand a `sheet` that is touched, or `pictures` (PNG) of what the shop's logo looks like.
    """

    headline: str
    caption: str
    rows: tuple[MenuRow, ...]
    chosen: int
    typed: Typed | None = None
    design: str = ""
    picture: str = ""
    card: CardWanted | None = None
    shop: str = ""
    logo: str = ""
    progress: Progress | None = None
    sheet: SheetSeen | None = None
    pictures: tuple[bytes, ...] = ()
