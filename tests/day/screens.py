"""Screens of our own: two of a dummy graphics card where Xorg has its driver, else one wide one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 30.0
DRIVER = Path("/usr/lib/xorg/modules/drivers/dummy_drv.so")
COUNTER, MEMBER = (1366, 768), (1280, 800)
WIDE = (COUNTER[0] + MEMBER[0], max(COUNTER[1], MEMBER[1]))
SETTINGS = f"""
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0 - 1000.0
  VertRefresh 5.0 - 200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Virtual {WIDE[0]} {WIDE[1]}
  EndSubSection
EndSection
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """Where to draw; `two` says that the member's screen is one of its own."""

    display: str
    two: bool

    @property
    def pad(self) -> str:
        """What `--pad` has to be for the member's side to stand beside the counter."""
        return "auto" if self.two else "window"


def missing() -> str:
    """Names what this machine lacks; empty when a day can be played."""
    return ", ".join(name for name in ("Xvfb", "xdotool") if not shutil.which(name))


def has_two() -> bool:
    """Says whether two screens can be had: the driver is there, and may be used."""
    return DRIVER.exists() and bool(shutil.which("xrandr")) and os.geteuid() == 0


@contextmanager
def screens(folder: Path) -> Iterator[Screens]:
    """Gives screens that are gone afterwards; `folder` takes the server's settings and log."""
    two = has_two()
    with serving(xorg(folder) if two else xvfb()) as display:
        if two:
            put_beside(display)
        yield Screens(display=display, two=two)


def xorg(folder: Path) -> list[str]:
    """Gives the command of a server with two screens."""
    settings = folder / "xorg.conf"
    settings.write_text(SETTINGS, "utf-8")
    log = str(folder / "xorg.log")
    alone = ["-noreset", "-novtswitch", "-sharevts", "-nolisten", "tcp"]
    return ["Xorg", "-config", str(settings), "-logfile", log, *alone]


def xvfb() -> list[str]:
    """Gives the command of a server with one screen, as wide as two."""
    return ["Xvfb", "-screen", "0", f"{WIDE[0]}x{WIDE[1]}x24", "-nolisten", "tcp"]


@contextmanager
def serving(command: list[str]) -> Iterator[str]:
    """Gives the name of a display while its server runs."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [*command, "-displayfd", str(write)],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as number:
            name = number.readline().strip()
        assert name, f"{command[0]} did not start"
        yield f":{name}"
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def put_beside(display: str) -> None:
    """Gives both outputs of the dummy their sizes, the member's on the right."""
    for output, (width, height), place in (
        ("DUMMY0", COUNTER, "0x0"),
        ("DUMMY1", MEMBER, f"{COUNTER[0]}x0"),
    ):
        name = f"day-{width}x{height}"
        # The timings of a screen that nobody lights: only the two sizes count.
        across = [width, width + 8, width + 16, width + 32]
        down = [height, height + 2, height + 4, height + 8]
        timings = ["60", *(str(one) for one in (*across, *down))]
        xrandr(display, "--newmode", name, *timings)
        xrandr(display, "--addmode", output, name)
        xrandr(display, "--output", output, "--mode", name, "--pos", place)


def xrandr(display: str, *words: str) -> None:
    """Changes the screens."""
    subprocess.run(["xrandr", "-d", display, *words], check=True, timeout=PATIENCE_S)
