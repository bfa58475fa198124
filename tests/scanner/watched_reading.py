"""Reads a film with the camera while every way out for a picture is watched; run as a program.

Prints what was read, how many pictures were shown, and every offence. A file that is written by
machine code, past Python's own watch, ends the program by a signal. The second argument names an
offence to commit on purpose, so that a test can see that it would be noticed.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import cv2  # noqa: TID253 - loaded before the watch begins, as its own files are read
import numpy as np
import zxingcpp

from scanner.acceptance import member_of
from scanner.camera import Camera, CameraState, CameraTimes, Status
from scanner.frames import FileSource
from scanner.gate import Gate
from scanner.sightings import Scan

# Asked here, because asking writes a file.
_TEMPORARY = Path(tempfile.gettempdir())
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_OUTSIDE = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_TO_FILES = ("os.rename", "os.link", "os.symlink", "os.mkdir", "os.truncate", "shutil.")
OFFENCES: dict[str, Callable[[], object]] = {
    "picture": lambda: cv2.imwrite(_somewhere("frame.png"), np.zeros((64, 64, 3), np.uint8)),
    "film": lambda: _film(_somewhere("film.avi")),
    "file": lambda: Path(_somewhere("frame.raw")).touch(),
    "socket": lambda: socket.socket().close(),
    "hidden socket": lambda: ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0),
}


def _somewhere(name: str) -> str:
    return str(_TEMPORARY / f"{os.getpid()}-{name}")


def _film(path: str) -> None:
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 15.0, (64, 64))
    for _ in range(99):
        writer.write(np.full((64, 64, 3), 90, np.uint8))
    writer.release()


def _open_sockets() -> list[str]:
    links = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            links.append(str(entry.readlink()))
        except OSError:
            continue
    return [link for link in links if link.startswith("socket:")]


def main(film: str, offence: str) -> None:
    """Watch one reading."""
    offences: list[str] = []

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            flags = args[2] if isinstance(args[2], int) else 0
            if flags & _WRITES:
                offences.append(f"open {args[0]}")
        elif event.startswith(_OUTSIDE + _TO_FILES):
            offences.append(event)

    assert zxingcpp.read_barcodes(np.full((64, 64), 255, np.uint8)) == []
    before = _open_sockets()
    sys.addaudithook(watch)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    scans: list[str] = []
    over = threading.Event()

    def scan(seen: Scan) -> None:
        scans.append(seen.text)
        if offence:
            OFFENCES[offence]()
            over.set()

    def state(said: CameraState) -> None:
        if said.status is Status.LOST:
            over.set()

    camera = Camera(
        FileSource(path=Path(film), fps=20.0),
        gate=Gate(member_of("0000")),
        on_scan=scan,
        on_state=state,
        times=CameraTimes(attempt_ms=10),
    )
    camera.advise(on=True)
    camera.start()
    shown = set[int]()
    while not over.wait(0.01):
        preview = camera.preview()
        shown.update([preview.number] if preview is not None else [])
    offences += [f"a {link}" for link in _open_sockets() if link not in before]
    assert camera.stop()
    sys.stdout.write(json.dumps({"scans": scans, "shown": len(shown), "offences": offences}))


if __name__ == "__main__":
    main(*sys.argv[1:])
