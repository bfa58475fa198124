"""What a card design is: sides of elements in millimetres, colours, and words by language.

A design is a TOML file; docs/cards.md says what may stand in it. Reading one names everything
that is wrong with its form at once; `design_check` says whether the card could be read.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from cards.drawing.shapes import Align, Weight
from loyalty.errors import Refusal

FOLDER = Path(__file__).parents[1] / "assets" / "designs"
LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")
_LARGEST = 512 * 1024


def _plain(name: str) -> str:
    """Files say millimetres once, at their top, and not in every key."""
    return name.removesuffix("_mm")


class Size(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_plain):
    """The card: what is cut, how much is printed beyond it, and what may be cut off."""

    width_mm: float
    height_mm: float
    corner_mm: float = 3.18
    bleed_mm: float = 2.0
    safe_mm: float = 2.5


class _Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    # "member": only on cards that have one; "!member": only on those without.
    when: str = ""


class Box(_Element, tag_field="kind", tag="box", rename=_plain, frozen=True, kw_only=True):
    """A filled rectangle."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    fill: str
    radius_mm: float = 0.0


class Shade(_Element, tag_field="kind", tag="gradient", rename=_plain, frozen=True, kw_only=True):
    """A rectangle of colours that run into one another."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    colours: tuple[str, ...]
    angle: float = 90.0
    radius_mm: float = 0.0


class Drawn(_Element, tag_field="kind", tag="path", rename=_plain, frozen=True, kw_only=True):
    """An ornament: SVG path data, filled or drawn with a pen, scaled, turned and then moved."""

    d: str
    fill: str = ""
    stroke: str = ""
    pen_mm: float = 0.5
    round: bool = True
    x_mm: float = 0.0
    y_mm: float = 0.0
    scale: float = 1.0
    turn: float = 0.0


class Picture(_Element, tag_field="kind", tag="picture", rename=_plain, frozen=True, kw_only=True):
    """A picture file beside the design."""

    file: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    cover: bool = True


class Logo(_Element, tag_field="kind", tag="logo", rename=_plain, frozen=True, kw_only=True):
    """Where the shop's own logo stands; nothing where it has none."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


class Words(_Element, tag_field="kind", tag="text", rename=_plain, frozen=True, kw_only=True):
    """A text: `{shop}`, `{member}`, `{number}` and the design's own words in braces."""

    say: str
    x_mm: float
    baseline_mm: float
    size_mm: float
    colour: str
    weight: Weight = "regular"
    align: Align = "left"
    width_mm: float = 0.0
    lines: int = 1
    floor_mm: float = 0.0
    leading: float = 1.3
    tracking: float = 0.0
    running: bool = False
    upward: bool = False


class Qr(_Element, tag_field="kind", tag="qr", rename=_plain, frozen=True, kw_only=True):
    """The number as a QR code; its first module stands at x and y."""

    x_mm: float
    y_mm: float
    module_mm: float


class Barcode(_Element, tag_field="kind", tag="bars", rename=_plain, frozen=True, kw_only=True):
    """The number as Code 128; its box begins at x and y. `turned` runs it down the card."""

    x_mm: float
    y_mm: float
    height_mm: float
    module_mm: float
    turned: bool = False


class Stamps(_Element, tag_field="kind", tag="stamps", rename=_plain, frozen=True, kw_only=True):
    """Rings for a rubber stamp, in rows; the last is filled: it is the reward."""

    x_mm: float
    y_mm: float
    columns: int
    rows: int
    across_mm: float
    down_mm: float
    radius_mm: float
    ring: str
    last: str
    pen_mm: float = 0.4


Element = Box | Shade | Drawn | Picture | Logo | Words | Qr | Barcode | Stamps
Kind = Literal["card", "fob", "slip", "stamps"]


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """A design that was read. `tiers` changes colours by the member's level, lowest first."""

    name: str
    title: str
    kind: Kind
    size: Size
    colours: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    tiers: tuple[tuple[tuple[str, str], ...], ...]
    front: tuple[Element, ...]
    back: tuple[Element, ...]
    folder: str

    def say(self, key: str, language: str) -> str | None:
        """Give one of the design's texts in a language, or in English; None: it has none."""
        said = dict(dict(self.words).get(key, ()))
        return said.get(language, said.get(language.partition("_")[0], said.get("en")))


class _Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    size: Size
    kind: Kind = "card"
    colours: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    tiers: list[dict[str, str]] = []


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Name the designs of a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def load(name: str, folder: Path = FOLDER) -> Design:
    """Read a design by its name. Raises Refusal `design_unknown` and `design_wrong`."""
    if name not in names(folder):
        known = ", ".join(names(folder))
        raise Refusal("design_unknown", f"there is no design {name!r}: there are {known}")
    path = folder / f"{name}.toml"
    try:
        if path.stat().st_size > _LARGEST:
            raise wrong(name, [f"a design has at most {_LARGEST} bytes"])
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise wrong(name, [f"it cannot be read: {error}"]) from error
    return parse(name, data, folder)


def parse(name: str, data: dict[str, Any], folder: Path = FOLDER) -> Design:
    """Take a design from its tables. Raises Refusal `design_wrong` with all that is wrong."""
    problems = list[str]()
    sides = {side: _side(side, data.get(side, []), problems) for side in ("front", "back")}
    try:
        rest = {key: value for key, value in data.items() if key not in sides}
        head = msgspec.convert(rest, _Head)
    except msgspec.ValidationError as error:
        raise wrong(name, [str(error), *problems]) from error
    if not sides["front"] and not problems:
        problems.append("front: a card has at least one element on its front")
    if problems:
        raise wrong(name, problems)
    return Design(
        name=name,
        title=head.title,
        kind=head.kind,
        size=head.size,
        colours=tuple(head.colours.items()),
        words=tuple((key, tuple(said.items())) for key, said in head.words.items()),
        tiers=tuple(tuple(tier.items()) for tier in head.tiers),
        front=sides["front"],
        back=sides["back"],
        folder=str(folder),
    )


def wrong(name: str, problems: list[str]) -> Refusal:
    """Give the refusal that names all that is wrong with a design."""
    listed = "".join(f"\n  {problem}" for problem in problems)
    return Refusal("design_wrong", f"the design {name!r} is wrong:{listed}", problems=problems)


def _side(side: str, elements: Any, problems: list[str]) -> tuple[Element, ...]:
    """Read the elements of a side one by one, so that each wrong one is named."""
    if not isinstance(elements, list):
        problems.append(f"{side}: it is a list of tables, [[{side}]]")
        return ()
    kept = list[Element]()
    for at, table in enumerate(elements, 1):
        try:
            kept.append(msgspec.convert(table, Element))
        except msgspec.ValidationError as error:
            problems.append(f"{side}[{at}]: {error}")
    return tuple(kept)
