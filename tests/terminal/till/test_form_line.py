"""The line that a paper form is entered with."""

from __future__ import annotations

import pytest

from loyalty.errors import Refusal
from terminal.till.form_line import FormLine, read, switched

KEYS = ("1", "2")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", FormLine()),
        ("Anna", FormLine(name="Anna")),
        ("0612345678", FormLine(phone="0612345678")),
        (
            "Anna de Vries 06 12345678 14-3 /12",
            FormLine(name="Anna de Vries", phone="06 12345678", birthday="03-14", boxes=("1", "2")),
        ),
        (
            "Jos\u00e9 +31 (0)6-12345678 /2",
            FormLine(name="Jos\u00e9", phone="+31 (0)6-12345678", boxes=("2",)),
        ),
        ("Bo 030/123456 29.2.", FormLine(name="Bo", phone="030/123456", birthday="02-29")),
        ("/21", FormLine(boxes=("1", "2"))),
        ("Anna /", FormLine(name="Anna")),
    ],
)
def test_a_line_is_read(text: str, wanted: FormLine) -> None:
    assert read(text, KEYS) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [("Anna 31-2", "form_birthday"), ("Anna 1-13", "form_birthday"), ("Anna /3", "form_boxes")],
)
def test_what_no_form_can_say_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text, KEYS)
    assert refused.value.code == code


def test_a_touch_ticks_and_clears_a_box() -> None:
    assert switched("Anna", "2", KEYS) == "Anna /2"
    assert switched("Anna /2", "1", KEYS) == "Anna /12"
    assert switched("Anna /12", "1", KEYS) == "Anna /2"
    assert switched("Anna /2", "2", KEYS) == "Anna"
    assert switched("", "1", KEYS) == "/1"


def test_its_repr_tells_nobody() -> None:
    told = repr(read("Anna 0612345678 14-3 /1", KEYS))
    assert "Anna" not in told
    assert "0612" not in told
