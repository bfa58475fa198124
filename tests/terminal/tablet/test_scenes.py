"""What a page is sent and what it sends back, over real TLS and a real till."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import httpx2
import pytest

from terminal import tablet as screens
from terminal.till import draw_tablet
from terminal.till.messages import DisplayTap, PadKey
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import (
    AnyDisplay,
    Card,
    Choose,
    DisplayButton,
    DisplayTile,
    Member,
    Scratch,
    Welcome,
)
from terminal.till.screens_help import Help
from terminal.till.tablet_told import ShowTablet, TabletScene, TabletsHere, TabletsRun
from tests.terminal.tablet.shop import Listening, TabletShop, listening, tablet_shop

SECRET_PIN = "8642"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TabletShop]:
    """A till whose owner lets tablets come."""
    with tablet_shop(tmp_path) as made:
        made.turn_on()
        yield made


def pressed(client: httpx2.Client, stream: str, nth: int, **said: str) -> tuple[int, str]:
    """Touch something; gives status and code of the answer."""
    answer = client.post("/press", json={"stream": stream, "nth": nth, **said})
    return answer.status_code, answer.json()["error"]["code"] if answer.content else ""


def opened(page: Listening) -> str:
    """Give the name that a page has for as long as it listens."""
    return str(page.until("stream")[1]["stream"])


def test_the_page_begins_with_the_scene_as_it_is(shop: TabletShop) -> None:
    client, _ = shop.paired()
    for _ in range(2):
        with listening(client) as page:
            kind, _, said = page.next()
            assert (kind, set(said)) == ("stream", {"stream"})
            kind, number, said = page.next()
            assert (kind, number > 0) == ("scene", True)
            assert said["shown"]["shop"] == "Demo"


def test_scenes_come_in_order_and_only_the_newest_to_whoever_is_slow(shop: TabletShop) -> None:
    client, _ = shop.paired()
    with listening(client) as page:
        # The till greets whoever looks; after that it says nothing by itself.
        number = page.welcomed()
        for at in range(200):
            scene = Welcome(shop="Demo", language="en", headline=f"{at}")
            shop.service.put(ShowTablet(scene=TabletScene(shown=scene)))
        seen: list[tuple[int, str]] = []
        while not seen or seen[-1][1] != "199":
            later, said = page.until("scene")
            if said["shown"]["headline"].isdigit():
                seen.append((later, said["shown"]["headline"]))
        numbers = [one for one, _ in seen]
        assert numbers == sorted(set(numbers))
        assert numbers[0] > number
        shown = [int(one) for _, one in seen]
        assert shown == sorted(shown)


def test_the_till_knows_who_looks(shop: TabletShop) -> None:
    client, _ = shop.paired()
    with listening(client) as page:
        opened(page)
        shop.until(lambda: len(shop.here()) == 1)
        counter = shop.counter
        assert counter is not None
    shop.until(lambda: shop.said[-1] == TabletsHere())


def test_a_key_is_the_pads_key_and_counts_once(shop: TabletShop) -> None:
    client, _ = shop.paired()
    with listening(client) as page:
        stream = opened(page)
        assert pressed(client, stream, 1, key="8") == (204, "")
        assert pressed(client, stream, 1, key="8") == (409, "tablet_stale")
        assert pressed(client, stream, 3, tap="reward:2") == (204, "")
        assert pressed(client, stream, 2, key="6") == (409, "tablet_stale")
        assert pressed(client, "another", 9, key="6") == (409, "tablet_stale")
        told = [one for one in shop.said if isinstance(one, PadKey | DisplayTap)]
        assert told == [PadKey(name="8"), DisplayTap(action="reward:2")]
    with listening(client) as page:
        opened(page)
        # The page before is closed: what it sends late is nobody's.
        assert pressed(client, stream, 9, key="6") == (409, "tablet_stale")


def test_one_tablet_cannot_type_for_another(shop: TabletShop) -> None:
    first, _ = shop.paired()
    second, _ = shop.paired()
    with listening(first) as page:
        stream = opened(page)
        assert pressed(second, stream, 1, key="8") == (409, "tablet_stale")


def test_no_digit_and_no_code_is_ever_logged(
    shop: TabletShop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client, screen = shop.paired()
    with listening(client) as page:
        stream = opened(page)
        for nth, digit in enumerate(SECRET_PIN, 1):
            assert pressed(client, stream, nth, key=digit) == (204, "")
        assert pressed(client, stream, 9, key=SECRET_PIN) == (400, "tablet_body")
    own = [one for one in caplog.records if not one.name.startswith("http")]
    logged = " ".join(one.getMessage() for one in own)
    for secret in (SECRET_PIN, screen.code.replace(" ", ""), "'8'", '"8"'):
        assert secret not in logged
    assert SECRET_PIN[0] not in "".join(repr(one) for one in shop.said if isinstance(one, PadKey))


def test_a_page_is_cleared_when_the_till_closes(tmp_path: Path) -> None:
    with tablet_shop(tmp_path) as shop:
        shop.turn_on()
        client, _ = shop.paired()
        with listening(client) as page:
            page.until("scene")
            shop.service.stop()
            page.until("closed")
            assert page.next()[0] == "end"
        with pytest.raises(httpx2.TransportError):
            client.get("/known")


def test_turning_tablets_off_lets_everybody_go(shop: TabletShop) -> None:
    client, _ = shop.paired()
    with listening(client) as page:
        page.until("scene")
        shop.keys("2")
        page.until("closed")
    shop.set_up(lambda screen: screen.caption == "Off")


def test_a_member_at_the_counter_is_on_the_tablet_and_gone_after_esc(shop: TabletShop) -> None:
    client, _ = shop.paired()
    shop.keys("Esc")
    with listening(client) as page:
        page.scene("welcome")
        shop.enrol("A")
        phone = page.scene("phone")
        assert phone["private"] == "The till cannot see this."
        shop.skip_joining()
        said = page.scene("member")["shown"]
        assert said["points"] == "0"
        shop.keys("Esc")
        cleared = page.scene("welcome")
        assert cleared["shown"]["headline"].startswith("Good")
        assert said["greeting"] not in str(cleared)


def test_without_tls_nothing_is_typed_and_the_page_says_where(shop: TabletShop) -> None:
    shop.paired()
    shop.said.clear()
    shop.keys("3")
    shop.until(lambda: any(isinstance(one, TabletsRun) and one.address for one in shop.said))
    assert shop.runs().address.startswith("http://")
    assert shop.runs().fingerprint == ""
    screen = shop.set_up(lambda screen: bool(screen.warning))
    assert screen.warning == "Without encryption nothing is typed on the tablet."
    screen = shop.offer()
    client = shop.browser(screen.address)
    answer = client.post("/pair", json={"code": screen.code})
    assert answer.status_code == 204
    assert "__Host-" not in answer.headers["set-cookie"]
    with listening(client) as page:
        stream = opened(page)
        assert pressed(client, stream, 1, key="8") == (403, "tablet_plain")
        assert pressed(client, stream, 1, tap="x") == (403, "tablet_plain")
    assert not [one for one in shop.said if isinstance(one, PadKey | DisplayTap)]


BUTTON = DisplayButton(action="x", label="x")
MEMBER = Member(
    greeting="Hi A.", points="8", points_word="points", worth="", shop="Demo", language="en"
)


@pytest.mark.parametrize(
    "side",
    [
        Pad(kind="pin", headline="Type your PIN", of=4, keys_open=True, shop="Demo", language="en"),
        Card(
            headline="Your card",
            caption="",
            modules=("10", "01"),
            done=DisplayButton(action="done", label="Done"),
            shop="Demo",
            language="en",
        ),
        Pad(kind="phone", headline="Your phone", keys_open=True, shop="Demo", language="en"),
        Choose(
            headline="Choose",
            balance="1",
            tiles=(DisplayTile(action="a", title="a", caption="b"),),
            not_now=BUTTON,
            shop="Demo",
            language="en",
        ),
    ],
)
def test_what_asks_is_not_asked_without_tls(shop: TabletShop, side: Pad | Choose | Card) -> None:
    desk = shop.desk()
    assert draw_tablet.scene(desk, side).shown == side
    shop.keys("3")
    shop.set_up(lambda screen: bool(screen.warning))
    shown = draw_tablet.scene(desk, side).shown
    assert isinstance(shown, Pad)
    assert (shown.kind, shown.of, shown.keys_open) == ("said", 0, False)
    assert shown.caption == "Please use the pad at the counter."


def test_a_member_is_seen_without_tls_but_touches_nothing(shop: TabletShop) -> None:
    desk = shop.desk()
    shop.keys("3")
    shop.set_up(lambda screen: bool(screen.warning))
    member = Member(
        greeting="Hi A.",
        points="8",
        points_word="points",
        worth="",
        choose=BUTTON,
        shop="Demo",
        language="en",
    )
    shown = draw_tablet.scene(desk, member).shown
    assert isinstance(shown, Member)
    assert (shown.greeting, shown.choose) == ("Hi A.", None)
    field = Scratch(
        headline="",
        caption="",
        title="",
        prize="p",
        odds=(),
        show=BUTTON,
        shop="Demo",
        language="en",
    )
    opened_field = draw_tablet.scene(desk, field).shown
    assert isinstance(opened_field, Scratch)
    assert opened_field.open


def test_a_locked_or_stopped_till_shows_nobody(shop: TabletShop) -> None:
    desk = shop.desk()
    said = Pad(kind="said", headline="A. 12 points", shop="Demo", language="en")
    pin = Pad(
        kind="check_in", headline="Type your PIN", of=4, keys_open=True, shop="Demo", language="en"
    )
    desk.crew.is_locked = True
    for side in (MEMBER, said, None):
        shown = draw_tablet.scene(desk, side).shown
        assert isinstance(shown, Welcome)
        assert shown.headline == "Welcome"
    assert draw_tablet.scene(desk, pin).shown == pin
    desk.crew.is_locked, desk.stopped = False, ("", "")
    assert isinstance(draw_tablet.scene(desk, MEMBER).shown, Welcome)


def test_a_tablet_takes_the_place_of_the_pad_over_the_counter(shop: TabletShop) -> None:
    client, _ = shop.paired()
    shop.keys("Esc")
    with listening(client) as page:
        page.welcomed()
        shop.enrol("A")
        shop.skip_joining()
        shop.keys("F6", "F6")
        page.scene("choose")
        assert shop.pads[-1].elsewhere
        # What is typed at the till meanwhile is the till's: the tablet has keys of its own.
        shop.keys("1", "2")
        shop.keys("F1")
        shop.until(lambda: isinstance(shop.screen, Help))
        asking = shop.desk().asking
        assert asking is not None
        assert not asking.typed
    # Gone with a question open: the pad at the counter asks it from now on.
    shop.until(lambda: not shop.pads[-1].elsewhere)
    assert isinstance(shop.pads[-1].pad, Pad)
    assert shop.pads[-1].pad.kind == "choose"


def test_the_page_draws_every_scene_there_is() -> None:
    script = (Path(screens.__file__).parent / "static" / "screen.js").read_text("utf-8")
    drawn = script.partition("const SCENES = {")[2].partition("\n  };")[0]
    for scene in get_args(AnyDisplay):
        tag = scene.__struct_config__.tag
        assert f"\n    {tag}: " in drawn, tag
