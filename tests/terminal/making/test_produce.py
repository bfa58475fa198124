"""A job is good when every code can be read back: a sabotaged card stops it and leaves no file."""

from __future__ import annotations

import errno
import itertools
from functools import partial
from pathlib import Path

import pytest

from cards.drawing.shapes import Rect, Shape
from loyalty import number
from loyalty.errors import Outage, Refusal
from terminal.making import produce, read_back, whole_file
from terminal.making.read_back import Cell, Place
from terminal.till.card_values import CardsMade, CardsStep, CardWanted, MakeCards
from tests.terminal.making import plain

NUMBERS = tuple(number.make("0000", f"{at * 76543211 % 10**9:09d}") for at in range(1, 13))
BAD = NUMBERS[10]


def order(out: Path, numbers: tuple[str, ...] = NUMBERS) -> MakeCards:
    """Order cards into a file."""
    cards = tuple(CardWanted(number=one) for one in numbers)
    return MakeCards(
        job="j", cards=cards, design="plain", stock="a4", out=str(out), shop="Shop", issuer="0000"
    )


def made(out: Path, other: dict[str, tuple[Shape, ...]]) -> CardsMade:
    """Make the cards, with some of them drawn otherwise."""
    sheets = partial(plain.sheets, other=other)
    return produce.make(order(out), sheets, heard=lambda _: None)


def test_a_good_job_is_a_file_and_every_code_of_it_was_read(data_dir: Path) -> None:
    out, heard = data_dir / "cards.pdf", list[CardsStep]()
    done = produce.make(order(out), plain.a4, heard=heard.append)
    assert done == CardsMade(job="j", out=str(out), checked=12)
    assert out.read_bytes().startswith(b"%PDF")
    assert [(one.done, one.whole, one.checking) for one in heard] == [
        (10, 12, False),
        (12, 12, False),
        (1, 2, True),
        (2, 2, True),
    ]
    assert [path.name for path in data_dir.iterdir()] == ["cards.pdf"]


BLOT = Rect(x_mm=4, y_mm=33, width_mm=70, height_mm=18, fill="#ffffff")
FINDER = Rect(x_mm=59, y_mm=4, width_mm=10, height_mm=10, fill="#808080")
SABOTAGE = {
    "another number in the QR code": (plain.drawn(BAD, qr=NUMBERS[3]), "card_wrong"),
    "another number in the bars": (plain.drawn(BAD, bars=NUMBERS[3]), "card_wrong"),
    "another number in both": (plain.drawn(NUMBERS[3]), "card_wrong"),
    "wrong check digits": (
        plain.drawn(BAD, qr=BAD[:-2] + "00", bars=BAD[:-2] + "00"),
        "card_wrong",
    ),
    "another shop's card": (plain.drawn(number.make("1234", "000000007")), "card_wrong"),
    "no bars": (plain.drawn(BAD, over=(BLOT,)), "card_unreadable"),
    "a QR code with a blot": (plain.drawn(BAD, over=(FINDER,)), "card_unreadable"),
}


@pytest.mark.parametrize("kind", SABOTAGE)
def test_one_bad_card_stops_the_job_with_its_number(data_dir: Path, kind: str) -> None:
    shapes, code = SABOTAGE[kind]
    with pytest.raises(Refusal) as refused:
        made(data_dir / "cards.pdf", {BAD: shapes})
    assert (refused.value.code, refused.value.details["got"]) == (code, BAD)
    assert list(data_dir.iterdir()) == [], "no file, and no half of one"


def test_a_file_that_was_there_stays_when_a_job_fails(data_dir: Path) -> None:
    out = data_dir / "cards.pdf"
    out.write_bytes(b"yesterday's")
    with pytest.raises(Refusal):
        made(out, {BAD: plain.drawn(BAD, over=(BLOT,))})
    assert out.read_bytes() == b"yesterday's"


def test_a_job_that_is_stopped_leaves_nothing(data_dir: Path) -> None:
    pages = iter([False, True])
    with pytest.raises(Refusal, match="stopped"):
        produce.make(
            order(data_dir / "cards.pdf"),
            plain.a4,
            heard=lambda _: None,
            stopped=lambda: next(pages),
        )
    assert list(data_dir.iterdir()) == []


def test_ctrl_c_leaves_nothing_and_what_was_there_stays(data_dir: Path) -> None:
    out = data_dir / "cards.pdf"
    out.write_bytes(b"yesterday's")

    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        produce.make(order(out), plain.a4, heard=lambda _: None, stopped=interrupted)
    assert [path.name for path in data_dir.iterdir()] == ["cards.pdf"]
    assert out.read_bytes() == b"yesterday's"


@pytest.mark.parametrize(
    ("number_of_error", "code"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "disk_read_only")]
)
def test_what_the_disk_says_is_an_outage(data_dir: Path, number_of_error: int, code: str) -> None:
    def failing() -> None:
        with whole_file.written(data_dir / "cards.pdf") as (file, _):
            file.write(b"half")
            raise OSError(number_of_error, "the disk says no")

    with pytest.raises(Outage) as failed:
        failing()
    assert failed.value.code == code
    assert list(data_dir.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_outage(data_dir: Path) -> None:
    with pytest.raises(Outage):
        made(data_dir / "nowhere" / "cards.pdf", {})


def test_a_large_batch_is_looked_at_all_over() -> None:
    place = Place(x_mm=0, y_mm=0, width_mm=1, height_mm=1)
    code = read_back.Code(symbology="QRCode", place=place)
    front = (Cell(number="9", codes=(code,)),) * 10
    back = (Cell(number="9", codes=()),) * 10
    assert read_back.sample([front, back] * 5) == (0, 2, 4, 6, 8)
    chosen = read_back.sample([front, back] * 1_000)
    assert len(chosen) == read_back.PAGES_LOOKED_AT
    assert (chosen[0], chosen[-1]) == (0, 1998)
    gaps = {after - before for before, after in itertools.pairwise(chosen)}
    assert max(gaps) <= 22
