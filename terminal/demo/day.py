"""Plays one day of the demo shop on the real parts, and checks afterwards that nothing is amiss."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from loyalty.errors import Outage
from loyalty.number import DEMO_ISSUER
from storage.folder import Folder
from storage.records import Verification
from terminal.demo import check, faults, premises, script
from terminal.demo.audience import Audience, Stage, TakenOver
from terminal.demo.check import Day
from terminal.demo.counter import Clockwork, Counter
from terminal.demo.scans import Scans
from terminal.till import service

RESULT = "day.json"
OK = 0
FOUND = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the command line hands in: the real world, and the parts that the demo may not know.

    `stage` opens the window, off screen where nobody can watch; `verify_server` rebuilds the
    server's books.
    """

    say: Callable[[str], None]
    answer: Callable[[object], None]
    stage: Callable[[], Stage]
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
    around.say(f"{pictures} pictures of it are there")
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


def _live(around: Around, folder: Folder) -> int:
    """Let the day happen; gives how many pictures were made of it."""
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


def _at_the_counter(around: Around, folder: Folder, clock: Clockwork) -> int:
    command = ["till", "--stdio", "--camera", "hand", "--data", str(folder.root)]
    counter = Counter([*service.program(), *command], folder.till, clock, Scans(folder.till))
    try:
        counter.start()
        pictures = _before_an_audience(around, counter, folder)
    except BaseException:
        counter.kill()
        raise
    ended = counter.stop()
    if ended != OK:
        raise Outage("demo_stuck", f"the till ended with {ended}; its log says why")
    return pictures


def _before_an_audience(around: Around, counter: Counter, folder: Folder) -> int:
    stage = around.stage()
    audience = Audience(stage, counter, folder.root)
    try:
        for step in script.play(counter, DEMO_ISSUER):
            around.say(f"{counter.clock.time()}  {step.said}")
            if step.picture:
                audience.picture(step.picture)
            audience.linger()
    except TakenOver:
        around.say("The counter is yours; close the window to end the day")
        audience.follow()
        counter.attend(shown=_nobody, pump=_nobody)
        script.settle(counter)
    stage.close()
    return audience.pictures


def _nobody(*_: object) -> None:
    """Watch nothing."""
