"""From numbers to members: made at the counter, printed, photographed, scanned, known."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cards.drawing import png
from cards.drawing.shapes import DOTS_PER_INCH
from scanner import rendering
from scanner.drawing import Card
from scanner.recorded import Act, RecordedSource, Reel
from terminal.till import card_stock, roll
from terminal.till.eye import ShopEye
from terminal.till.messages import Message, Scan
from terminal.till.screens import Enrol
from terminal.till.screens import Member as MemberScreen
from tests.stories.play import Player

if TYPE_CHECKING:
    from scanner.image import Image

WAIT_S = 30
HELD_FRAMES = 40
FRONT, BACK = "front", "back"


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """A till and its server."""
    made = Player(data_dir / "shop")
    yield made
    made.close()


def pages(player: Player, design: str) -> tuple[Path, str]:
    """Make one card at the counter, as a cashier does; give its PDF and its number."""
    player.play(
        "key F10 => menu\ntype C => cards\ntype P => cards\npick 0 => cards\ntype 1 => cards"
    )
    desk = player.counter.desk
    desk.making.design = design
    player.play("key Enter => cards\ndrawn => cards\nkey Esc => idle")
    file = next(player.counter.cards.folder.glob("*.pdf"))
    (number,) = card_stock.batches(desk)[-1].numbers
    return file, number


def sides(file: Path) -> dict[str, Image]:
    """Render both sides as a printer lays its dots, as colour pictures."""
    import cv2
    import numpy as np

    found = png.greys(file, range(png.count(file)), DOTS_PER_INCH)
    return {
        side: np.ascontiguousarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
        for side, grey in zip((FRONT, BACK), found, strict=True)
    }


@contextmanager
def held_up(player: Player, side: str) -> Iterator[queue.Queue[Message]]:
    """Hold a side before the till's camera, which is rendered: lens, light, noise and a hand."""
    reel = Reel([Act(card=None, frames=3), Act(card=Card(text=side), frames=HELD_FRAMES)])
    heard: queue.Queue[Message] = queue.Queue()
    source = RecordedSource(script=reel, seed=7, fps=None, live=False)
    eye = ShopEye((source,), issuer=player.counter.desk.shop.issuer, post=heard.put)
    eye.start()
    try:
        yield heard
    finally:
        eye.stop()


def scanned(player: Player, side: str) -> str:
    """Hold a side up until it is read; the till does what it does then. Give what was read."""
    with held_up(player, side) as heard:
        while True:
            message = heard.get(timeout=WAIT_S)
            if isinstance(message, Scan):
                player.counter.do(message)
                return message.text


@pytest.mark.parametrize("design", ["classic", "tide"])
def test_a_card_that_was_printed_is_known_at_the_till(
    player: Player, monkeypatch: pytest.MonkeyPatch, design: str
) -> None:
    file, number = pages(player, design)
    printed = sides(file)
    monkeypatch.setattr(rendering, "draw", lambda card: printed[card.text])
    counter = player.counter
    assert scanned(player, FRONT) == number
    screen = counter.till.screen()
    assert isinstance(screen, Enrol)
    strip = screen.frame.strip
    assert strip is not None
    assert "is one of yours" in strip.sentence
    player.play("key Enter => member\ntype 1250 => member\nkey Enter => idle")
    player.play("wait 300 => idle\nleft 000000001 => idle\nwait 300 => idle")
    counter.desk.closed_number = ""
    # The bars on the back, as a gun or a camera sees them, are the very same member.
    assert scanned(player, BACK) == number
    assert isinstance(counter.till.screen(), MemberScreen)
    member = roll.by_number(counter.desk, number)
    assert member is not None
    assert counter.desk.sale is not None
    assert counter.desk.sale.member_id == member.member_id
