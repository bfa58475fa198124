"""A serial gun's codes are scans, and its loss is said where the cashier sees it."""

from __future__ import annotations

import os
import queue
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import number as numbers
from scanner.serial_gun import GunTimes
from scanner.serial_ports import GunPort
from terminal.till.messages import GunChanged, Message, Scan
from terminal.till.shop_gun import ShopGun
from tests.stories.counter import ISSUER, Counter, Shopfront

MEMBER = numbers.make(ISSUER, "123456789")
PATIENCE_S = 10.0


@pytest.fixture
def counter(data_dir: Path) -> Iterator[Counter]:
    """A till at rest."""
    shop = Shopfront(data_dir / "shop")
    made = Counter(shop)
    yield made
    made.close()
    shop.close()


@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")
def test_what_a_serial_gun_reads_is_a_scan(tmp_path: Path) -> None:
    inside, outside = os.openpty()
    tty.setraw(outside)
    place = tmp_path / "ttyGUN"
    place.symlink_to(os.ttyname(outside))
    posted: queue.Queue[Message] = queue.Queue()
    times = GunTimes(backoff_ms=(20,), look_ms=40)
    gun = ShopGun(GunPort(wanted=str(place)), issuer=ISSUER, post=posted.put, times=times)
    gun.start()
    try:
        while posted.get(timeout=PATIENCE_S) != GunChanged(state="running"):
            pass
        os.write(inside, f"]Q1{MEMBER}\r\n".encode())
        scan = posted.get(timeout=PATIENCE_S)
        assert scan == Scan(text=MEMBER, symbology="QRCode", source="serial")
        place.unlink()
        assert posted.get(timeout=PATIENCE_S) == GunChanged(state="lost", reason="gone")
    finally:
        gun.stop()
        os.close(inside)
        os.close(outside)


def words(counter: Counter) -> set[str]:
    """What the top bar and the strip say."""
    assert counter.shown is not None
    frame = counter.shown.screen.frame
    strip = (frame.strip.word, frame.strip.sentence) if frame.strip else ()
    return {*(status.word for status in frame.statuses), *strip}


@pytest.mark.parametrize(
    ("reason", "advice"),
    [("gone", "Plug the scanner gun in"), ("denied", "does not let"), ("busy", "Another program")],
)
def test_a_lost_gun_is_said_until_it_is_back(counter: Counter, reason: str, advice: str) -> None:
    counter.do(GunChanged(state="running"))
    assert "Scanner gun lost" not in words(counter)
    counter.do(GunChanged(state="lost", reason=reason))
    assert "Scanner gun lost" in words(counter)
    assert any(advice in word for word in words(counter))
    counter.do(GunChanged(state="running"))
    assert counter.shown is not None
    assert "gun" not in {status.name for status in counter.shown.screen.frame.statuses}
