"""Members are brought in behind F10: choose a list, look at its columns, Enter; or take it back.

It is written a few rows at a time, so that whoever comes to the counter is served in between.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from loyalty import staff
from loyalty.errors import Refusal
from terminal.till import (
    brought,
    listing,
    staff_books,
    strip,
)
from terminal.till.bring_values import (
    FindLists,
    GoOn,
    ListSaid,
    ListSeen,
    ListsFound,
    LookAtList,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect

MODE: Final = "bring_in"
NOTHING: Final = -1


def open_set_up(desk: Desk) -> list[Effect]:
    """Show which lists there are. Raises Refusal `staff_manager` for whoever may not."""
    at = desk.crew.at
    if staff_books.are_several(desk) and (at is None or not staff.may(at.role, staff.STAFF)):
        raise Refusal("staff_manager")
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    state = desk.bring
    if state.stage in ("running", "undoing", "done"):
        desk.chosen, desk.strip = NOTHING, None
        return []
    state.stage = "files"
    strip.note(
        desk, desk.say("Bring members in"), desk.say("Choose with a digit, or with the arrows.")
    )
    return [FindLists()]


def heard(desk: Desk, message: ListSaid) -> list[Effect]:
    """Files were found, a list was looked at, or there is time for the next rows."""
    state = desk.bring
    match message:
        case ListsFound():
            state.files = message.lists[: len(listing.DIGITS)]
            if desk.mode == MODE:
                desk.chosen = max(min(desk.chosen, len(rows(desk)) - 1), 0)
            return []
        case ListSeen():
            return _seen(desk, message)
        case _:
            return _step(desk)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen now."""
    state = desk.bring
    if state.stage == "columns" and state.seen is not None:
        out = desk.say("Left out")
        return tuple(
            MenuRow(
                key=listing.DIGITS[at] if at < len(listing.DIGITS) else "",
                icon="prohibit" if each.field in state.left_out else "check",
                title=f"{desk.say(each.title)} \u2190 {each.heading}",
                caption=out if each.field in state.left_out else each.samples,
            )
            for at, each in enumerate(state.seen.columns)
        )
    if state.stage == "done":
        if not state.told.get("import"):
            return ()
        caption = desk.say("What they brought goes again; who did nothing since is let go.")
        title = desk.say("Take it back")
        return (MenuRow(key="1", icon="arrow-u-up-left", title=title, caption=caption),)
    if state.stage != "files":
        return ()
    if not state.files:
        return (MenuRow(key="1", icon="arrows-clockwise", title=desk.say("Look again")),)
    return tuple(
        MenuRow(
            key=digit,
            icon="file-text",
            title=each.name,
            caption=f"{each.place} \u00b7 {desk.words.date(each.day)}",
        )
        for digit, each in zip(listing.DIGITS, state.files, strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if listing.step(desk, name, len(rows(desk))):
        return []
    if name == "Enter":
        return _enter(desk)
    if name in ("Esc", "F10"):
        return _back(desk)
    return None


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0."""
    state = desk.bring
    if not 0 <= row < len(rows(desk)):
        return []
    desk.chosen = row
    if state.stage == "files":
        if not state.files:
            return [FindLists()]
        state.stage = "reading"
        return [LookAtList(path=state.files[row].path)]
    if state.stage == "columns" and state.seen is not None:
        state.left_out ^= {state.seen.columns[row].field}
        return []
    return _take_back(desk) if state.stage == "done" else []


def _enter(desk: Desk) -> list[Effect]:
    state = desk.bring
    if state.stage == "columns":
        return _begin(desk)
    if state.stage == "done":
        return _close(desk)
    return pick(desk, desk.chosen)


def _begin(desk: Desk) -> list[Effect]:
    state = desk.bring
    if state.begin is None or state.seen is None:
        return []
    state.run = state.begin(desk, state.seen.path, state.left_out)
    state.steps, state.done, state.whole = state.run.steps(), 0, state.seen.rows
    state.stage, desk.strip = "running", None
    return [GoOn()]


def _take_back(desk: Desk) -> list[Effect]:
    state = desk.bring
    one = brought.find(desk.ledger, str(state.told["import"]))
    state.steps, state.done, state.whole = brought.undo(desk, one), 0, one.members
    state.stage, desk.strip = "undoing", None
    return [GoOn()]


def _seen(desk: Desk, message: ListSeen) -> list[Effect]:
    state = desk.bring
    if state.stage != "reading":
        return []
    if message.problem:
        state.stage = "files"
        return strip.refused(desk, Refusal(message.problem))
    state.seen, state.left_out, state.stage = message, frozenset(), "columns"
    # Enter brings them in: no row looks as if it were meant.
    desk.chosen = NOTHING
    return []


def _step(desk: Desk) -> list[Effect]:
    """Write the next rows. Raises Outage where the disk says no; Enter then goes on with it."""
    state = desk.bring
    if state.steps is None:
        return []
    try:
        state.done = next(state.steps)
        # What was written can go out while the next rows are.
        desk.committed = True
    except StopIteration:
        return _ended(desk)
    except BaseException:
        # What is written stays; the file can be given again and adds only what is missing.
        _finish(desk)
        raise
    return [GoOn()]


def _ended(desk: Desk) -> list[Effect]:
    state = desk.bring
    was_undoing = state.stage == "undoing"
    count = state.done
    _finish(desk)
    if was_undoing:
        sentence = desk.words.plural("{n} member taken back", "{n} members taken back", count)
        state.stage, state.told = "files", {}
        if desk.mode == MODE:
            desk.mode, desk.chosen = "idle", 0
        return strip.saved(desk, sentence)
    return strip.saved(desk, headline(desk))


def _finish(desk: Desk) -> None:
    """Close what is under way and keep what it came to."""
    state = desk.bring
    state.steps = None
    if state.run is not None:
        state.told = state.run.told()
    state.run = None
    state.stage = "done" if state.told else "files"
    desk.chosen = NOTHING if desk.mode == MODE else desk.chosen


def _back(desk: Desk) -> list[Effect]:
    state = desk.bring
    if state.stage in ("running", "undoing"):
        if state.steps is not None:
            close = getattr(state.steps, "close", None)
            if close is not None:
                close()
        _finish(desk)
        return []
    if state.stage in ("reading", "columns"):
        state.stage, desk.chosen = "files", 0
        return [FindLists()]
    return _close(desk)


def _close(desk: Desk) -> list[Effect]:
    desk.bring.stage, desk.bring.told = "files", {}
    desk.mode, desk.chosen, desk.strip = "idle", 0, None
    return []


def headline(desk: Desk) -> str:
    """Say in large what is under way, or came of it."""
    state, words = desk.bring, desk.words
    if state.stage in ("running", "undoing"):
        return desk.say(
            "{done} of {whole}", done=words.points(state.done), whole=words.points(state.whole)
        )
    if state.stage == "reading":
        return desk.say("The list is being read")
    if state.stage == "columns" and state.seen is not None:
        name = PurePath(state.seen.path).name
        return words.plural(
            "{n} member in {file}", "{n} members in {file}", state.seen.rows, file=name
        )
    if state.stage == "done":
        count = int(state.told["new"]) + int(state.told["again"])
        return words.plural("{n} member brought in", "{n} members brought in", count)
    return desk.say("Bring members in")


def caption(desk: Desk) -> str:
    """Say what can be done now, or what else there is to know."""
    state, say = desk.bring, desk.say
    if state.stage in ("running", "undoing"):
        return say("Esc stops. Who is in by then stays in, and can be taken back.")
    if state.stage == "columns":
        return say("A digit leaves a column out, or takes it again. Enter brings them in.")
    if state.stage == "done":
        return _result(desk)
    if state.stage == "files" and not state.files:
        return say(
            "No list was found. Save it as CSV or XLSX in your downloads, or put a stick in."
        )
    if state.stage == "files":
        return say("Which list is it? Downloads, desktop, documents and sticks, the newest first.")
    return ""


def _result(desk: Desk) -> str:
    told, words = desk.bring.told, desk.words
    parts = []
    known, left = int(told["same"]) + int(told["differs"]), int(told["rejected"])
    if known:
        parts.append(words.plural("{n} was here already.", "{n} were here already.", known))
    if left:
        parts.append(
            words.plural(
                "{n} row was left out; its reason stands in {file}",
                "{n} rows were left out; their reasons stand in {file}",
                left,
                file=_near(told["rejects"]),
            )
        )
    return " ".join(parts)


def _near(path: str) -> str:
    """Name a file with the folder that it lies in: a whole path is cut off on a small screen."""
    return "/".join(PurePath(path).parts[-2:])
