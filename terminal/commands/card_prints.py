"""`cards print`: chosen cards become a PDF whose every code was read back."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from loyalty import number as numbers
from loyalty.errors import Outage, Refusal
from terminal.commands import bring_in, card_batches, output
from terminal.commands.bar import Bar
from terminal.commands.surroundings import Surroundings
from terminal.making import chosen, paper, produce
from terminal.making.chosen import Chosen
from terminal.making.whole_file import written
from terminal.till import card_jobs, card_stock
from terminal.till.card_jobs import Job
from terminal.till.card_values import FIRST_DESIGN, FIRST_STOCK, CardsMade, CardsStep, MakeCards
from terminal.till.desk import Desk
from terminal.till.shop_logo import logo_of

NUDGE_MAX_MM = 20.0
BAD_CARDS = frozenset({"card_unreadable", "card_wrong"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line; exactly one of the first six says which cards."""

    members: Path | None = None
    between: str = ""
    new: int = 0
    batch: str = ""
    resume: bool = False
    after: str = ""
    design: str = ""
    stock: str = ""
    start: int = 0
    out: Path
    mapping: tuple[str, ...] = ()
    rejects: Path | None = None
    listed: Path | None = None
    nudge: tuple[float, ...] = ()
    as_json: bool = False


def check(asked: Asked) -> None:
    """Raise Refusal `cards_which` unless exactly one thing says which cards."""
    ways = [asked.members, asked.between, asked.new, asked.batch, asked.resume, asked.after]
    if [bool(one) for one in ways].count(True) != 1:
        raise Refusal(
            "cards_which",
            "give one of --members, --range, --new, --batch, --resume and --after",
        )
    if asked.new:
        card_stock.check_count(asked.new)


def nudge_of(text: str) -> tuple[float, ...]:
    """Read how far a printer is off: `0.4,-0.2`, or four for front and back. Raises `nudge`."""
    try:
        found = tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError:
        found = (NUDGE_MAX_MM * 2,)
    if len(found) not in (0, 2, 4) or any(not abs(one) <= NUDGE_MAX_MM for one in found):
        message = "say how many millimetres to the right and down, as 0.4,-0.2; four for the back"
        raise Refusal("nudge", message, got=text)
    return found


def check_out(out: Path) -> None:
    """Raise Outage `file_not_written` for a place that takes no file, before a number is made."""
    path = out.expanduser().resolve()
    if not path.parent.is_dir():
        raise Outage("file_not_written", f"there is no folder {path.parent}: make it first")
    if not os.access(path.parent, os.W_OK) or path.is_dir():
        raise Outage("file_not_written", f"{path} cannot be written: choose another place")


def run(around: Surroundings, asked: Asked) -> int:
    """Print the cards; 1 where rows got none or a code could not be read back.

    Raises Refusal for what cannot be printed, Outage `already_open`, `cards_stopped`, `disk_*`.
    """
    for file in filter(None, (asked.out, asked.listed)):
        check_out(file)
    if not asked.resume and not asked.after:
        paper.check(asked.design or FIRST_DESIGN, asked.stock or FIRST_STOCK, asked.start or 1)
    with bring_in.opened(around) as (desk, line):
        if asked.new:
            card_batches.hear(line)
        job, left = _job(desk, asked)
        try:
            made = _make(desk, job, asked, around.folder.root)
        except Refusal as error:
            if error.code not in BAD_CARDS:
                raise
            _waits(job)
            output.answer(error.as_json()) if asked.as_json else output.progress(
                f"{error.message} [{error.code}]"
            )
            return output.FOUND
        again = card_jobs.finish(desk, job)
        sent = bring_in.tell(line)
    told = _told(job, made, left, again, sent=sent)
    output.answer(told) if asked.as_json else _say(told, left)
    return output.FOUND if left.left else output.OK


def _job(desk: Desk, asked: Asked) -> tuple[Job, Chosen]:
    """Keep what is to be made, new numbers recorded first, or take what was stopped."""
    if asked.resume:
        kept = card_jobs.unfinished(desk.ledger)
        if kept is None:
            raise Refusal("cards_nothing", "no job of cards was stopped here")
        job = card_jobs.changed(
            desk, kept, design=asked.design, stock=asked.stock, start=asked.start
        )
        paper.check(job.design, job.stock, job.start)
        return job, Chosen(numbers=job.numbers)
    if asked.after:
        job = _rest(desk, asked)
        return job, Chosen(numbers=job.numbers)
    left = _chosen(desk, asked)
    job = card_jobs.begin(
        desk,
        left.numbers,
        design=asked.design or FIRST_DESIGN,
        stock=asked.stock or FIRST_STOCK,
        start=asked.start or 1,
    )
    return job, left


def _rest(desk: Desk, asked: Asked) -> Job:
    """Keep what the printer left of the last job, on the same paper unless another is named."""
    made = card_jobs.last_made(desk)
    if made is None:
        raise Refusal("cards_nothing", "no cards were made here")
    design, stock, start = asked.design or made.design, asked.stock or made.stock, asked.start or 1
    paper.check(design, stock, start)
    good = card_jobs.good_of(made.numbers, asked.after)
    return card_jobs.rest(desk, good, design=design, stock=stock, start=start)


def _chosen(desk: Desk, asked: Asked) -> Chosen:
    if asked.members is not None:
        file = asked.members.expanduser().resolve()
        rejects = asked.rejects or file.with_suffix(".rejects.csv")
        found = chosen.of_list(desk, file, asked.mapping, rejects.expanduser().resolve())
        for each in found.left:
            output.progress(
                f"row {each.row}, card ending {each.card or 'in nothing'}: {each.reason}"
            )
        if found.left:
            output.progress(f"{len(found.left)} rows got no card; they stand in {rejects}")
        return found
    if asked.new:
        return Chosen(numbers=card_stock.issue(desk, asked.new).numbers)
    if asked.batch:
        return Chosen(numbers=chosen.of_batch(desk, asked.batch))
    return Chosen(numbers=chosen.of_range(desk, asked.between))


def _make(desk: Desk, job: Job, asked: Asked, folder: Path) -> CardsMade:
    logo = logo_of(folder)
    file = str(asked.out.expanduser().resolve())
    order = card_jobs.order(desk, job, out=file, logo=str(logo) if logo else "")
    # What was said now comes before what this till keeps for the paper.
    order = replace(order, nudge=asked.nudge) if asked.nudge else order
    drawing, reading = Bar("Cards"), Bar("Read back")

    def heard(step: CardsStep) -> None:
        if step.checking:
            drawing.close()
        (reading if step.checking else drawing).move(step.done, step.whole)

    try:
        _list(order, asked.listed)
        return produce.make(order, paper.sheets, heard=heard)
    except KeyboardInterrupt:
        _waits(job)
        raise Outage(produce.STOPPED, "stopped; no file was left") from None
    except Outage:
        _waits(job)
        raise
    finally:
        reading.close()


def _list(order: MakeCards, file: Path | None) -> None:
    """Write the list for a print shop, where one is wanted."""
    if file is None:
        return
    with written(file.expanduser().resolve()) as (listed, _):
        listed.writelines(line.encode() for line in paper.lines(order))


def _waits(job: Job) -> None:
    """Say that nothing is lost: numbers that were recorded wait for the next try."""
    many = len(job.numbers)
    output.progress(f"Nothing is lost: the {many} cards of this job wait for cards print --resume")


def _told(
    job: Job, made: CardsMade, left: Chosen, again: tuple[str, ...], *, sent: bool
) -> dict[str, Any]:
    return {
        "job": job.job,
        "out": made.out,
        "cards": len(job.numbers),
        "read_back": made.checked,
        "again": list(again),
        "numbers": list(job.numbers),
        "design": job.design,
        "stock": job.stock,
        "rejected": [
            {"row": each.row, "card": each.card, "reason": each.reason} for each in left.left
        ],
        "sent": sent,
    }


def _say(told: dict[str, Any], left: Chosen) -> None:
    del left
    output.say(f"{told['cards']} cards in {told['out']}, {told['read_back']} sides read back")
    if told["again"]:
        grouped = ", ".join(numbers.grouped(one) for one in told["again"][:20])
        output.say(f"{len(told['again'])} of them again: {grouped}")
    with suppress(KeyError):
        if not told["sent"]:
            output.progress("The server was not reached; the counter sends it by itself.")
