"""`import`: takes the members over that a shop had, from a list that another system wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loyalty.errors import Outage, Refusal
from storage.folder import Lock
from terminal.commands import output, shop
from terminal.commands.bar import Bar
from terminal.commands.surroundings import Surroundings
from terminal.imports import layouts, member_files
from terminal.imports.bringing import Run, Wishes
from terminal.till import brought, courier, opening
from terminal.till.bringing_in import DIFFERS, Fate
from terminal.till.desk import Desk

PREVIEW_ROWS = 5
SHOWN_DIFFERENCES = 20
_CELL = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line."""

    mapping: tuple[str, ...] = ()
    dates: str = ""
    symbology: str = ""
    rounding: str = ""
    rejects: Path | None = None
    dry_run: bool = False
    as_json: bool = False


@dataclass(slots=True)
class _Found:
    """What a rehearsal has to show."""

    differs: list[Fate] = field(default_factory=list)


def take_over(around: Surroundings, file: Path, asked: Asked) -> int:
    """Take the members of a file over, or say what would happen; 1 when rows were left out.

    Raises Refusal as `terminal.imports.bringing.Run` and `rejects_same`; Outage `already_open`
    while the counter is open, and what reading and writing raise.
    """
    form = member_files.form_of(file, asked.mapping, asked.dates)
    if not asked.as_json:
        _show_form(file, form)
    wishes = Wishes(
        form=form,
        symbology=asked.symbology,
        rounding=asked.rounding,
        rejects=asked.rejects,
        writes=not asked.dry_run,
    )
    found = _Found()
    bar = Bar("Members")
    with opened(around) as (desk, line):
        began_s = time.monotonic()
        # What the server knows comes first, so that no two tills take the same member over.
        line.sync()
        run = Run(desk, file, wishes)
        try:
            for done in run.steps(lambda fate: _differs(found, fate)):
                bar.move(done, form.rows)
        finally:
            bar.close()
        sent = run.wrote and tell(line)
        took_s = round(time.monotonic() - began_s, 1)
    told = {**run.told(), "sent": sent, "seconds": took_s}
    if asked.as_json:
        output.answer(told | {"differences": [_as_json(fate) for fate in found.differs]})
    else:
        _say(told, found, dry_run=asked.dry_run)
    return output.FOUND if told["rejected"] else output.OK


def undo(around: Surroundings, named: str, *, as_json: bool) -> int:
    """Take an import back. Raises Refusal `import_unknown`, Outage `already_open`."""
    bar, undone = Bar("Taken back"), brought.Undone()
    with opened(around) as (desk, line):
        line.sync()
        one = brought.find(desk.ledger, named)
        try:
            for done in brought.undo(desk, one, undone):
                bar.move(done, one.members)
        finally:
            bar.close()
        sent = tell(line)
    told = {
        "import": one.id,
        "members": undone.members,
        "points": undone.points,
        "detached": undone.detached,
        "kept": undone.kept,
        "sent": sent,
    }
    if as_json:
        output.answer(told)
        return output.OK
    output.say(f"{undone.members} members taken back, with {undone.points} points in all")
    output.say(f"{undone.detached} did nothing since: nobody is found by their phone or name")
    if undone.kept:
        output.say(f"{undone.kept} came since: they stay, and what they used of it is owed")
    return output.OK


def listed(around: Surroundings, *, as_json: bool) -> int:
    """Say which imports this till made."""
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        known = brought.every(ledger)
    finally:
        ledger.close()
    if as_json:
        output.answer(
            {
                "imports": [
                    {
                        "import": one.id,
                        "file": one.file,
                        "members": one.members,
                        "points": one.points,
                        "undone": one.undone,
                    }
                    for one in known
                ]
            }
        )
        return output.OK
    if not known:
        output.say("This till has taken no members over.")
    for one in known:
        state = "taken back" if one.undone else f"{one.members} members, {one.points} points"
        output.say(f"{one.id}  {one.file}: {state}")
    return output.OK


@contextmanager
def opened(around: Surroundings) -> Iterator[tuple[Desk, courier.Courier]]:
    """Open the till of a folder, which nobody else has open, with its line."""
    ready = shop.ready(around, output.progress)
    with ExitStack() as stack:
        stack.callback(Lock(around.folder.till).release)
        desk = opening.desk(
            around.folder, around.store, clock=around.clock, randomness=around.randomness
        )
        stack.callback(opening.close, desk)
        client = courier.client_of(
            desk, around.store, ready.server_url, around.clock, around.randomness
        )
        line = courier.Courier(desk, client)
        stack.callback(line.close)
        yield desk, line


def tell(line: courier.Courier) -> bool:
    """Send what was made; False when it has to wait for the counter, which sends it by itself."""
    with suppress(Outage):
        line.sync()
        return True
    return False


def _differs(found: _Found, fate: Fate) -> None:
    if fate.kind == DIFFERS:
        found.differs.append(fate)


def _as_json(fate: Fate) -> Mapping[str, Any]:
    return {
        "row": fate.row,
        "card": fate.card,
        "differs": [
            {"field": one.field, "here": one.here, "file": one.there} for one in fate.differences
        ],
    }


def _show_form(file: Path, form: member_files.Form) -> None:
    """Show which column is what, and the first rows as they are read."""
    say: Callable[[str], None] = output.progress
    say(f"{file.name}: {form.rows} rows" + (f", as {form.layout} writes it" if form.layout else ""))
    titles = {at: name for name, at in form.columns.items()}
    for at, name in sorted(titles.items()):
        say(f"  {form.names[at]} -> {name}")
    if form.left_out:
        say(f"  not taken: {', '.join(form.left_out)}")
    say(f"  another one: --mapping {layouts.POINTS}=HEADING; none: --mapping {layouts.POINTS}=")
    places = sorted(titles)
    say("  " + " | ".join(titles[at] for at in places))
    for _, record in zip(range(PREVIEW_ROWS), member_files.rows(file, form), strict=False):
        cells = [record.cells[at][:_CELL] if at < len(record.cells) else "" for at in places]
        say("  " + " | ".join(cells))


def _say(told: Mapping[str, Any], found: _Found, *, dry_run: bool) -> None:
    verb = "would be taken over" if dry_run else "taken over"
    output.say(f"{told['new'] + told['again']} members {verb}, with {told['points']} points in all")
    output.say(f"{told['same'] + told['differs']} were here already")
    for fate in found.differs[:SHOWN_DIFFERENCES]:
        what = ", ".join(
            f"{one.field} {one.here} here, {one.there} there"
            if one.here or one.there
            else one.field
            for one in fate.differences
        )
        output.say(f"  row {fate.row}, card {fate.card}: {what}")
    more = len(found.differs) - SHOWN_DIFFERENCES
    if more > 0:
        output.say(f"  and {more} more that differ")
    if told["new_cards"]:
        output.say(f"{told['new_cards']} had a card of another shop and need one of yours")
    if told["undated"]:
        output.say(f"{told['undated']} wishes for news had no date and were left out")
    if told["rejected"]:
        output.say(f"{told['rejected']} rows were left out; each with its reason in")
        output.say(f"  {told['rejects']}")
    if dry_run:
        output.say("Nothing was written. Leave --dry-run out to do it.")
        return
    if told["import"]:
        output.say(f"To take it back: import --undo {told['import']}")
        if not told["sent"]:
            output.say("The server was not reached; the counter sends it by itself.")


def check(file: Path | None, undone: str, *, lists: bool) -> None:
    """Raise Refusal `import_of` unless exactly one thing was asked for."""
    if [file is not None, bool(undone), lists].count(True) != 1:
        raise Refusal("import_of", "give a file, --undo or --list, one of them")
