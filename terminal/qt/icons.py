"""Takes the Phosphor icon font out of QtAwesome and knows which character is which icon."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FALLBACK = "circle"
NEWER = {"coins": "coin", "hand-coins": "coin", "cash-register": "receipt", "cookie-bite": "cookie"}
"""Names of later Phosphor releases that a programme may use, and what stands for them here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Icons:
    """The icon font's family and its characters by name ("coffee")."""

    family: str
    characters: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether `name` ("coffee") can be drawn."""
        return NEWER.get(name, name) in self.characters

    def character(self, name: str) -> str:
        """The character that draws `name`; a plain circle for a name nobody knows."""
        return self.characters.get(NEWER.get(name, name), self.characters[FALLBACK])


def load_icons() -> Icons:
    """The Phosphor icons that QtAwesome carries. Raises ImportError without QtAwesome.

    Its files are read without importing it: the import brings twelve icon fonts and a Qt
    wrapper, and costs the start-up a quarter of a second. Needs a QGuiApplication.
    """
    package = find_spec("qtawesome")
    if package is None or package.submodule_search_locations is None:
        raise ImportError(name="qtawesome")
    fonts = Path(package.submodule_search_locations[0]) / "fonts"
    identifier = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-[0-9]*.ttf"))))
    codes = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    return Icons(
        family=QFontDatabase.applicationFontFamilies(identifier)[0],
        characters={name: chr(int(code, 16)) for name, code in codes.items()},
    )
