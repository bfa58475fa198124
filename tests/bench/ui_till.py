"""A real till on a large directory for the bench of the window, with a camera to open."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from loyalty.programme import load_toml
from scanner.camera_profile import CameraProfile
from scanner.preview import Preview
from storage.directory import SqlDirectory
from sync.sign import Signer
from terminal.commands.cameras import Cameras
from terminal.commands.surroundings import SystemClock
from terminal.till.eye import ShopEye
from terminal.till.messages import Message
from terminal.till.thread import TillThread
from terminal.till.till import Till
from tests.bench.commit import new_ledger
from tests.bench.lookup import bench_desk
from tests.bench.lookup_fill import KEY
from tests.bench.start import ROOT

PROGRAMME: Final = ROOT / "assets" / "programmes" / "coffee-bar.toml"
ISSUER: Final = "0000"
START_S: Final = 30.0


class Engine:
    """The till's own thread, and its camera once somebody looks through it."""

    def __init__(self, directory: Path, folder: Path, perform: Callable[[Any], None]) -> None:
        """Begin at once; `perform` gets every effect."""
        self._directory, self._folder = directory, folder
        self._eye: ShopEye | None = None
        self._close: list[Callable[[], None]] = []
        self._thread = TillThread(self._make, perform, finish=self._finish, failed=_ended)
        self._thread.start()
        assert self._thread.wait_ready(START_S)

    def post(self, message: Message) -> None:
        """Let something happen."""
        self._thread.post(message)

    def preview(self) -> Preview | None:
        """Give the newest picture."""
        return self._eye.preview() if self._eye is not None else None

    def look(self, film: Path) -> None:
        """Look through a recorded camera from now on, and decode what it sees."""
        choice = Cameras(str(film), ())
        source = choice.source(CameraProfile(source=str(film)))
        self._eye = ShopEye([source], issuer=ISSUER, post=self.post)
        self._eye.start()

    def stop(self) -> None:
        """End everything."""
        if self._eye is not None:
            self._eye.stop()
        self._thread.stop()

    def _make(self) -> Till:
        ledger = new_ledger(self._folder / "ledger.db")
        directory = SqlDirectory(self._directory, KEY)
        self._close += [ledger.close, directory.close]
        desk = replace(
            bench_desk(ledger, directory),
            clock=SystemClock(),
            randomness=secrets.token_bytes,
            sign=Signer(bytes(32)).sign,
            programmes=(load_toml(PROGRAMME.read_text("utf-8")),),
        )
        return Till(desk)

    def _finish(self) -> None:
        for close in self._close:
            close()


def _ended(error: BaseException) -> None:
    raise error


def numbers_of(directory: Path, count: int) -> list[str]:
    """Give the cards of some members, from everywhere in the directory."""
    with closing(SqlDirectory(directory, KEY)) as opened:
        (people,) = opened.database.sql("SELECT max(n) FROM person")[0]
        each = max(people // (2 * count), 1)
        rows = opened.database.sql(
            "SELECT number FROM person JOIN member ON member.member_id = person_id"  # noqa: S608
            f" WHERE n % {each} = 0 LIMIT {count}"
        )
        return [str(row[0]) for row in rows]
