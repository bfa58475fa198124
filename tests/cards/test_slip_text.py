"""Slips as text: nothing is cut, nothing is lost, codes can be read from the page."""

import string

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from cards.slip import Slip, SlipCode, SlipLine
from cards.slip_text import NARROW_PAPER_COLUMNS, WIDE_PAPER_COLUMNS, render_text

WIDTHS = [NARROW_PAPER_COLUMNS, WIDE_PAPER_COLUMNS]
HEAD = "Loyalty slip - not a receipt"
CODE = "RS1:" + "TKSDAMBQGDCB" * 15


def slip(**changes: object) -> Slip:
    fields: dict[str, object] = {
        "sale": "0199-a",
        "language": "nl",
        "shop": "Koffiebar Noord",
        "till": "Kassa 1",
        "head": HEAD,
        "when": "22 nov 2026 14:07",
        "member": "•••• 4821",
        "lines": (SlipLine(label="Verkoop", figure="€\u00a012,50"),),
        "used": (SlipLine(label="Gratis cappuccino", figure="\u2212€\u00a03,50"),),
        "earned": SlipLine(label="Punten", figure="+62", strong=True),
        "why": ("12,50 x 4 = 50, Zilver +25 % = 12",),
        "balance": SlipLine(label="Uw punten", figure="902"),
        "worth": SlipLine(label="Waard", figure="€\u00a09,02"),
        "next_reward": "Nog 60 punten tot een zak bonen",
        "closing": ("Tot ziens",),
    }
    return Slip(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_stands_on_the_slip_in_its_order(width: int) -> None:
    text = " ".join(render_text(slip(), width).split())
    wanted = [
        "Koffiebar Noord",
        HEAD,
        "Kassa 1 22 nov 2026 14:07",
        "•••• 4821",
        "Verkoop € 12,50",
        "Gratis cappuccino \u2212€ 3,50",
        "Punten +62",
        "12,50 x 4 = 50, Zilver +25 % = 12",
        "Uw punten 902",
        "Waard € 9,02",
        "Nog 60 punten tot een zak bonen",
        "Tot ziens",
    ]
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_paper(width: int) -> None:
    text = render_text(slip(marks=("TRAINING", "DEMO")), width)
    assert all(len(line) <= width for line in text.splitlines())


def test_marks_come_before_everything() -> None:
    first = render_text(slip(marks=("TRAINING",))).splitlines()[0]
    assert first.strip() == "*** TRAINING ***"


def test_figures_stand_at_the_right_edge() -> None:
    lines = render_text(slip()).splitlines()
    line = next(line for line in lines if line.startswith("Verkoop"))
    assert len(line) == WIDE_PAPER_COLUMNS
    assert line.endswith(" € 12,50")


WORD = st.text(string.ascii_letters + string.digits + "-ßéÅ", min_size=1, max_size=40)
FIGURE = st.integers(-(10**12), 10**12).map(lambda n: f"€\u00a0{n:,}".replace(",", "\u202f"))


@given(st.lists(WORD, min_size=1, max_size=12), FIGURE, st.sampled_from(WIDTHS))
def test_words_and_figures_are_never_cut(words: list[str], figure: str, width: int) -> None:
    line = SlipLine(label=" ".join(words), figure=figure)
    text = render_text(slip(lines=(line,), why=(" ".join(words),)), width)
    for word in words:
        assert text.split().count(word) >= 2
    shown = figure.replace("\u00a0", " ").replace("\u202f", " ")
    assert any(row.endswith(shown) for row in text.splitlines())


@given(st.text(max_size=60))
def test_a_shop_name_never_steers_a_printer(name: str) -> None:
    text = render_text(slip(shop=name))
    assert not set(text) & {chr(code) for code in (*range(10), *range(11, 32), 127)}


def test_wide_letters_count_twice() -> None:
    line = SlipLine(label="コーヒー", figure="350")
    row = next(row for row in render_text(slip(lines=(line,))).splitlines() if "350" in row)
    assert row == "コーヒー" + " " * (WIDE_PAPER_COLUMNS - 8 - 3) + "350"


def test_empty_parts_leave_no_trace() -> None:
    bare = Slip(sale="", language="en", shop="S", till="T", head=HEAD, when="now")
    rule = "-" * NARROW_PAPER_COLUMNS
    lines = render_text(bare, NARROW_PAPER_COLUMNS).splitlines()
    assert [line.strip() for line in lines if line != rule] == ["S", HEAD, "T" + " " * 28 + "now"]


def codes_in(text: str) -> list[str]:
    """Photograph the page: draw its half blocks as pixels and decode them."""
    width = max(len(line) for line in text.splitlines())
    rows: list[list[bool]] = []
    for line in text.splitlines():
        padded = line.ljust(width)
        rows.append([letter in "█▀" for letter in padded])
        rows.append([letter in "█▄" for letter in padded])
    gray = np.where(np.kron(np.array(rows), np.ones((4, 4), dtype=bool)), 0, 255)
    return [found.text for found in zxingcpp.read_barcodes(gray.astype(np.uint8))]


@pytest.mark.parametrize("width", WIDTHS)
def test_both_codes_are_read_from_the_page(width: int) -> None:
    joining = SlipCode(text="9000012345678905", caption="Uw kaart", digits="9000 0123 4567 8905")
    whole = slip(code=CODE, code_caption="Bewaar deze bon", joining=joining)
    assert set(codes_in(render_text(whole, width))) == {CODE, "9000012345678905"}
    without = render_text(whole, width, with_codes=False)
    assert codes_in(without) == []
    assert "9000 0123 4567 8905" in without
