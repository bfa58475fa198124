"""`server programme`: sends a new version of the programme to every till of the shop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from loyalty.programme import ProgrammeInvalid, to_wire
from terminal.commands import output, programme


def publish(file: Path, put: Callable[[bytes], None]) -> int:
    """Check a version and put it into the books; the tills fetch it with their next sync.

    Raises Refusal `programme_file`, `programme_exists`, and what `put` raises.
    """
    try:
        version = programme.read(file)
        words = programme.speak(version, "")
        too_dear = programme.beyond_margin(version, words)
        if too_dear:
            programme.say_margin(version, too_dear, as_json=False)
            return output.FOUND
        put(to_wire(version))
    except ProgrammeInvalid as error:
        programme.say_problems(error, as_json=False)
        return output.FOUND
    begins = words.date(version.from_day)
    output.say(f"Version {version.version} holds from {begins}. Every till gets it when it syncs.")
    return output.OK
