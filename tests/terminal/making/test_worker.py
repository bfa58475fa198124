"""Cards are drawn on a thread: told step by step, stopped at once, and every fault is an answer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import number
from terminal.making.worker import CardWorker
from terminal.till.card_values import (
    CardSaid,
    CardsMade,
    CardsSent,
    CardsStep,
    CardWanted,
    DesignsFound,
    FindDesigns,
    MakeCards,
    PrintCards,
    StopCards,
)
from tests.stories.card_maker import StoryPrinters
from tests.terminal.making import plain

WAIT_S = 30
NUMBERS = tuple(number.make("0000", f"{at:09d}") for at in range(20))


def order(out: str = "cards.pdf", design: str = "classic") -> MakeCards:
    cards = tuple(CardWanted(number=one) for one in NUMBERS)
    return MakeCards(
        job="j", cards=cards, design=design, stock="starter", out=out, shop="Shop", issuer="0000"
    )


@pytest.fixture
def heard() -> queue.Queue[CardSaid]:
    return queue.Queue()


@pytest.fixture
def worker(data_dir: Path, heard: queue.Queue[CardSaid]) -> Iterator[CardWorker]:
    made = CardWorker(heard.put, root=data_dir, folder=data_dir / "cards", sheets=plain.a4)
    made.start()
    yield made
    made.stop()


def last(heard: queue.Queue[CardSaid]) -> tuple[list[CardsStep], CardsMade]:
    """Give what is said of a job until it ends."""
    steps = list[CardsStep]()
    while True:
        said = heard.get(timeout=WAIT_S)
        if isinstance(said, CardsMade):
            return steps, said
        assert isinstance(said, CardsStep)
        steps.append(said)


def test_a_job_is_told_step_by_step_and_lies_in_the_folder(
    worker: CardWorker, heard: queue.Queue[CardSaid], data_dir: Path
) -> None:
    worker.put(order())
    steps, made = last(heard)
    assert made == CardsMade(job="j", out=str(data_dir / "cards" / "cards.pdf"), checked=20)
    assert [(one.done, one.whole, one.checking) for one in steps] == [
        (10, 20, False),
        (20, 20, False),
        (1, 2, True),
        (2, 2, True),
    ]


def test_designs_and_papers_are_named(worker: CardWorker, heard: queue.Queue[CardSaid]) -> None:
    worker.put(FindDesigns())
    found = heard.get(timeout=WAIT_S)
    assert isinstance(found, DesignsFound)
    assert "classic" in {one.name for one in found.designs}
    assert "stamps" not in {one.name for one in found.designs}, "it has no code"
    assert {one.name: one.cards for one in found.stocks}["starter"] == 10


def test_a_wish_to_stop_stops_what_runs_and_nothing_after_it(
    data_dir: Path, heard: queue.Queue[CardSaid]
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(of: MakeCards) -> Iterator[tuple[object, ...]]:
        for sheet in plain.a4(of):
            begun.set()
            assert go_on.wait(WAIT_S)
            yield sheet

    made = CardWorker(heard.put, root=data_dir, folder=data_dir, sheets=slow)  # type: ignore[arg-type]
    made.start()
    try:
        made.put(order())
        assert begun.wait(WAIT_S)
        made.put(StopCards())
        go_on.set()
        assert last(heard)[1] == CardsMade(job="j", problem="cards_stopped")
        assert list(data_dir.glob("*.pdf*")) == []
        made.put(order())
        assert last(heard)[1].problem == ""
    finally:
        made.stop()


def test_a_folder_that_cannot_be_made_is_an_answer(
    data_dir: Path, heard: queue.Queue[CardSaid]
) -> None:
    (data_dir / "cards").write_text("a file where the folder would be")
    made = CardWorker(heard.put, root=data_dir, folder=data_dir / "cards", sheets=plain.a4)
    answer = made.answer(order())
    assert isinstance(answer, CardsMade)
    assert answer.problem == "disk_failed"


def test_a_design_that_is_gone_is_an_answer(data_dir: Path, heard: queue.Queue[CardSaid]) -> None:
    made = CardWorker(heard.put, root=data_dir, folder=data_dir)
    answer = made.answer(order(design="nothing"))
    assert isinstance(answer, CardsMade)
    assert answer.problem == "design_unknown"


def test_a_file_that_is_gone_or_a_printer_that_fails_is_an_answer(
    data_dir: Path, heard: queue.Queue[CardSaid]
) -> None:
    printers = StoryPrinters()
    printers.at_hand = ("Office",)
    made = CardWorker(heard.put, root=data_dir, folder=data_dir, printers=printers)
    file = data_dir / "cards.pdf"
    assert made.answer(PrintCards(file=str(file), printer="Office")) == CardsSent(
        printer="Office", problem="cards_gone"
    )
    data_dir.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF")
    assert made.answer(PrintCards(file=str(file), printer="Office")) == CardsSent(printer="Office")
    assert printers.sent == [("Office", b"%PDF")]
    assert made.answer(PrintCards(file=str(file), printer="Gone")) == CardsSent(
        printer="Gone", problem="printer_failed"
    )
