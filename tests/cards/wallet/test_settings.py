"""`wallet.toml`: what is taken, and what is refused with its place."""

from __future__ import annotations

import pytest

from cards.wallet import settings
from loyalty.errors import Refusal

APPLE = '[apple]\npass_type = "pass.com.example.card"\nteam = "ABCDE12345"\n'
GOOGLE = '[google]\nissuer = "3388000000012345678"\nlogo_url = "https://shop.example/l.png"\n'


def test_two_lines_are_enough_and_files_have_usual_names() -> None:
    read = settings.read((APPLE + GOOGLE).encode())
    assert read.apple is not None
    assert read.google is not None
    assert (read.apple.certificate, read.apple.key) == ("pass.pem", "pass.key")
    assert read.google.class_id == "3388000000012345678.card"
    assert settings.contrast(read.look.background, read.look.foreground) > 7


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "neither"),
        ("[apple", "TOML|invalid|Expected"),
        (APPLE.replace("pass.com", "com"), "pass_type"),
        (APPLE.replace("ABCDE", "abc"), "team"),
        (APPLE + 'key = "../secret.pem"\n', "key"),
        (APPLE + 'key = "/etc/secret.pem"\n', "key"),
        (APPLE + 'kee = "pass.key"\n', "kee"),
        (GOOGLE.replace("https", "http"), "logo_url"),
        (GOOGLE + 'class = "a b"\n', "class"),
        (APPLE + '[look]\nbackground = "brown"\n', "background"),
        (
            APPLE + '[look]\nbackground = "#777777"\nlabel = "#888888"\n',
            "look.foreground|look.label",
        ),
        (APPLE + '[look]\nbackground = "#000000"\nlabel = "#333333"\n', "look.label"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, hint: str) -> None:
    with pytest.raises(Refusal, match=hint) as caught:
        settings.read(text.encode())
    assert caught.value.code == "wallet_settings"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Refusal):
        settings.read(b"\xff\xfe[apple]")


def test_contrast_is_that_of_wcag() -> None:
    assert settings.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert settings.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
