"""A till whose disk is full or read-only says so, loses nothing and goes on when it can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from tests.processes import disk
from tests.processes.server import Server
from tests.processes.till import Said, Till, points
from tests.terminal.commands.place import card

STEP_S: Final = 20.0
MEGABYTES: Final = 8

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(disk.why_not()), reason=disk.why_not() or "it is possible"),
]


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    """Undo what a test set up, the last thing first, also where it failed."""
    with ExitStack() as stack:
        yield stack


def opened(till: Till, number: int) -> None:
    """Scan a card and type an amount."""
    till.say(scan=card(number))
    shown = till.shows(STEP_S, "enrol", "member")
    assert shown is not None, till.screen
    if shown["screen"] == "enrol":
        till.say(key="Enter")
        assert till.shows(STEP_S, "member") is not None
    till.say(text="1250")


def left(till: Till) -> None:
    """Leave the sale that is open again after a start; how far it got to the disk is chance."""
    shown = till.shows(STEP_S, "idle", "member")
    assert shown is not None, till.screen
    if shown["screen"] == "member":
        till.say(key="Esc")
        till.say(key="Esc")
        assert till.shows(STEP_S, "idle") is not None, till.screen


def sold(till: Till, number: int) -> None:
    """Sell something; the slip is printed."""
    opened(till, number)
    till.say(key="Enter")
    assert till.wait(lambda said: "print" in said, STEP_S) is not None, till.screen


def refusal(till: Till) -> str:
    """Give the sentence of the refusal that is shown next."""
    # The screen is only shown again when it has changed; the sound comes each time.
    assert till.wait(lambda said: said.get("sound") == "refused", STEP_S) is not None, till.screen
    if not _is_refusal({"show": till.screen}):
        assert till.wait(_is_refusal, STEP_S) is not None, till.screen
    strip: Said = till.screen["frame"]["strip"]
    sentence: str = strip["sentence"]
    return sentence


def _is_refusal(said: Said) -> bool:
    strip = said.get("show", {"frame": {"strip": None}})["frame"]["strip"]
    return strip is not None and strip["state"] == "refused"


def agree(till: Till, server: Server, sales: int) -> None:
    """Let the till send what it has; then both have every sale once."""
    till.drain()
    assert till.close() == 0
    assert till.unsent() == 0
    made = till.made()
    assert server.close() == 0
    kept = server.books()
    assert len(set(till.acknowledged)) == len(till.acknowledged) == sales
    assert set(till.acknowledged) <= {one.id for one in made}
    assert sum(one.type == "sale" for one in made) == sales
    assert Counter(one.id for one in made) == kept.ids
    assert points(made) == kept.points == sales * 50


def test_a_full_disk_refuses_the_sale_and_loses_nothing(data_dir: Path, ends: ExitStack) -> None:
    place = ends.enter_context(disk.small(data_dir / "disk", MEGABYTES))
    server = Server(data_dir / "shop")
    ends.callback(server.end)
    till = Till(place / "till", server.pairing(server.port))
    ends.callback(till.end)
    sold(till, 1)
    till.drain()
    opened(till, 2)
    ballast = disk.fill(place)
    for _ in range(2):
        till.say(key="Enter")
        assert "disk is full" in refusal(till)
    till.say(sync=True)  # what the server says cannot be kept either, and nobody stumbles
    till.say(key="Enter")
    assert "disk is full" in refusal(till)
    assert len(till.acknowledged) == 1
    ballast.unlink()
    till.say(key="Enter")
    assert till.wait(lambda said: "print" in said, STEP_S) is not None
    sold(till, 3)
    # The power goes while it is full: it is back when there is room, with everything it said.
    ballast = disk.fill(place)
    till.kill()
    ballast.unlink()
    till.start()
    sold(till, 4)
    agree(till, server, 4)


def test_a_disk_that_turns_read_only_is_said_and_loses_nothing(
    data_dir: Path, ends: ExitStack
) -> None:
    failing = disk.Failing(data_dir / "disk")
    ends.callback(failing.remove)
    server = Server(data_dir / "shop")
    ends.callback(server.end)
    till = Till(failing.place / "till", server.pairing(server.port))
    ends.callback(till.end)
    sold(till, 1)
    opened(till, 2)
    failing.fail()
    till.say(key="Enter")
    sentence = refusal(till)
    assert "disk" in sentence, sentence
    assert len(till.acknowledged) == 1
    till.kill()
    again = till.fails_to_start()
    assert "read-only" in again, again
    failing.mend()
    till.start()
    left(till)
    sold(till, 3)
    agree(till, server, 2)
