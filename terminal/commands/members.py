"""`members import`: takes over the members that a shop had, by the cards that they carry."""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from loyalty.errors import Outage, Refusal
from scanner.legacy_rules import LegacyCards
from storage.folder import Lock
from storage.records import Entry
from terminal.commands import output, shop
from terminal.commands.surroundings import Surroundings
from terminal.imports import member_rows, rejects
from terminal.imports.member_rows import Form, MemberRow, RowError
from terminal.till import courier, opening, phone, recorder, roll, taking_over
from terminal.till.desk import Desk

REJECTS = ".rejects.csv"
TOGETHER = 200
"""Members that are written in one transaction: all of them, or, where the disk says no, none."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the rows of a file came to."""

    rows: int = 0
    known: int = 0
    rejected: int = 0
    points: int = 0
    new: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)
    waiting: list[taking_over.Newcomer] = field(default_factory=list)


def take_over(
    around: Surroundings,
    file: Path,
    *,
    symbology: str,
    write: bool,
    rejected: Path | None,
    as_json: bool,
) -> int:
    """Take the members of a file over, or say what would happen; 1 when rows were left out.

    Raises Refusal `members_columns`, `members_symbology`, `legacy_none`, `rejects_same`; Outage
    `already_open` while the counter is open, and what reading and writing raise.
    """
    form = member_rows.form_of(file)
    named = _symbology(symbology)
    where = rejected or file.with_name(file.stem + REJECTS)
    if where.exists() and where.samefile(file):
        raise Refusal("rejects_same", "the rejects cannot go into the file of the members itself")
    ready = shop.ready(around, output.progress)
    with ExitStack() as stack:
        stack.callback(Lock(around.folder.till).release)
        desk = opening.desk(
            around.folder, around.store, clock=around.clock, randomness=around.randomness
        )
        stack.callback(opening.close, desk)
        line = _line(around, ready, desk)
        stack.callback(line.close)
        began_s = time.monotonic()
        # What the server knows comes first, so that no two tills take the same member over.
        line.sync()
        _check(desk.cards)
        refused = stack.enter_context(rejects.RejectsFile(where, form.names, form.separator))
        found = _Rows(desk, form, named, refused, write=write).all(file)
        sent = write and _tell(line)
        took_s = round(time.monotonic() - began_s, 1)
    _say(found, where, write=write, sent=sent, took_s=took_s, as_json=as_json)
    return output.FOUND if found.rejected else output.OK


class _Rows:
    """Takes the rows of one file, one after the other."""

    def __init__(
        self,
        desk: Desk,
        form: Form,
        symbology: str,
        refused: rejects.RejectsFile,
        *,
        write: bool,
    ) -> None:
        self._desk = desk
        self._form = form
        self._symbology = symbology
        self._refused = refused
        self._write = write
        self._found = _Found()

    def all(self, file: Path) -> _Found:
        """Go through the file once, with never more of it in memory than what is written next."""
        found = self._found
        for record in member_rows.rows(file, self._form):
            found.rows += 1
            try:
                row = member_rows.member_of(record, self._form, self._desk.cards, self._symbology)
                self._take(row)
            except RowError as error:
                found.rejected += 1
                self._refused.add(record.cells, f"row {record.row}: {error}")
            if len(found.waiting) >= TOGETHER:
                self._keep()
        self._keep()
        return found

    def _take(self, row: MemberRow) -> None:
        found = self._found
        if row.key in found.keys:
            raise RowError(f"row {found.keys[row.key]} has this number too")
        if roll.by_old_card(self._desk, row.key) is not None:
            found.known += 1
            found.keys[row.key] = row.row
            return
        phone_e164 = self._phone(row)
        found.keys[row.key] = row.row
        if phone_e164:
            found.phones[phone_e164] = row.row
        found.new += 1
        found.points += row.points
        found.waiting.append(
            taking_over.Newcomer(
                key=row.key, name=row.name, phone_e164=phone_e164, points=row.points
            )
        )

    def _phone(self, row: MemberRow) -> str:
        if not row.phone:
            return ""
        try:
            phone_e164 = phone.parse(row.phone, self._desk.shop.region)
        except Refusal as error:
            raise RowError(f"{error.message}: {row.phone[:40]}") from error
        if phone_e164 in self._found.phones:
            raise RowError(f"row {self._found.phones[phone_e164]} has this phone number too")
        holder = roll.by_phone(self._desk, phone_e164)
        if holder is not None:
            card = f"\u2022\u2022\u2022\u2022 {holder.number[-4:]}"
            raise RowError(f"the member with card {card} has this phone number")
        return phone_e164

    def _keep(self) -> None:
        waiting, self._found.waiting = self._found.waiting, []
        if not (self._write and waiting):
            return
        desk = self._desk
        head, entries, numbers = desk.ledger.head(), list[Entry](), set[str]()
        for who in waiting:
            made = taking_over.entry(desk, head, who, numbers)
            head = recorder.after(head, made)
            entries.append(made)
        desk.ledger.commit_all(entries)
        output.progress(f"{self._found.new} taken over")


def _symbology(text: str) -> str:
    try:
        return member_rows.symbology_of(text) if text else ""
    except RowError as error:
        raise Refusal("members_symbology", str(error), got=text) from error


def _check(setting: LegacyCards) -> None:
    if not setting.cards:
        raise Refusal(
            "legacy_none",
            "this shop takes no cards of before yet: say which with `cards accept FILE` first",
        )


def _line(around: Surroundings, ready: shop.Ready, desk: Desk) -> courier.Courier:
    client = courier.client_of(
        desk, around.store, ready.server_url, around.clock, around.randomness
    )
    return courier.Courier(desk, client)


def _tell(line: courier.Courier) -> bool:
    """Send what was made; False when it has to wait for the counter, which sends it by itself."""
    with suppress(Outage):
        line.sync()
        return True
    return False


def _say(
    found: _Found, where: Path, *, write: bool, sent: bool, took_s: float, as_json: bool
) -> None:
    if as_json:
        output.answer(
            {
                "rows": found.rows,
                "new": found.new,
                "known": found.known,
                "rejected": found.rejected,
                "points": found.points,
                "written": write,
                "sent": sent,
                "rejects": str(where) if found.rejected else None,
                "seconds": took_s,
            }
        )
        return
    verb = "taken over" if write else "would be taken over"
    output.say(f"{found.new} members {verb}, with {found.points} points in all")
    output.say(f"{found.known} were here already")
    if found.rejected:
        output.say(f"{found.rejected} rows were left out; each with its reason in {where}")
    if not write:
        output.say("Nothing was written. Give --write to do it.")
    elif not sent:
        output.say("The server was not reached; the counter sends it by itself.")
