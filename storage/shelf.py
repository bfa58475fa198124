"""The folder of one till at the place where its copies go: which are whole, and which go."""

from __future__ import annotations

import contextlib
import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loyalty.errors import Refusal
from storage import failures
from storage.folder import DEMO, SHOP

KEPT: Final = 14
"""How many copies stay: two weeks of days."""
SUFFIX: Final = ".backup"
LATER: Final = ".later"
HALF: Final = ".half"
MANIFEST: Final = "manifest.json"
RECOVERY: Final = "recovery.bin"
FORMAT: Final = 1
_PREFIX: Final = "regulars-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One whole copy: when it was made (a stamp), of what, and the last line of the till in it."""

    path: Path
    kind: str
    made: str
    device: str = ""
    epoch: int = 0
    seq: int = 0

    @property
    def later(self) -> Path:
        """Give where the lines lie that were recorded after it."""
        return self.path.with_suffix(LATER)


def of_till(place: Path, device: str) -> Path:
    """Give the folder of one till: several may share a stick, and none deletes another's."""
    return place / f"{_PREFIX}{device}"


def make(folder: Path) -> None:
    """Make a till's folder at its place: without it a place counts as gone. Raises Outage."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failures.of_os(error, folder) from error


def name(stamp: str) -> str:
    """Give a copy's file name; `stamp` is a moment as a part of a file name."""
    return f"{_PREFIX}{stamp}{SUFFIX}"


def read(file: Path) -> Copy:
    """Say what a file is a copy of. Raises Refusal `not_a_backup`, Outage `disk_*`."""
    try:
        said = json.loads(part(file, MANIFEST))
        if said["format"] == FORMAT and said["kind"] in (SHOP, DEMO):
            head = said.get("head", {})
            return Copy(
                path=file,
                kind=said["kind"],
                made=str(said["made"]),
                device=str(head.get("device", "")),
                epoch=int(head.get("epoch", 0)),
                seq=int(head.get("seq", 0)),
            )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("not_a_backup", f"{file} is not a backup of this program") from error
    raise Refusal("not_a_backup", f"{file} is a backup of a newer program")


def part(file: Path, called: str) -> bytes:
    """Give one file out of a copy. Raises Refusal `not_a_backup`, Outage `disk_*`."""
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.read(called)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Refusal("not_a_backup", f"{file} is not a backup of this program") from error
    except OSError as error:
        raise failures.of_os(error, file) from error


def copies(folder: Path) -> list[Copy]:
    """Give the whole copies of a folder, the oldest first; half ones do not count."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*{SUFFIX}")):
        with contextlib.suppress(Refusal):
            found.append(read(path))
    return sorted(found, key=lambda copy: (copy.made, copy.path.name))


def newest(folder: Path) -> Copy | None:
    """Give the newest whole copy of a folder, reading no more than it takes to find it."""
    for path in sorted(folder.glob(f"{_PREFIX}*{SUFFIX}"), reverse=True):
        with contextlib.suppress(Refusal):
            return read(path)
    return None


def find(place: Path) -> Copy:
    """Give the newest copy at a place, or in its only folder of a till.

    Raises Refusal `no_backup`, and `backups_several` where several tills keep theirs.
    """
    here = newest(place)
    if here is not None:
        return here
    found = [copy for one in sorted(place.glob(f"{_PREFIX}*/")) if (copy := newest(one))]
    if not found:
        raise Refusal("no_backup", f"there is no whole backup in {place}")
    if len(found) > 1:
        folders = ", ".join(copy.path.parent.name for copy in found)
        message = f"several tills have backups here: name one of {folders}"
        raise Refusal("backups_several", message)
    return found[0]


def prune(folder: Path, keep: int) -> None:
    """Keep the newest copies only, with the lines behind each; the oldest goes first."""
    for copy in copies(folder)[:-keep]:
        copy.path.unlink(missing_ok=True)
        copy.later.unlink(missing_ok=True)


def clear_halves(folder: Path) -> None:
    """Delete what a copy left behind that was interrupted; call it while none is being made."""
    for path in (*folder.glob(f"{_PREFIX}*{HALF}"), *folder.glob(f".{_PREFIX}*")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
