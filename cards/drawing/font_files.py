"""The font files of this machine: by fontconfig where it is, else the platform's own folders."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

_WAIT_S = 20
_ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}
_FORMAT = r"%{file}\t%{index}\t%{family}\t%{weight}\t%{slant}\t%{width}\t%{variable}\n"
# fontconfig's weights beside those of the fonts themselves.
_WEIGHTS = (
    (0, 100),
    (40, 200),
    (50, 300),
    (80, 400),
    (100, 500),
    (180, 600),
    (200, 700),
    (205, 800),
    (210, 900),
)
_NORMAL_WIDTH = 100
_USUAL_WEIGHT = 400
_FACES_MAX = 64


class FontFile(msgspec.Struct, frozen=True, kw_only=True):
    """One face of a font file."""

    path: str
    index: int = 0
    families: tuple[str, ...] = ()
    weight: int = _USUAL_WEIGHT
    slanted: bool = False
    narrow: bool = False
    variable: bool = False


def found() -> tuple[FontFile, ...]:
    """List the faces of the machine, in an order that is the same at every run."""
    listed = tuple(_by_fontconfig()) or tuple(in_folders(folders()))
    return tuple(sorted(listed, key=lambda file: (file.path, file.index)))


def folders() -> tuple[Path, ...]:
    """Name the folders in which this platform keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        return Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    )


def in_folders(places: tuple[Path, ...]) -> Iterator[FontFile]:
    """Read the names of the fonts in folders and the folders below; others' files are left out."""
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else ():
            if path.suffix.lower() in _ENDINGS and path.is_file():
                yield from _faces_in(path)


def _by_fontconfig() -> Iterator[FontFile]:
    program = shutil.which("fc-list")
    if program is None:
        return
    try:
        # A program of the system, found by name, with words of our own.
        done = subprocess.run(  # noqa: S603
            [program, "--format", _FORMAT], capture_output=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        parts = line.split("\t")
        if len(parts) == _FORMAT.count("%") and Path(parts[0]).suffix.lower() in _ENDINGS:
            yield _of_fontconfig(parts)


def _of_fontconfig(parts: list[str]) -> FontFile:
    path, index, families, weight, slant, width, variable = parts
    return FontFile(
        path=path,
        # The upper half says which named instance of a variable font was meant.
        index=int(_number(index)) & 0xFFFF,
        families=tuple(families.split(",")),
        weight=_weight(_number(weight, 80)),
        slanted=_number(slant) > 0,
        narrow=_number(width, _NORMAL_WIDTH) < _NORMAL_WIDTH,
        variable=variable == "True" or weight.startswith("["),
    )


def _number(text: str, otherwise: float = 0) -> float:
    """Read a number; variable fonts give a range instead, which counts as not said."""
    try:
        return float(text)
    except ValueError:
        return otherwise


def _weight(theirs: float) -> int:
    return min(_WEIGHTS, key=lambda pair: abs(pair[0] - theirs))[1]


def _faces_in(path: Path) -> Iterator[FontFile]:
    import uharfbuzz

    try:
        blob = uharfbuzz.Blob.from_file_path(str(path))
        count = min(uharfbuzz.Face(blob, 0).count or 1, _FACES_MAX)
        for index in range(count):
            face = uharfbuzz.Face(blob, index)
            font = uharfbuzz.Font(face)
            style = uharfbuzz.StyleTag
            names = uharfbuzz.OTNameIdPredefined
            wanted = (names.TYPOGRAPHIC_FAMILY, names.FONT_FAMILY)
            families = [name for name in map(face.get_name, wanted) if name]
            if not face.glyph_count:
                continue
            yield FontFile(
                path=str(path),
                index=index,
                families=tuple(families),
                weight=round(font.get_style_value(style.WEIGHT)),
                slanted=bool(font.get_style_value(style.ITALIC)),
                narrow=font.get_style_value(style.WIDTH) < _NORMAL_WIDTH,
                variable=any(axis.tag == "wght" for axis in face.axis_infos),
            )
    except (OSError, ValueError, RuntimeError):
        # A broken file in a folder of fonts is no reason not to print with the others.
        return
