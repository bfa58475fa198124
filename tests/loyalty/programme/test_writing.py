"""A programme that is written as TOML is read back as the very same one."""

from pathlib import Path

import msgspec
import pytest

from loyalty.programme import load_toml, to_toml
from tests.loyalty.documents import programme

ROOT = Path(__file__).parents[3]
READY = sorted((ROOT / "assets" / "programmes").glob("*.toml"))


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_ready_programmes_come_back(path: Path) -> None:
    """Also what was written by us is written the same again."""
    rules = load_toml(path.read_text("utf-8"))
    text = to_toml(rules)
    assert load_toml(text) == rules
    assert to_toml(load_toml(text)) == text


@pytest.mark.parametrize(
    "name", ['"', "\\", "a\nb\tc", "\x7f\x01", "[x]\n# no", "é \U0001f381", "'''"]
)
def test_any_name_comes_back(name: str) -> None:
    """Quotes, breaks and signs of TOML are text like any other."""
    rules = msgspec.structs.replace(
        programme(languages=["en", "pt_BR"]), name={"en": name, "pt_BR": name[::-1]}
    )
    assert load_toml(to_toml(rules)) == rules


def test_what_is_plain_stands_before_the_tables() -> None:
    """Otherwise it would be read as a part of the table above it."""
    rules = programme(check_in={}, points={"months": 3}, margin_percent=40, segments=["trade"])
    text = to_toml(rules)
    assert load_toml(text) == rules
    assert text.index("segments") < text.index("[points]")
