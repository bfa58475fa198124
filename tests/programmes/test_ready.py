"""The ready programmes: each is right, in every language, and gives what the guide says."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from loyalty.margin.protection import hundredths, protection
from loyalty.programme import FixedReward, PercentReward, ProductReward, Programme, to_wire
from tests.programmes import tales
from tests.programmes.guide import READY, ROOT, sections
from tests.programmes.story import Story, major, ready

TALES: dict[str, Callable[[Story], tales.Told]] = {
    "coffee-bar": tales.coffee_bar,
    "clothing-shop": tales.clothing_shop,
    "supermarket": tales.supermarket,
    "gym": tales.gym,
    "web-and-store": tales.web_and_store,
    "paid-membership": tales.paid_membership,
    "builders-merchant": tales.builders_merchant,
    "charity": tales.charity,
}
LANGUAGES = ("nl", "en", "sv", "de", "pt_BR")
ROW = re.compile(r"^\| (?P<does>[^|]+?) \| (?P<gets>[^|]+?) \|$", re.MULTILINE)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every name in a document and where it is."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "name":
                yield f"{path}.{key}", each
            else:
                yield from texts(each, f"{path}.{key}")
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from texts(each, f"{path}[{at}]")


def costs(programme: Programme) -> str:
    """Say what a programme can cost at most, as the guide's table does."""
    most = protection(programme)
    shares = hundredths(most.share)
    share = f"{shares / 100:g} % of what is paid" if shares else ""
    visit = f"{major(ceil(most.per_visit_minor))} a visit" if most.per_visit_minor else ""
    return " and ".join(filter(None, (share, visit)))


@pytest.mark.parametrize("name", TALES)
def test_it_cannot_cost_more_than_the_margin(name: str) -> None:
    """The dearest case stays below the margin of the file, and is the one that the guide names."""
    programme = ready(name)
    assert programme.margin_percent is not None
    assert not protection(programme).exceeds(programme.margin_percent)
    written = sections()["eight-ready-programmes"].text
    assert re.search(
        rf"^\| `{name}\.toml` \|.*\| {re.escape(costs(programme))} \|$", written, re.MULTILINE
    )


@pytest.mark.parametrize("name", TALES)
def test_its_rewards_can_be_used_with_a_card(name: str) -> None:
    """As long as nobody has a PIN, a reward that is worth more than the limit is nobody's."""
    programme = ready(name)
    for reward in programme.rewards:
        worth_minor = 0
        if isinstance(reward, FixedReward):
            worth_minor = reward.amount_minor
        elif isinstance(reward, ProductReward):
            worth_minor = reward.worth_minor * reward.pieces
        elif isinstance(reward, PercentReward):
            worth_minor = reward.maximum_minor or 0
        assert worth_minor <= programme.limits.no_pin_card_minor, reward.id


def test_each_has_a_scenario() -> None:
    """What happens in a year under a ready programme is played line by line."""
    folder = ROOT / "tests" / "scenarios" / "ready"
    assert {path.stem for path in folder.glob("*.toml")} == set(TALES)


def test_there_are_eight_and_the_guide_has_them_all() -> None:
    assert {path.stem for path in READY.glob("*.toml")} == set(TALES)
    written = sections()["eight-ready-programmes"].text
    assert re.findall(r"^\| `([\w-]+)\.toml` \|", written, re.MULTILINE) == list(TALES)


@pytest.mark.parametrize("name", TALES)
def test_it_is_right_and_speaks_every_language(name: str) -> None:
    """It loads without a problem, and all that members read is there in five languages."""
    programme = ready(name)
    assert programme.id == name
    assert programme.languages == LANGUAGES
    named = list(texts(msgspec.json.decode(to_wire(programme))))
    assert len(named) > 2
    for path, text in named:
        if path != ".name":
            assert set(text) == set(LANGUAGES), path


@pytest.mark.parametrize("name", TALES)
def test_its_small_pictures_can_be_drawn(name: str) -> None:
    """A name that nobody knows would be drawn as a plain circle."""
    package = find_spec("qtawesome")
    assert package is not None
    assert package.submodule_search_locations is not None
    fonts = Path(package.submodule_search_locations[0]) / "fonts"
    known = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    newer = {"coins"}
    assert {reward.icon for reward in ready(name).rewards} <= set(known) | newer


@pytest.mark.parametrize("name", TALES)
def test_it_gives_what_the_guide_says(name: str) -> None:
    """The guide's table about a ready programme is what the shop's own rules work out."""
    programme: Programme = ready(name)
    rows = ROW.findall(sections()[name].text)[1:]
    assert rows == list(TALES[name](Story(programme=programme)))
