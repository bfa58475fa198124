"""The first start is asked once, and what a shop said while the window closed is not lost."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.boot import DATABASE
from storage import folder as folders
from storage import keys
from storage.keys import FileKeyStore
from sync import pairing
from sync.discovery import Found
from sync.http import HttpTransport
from sync.transport import Answered, Sent
from terminal.commands import own_server
from terminal.commands.first_start import Asking, is_asked
from terminal.commands.surroundings import Surroundings, SystemClock
from terminal.till import opening
from terminal.till.effects import Effect, Show
from terminal.till.messages import Key, Text
from terminal.till.screens_steps import FirstStart
from tests.server.running import Running, serving
from tests.server.shop import open_books

PATIENCE_S = 20.0


@pytest.fixture
def server(data_dir: Path) -> Iterator[Running]:
    """A shop's server that listens."""
    books = open_books(data_dir)
    with serving(books, now_us=SystemClock().now_us) as running:
        yield running
    books.close()


def around(root: Path, kind: str = folders.SHOP) -> Surroundings:
    folder = folders.prepare(root, kind)
    return Surroundings(
        folder=folder,
        store=FileKeyStore(folder.keys),
        clock=SystemClock(),
        randomness=os.urandom,
        language="en",
    )


class Asked:
    """A question on a thread of its own, as the counter asks it."""

    def __init__(self, place: Surroundings, found: tuple[Found, ...] = ()) -> None:
        self.shown: queue.SimpleQueue[FirstStart] = queue.SimpleQueue()
        self.asking = Asking(place, self.perform, lambda: found)
        self.given: list[Surroundings | None] = []
        self.thread = threading.Thread(target=lambda: self.given.append(self.asking.run()))
        self.thread.start()

    def perform(self, effect: Effect) -> None:
        if isinstance(effect, Show) and isinstance(effect.screen, FirstStart):
            self.shown.put(effect.screen)

    def until(self, headline: str) -> FirstStart:
        while (screen := self.shown.get(timeout=PATIENCE_S)).headline != headline:
            pass
        return screen

    def end(self) -> Surroundings | None:
        self.asking.stop()
        self.thread.join(PATIENCE_S)
        return self.given[0]


def paired(server: Running) -> str:
    """What is typed: the string with a code that is valid now."""
    place, code = server.pairing(), server.books.make_code(SystemClock().now_us())
    return f"{place.host}:{place.port}/{code}-{place.fingerprint}"


def test_only_a_shop_that_nobody_spoke_for_is_asked(data_dir: Path) -> None:
    assert not is_asked(around(data_dir / "demo", folders.DEMO))
    place = around(data_dir / "shop")
    assert is_asked(place)
    # Rules that wait for the first start are no books yet.
    (place.folder.server / own_server.PROGRAMME).write_text("", "utf-8")
    assert is_asked(place)
    (place.folder.server / DATABASE).write_bytes(b"")
    assert not is_asked(place)


def test_a_window_that_closes_leaves_the_question_for_the_next_start(data_dir: Path) -> None:
    place = around(data_dir / "till")
    asked = Asked(place)
    asked.until("First till of this shop, or join one?")
    asked.asking.post(Text(text="2"))
    asked.until("Which shop does this till join?")
    assert asked.end() is None
    assert is_asked(place)


def test_the_first_till_gets_the_language_that_was_chosen(data_dir: Path) -> None:
    asked = Asked(around(data_dir / "till"))
    asked.until("First till of this shop, or join one?")
    for _ in range(3):
        asked.asking.post(Key(name="F9"))
    asked.asking.post(Key(name="Enter"))
    asked.thread.join(PATIENCE_S)
    assert asked.given[0] is not None
    assert asked.given[0].language == "de"


def test_a_shop_that_was_found_needs_its_code_alone(server: Running, data_dir: Path) -> None:
    place, typed = around(data_dir / "till"), paired(server)
    known = pairing.parse(typed)
    found = Found(name="Noord", host=known.host, port=known.port, fingerprint=known.fingerprint)
    asked = Asked(place, (found,))
    asked.asking.post(Text(text="2"))
    while not (screen := asked.until("Which shop does this till join?")).rows:
        pass
    assert [row.title for row in screen.rows] == ["Noord"]
    asked.asking.post(Text(text=typed.rpartition("/")[2]))
    asked.asking.post(Key(name="Enter"))
    asked.asking.post(Key(name="Enter"))
    asked.thread.join(PATIENCE_S)
    assert asked.given == [place]
    assert not is_asked(place)
    assert (place.folder.root / "recovery-sheet.pdf").exists()


def test_a_window_that_closes_while_the_shop_answers(
    server: Running, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop counts this till already: it is kept, and the next start goes on with it."""
    place = around(data_dir / "till")
    asks, may_go_on = threading.Event(), threading.Event()
    real = HttpTransport.send

    def slow(line: HttpTransport, sent: Sent) -> Answered:
        if sent.method == "POST":
            asks.set()
            assert may_go_on.wait(PATIENCE_S)
        return real(line, sent)

    monkeypatch.setattr(HttpTransport, "send", slow)
    asked = Asked(place)
    for text in ("2", paired(server)):
        asked.asking.post(Text(text=text))
    for _ in range(2):
        asked.asking.post(Key(name="Enter"))
    assert asks.wait(PATIENCE_S)
    asked.asking.stop()
    may_go_on.set()
    assert asked.end() is None
    ledger = opening.ledger_of(place.folder, place.store)
    known = opening.identity(ledger)
    ledger.close()
    assert known is not None
    assert known.server_url == server.url
    assert place.store.get(keys.DEVICE_SEED) is not None
    assert not is_asked(place)
