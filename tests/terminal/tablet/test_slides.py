"""The owner's pictures on tablets: for who was let in, drawn anew, and nothing else of the disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from terminal.tablet.pictures import LONGEST_PX, Pictures
from tests.server.pages.browser import Browser, program
from tests.terminal.tablet.shop import TabletShop, listening, tablet_shop

MAKER, TURNED = 0x010F, 0x0112
LEFT_SIDE_DOWN = 6
RED = (200, 40, 40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photo of a camera that was held sideways and says who made it, and a secret beside it."""
    from PIL import Image

    made = tmp_path / "slides"
    made.mkdir()
    exif = Image.Exif()
    exif[MAKER], exif[TURNED] = "Secret Camera", LEFT_SIDE_DOWN
    Image.new("RGB", (3000, 1500), RED).save(made / "bread & jam.jpg", exif=exif)
    (made / "takings.txt").write_text("secret")
    (made / "broken.png").write_bytes(b"no picture")
    return made


@pytest.fixture
def shop(tmp_path: Path, folder: Path) -> Iterator[TabletShop]:
    """A till whose owner lets tablets come, and has a folder of pictures."""
    with tablet_shop(tmp_path) as made:
        made.turn_on()
        made.keys("Esc", "F10", "d", "6", *str(folder), "Enter", "Esc")
        made.keys("F10", "g")
        made.set_up(lambda screen: not screen.code)
        yield made


def test_who_was_let_in_gets_the_picture_and_nothing_that_its_camera_wrote(
    shop: TabletShop,
) -> None:
    from PIL import Image

    client, screen = shop.paired()
    with listening(client) as page:
        named = [each.get("picture") for each in page.scene("welcome")["shown"]["slides"]]
    assert named == ["bread & jam.jpg", "broken.png"]
    answer = client.get("/slides/bread%20%26%20jam.jpg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert b"Secret" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as drawn:
        assert drawn.size == (LONGEST_PX // 2, LONGEST_PX)
        told = drawn.resize((1, 1)).tobytes()
        assert [round(each / 20) for each in told] == [10, 2, 2]
    for name in ("takings.txt", "broken.png", "..%2Fslides%2Ftakings.txt", "%2Fetc%2Fpasswd"):
        assert client.get(f"/slides/{name}").status_code == 404
    stranger = shop.browser(screen.address)
    assert stranger.get("/slides/bread%20%26%20jam.jpg").status_code == 401


def test_only_what_the_welcome_names_is_read(folder: Path) -> None:
    pictures = Pictures()
    name = "bread & jam.jpg"
    with pytest.raises(Refusal, match="no such slide"):
        pictures.read(name)
    pictures.know(str(folder), frozenset({name, "../secret.jpg"}))
    assert pictures.read(name) is pictures.read(name)
    with pytest.raises(Refusal, match="no such slide"):
        pictures.read("../secret.jpg")
    (folder / name).unlink()
    with pytest.raises(Refusal, match="cannot be read"):
        pictures.read(name)
    pictures.know("", frozenset({name}))
    with pytest.raises(Refusal, match="no such slide"):
        pictures.read(name)


@pytest.mark.slow
def test_a_tablet_shows_the_picture_in_its_turn_and_a_member_instead_of_it(
    shop: TabletShop, tmp_path: Path
) -> None:
    if program() is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    browser = Browser(tmp_path / "chromium")
    try:
        tab = browser.tab()
        tab.call("Security.setIgnoreCertificateErrors", ignore=True)
        shop.offer()
        offer = shop.desk().tablets.offer
        assert offer is not None
        tab.go(offer.link)
        tab.wait("document.querySelector('.gallery') !== null")
        assert tab.run("document.querySelector('.gallery').hidden") is True
        tab.wait("!document.querySelector('.gallery').hidden")
        assert tab.run("document.querySelector('.gallery').naturalHeight") == LONGEST_PX
        shop.keys("Esc", "Esc")
        shop.enrol("A")
        shop.skip_joining()
        tab.wait("document.body.dataset.scene === 'member'")
        assert tab.run("document.querySelector('.gallery')") is None
        assert not tab.faults()
    finally:
        browser.close()
