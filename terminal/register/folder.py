"""Watches a folder for files that a cash register writes: each is told to the till, then moved."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from loyalty.errors import Outage, Refusal
from storage import failures
from terminal.register import sale_files
from terminal.register.counter import ANSWER_S, Counter, busy
from terminal.register.statuses import body_of
from terminal.till.register_calls import AnyTold, StateWanted
from terminal.till.register_replies import StateReply

LOOK_S: Final = 1.0
QUIET_LOOKS: Final = 2
"""A file that did not change for so many looks is as long as it will be."""
PATIENCE_LOOKS: Final = 10
"""JSON that is not whole is waited for so many looks longer: its writer may be slow."""
BYTES_MAX: Final = 4 * 1024 * 1024
STOP_S: Final = 5.0
DONE: Final = "done"
FAILED: Final = "failed"
SUFFIXES: Final = (".json", ".csv")
LOG: Final = logging.getLogger("regulars.register")
Shape = tuple[int, int]


class WatchedFolder:
    """One folder, looked at every second on a thread of its own."""

    def __init__(self, place: Path, counter: Counter, *, look_s: float = LOOK_S) -> None:
        """Make the folder and its two inside. Raises Outage `disk_*`."""
        self._place = place
        self._counter = counter
        self._look_s = look_s
        self._seen: dict[Path, tuple[Shape, int]] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="register-folder", daemon=True)
        for name in (DONE, FAILED):
            try:
                (place / name).mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise failures.of_os(error, place) from error

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the file that is being told."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(STOP_S)

    def look(self) -> None:
        """Look once, and tell every file that is whole."""
        try:
            for path in self._whole():
                self._tell(path)
        except OSError as error:
            # A stick that is gone, or a share: it is looked for again.
            LOG.warning("the folder of the register cannot be read: %s", error.strerror)
        except Exception:
            # One file that nobody expected must not stop those that come after it.
            LOG.exception("the folder of the register could not be looked at")

    def _run(self) -> None:
        while not self._stopping.wait(self._look_s):
            self.look()

    def _whole(self) -> Iterator[Path]:
        there = {}
        for path in sorted(self._place.iterdir()):
            if path.suffix.lower() not in SUFFIXES or path.name.startswith(".") or path.is_dir():
                continue
            found = path.stat()
            shape = (found.st_size, found.st_mtime_ns)
            before, looks = self._seen.get(path, (None, 0))
            there[path] = (shape, looks + 1 if before == shape else 0)
        self._seen = there
        for path, (shape, looks) in list(there.items()):
            if looks >= QUIET_LOOKS and _is_ready(path, shape[0], looks):
                yield path

    def _tell(self, path: Path) -> None:
        wrong: list[dict[str, Any]] = []
        try:
            entries = self._read(path)
            for row, entry in enumerate(entries, 1):
                if self._stopping.is_set():
                    return
                error = self._told(entry)
                if error is not None:
                    wrong.append({"row": row, **json.loads(body_of(error))})
        except Outage:
            return  # the till or the disk has no time: the file stays and is told again
        except Refusal as error:
            wrong.append(json.loads(body_of(error)))
        self._move(path, wrong)

    def _told(self, entry: sale_files.Entry | Refusal) -> Refusal | None:
        if isinstance(entry, Refusal):
            return entry
        try:
            self._ask(entry.sale, entry.told)
        except Refusal as error:
            return error
        return None

    def _read(self, path: Path) -> list[sale_files.Entry | Refusal]:
        if path.stat().st_size > BYTES_MAX:
            raise Refusal("body_too_large", "a file has at most so many bytes", expected=BYTES_MAX)
        state = msgspec.json.decode(self._ask("", StateWanted()), type=StateReply)
        return sale_files.read(path.name, path.read_bytes(), state.scale)

    def _ask(self, sale: str, told: AnyTold) -> bytes:
        try:
            return self._counter.ask(sale, told).result(ANSWER_S)
        except TimeoutError:
            raise busy() from None

    def _move(self, path: Path, wrong: list[dict[str, Any]]) -> None:
        target = _free(self._place / (FAILED if wrong else DONE), path.name)
        if wrong:
            # First the reason: a file in `failed` always has one.
            reason = target.with_name(f"{target.name}.reason.json")
            said = {"error": wrong[0]["error"], "rows": wrong}
            reason.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        path.replace(target)
        self._seen.pop(path, None)


def _is_ready(path: Path, size: int, looks: int) -> bool:
    """Say whether a file that does not change any more is whole, or will never be."""
    if size > BYTES_MAX or looks >= PATIENCE_LOOKS:
        return True
    if path.suffix.lower() == ".json":
        return sale_files.is_whole_json(path.read_bytes())
    # A table ends with a line's end; one that does not is waited for as well.
    return path.read_bytes().endswith(b"\n")


def _free(folder: Path, name: str) -> Path:
    """Give a name that is not taken: what lies there is never overwritten."""
    path = folder / name
    again = 1
    while path.exists():
        again += 1
        path = folder / f"{Path(name).stem}-{again}{Path(name).suffix}"
    return path
