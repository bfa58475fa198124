"""The tablet's page in a real browser: let in, a member shown, a PIN typed, cleared and away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.till.messages import PadKey, Tick
from tests.server.pages.browser import Browser, Tab, program
from tests.terminal.tablet.shop import TabletShop, tablet_shop

pytestmark = pytest.mark.slow
SCENE = "document.body.dataset.scene"
TEXT = "document.getElementById('screen').innerText"
FULL = "document.querySelectorAll('.dots .full').length"
PIN = "8305"
LEAST_PX = 48
SIZES = ((1280, 800), (800, 1280), (1024, 600), (390, 844))


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    """A tablet whose owner went on in spite of the warning."""
    if program() is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    browser = Browser(tmp_path / "chromium")
    opened = browser.tab()
    opened.call("Security.setIgnoreCertificateErrors", ignore=True)
    turn(opened, *SIZES[0])
    yield opened
    browser.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TabletShop]:
    """A till whose owner lets tablets come."""
    with tablet_shop(tmp_path) as made:
        made.turn_on()
        yield made


def turn(tab: Tab, width: int, height: int) -> None:
    """Let the tablet have this size."""
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=1,
        mobile=True,
    )


def come_in(tab: Tab, shop: TabletShop) -> None:
    """Scan the QR of the till: the link opens, and the code goes with it."""
    shop.offer()
    offer = shop.desk().tablets.offer
    assert offer is not None
    tab.go(offer.link)
    tab.wait(f"{SCENE} === 'welcome'")
    shop.keys("Esc")


def touch(tab: Tab, digit: str) -> None:
    """Press a key of the pad."""
    tab.run(f"document.querySelector('.keys [data-key=\"{digit}\"]').click()")


def cut(tab: Tab) -> list[str]:
    """Name what is cut off on the page, or smaller than a finger."""
    found = tab.run(
        "[...document.querySelectorAll('#screen, #screen *')].filter(one => !one.closest('svg')"
        " && getComputedStyle(one).display !== 'inline' && !one.closest('.rows')"
        " && (one.scrollWidth > one.clientWidth + 1"
        " || (one.childElementCount && one.scrollHeight > one.clientHeight + 1)))"
        ".concat([...document.querySelectorAll('button')].filter(one => {"
        " const box = one.getBoundingClientRect(); return box.width &&"
        f" (box.width < {LEAST_PX} || box.height < {LEAST_PX} || box.right > innerWidth"
        " || box.bottom > innerHeight + 1); })).map(one => one.outerHTML.slice(0, 120))"
    )
    return list(found)


def test_a_code_in_the_link_lets_the_tablet_in_and_stays_nowhere(
    shop: TabletShop, tab: Tab
) -> None:
    come_in(tab, shop)
    assert tab.run("location.hash + location.search") == ""
    assert tab.run("history.length") <= 2
    assert tab.run("document.cookie") == ""
    assert tab.run("localStorage.length + sessionStorage.length") == 0
    assert "Good" in tab.run(TEXT)
    assert not tab.faults()


def test_a_code_is_typed_where_no_camera_reads_it(shop: TabletShop, tab: Tab) -> None:
    screen = shop.offer()
    tab.go(screen.address)
    form = "!document.getElementById('pair').hidden"
    tab.wait(form)
    submit = "document.getElementById('code').value = '{}'; document.forms[0].requestSubmit()"
    tab.run(submit.format("AAAAAAAA"))
    tab.wait("document.getElementById('pair-note').innerText.includes('not the code')")
    assert tab.run("document.getElementById('code').value") == ""
    tab.run(submit.format(screen.code.lower()))
    tab.wait(f"{SCENE} === 'welcome'")


def test_a_member_is_shown_types_a_pin_and_is_gone(shop: TabletShop, tab: Tab) -> None:
    come_in(tab, shop)
    shop.enrol("A")
    shop.skip_joining()
    tab.wait(f"{SCENE} === 'member'")
    assert tab.run("document.querySelector('.figure b').innerText") == "0"
    shop.keys("F6", "F6")
    tab.wait("document.body.classList.contains('asks')")
    assert tab.run("document.getElementById('said').innerText").startswith("Choose a PIN")
    for at, digit in enumerate(PIN[:2], 1):
        touch(tab, digit)
        tab.wait(f"{FULL} === {at}")
    touch(tab, "Delete")
    tab.wait(f"{FULL} === 1")
    # The tablet's own keyboard types as well.
    for key in PIN[1:]:
        tab.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        tab.call("Input.dispatchKeyEvent", type="keyUp", key=key)
    tab.wait(f"{TEXT}.includes('The same PIN again') && {FULL} === 0")
    page = tab.run("document.documentElement.outerHTML + JSON.stringify(performance.getEntries())")
    assert PIN not in page
    for digit in PIN:
        touch(tab, digit)
    tab.wait(f"{SCENE} === 'pad' && !document.body.classList.contains('asks')")
    told = [one.name for one in shop.said if isinstance(one, PadKey)]
    assert told[1:] == [*PIN[:2], "Delete", *PIN[1:], *PIN]
    shop.keys("Esc", "Esc")
    tab.wait(f"{SCENE} !== 'member' && !{TEXT}.includes('Hi ')")
    assert not tab.faults()


def test_every_key_has_a_name_and_the_pad_is_whole_on_any_tablet(
    shop: TabletShop, tab: Tab
) -> None:
    come_in(tab, shop)
    shop.enrol("A")
    shop.skip_joining()
    tab.wait(f"{SCENE} === 'member'")
    for size in SIZES:
        turn(tab, *size)
        tab.wait(f"innerWidth === {size[0]}")
        assert not cut(tab), size
    shop.keys("F6", "F6")
    tab.wait("document.body.classList.contains('asks')")
    for size in SIZES:
        turn(tab, *size)
        tab.wait(f"innerWidth === {size[0]}")
        assert not cut(tab), size
    tree = tab.call("Accessibility.getFullAXTree")["nodes"]
    buttons = [one for one in tree if one.get("role", {}).get("value") == "button"]
    names = [one["name"]["value"] for one in buttons]
    assert sorted(names[:9]) == list("123456789")
    assert {"0", "Delete", "Cancel"} <= set(names)
    assert all(names)
    roles = {one.get("role", {}).get("value") for one in tree}
    assert {"main", "heading", "status", "alert", "group"} <= roles


def test_a_screen_at_rest_is_dark_until_it_is_touched(shop: TabletShop, tab: Tab) -> None:
    come_in(tab, shop)
    rests = "document.body.classList.contains('rests')"
    shop.keys("Camera", "5", "Enter")
    assert not tab.run(rests)
    shop.desk().touched_ms = 0  # nobody did anything since the till was started
    shop.post(Tick())
    tab.wait(rests)
    cover = "getComputedStyle(document.body, '::after')"
    assert tab.run(f"{cover}.backgroundColor") == "rgba(0, 0, 0, 0.88)"
    tab.run("document.elementFromPoint(50, 50).click()")
    tab.wait(f"!{rests}")
    assert tab.run(f"{cover}.content") == "none"


def test_a_till_that_is_away_leaves_nobody_on_the_screen(shop: TabletShop, tab: Tab) -> None:
    come_in(tab, shop)
    shop.enrol("A")
    shop.skip_joining()
    tab.wait(f"{SCENE} === 'member'")
    shop.service.stop()
    tab.wait(f"{SCENE} === 'away'")
    assert tab.run("document.getElementById('screen').childElementCount") == 0
    assert tab.run("document.getElementById('away').innerText").startswith("The till is away")


def test_it_comes_back_by_itself(shop: TabletShop, tab: Tab) -> None:
    come_in(tab, shop)
    port = shop.desk().tablets.address.rpartition(":")[2]
    shop.port = int(port)
    shop.restart()
    tab.wait(f"{SCENE} === 'welcome' && {TEXT}.includes('Good')")


def test_a_disconnected_tablet_asks_for_a_code(shop: TabletShop, tab: Tab) -> None:
    come_in(tab, shop)
    shop.keys("F10", "g", "4")
    tab.wait(f"{SCENE} === 'pair'")
    assert tab.run("document.getElementById('screen').childElementCount") == 0
