"""A serial gun is read, lost and found again; a pair of pseudo-terminals stands for its cable."""

from __future__ import annotations

import os
import queue
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from scanner.serial_gun import GunState, GunStatus, GunTimes, SerialGun
from scanner.serial_ports import AUTOMATIC, GunPort, known

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")

CODE = "9000012345678961"
PATIENCE_S = 10.0
QUICK = GunTimes(backoff_ms=(20,), look_ms=40)
RUNNING = GunState(status=GunStatus.RUNNING)


class Gun:
    """A gun that is plugged in at a path; what is written to it comes out of its cable."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.inside, self.outside = os.openpty()
        tty.setraw(self.outside)
        place.symlink_to(os.ttyname(self.outside))

    def read(self, data: str) -> None:
        """The gun reads a code and sends it."""
        os.write(self.inside, data.encode())

    def unplug(self) -> None:
        """Pulls it out, at the computer's side first."""
        if self.place.is_symlink():
            self.place.unlink()
            os.close(self.inside)
            os.close(self.outside)


class Heard:
    """What a gun said, in order."""

    def __init__(self) -> None:
        self.codes: queue.Queue[str] = queue.Queue()
        self.states: queue.Queue[GunState] = queue.Queue()

    def code(self) -> str:
        """The next code."""
        return self.codes.get(timeout=PATIENCE_S)

    def until(self, state: GunState) -> None:
        """Waits for a state."""
        while self.states.get(timeout=PATIENCE_S) != state:
            pass


@contextmanager
def reading(port: GunPort, heard: Heard) -> Iterator[SerialGun]:
    """A started gun that is stopped in the end."""
    gun = SerialGun(port, on_code=heard.codes.put, on_state=heard.states.put, times=QUICK)
    gun.start()
    try:
        yield gun
    finally:
        assert gun.stop()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the gun's port appears."""
    return tmp_path / "ttyGUN"


@pytest.fixture
def plug(place: Path) -> Iterator[Callable[[], Gun]]:
    """Plugs a gun in, again and again."""
    made: list[Gun] = []

    def make() -> Gun:
        made.append(Gun(place))
        return made[-1]

    yield make
    for gun in made:
        with suppress(OSError):
            gun.unplug()


def test_codes_come_out_with_and_without_a_mark(place: Path, plug: Callable[[], Gun]) -> None:
    gun, heard = plug(), Heard()
    with reading(GunPort(wanted=str(place)), heard):
        heard.until(RUNNING)
        gun.read(f"{CODE}\r\n")
        assert heard.code() == CODE
        gun.read(f"]C0{CODE}")
        assert heard.code() == f"]C0{CODE}"
    heard.until(GunState(status=GunStatus.RESTING, reason="stopped"))


def test_a_missing_gun_is_said_and_found_when_it_comes(
    place: Path, plug: Callable[[], Gun]
) -> None:
    heard = Heard()
    with reading(GunPort(wanted=str(place)), heard):
        heard.until(GunState(status=GunStatus.LOST, reason="missing"))
        gun = plug()
        heard.until(RUNNING)
        gun.read(f"{CODE}\r")
        assert heard.code() == CODE


def test_an_unplugged_gun_is_lost_and_found_again(place: Path, plug: Callable[[], Gun]) -> None:
    heard = Heard()
    with reading(GunPort(wanted=str(place)), heard):
        for _ in range(3):
            gun = plug()
            heard.until(RUNNING)
            gun.read(f"{CODE}\r")
            assert heard.code() == CODE
            gun.unplug()
            heard.until(GunState(status=GunStatus.LOST, reason="gone"))


def test_a_driver_that_goes_on_in_silence_is_not_believed(
    place: Path, plug: Callable[[], Gun]
) -> None:
    plug()
    heard = Heard()
    with reading(GunPort(wanted=str(place)), heard):
        heard.until(RUNNING)
        # The name goes, the line behind it stays open and silent.
        place.unlink()
        heard.until(GunState(status=GunStatus.LOST, reason="gone"))


def test_a_port_of_another_program_is_busy(place: Path, plug: Callable[[], Gun]) -> None:
    plug()
    port, heard = GunPort(wanted=str(place)), Heard()
    first = port.open(str(place))
    try:
        with reading(port, heard):
            heard.until(GunState(status=GunStatus.LOST, reason="busy"))
            first.close()
            heard.until(RUNNING)
    finally:
        first.close()


def test_half_a_code_is_not_joined_to_the_next_gun_s(place: Path, plug: Callable[[], Gun]) -> None:
    heard = Heard()
    with reading(GunPort(wanted=str(place)), heard):
        gun = plug()
        heard.until(RUNNING)
        gun.read("900001")
        gun.unplug()
        heard.until(GunState(status=GunStatus.LOST, reason="gone"))
        gun = plug()
        heard.until(RUNNING)
        gun.read(f"{CODE}\r")
        codes = [heard.code()]
        while codes[-1] != CODE:
            codes.append(heard.code())
    assert set(codes) <= {"900001", CODE}


def test_a_crash_is_a_state_and_not_silence(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(GunPort):
        def find(self) -> str | None:
            raise RuntimeError("a driver nobody has met")

    heard = Heard()
    gun = SerialGun(Broken(wanted="x"), on_code=heard.codes.put, on_state=heard.states.put)
    gun.start()
    heard.until(GunState(status=GunStatus.FAULT, reason="crashed"))
    assert gun.stop()


@dataclass(frozen=True)
class Listed:
    """A port as the system lists it."""

    device: str
    vid: int | None


def test_only_ports_of_scanner_makers_are_opened_by_themselves() -> None:
    ports = [Listed("COM9", 0x05E0), Listed("COM1", None), Listed("COM3", 0x1A86)]
    assert known(ports) == "COM9"
    assert known(ports[1:]) is None
    assert GunPort(wanted=AUTOMATIC).find() is None


def test_a_name_that_nobody_lists_is_missing() -> None:
    assert GunPort(wanted="COM77").find() is None
