"""The layout of a data folder, who may open it, and whether it is a shop or the demo."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from loyalty.errors import Outage, Refusal
from storage import failures, lasting

SHOP: Final = "shop"
DEMO: Final = "demo"
_KIND: Final = "kind"
_UNFINISHED: Final = "restoring"
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Where everything of one data folder lies; `kind` is `shop` or `demo`."""

    root: Path
    kind: str

    @property
    def till(self) -> Path:
        """Everything of the till."""
        return self.root / "till"

    @property
    def ledger(self) -> Path:
        """What this till made."""
        return self.till / "ledger.db"

    @property
    def directory(self) -> Path:
        """What the server said."""
        return self.till / "directory.db"

    @property
    def mark(self) -> Path:
        """How far `ledger` had come (storage.witness)."""
        return self.till / "mark"

    @property
    def keys(self) -> Path:
        """The key store, where no key ring of the system serves."""
        return self.till / "keys"

    @property
    def cards(self) -> Path:
        """Where files of cards go that were made at the counter."""
        return self.root / "cards"

    @property
    def slips(self) -> Path:
        """Slips that were printed to files."""
        return self.till / "slips"

    @property
    def server(self) -> Path:
        """Everything of the shop's own server."""
        return self.root / "server"


def kind_of(root: Path) -> str | None:
    """Say whether a folder is a shop's or the demo's; None when it is neither yet.

    Raises Refusal `restore_unfinished`, `folder_unknown`, Outage `disk_*`.
    """
    if is_unfinished(root):
        message = f"a backup was not put back whole into {root}: run `restore` again"
        raise Refusal("restore_unfinished", message)
    return _kind_of(root)


def is_unfinished(root: Path) -> bool:
    """Say whether a backup was being put back here when something interrupted it."""
    return (root / _UNFINISHED).exists()


def begin(root: Path) -> None:
    """Note, before anything of a backup is put back here, that it is not whole yet."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / _UNFINISHED).write_text("", encoding="utf-8")
        failures.sync_folder(root)
    except OSError as error:
        raise failures.of_os(error, root) from error


def finish(root: Path) -> None:
    """Note that everything of a backup is here."""
    try:
        for part in (root / "till", root / "server"):
            if part.exists():
                failures.sync_folder(part)
        (root / _UNFINISHED).unlink()
        failures.sync_folder(root)
    except OSError as error:
        raise failures.of_os(error, root) from error


def _kind_of(root: Path) -> str | None:
    try:
        kind = (root / _KIND).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failures.of_os(error, root) from error
    if kind not in (SHOP, DEMO):
        raise Refusal("folder_unknown", f"{root} is not a data folder of Regulars", got=kind)
    return kind


def prepare(root: Path, kind: str, *, unfinished: bool = False) -> Folder:
    """Make or open a data folder of one kind; an `unfinished` one is what `restore` works on.

    Raises Refusal `demo_mixed` when it is of the other kind, Outage `disk_full` or
    `disk_read_only`.
    """
    assert kind in (SHOP, DEMO), kind
    found = _kind_of(root) if unfinished else kind_of(root)
    if found not in (None, kind):
        raise Refusal(
            "demo_mixed",
            "demo and real data never mix: choose another folder with --data",
            expected=kind,
            got=found,
        )
    folder = Folder(root=root, kind=kind)
    try:
        for path in (folder.till, folder.slips, folder.server):
            path.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        folder.keys.mkdir(exist_ok=True, mode=_PRIVATE)
        if found is None:
            # Without it nothing in the folder is found again: an empty one stopped a till for ever.
            lasting.write(root / _KIND, f"{kind}\n".encode())
    except OSError as error:
        raise failures.of_os(error, root) from error
    return folder


class Lock:
    """Keeps a folder for one process; the system lets go of it when the process ends."""

    def __init__(self, part: Path, name: str = "lock") -> None:
        """Take the lock of `folder.till` or `folder.server`. Raises Outage `already_open`."""
        try:
            self._file: IO[bytes] = (part / name).open("a+b")
        except OSError as error:
            raise failures.of_os(error, part) from error
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise Outage(
                "already_open",
                "Regulars is already running with this data: use that window, or close it first",
                path=str(part),
            ) from error

    def release(self) -> None:
        """Let another process have the folder."""
        self._file.close()


def _take(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
