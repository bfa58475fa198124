"""`scenario FILE|DIR`: runs scenarios through the rules and says, for each, ok or what differed."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from loyalty.errors import Corrupt, LoyaltyError, Refusal
from terminal.commands import output
from terminal.scenarios.expecting import Difference
from terminal.scenarios.reading import read
from terminal.scenarios.running import Result, run
from terminal.scenarios.table import Unreadable

SUFFIXES = (".toml", ".json")
# What a programme that lies among scenarios has, and no scenario does.
PROGRAMME_KEYS = ("currency", "time_zone")


def play(place: Path, *, as_json: bool) -> int:
    """Run one scenario or all of a folder; 1 when something differs, 2 when one cannot be read."""
    files = scenarios(place)
    codes = [_play(each, as_json=as_json) for each in files]
    if not as_json and len(files) > 1:
        right = codes.count(output.OK)
        output.say(f"{right} of {len(files)} scenarios ok.")
    return max(codes)


def scenarios(place: Path) -> list[Path]:
    """Give the scenarios of a file or folder, in the order of their paths.

    Raises Refusal `no_scenario` where there are none.
    """
    if place.is_file():
        return [place]
    found = sorted(path for path in place.rglob("*") if path.suffix in SUFFIXES)
    kept = [path for path in found if not _is_programme(path)]
    if not kept:
        raise Refusal("no_scenario", f"there is no scenario in {place}")
    return kept


def _is_programme(path: Path) -> bool:
    try:
        text = path.read_text("utf-8")
        raw: Any = msgspec.json.decode(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError):
        return False
    return isinstance(raw, dict) and all(key in raw for key in PROGRAMME_KEYS)


def _play(path: Path, *, as_json: bool) -> int:
    began = time.monotonic()
    try:
        result = run(read(path))
    except Corrupt:
        raise
    except LoyaltyError as error:
        return _unreadable(path, error, as_json=as_json)
    passed_ms = round((time.monotonic() - began) * 1000)
    if as_json:
        output.answer(
            {
                "id": result.id,
                "ok": result.ok,
                "differs": [_shown(each) for each in result.differs],
                "ms": passed_ms,
            }
        )
    else:
        _tell(result, path)
    return output.OK if result.ok else output.FOUND


def _shown(each: Difference) -> dict[str, object]:
    whole = {"path": each.path, "expected": each.expected, "got": each.got}
    return {**whole, "why": each.why} if each.why else whole


def _tell(result: Result, path: Path) -> None:
    if result.ok:
        output.say(f"ok       {result.id}")
        return
    output.say(f"differs  {result.id} ({path})")
    for each in result.differs:
        output.say(f"  {each.path}: expected {_text(each.expected)}, got {_text(each.got)}")
        if each.why:
            output.say(f"    {each.why}")


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _unreadable(path: Path, error: LoyaltyError, *, as_json: bool) -> int:
    if as_json:
        output.answer({"id": path.stem, "ok": False, "differs": [], **error.as_json()})
        return output.WRONG_USE
    output.progress(f"cannot be read: {path}")
    if isinstance(error, Unreadable):
        for each in error.problems:
            output.progress(f"  {each.path}: {each.got}, expected {each.expected}")
    else:
        output.progress(f"  {error.message} [{error.code}]")
    return output.WRONG_USE
