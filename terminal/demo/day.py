"""Plays one day of the demo shop on the real parts, and checks afterwards that nothing is amiss."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from loyalty.errors import Outage
from loyalty.number import DEMO_ISSUER
from scanner.preview import Preview
from storage.folder import Folder
from storage.records import Verification
from terminal.demo import check, faults, premises, script
from terminal.demo.check import Day
from terminal.demo.counter import Clockwork, Counter
from terminal.demo.glance import glance
from terminal.demo.scans import Scans
from terminal.till import service
from terminal.till.screens import AnyScreen

RESULT = "day.json"
OK = 0
FOUND = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A screen that is worth a picture: the time in its corner, and what the camera saw."""

    screen: AnyScreen
    time: str
    seen: Preview | None
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the command line hands in: the real world, and the parts that the demo may not know.

    `draw` makes picture files from screens; `verify_server` rebuilds the server's books.
    """

    say: Callable[[str], None]
    answer: Callable[[object], None]
    draw: Callable[[Sequence[Picture]], None]
    verify_server: Callable[[Folder], Verification]
    now_us: Callable[[], int]
    randomness: Callable[[int], bytes]
    language: str


def play(around: Around, out: Path | None, breaking: str, *, as_json: bool) -> int:
    """Play the day in a folder; gives 0 when all books agree, 1 when something was found.

    Raises Refusal `fault_unknown` or `not_empty`, Outage `demo_stuck` or `server_start`.
    """
    fault = faults.known(breaking) if breaking else ""
    root = out.resolve() if out is not None else Path(tempfile.mkdtemp(prefix="regulars-day-"))
    root.mkdir(parents=True, exist_ok=True)
    folder = premises.fresh(root)
    around.say(f"Everything of this day goes to {root}")
    pictures = _live(around, folder)
    around.draw(pictures)
    around.say(f"{len(pictures)} pictures of it are there")
    if fault:
        faults.plant(folder, fault)
        around.say(f"A fault was planted in the books of the server: {fault}")
    day, problems = judge(around, folder)
    text = msgspec.json.format(msgspec.json.encode(day)) + b"\n"
    (root / RESULT).write_bytes(text)
    if as_json:
        around.answer(msgspec.to_builtins(day))
    else:
        around.say(text.decode().rstrip())
    for problem in problems:
        around.say(f"Found: {problem}")
    if problems:
        return FOUND
    around.say("Nothing lost, nothing doubled: till and server agree to the point")
    return OK


def judge(around: Around, folder: Folder) -> tuple[Day, list[str]]:
    """Compare what lies in the folders of a day that is over; gives figures and problems."""
    day, problems = check.look(folder)
    books = around.verify_server(folder)
    if not books.ok:
        return day, [*problems, f"the server's books: {books.first_difference}"]
    return day, list(problems)


def _live(around: Around, folder: Folder) -> list[Picture]:
    """Let the day happen; gives the screens that are worth a picture."""
    server = premises.Server(folder)
    try:
        opens_us, zone = premises.furnish(
            folder,
            server,
            language=around.language,
            now_us=around.now_us(),
            randomness=around.randomness,
        )
        around.say("The server runs, and the shop has its members and their past weeks")
        return _at_the_counter(around, folder, Clockwork(opens_us, zone))
    finally:
        server.stop()


def _at_the_counter(around: Around, folder: Folder, clock: Clockwork) -> list[Picture]:
    command = ["till", "--stdio", "--camera", "hand", "--data", str(folder.root)]
    counter = Counter([*service.program(), *command], folder.till, clock, Scans(folder.till))
    pictures: list[Picture] = []
    try:
        counter.start()
        for step in script.play(counter, DEMO_ISSUER):
            around.say(f"{clock.time()}  {step.said}")
            if step.picture:
                pictures.append(_picture(counter, folder, len(pictures) + 1, step.picture))
    except BaseException:
        counter.kill()
        raise
    ended = counter.stop()
    if ended != OK:
        raise Outage("demo_stuck", f"the till ended with {ended}; its log says why")
    return pictures


def _picture(counter: Counter, folder: Folder, number: int, name: str) -> Picture:
    return Picture(
        screen=counter.screen,
        time=counter.clock.time(),
        seen=glance(counter.in_hand),
        path=folder.root / f"{number:02d}-{name}.png",
    )
