"""The slips of a real day come out of a receipt printer: words, figures, and codes that scan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cards.receipt.papers import NARROW, WIDE, ReceiptLook
from cards.slip_pdf import render_pdf
from cards.slip_text import render_text
from scanner.decode import decode
from tests.paper.decoder import Head
from tests.paper.pictures import LANGUAGES, picture, slips
from tests.paper.slips import slip

NOT_A_RECEIPT = {
    "en": "not a receipt",
    "nl": "geen kassabon",
    "sv": "ej kvitto",
    "de": "kein Kassenbeleg",
    "pt_BR": "NÃO É DOCUMENTO FISCAL",
}
QUICK = "pt_BR"


@pytest.mark.parametrize(
    "language",
    [each if each == QUICK else pytest.param(each, marks=pytest.mark.slow) for each in LANGUAGES],
)
def test_what_a_day_prints(language: str, data_dir: Path) -> None:
    made = slips(language, data_dir / "shop")
    for name, one in made.items():
        for look in (ReceiptLook(paper=WIDE), ReceiptLook(paper=NARROW), ReceiptLook(drawn=True)):
            seen = {found.text for found in decode(np.array(picture(one, look)))}
            codes = {one.code, one.joining.text if one.joining else ""} - {""}
            assert seen == codes, (name, look)
        text = " ".join(render_text(one, with_codes=False).split())
        assert (NOT_A_RECEIPT[language] in text) != (name == "day")
        assert render_pdf(one).startswith(b"%PDF")
    sale, copy = made["sale"], made["copy"]
    assert sale.code
    assert (sale.code, sale.why, sale.used, sale.next_reward) == (
        *(copy.code, copy.why, copy.used, copy.next_reward),
    )
    assert all((sale.why, sale.used, sale.next_reward, sale.balance, sale.worth, copy.marks))
    assert made["joining"].joining is not None


@pytest.mark.parametrize(
    ("name", "is_drawn"),
    [("Żółw", False), ("مقهى الشمال", True), ("Καφές", False), ("Кофейня", False)],
)
def test_names_of_other_letters(name: str, *, is_drawn: bool) -> None:
    from cards.receipt.compose import compose
    from cards.receipt.fonts import Fonts

    named = slip(shop=name, code="", joining=None)
    known = ReceiptLook(model="TM-T20II")
    receipt = compose(named, known, Fonts())
    head = Head()
    head.feed(receipt.data)
    assert (name in [text.strip() for text in head.texts()]) != is_drawn
    assert not receipt.missing
