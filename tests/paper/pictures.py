"""Draws the slips of a played day as their printers put them on paper, for docs and for eyes.

`python -m tests.paper.pictures docs/pictures` writes slip-80.png and slip-58.png of the guide;
`python -m tests.paper.pictures --all FOLDER` writes every kind of slip in every language.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cards.receipt.compose import compose
from cards.receipt.fonts import Fonts
from cards.receipt.papers import NARROW, WIDE, ReceiptLook
from cards.slip import Slip
from tests.paper.decoder import Head
from tests.paper.render import paper
from tests.stories.play import Player

if TYPE_CHECKING:
    from PIL.Image import Image

SHOP = "Coffee Bar North"
LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")
SALE = """
member "Anna de Vries" A
earn A 18500
left A
wait 200
scan A
type 1050
key F4
key Enter
"""
JOINING = """
display on
key F3
key Enter
"""
LEFT = """
display off
key Esc
"""
DAY = """
key F10
type z
key Enter
"""


def slips(language: str, folder: Path) -> dict[str, Slip]:
    """Play a little day in a language, and give its slips by what they are."""
    player = Player(folder, "coffee-bar", language)
    made: dict[str, Slip] = {}
    for name, story in (
        ("sale", SALE),
        ("copy", "key F5"),
        ("joining", JOINING),
        ("day", LEFT + DAY),
    ):
        player.play(story)
        made[name] = player.counter.printed[-1].slip
    player.play("key F10\ntype 6\ntype 1\ntype 1\ntype 10.0.0.9\nkey Enter\nkey Enter")
    made["test"] = player.counter.tested[-1]
    player.close()
    return made


def picture(slip: Slip, look: ReceiptLook) -> Image:
    """Put a slip on paper."""
    head = Head()
    head.feed(compose(slip, look, Fonts()).data)
    assert head.is_idle
    return paper(head.printed, look.sheet().width_dots)


def main(words: list[str]) -> None:
    """Write the pictures."""
    folder = Path(words[-1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as played:
        for language in LANGUAGES if "--all" in words else LANGUAGES[:1]:
            made = slips(language, Path(played) / language)
            named = msgspec.structs.replace(made["sale"], shop=SHOP)
            wanted = made if "--all" in words else {"": named}
            for name, slip in wanted.items():
                ending = f"-{name}-{language}" if name else ""
                for width in (WIDE, NARROW):
                    file = folder / f"slip-{width}{ending}.png"
                    seen = picture(slip, ReceiptLook(paper=width)).convert("1")
                    seen.save(file, optimize=True)
                    print(file)  # noqa: T201 - whoever calls this wants to know


if __name__ == "__main__":
    main(sys.argv[1:])
