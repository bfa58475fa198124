"""What a receipt printer is sent is, on its paper, the slip: letters, pictures and codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp

from cards.receipt.compose import compose
from cards.receipt.drawn import CODE_DOTS_MAX, logo_picture, module_dots
from cards.receipt.fonts import UNPRINTED, Fonts
from cards.receipt.letters import COMMON, Letters
from cards.receipt.papers import NARROW, PAPERS, WIDE, WIDE_42, ReceiptLook
from cards.slip import Slip, SlipLine
from cards.slip_lines import slip_lines
from tests.paper.decoder import Cut, Head, Qr, Raster, Words
from tests.paper.render import paper
from tests.paper.slips import CARD, SALE, slip

EPSON = "TM-T20II"
LOOKS = [ReceiptLook(paper=name, drawn=drawn) for name in PAPERS for drawn in (False, True)]
LOOKS += [ReceiptLook(model=EPSON), ReceiptLook(model="POS-5890", paper=NARROW)]


def printed(made: Slip, look: ReceiptLook, fonts: Fonts | None = None) -> Head:
    head = Head()
    head.feed(compose(made, look, fonts or Fonts()).data)
    assert head.is_idle
    return head


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_both_codes_are_read_from_the_paper(look: ReceiptLook) -> None:
    sheet = paper(printed(slip(), look).printed, look.sheet().width_dots)
    assert {code.text for code in zxingcpp.read_barcodes(sheet)} == {SALE, CARD}


@pytest.mark.parametrize("name", [WIDE, WIDE_42, NARROW])
def test_letters_are_the_printers_own_where_it_has_them(name: str) -> None:
    look = ReceiptLook(paper=name)
    head = printed(slip(), look)
    said = " ".join(" ".join(head.texts()).split())
    for part in ("Koffiebar Noord", "geen kassabon", "\u20ac 12,50", "-\u20ac 3,50", "+62", "902"):
        assert part in said
    assert all(len(line) <= look.sheet().columns for line in head.texts())
    # Only the two codes are pictures.
    assert sum(isinstance(each, Raster) for each in head.printed) == 2


def test_everything_is_a_picture_where_the_letters_are_not_trusted() -> None:
    head = printed(slip(), ReceiptLook(drawn=True))
    lines = slip_lines(slip(), PAPERS[WIDE].columns)
    assert not head.texts()
    assert sum(isinstance(each, Raster) for each in head.printed) == len(lines)


def test_a_line_is_drawn_where_no_page_has_all_of_its_letters() -> None:
    mixed = slip(
        lines=(SlipLine(label="\u017b\u00f3\u0142w & \u041f\u0440\u0438\u0432\u0435\u0442"),),
        code="",
        joining=None,
    )
    head = printed(mixed, ReceiptLook())
    assert sum(isinstance(each, Raster) for each in head.printed) == 1
    polish = slip(shop="\u017b\u00f3\u0142w", code="", joining=None)
    head = printed(polish, ReceiptLook())
    assert "\u017b\u00f3\u0142w" in [text.strip() for text in head.texts()]


def test_no_question_mark_stands_for_a_letter_that_one_model_lacks() -> None:
    """This model's list has no page for Polish; the library by itself would write `?`."""
    head = printed(slip(shop="\u017b\u00f3\u0142w"), ReceiptLook(model="TM-T88III", paper=WIDE_42))
    assert not any("?" in text for text in head.texts())
    assert isinstance(head.printed[0], Raster)


def test_the_bold_and_the_tall_are_where_they_belong() -> None:
    styles = {
        each.text.strip(): (each.style.is_bold, each.style.is_tall)
        for each in printed(slip(), ReceiptLook()).printed
        if isinstance(each, Words)
    }
    assert styles["Koffiebar Noord"] == (True, True)
    assert styles["Spaarbon - geen kassabon"] == (True, False)
    assert styles["Nog 60 punten tot een zak bonen"] == (False, False)


def test_a_code_is_the_printers_own_where_its_model_can() -> None:
    codes = [
        each for each in printed(slip(), ReceiptLook(model=EPSON)).printed if isinstance(each, Qr)
    ]
    assert [(each.text, each.level, each.align) for each in codes] == [
        (CARD, "M", 1),
        (SALE, "M", 1),
    ]
    assert all(each.dots >= 4 for each in codes)


@pytest.mark.parametrize("name", PAPERS)
def test_modules_are_whole_dots_and_no_code_is_wider_than_the_paper(name: str) -> None:
    sheet = PAPERS[name]
    for modules in range(21, 178, 4):
        dots = module_dots(modules, sheet)
        assert dots == 1 or dots * (modules + 8) <= min(CODE_DOTS_MAX, sheet.width_dots)
    assert module_dots(57, sheet) * 57 >= 8 * 25, "the sale's code is 25 mm at 8 dots a mm"


def test_only_wide_printers_are_told_to_cut() -> None:
    assert isinstance(printed(slip(), ReceiptLook()).printed[-1], Cut)
    assert not any(
        isinstance(one, Cut) for one in printed(slip(), ReceiptLook(paper=NARROW)).printed
    )


def test_letters_that_no_font_has_are_said_and_not_boxed() -> None:
    nowhere = Fonts(())
    receipt = compose(slip(shop="\u8336"), ReceiptLook(), nowhere)
    assert receipt.missing
    # The next slip has nothing left out: what is said is said of one slip.
    assert not compose(slip(), ReceiptLook(), nowhere).missing
    assert UNPRINTED.isascii()


def test_words_too_long_for_a_line_keep_every_letter() -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitaen" * 2
    head = printed(slip(shop=long, code="", joining=None), ReceiptLook(paper=NARROW))
    assert long in head.texts()
    fonts = Fonts()
    drawn = compose(slip(shop=long, code="", joining=None), ReceiptLook(drawn=True), fonts)
    short = compose(slip(shop="x", code="", joining=None), ReceiptLook(drawn=True), fonts)
    assert len(drawn.data) > len(short.data)


def test_a_shops_name_steers_no_printer() -> None:
    head = printed(slip(shop="Caf\x1b@\x10\x14\x01e", till="a\nb"), ReceiptLook())
    assert not any("\x1b" in text for text in head.texts())


def test_the_logo_is_printed_and_a_broken_one_is_left_out() -> None:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 0, 255)).save(file, "PNG")
    with_logo = compose(slip(), ReceiptLook(), Fonts(), logo=file.getvalue())
    head = Head()
    head.feed(with_logo.data)
    first = head.printed[0]
    assert isinstance(first, Raster)
    assert (first.width_bytes * 8, first.align) == (288, 1)
    broken = compose(slip(), ReceiptLook(), Fonts(), logo=b"no picture")
    assert broken.data == compose(slip(), ReceiptLook(), Fonts()).data
    with pytest.raises(ValueError, match="no picture"):
        logo_picture(b"", PAPERS[WIDE])


def test_the_same_slip_is_the_same_bytes() -> None:
    assert (
        compose(slip(), ReceiptLook(), Fonts()).data == compose(slip(), ReceiptLook(), Fonts()).data
    )


def test_the_bytes_of_a_page_are_those_of_the_page() -> None:
    letters = Letters(COMMON)
    for text in (
        "K\u00e4se f\u00fcr 5 \u20ac",
        "N\u00e3o \u00e9 recibo",
        "\u017b\u00f3\u0142w",
        "\u041f\u0440\u0438\u0432\u0435\u0442",
    ):
        page = letters.page_for(text, "")
        assert page is not None
        assert letters.encoded(text, page).decode(page) == text


def test_the_library_leaves_no_handler_and_no_folder_behind(tmp_path: Path) -> None:
    program = (
        "import logging; from cards.receipt.library import escpos; escpos('printer');\n"
        "print(logging.getLogger().handlers)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["[]"]
    assert not list(tmp_path.iterdir())
