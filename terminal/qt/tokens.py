"""Reads the look of the counter (colours, type, sizes, sounds) from assets/style/counter.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STYLE_FILE = Path(__file__).resolve().parents[2] / "assets" / "style" / "counter.toml"
LAYOUTS = ("compact", "normal", "wide")
Three = tuple[float, float, float]
Note = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The window a layout was drawn for, and the smallest that gets it, in px at 96 dpi."""

    drawn: tuple[int, int]
    least: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRole:
    """One size of type: px and line height for each layout, weight, tracking in em."""

    px: Three
    line: Three
    weight: int
    tracking: float
    display: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How one state looks and whether it interrupts a screen reader."""

    icon: str
    ink: str
    ground: str
    assertive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Every number and colour of the counter's look; nothing else in the window has its own."""

    layouts: Mapping[str, Layout]
    colours: Mapping[str, Mapping[str, str]]
    contrast: Mapping[str, tuple[float, tuple[str, ...]]]
    families: Mapping[str, tuple[str, ...]]
    font_floor_px: float
    type: Mapping[str, TypeRole]
    space: tuple[int, ...]
    radius: Mapping[str, int]
    stroke: Mapping[str, int]
    size: Mapping[str, Three]
    touch: Mapping[str, int]
    motion_ms: Mapping[str, int]
    volume: float
    sound: Mapping[str, tuple[Note, ...]]
    state: Mapping[str, State]


def three(value: float | list[float]) -> Three:
    """The [compact, normal, wide] of a size; one number stands for all three."""
    if isinstance(value, list):
        compact, normal, wide = value
        return (compact, normal, wide)
    return (value, value, value)


def read_tokens(path: Path = STYLE_FILE) -> Tokens:
    """The tokens in `path`. Raises OSError without the file, KeyError when it lacks a part."""
    document: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    sound = dict(document["sound"])
    volume = float(sound.pop("volume"))
    return Tokens(
        layouts={
            name: Layout(drawn=tuple(part["drawn"]), least=tuple(part["from"]))
            for name, part in document["layout"].items()
        },
        colours=document["colour"],
        contrast={k: (v["least"], tuple(v["on"])) for k, v in document["contrast"].items()},
        families={k: tuple(document["font"][k]) for k in ("text", "display")},
        font_floor_px=document["font"]["floor"],
        type={name: type_role(part) for name, part in document["type"].items()},
        space=tuple(document["space"]["steps"]),
        radius=document["radius"],
        stroke=document["stroke"],
        size={name: three(value) for name, value in document["size"].items()},
        touch=document["touch"],
        motion_ms=document["motion"],
        volume=volume,
        sound={name: tuple((hz, ms) for hz, ms in notes) for name, notes in sound.items()},
        state={name: State(**part) for name, part in document["state"].items()},
    )


def type_role(part: Mapping[str, Any]) -> TypeRole:
    """One `[type]` entry of the document."""
    return TypeRole(
        px=three(part["px"]),
        line=three(part["line"]),
        weight=part["weight"],
        tracking=part["tracking"],
        display=part.get("display", False),
    )
