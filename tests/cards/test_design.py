"""Designs: what ships can be read and printed, and whatever is wrong is named at once."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cards import design, design_check
from cards.design import Design
from cards.drawing.fonts import Fonts
from loyalty.errors import Refusal

FONTS = Fonts()


def table(name: str = "classic") -> dict[str, Any]:
    """Give a design's file as tables, to be broken."""
    return tomllib.loads((design.FOLDER / f"{name}.toml").read_text("utf-8"))


def found(data: dict[str, Any]) -> str:
    """Give everything that is wrong with tables, as one text."""
    return "\n".join(design_check.problems(design.parse("broken", data), FONTS))


def element(data: dict[str, Any], side: str, kind: str) -> dict[str, Any]:
    """Give the first element of a kind."""
    one: dict[str, Any] = next(one for one in data[side] if one["kind"] == kind)
    return one


@pytest.mark.parametrize("name", design.names())
def test_what_ships_is_right(name: str) -> None:
    """Each design of ours is readable, in all five languages, at every level."""
    assert not design_check.problems(design.load(name), FONTS)


def test_seven_ship() -> None:
    """Four cards, of which one stands upright, a key fob, a slip and a stamp card."""
    loaded = [design.load(name) for name in design.names()]
    kinds = sorted(one.kind for one in loaded)
    assert kinds == ["card"] * 4 + ["fob", "slip", "stamps"]
    cards = [one.size for one in loaded if one.kind == "card"]
    assert all(sorted((size.width_mm, size.height_mm)) == [53.98, 85.6] for size in cards)
    assert sum(size.height_mm > size.width_mm for size in cards) == 1


def test_a_code_at_the_edge() -> None:
    """What a cutter may take off holds no code."""
    data = table()
    element(data, "front", "qr")["x"] = 62.5
    said = found(data)
    assert "outside of the safe area" in said
    assert "quiet zone reaches over the edge" in said


def test_a_module_between_dots() -> None:
    """Bars of five dots and a half would be softened by the printer; the next sizes are named."""
    data = table()
    element(data, "back", "bars")["module"] = 0.4657
    said = found(data)
    assert "5.50 dots at 300 dpi" in said
    assert "0.42333, 0.508 mm are" in said


def test_codes_too_small() -> None:
    """A QR is at least 20 mm on a card, bars are 60 to 70 by 14 to 20."""
    data = table()
    element(data, "front", "qr")["module"] = 0.762
    element(data, "back", "bars").update(module=0.338667, height=9.0)
    said = found(data)
    assert "a QR of 16.0 mm" in said
    assert "bars of 41.7 mm" in said
    assert "bars 9 mm high" in said


def test_something_in_the_quiet_zone() -> None:
    """An ornament that touches the code's white is seen in the pixels."""
    data = table()
    code = element(data, "front", "qr")
    data["front"].append(
        {
            "kind": "path",
            "d": "M0 0 H3 V20 H0 Z",
            "fill": "ring",
            "x": code["x"] - 3.4,
            "y": code["y"],
        }
    )
    assert "something stands in its quiet zone" in found(data)


def test_a_dark_ground_behind_a_code() -> None:
    """Black on a dark colour is no code."""
    data = table()
    data["colours"]["white"] = "#35506a"
    said = found(data)
    assert "9:1 is the least" in said


@pytest.mark.parametrize("rank", [0, 2])
def test_words_too_pale(rank: int) -> None:
    """Contrast is WCAG's, and a level's own colours count as well."""
    data = table()
    if rank:
        data["tiers"][rank - 1]["glow"] = "#1c463f"
        assert "level 2" in found(data)
    else:
        data["colours"]["soft"] = "#2c5a50"
        assert "4.5:1 is the least" in found(data)


def test_words_that_do_not_fit() -> None:
    """Every language is set; the one that does not fit is named."""
    data = table()
    data["words"]["claim"]["de"] = "Herzlich willkommen bei uns und auf bald " * 3
    said = found(data)
    assert "do not fit" in said
    assert "(de)" in said
    assert "(nl)" not in said


def test_words_over_one_another_and_over_the_edge() -> None:
    """Names get long; the sample has a long one."""
    data = table()
    for one in data["back"]:
        if one["kind"] == "text" and one["say"] == "{valid}":
            one["x"], one["align"] = 20.0, "left"
        if one["kind"] == "text" and one["say"] == "{claim}":
            one["x"] = 1.0
    said = found(data)
    assert "stands over" in said
    assert "out of the safe area" in said


def test_names_of_what_is_not_there() -> None:
    """Colours, words, fields, languages, pictures and paths: all named in one go."""
    data = table()
    data["colours"]["ink"] = "red"
    data["tiers"][0]["gold"] = "#ffffff"
    del data["words"]["claim"]["sv"]
    data["words"]["found"]["nl"] = "Gevonden? {straat}"
    element(data, "front", "box")["fill"] = "snow"
    element(data, "front", "text")["say"] = "{nme}"
    element(data, "front", "path")["d"] = "L1 1"
    element(data, "front", "logo")["when"] = "rich"
    data["back"].append(
        {"kind": "picture", "file": "gone.png", "x": 0, "y": 0, "width": 9, "height": 9}
    )
    said = found(data)
    for part in (
        "colours.ink: 'red' is no #rrggbb",
        "tiers[1].gold: there is no such colour",
        "words.claim: it is not said in sv",
        "words.found.nl: cards have no {straat}",
        "front[1].fill: there is no colour 'snow'",
        "say: cards have no {nme}",
        "d: a path begins with M",
        "when: cards have no 'rich'",
        "the picture 'gone.png' is not there",
    ):
        assert part in said


def test_a_picture_stays_beside_the_design() -> None:
    """No design reads a file from elsewhere."""
    data = table()
    data["back"].append(
        {"kind": "picture", "file": "../../README.md", "x": 0, "y": 0, "width": 9, "height": 9}
    )
    assert "does not stand beside the design" in found(data)


def test_a_broken_form_is_named_with_its_places() -> None:
    """Every element that cannot be read is named, not just the first."""
    data = table()
    data["front"][0]["width"] = "wide"
    data["front"][1]["kind"] = "circle"
    data["back"][0]["shadow"] = 3
    with pytest.raises(Refusal) as refused:
        design.parse("broken", data)
    said = str(refused.value)
    assert refused.value.code == "design_wrong"
    for part in ("front[1]", "width", "front[2]", "circle", "back[1]", "shadow"):
        assert part in said


def test_an_unreadable_card_is_not_printed(tmp_path: Path) -> None:
    """Loading with the check refuses; loading without it only reads."""
    text = (design.FOLDER / "classic.toml").read_text("utf-8")
    (tmp_path / "small.toml").write_text(text.replace("module = 1.016", "module = 0.508"))
    assert isinstance(design.load("small", tmp_path), Design)
    with pytest.raises(Refusal, match="too near") as refused:
        design_check.load("small", FONTS, tmp_path)
    assert refused.value.code == "design_wrong"


def test_an_unknown_design(tmp_path: Path) -> None:
    """The refusal names those that there are; a name is not a path."""
    with pytest.raises(Refusal, match="classic") as refused:
        design.load("gold")
    assert refused.value.code == "design_unknown"
    with pytest.raises(Refusal):
        design.load("../stock/stock")
    (tmp_path / "bad.toml").write_text("title = ")
    with pytest.raises(Refusal, match="cannot be read"):
        design.load("bad", tmp_path)
