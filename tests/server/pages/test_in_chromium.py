"""The member page in a real browser, photographed from its screen by our own scanner."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import pytest

from loyalty import ids, phonecode
from loyalty.phonecode import PhoneKey, judge, step_at
from scanner.acceptance import member_of
from scanner.drawing import Card
from scanner.gate import Gate
from scanner.image import as_image, grey_of
from scanner.reader import Reader
from scanner.rendering import Renderer, typical
from scanner.sightings import Scan
from server.pages import parts, view
from server.pages.wording import Words
from storage import pin_hash
from sync.sign import verify
from sync.wire import PersonRow, PinRow
from tests.server.pages.browser import Browser, Tab
from tests.server.pages.shop import NUMBER, Premises, serving
from tests.server.shop import NOW_US

FRESH = "document.getElementById('card').dataset.state === 'fresh'"
KEPT = "document.getElementById('card').dataset.kept === 'yes'"
FRAMES_MAX = 8
HOUR_MS = 3_600_000


def photographed(tab: Tab, seed: int = 1) -> str | None:
    """Hold the phone's screen before the webcam until the gate lets a code through."""
    import cv2

    screen = cv2.imdecode(np.frombuffer(tab.picture(), np.uint8), cv2.IMREAD_COLOR)
    assert screen is not None
    random = np.random.default_rng(seed)
    renderer, phone = Renderer(random), Card(text="the screen of a phone")
    renderer._faces[phone] = {0: as_image(screen)}
    reader = Reader()
    gate = Gate(member_of("0000", also=phonecode.is_phone_code), holder=phonecode.holder)
    for at in range(FRAMES_MAX):
        frame = renderer.frame(phone, typical(random, phone=True))
        for seen in gate.look(reader.read(grey_of(frame)), at * 80):
            if isinstance(seen, Scan):
                return seen.text
    return None


def judged(premises: Premises, text: str | None, at_us: int = NOW_US) -> str:
    """Judge a photographed code as a till does that has pulled once."""
    keys = {
        row.key_id: PhoneKey(
            key_id=row.key_id, public=bytes.fromhex(row.public_key), last_step=row.last_step
        )
        for row in premises.till.pull().phone_keys
    }
    code = phonecode.read(text or "")
    assert code is not None, text
    assert code.number == NUMBER
    return judge(code, keys, at_us=at_us, used_step=0, verify=verify)


def come_in(tab: Tab, url: str, premises: Premises) -> None:
    """Open a one-time link and press its button."""
    tab.go(f"{url}/m/in/{premises.link()}")
    tab.click("button")
    tab.wait(FRESH)
    tab.wait(KEPT)
    tab.wait("navigator.serviceWorker.ready.then(Boolean)")


def later(tab: Tab, hours: int) -> None:
    """Let the phone's clock go on by itself from its next page on."""
    shift = f"const real = Date.now; Date.now = () => real() + {hours * HOUR_MS};"
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=shift)


def test_the_code_is_read_from_the_screen_and_taken(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
        assert judged(premises, photographed(tab)) == "qr_rotating"
        assert tab.run("document.getElementById('points').textContent") == "1.840 punten"
        assert tab.run("document.documentElement.lang") == "nl"
        assert tab.run("document.getElementById('card').dataset.awake") == "yes"
        assert tab.faults() == []


def test_it_opens_and_goes_on_without_a_network(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
    later(tab, hours=11)
    tab.go(f"{url}/m/")
    tab.wait(FRESH)
    then_us = NOW_US + 11 * HOUR_MS * 1_000
    text = photographed(tab, seed=2)
    assert judged(premises, text, then_us) == "qr_rotating"
    code = phonecode.read(text or "")
    assert code is not None
    assert code.step - step_at(then_us) in {0, 1}
    tab.wait("document.getElementById('line').textContent !== ''")
    assert tab.run("document.getElementById('points').textContent") == "1.840 punten"


def test_used_up_it_shows_the_plain_code_and_says_so(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
    later(tab, hours=13)
    tab.go(f"{url}/m/")
    tab.wait("document.getElementById('card').dataset.state === 'used-up'")
    assert photographed(tab, seed=3) == NUMBER
    said = tab.run("document.getElementById('note').textContent")
    assert said == tab.run("document.getElementById('card').dataset.usedUp")
    assert tab.run("document.getElementById('line').textContent") == "", "not two sentences at odds"
    assert "pincode" in said, "in Dutch, as Anna reads"


def test_who_leaves_takes_everything_along(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
        tab.click("form button")
        tab.wait("document.getElementById('outside') !== null")
        assert NUMBER[-4:] not in tab.run("document.body.innerText")
        tab.wait("caches.match('/m/codes').then((found) => !found)")
        tab.wait("caches.match('/m/').then((found) => !found)")
        assert tab.run("fetch('/m/codes').then((answer) => answer.status)") == 401


def test_it_can_be_put_on_the_home_screen(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
        tab.wait("navigator.serviceWorker.ready.then(Boolean)")
        found = tab.call("Page.getAppManifest")
        assert found["errors"] == []
        assert found["url"] == f"{url}/m/manifest.webmanifest"
        # A window of its own is no private one; Chromium installs nothing in those.
        hindered = tab.call("Page.getInstallabilityErrors")["installabilityErrors"]
        assert {one["errorId"] for one in hindered} <= {"in-incognito"}


def type_in(tab: Tab, **fields: str) -> None:
    """Type into the fields of the form, key by key."""
    for name, text in fields.items():
        tab.run(f"document.querySelector('input[name={name}]').focus()")
        for letter in text:
            tab.call("Input.dispatchKeyEvent", type="char", text=letter)


def test_a_pin_is_chosen_where_the_card_is(premises: Premises, tab: Tab) -> None:
    with serving(premises) as (url, _):
        tab.go(f"{url}/m/in/{premises.link()}")
        tab.click("button")
        tab.click("a[href='/m/pin']")
        type_in(tab, pin="1234", again="1234")
        tab.click("form button")
        assert "makkelijk te raden" in tab.run("document.body.innerText"), "in Dutch, as Anna reads"
        type_in(tab, pin="4719", again="4719")
        tab.click("form button")
        tab.wait("document.getElementById('pin-saved') !== null")
    assert [row.version for row in premises.till.pull().pins] == [1]


def test_phone_number_and_pin_put_the_card_on_a_phone(premises: Premises, tab: Tab) -> None:
    secrets = premises.books._secrets
    blind = ids.blind_phone(secrets.tenant_key, "+31612345678")
    person = PersonRow(person_id="anna", version=2, blind={"phone": blind})
    verifier = pin_hash.make(pin_hash.keyed(secrets.peppers.known()[1], "anna", "4719"))
    pin = PinRow(member_id="anna", version=1, verifier=verifier)
    batch = premises.till.batch()
    premises.till.push(msgspec.structs.replace(batch, people=[person], pins=[pin]))
    with serving(premises) as (url, _):
        tab.go(f"{url}/m/")
        for typed in ("4718", "4719"):
            assert tab.run("document.getElementById('card')") is None
            type_in(tab, phone="06 1234 5678", pin=typed)
            tab.click("form button")
        tab.wait(FRESH)
        assert NUMBER[-4:] in tab.run("document.body.innerText")


@pytest.mark.parametrize("language", ["en", "nl", "sv", "de", "pt_BR"])
def test_pages_about_pins_fit_and_can_be_read(tab: Tab, language: str) -> None:
    """Drawn from their templates with the real style: nothing is cut, all can be touched."""
    words = Words(language)
    style = (parts.STATIC / "card.css").read_text("utf-8")
    asks = words.say("Your PIN is saved. Each till knows it once it has been online.")
    pages = (
        view.door(words, "Koffiehuis de Hoek", asks),
        view.choose_pin(words, "Koffiehuis de Hoek", asks, asks_current=True),
        view.pin_chosen(words, "Koffiehuis de Hoek"),
    )
    for page in pages:
        tab.go("about:blank")
        body = page[page.index("<body>") : page.index("</body>")]
        shown = f"<style>{style}</style>{body.removeprefix('<body>')}"
        tab.run(f"document.body.innerHTML = {json.dumps(shown)}")
        assert tab.run("document.documentElement.scrollWidth <= window.innerWidth")
        assert tab.run("document.documentElement.scrollHeight <= window.innerHeight")
        assert tab.run(CONTRAST) >= 4.5
        assert tab.run(SMALLEST) >= 44
        assert tab.run("[...document.querySelectorAll('input')].every((one) => one.labels.length)")


SMALLEST = """
Math.min(...[...document.querySelectorAll("button, input, a")]
  .map((node) => node.getBoundingClientRect().height))
"""


@pytest.mark.parametrize("language", ["en", "nl", "sv", "de", "pt_BR"])
def test_every_language_fits_and_can_be_read(
    premises: Premises, tab: Tab, browser: Browser, language: str
) -> None:
    """Nothing is cut, everything has a name, all text stands out by 4.5 to 1 at least."""
    premises.enrol_again(language)
    with serving(premises) as (url, _):
        come_in(tab, url, premises)
        assert tab.run("document.documentElement.lang") == language.replace("_", "-")
        assert tab.run("document.documentElement.scrollWidth <= window.innerWidth")
        tree = tab.call("Accessibility.getFullAXTree")["nodes"]
        named = {
            node["role"]["value"]: node["name"]["value"]
            for node in tree
            if "name" in node and node["role"]["value"] in {"image", "button", "heading"}
        }
        assert set(named) == {"image", "button", "heading"}
        assert all(named.values()), named
        assert tab.run(CONTRAST) >= 4.5
        assert tab.run("document.querySelector('button').getBoundingClientRect().height") >= 44
        assert tab.faults() == []


CONTRAST = """
(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map((n) => n / 255)
      .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return light(colour);
    }
    return 1;
  };
  const texts = document.querySelectorAll("h1, p, button, strong, span, label, a");
  return Math.min(...[...texts].map((node) => {
    const pair = [light(getComputedStyle(node).color), ground(node)].sort();
    return (pair[1] + 0.05) / (pair[0] + 0.05);
  }));
})()
"""
