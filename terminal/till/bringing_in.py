"""Takes members over row by row: new ones are written, known ones are compared and left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from loyalty.accounts import POINTS
from storage.records import Entry, Member
from terminal.till import brought, recorder, roll, taking_over
from terminal.till.desk import Desk
from terminal.till.incoming import Incoming, RowError
from terminal.till.marking import mark
from terminal.till.taking_over import Known

TOGETHER: Final = 200
"""Members that are written in one transaction: all of them or, where the disk says no, none."""

NEW: Final = "new"
AGAIN: Final = "again"
SAME: Final = "same"
DIFFERS: Final = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the shop knows otherwise; personal data is never said, figures are."""

    field: str
    here: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one row; `card` are the last four digits of whom it is about."""

    row: int
    kind: str
    card: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True, kw_only=True)
class Counts:
    """What the rows came to; `new_cards` are members whose card was another shop's."""

    rows: int = 0
    new: int = 0
    again: int = 0
    same: int = 0
    differs: int = 0
    rejected: int = 0
    points: int = 0
    units: Counter[str] = field(default_factory=Counter)
    new_cards: int = 0

    def add(self, kind: str) -> None:
        """Count a row."""
        setattr(self, kind, getattr(self, kind) + 1)


class BringingIn:
    """One import at work; used on the thread that opened the till."""

    def __init__(self, desk: Desk, run: str, *, writes: bool, together: int = TOGETHER) -> None:
        """`run` names the import; without `writes` it is a rehearsal."""
        self._desk = desk
        self._run = run
        self._writes = writes
        self._together = together
        self._seen: dict[str, int] = {}
        self._waiting: list[tuple[Known, Member | None]] = []
        self._accounts: dict[str, str] = {}
        self._hosts: set[str] = set()
        self.counts = Counts()

    def take(self, who: Incoming) -> Fate:
        """Take one row; `keep` writes it. Raises RowError, and counts that as well."""
        self.counts.rows += 1
        try:
            fate = self._take(who)
        except RowError:
            self.counts.rejected += 1
            raise
        self.counts.add(fate.kind)
        return fate

    def refused(self) -> None:
        """Count a row that could not even be read."""
        self.counts.rows += 1
        self.counts.rejected += 1

    @property
    def is_full(self) -> bool:
        """Say whether enough rows wait to be written together."""
        return len(self._waiting) >= self._together

    @property
    def has_some(self) -> bool:
        """Say whether any row waits."""
        return bool(self._waiting)

    def keep(self) -> None:
        """Write what waits, in one transaction. Raises what storage.ports.Ledger.commit raises."""
        waiting, self._waiting = self._waiting, []
        if not (self._writes and waiting):
            return
        desk = self._desk
        head, entries = desk.ledger.head(), list[Entry]()
        for row, member in waiting:
            if member is None:
                made, joined = taking_over.newcomer(desk, head, row, self._run, self._accounts)
                self._accounts[joined.number] = joined.account
                # Others of a household may name the card of another shop.
                self._accounts[row.who.number or joined.number] = joined.account
            else:
                made = taking_over.again(desk, head, row, member, self._run)
            head = recorder.after(head, made)
            entries.append(made)
        desk.ledger.commit_all(entries)

    def _take(self, who: Incoming) -> Fate:
        row = taking_over.known(self._desk, who)
        taking_over.check_units(self._desk, who)
        self._once(row)
        member = taking_over.whose(self._desk, row)
        if member is not None and not brought.was_taken_back(self._desk, member):
            self._mark(row)
            differences = _differences(self._desk, row, member)
            kind = DIFFERS if differences else SAME
            return Fate(row=who.row, kind=kind, card=member.number[-4:], differences=differences)
        if who.shares_with:
            self._check_host(who)
        self._mark(row)
        self._waiting.append((row, member))
        for lot in who.lots:
            self.counts.units[lot.unit] += lot.amount
        self.counts.points = self.counts.units[POINTS]
        self.counts.new_cards += bool(who.number and not row.number)
        if who.number:
            self._hosts.add(who.number)
        return Fate(row=who.row, kind=NEW if member is None else AGAIN)

    def _check_host(self, who: Incoming) -> None:
        known = who.shares_with in self._hosts or roll.by_number(self._desk, who.shares_with)
        if not known:
            sentence = mark("the member whose points this one shares has to come first")
            raise RowError(sentence, "shares")

    def _once(self, row: Known) -> None:
        """Raise RowError where an earlier row has this card or phone, or is this very member."""
        for sentence, name, key in _keys(row):
            if key in self._seen:
                raise RowError(sentence, name, earlier=self._seen[key])

    def _mark(self, row: Known) -> None:
        for _, _, key in _keys(row):
            self._seen[key] = row.who.row


def _keys(row: Known) -> list[tuple[str, str, str]]:
    """Give what only one row may have, with the sentence for a second one."""
    card = mark("row {earlier} has this card too")
    keys = [(card, "card", f"card {key}") for key in (row.who.number, *row.who.old_cards) if key]
    if row.phone_e164:
        phone = mark("row {earlier} has this phone number too")
        keys.append((phone, "phone", f"phone {row.phone_e164}"))
    keys.append((mark("row {earlier} is this member too"), "", f"member {row.member_id}"))
    return keys


def _differences(desk: Desk, row: Known, member: Member) -> tuple[Difference, ...]:
    """Compare a row with whom the shop knows; what the row leaves empty is not compared."""
    who, person = row.who, roll.person(desk, member.member_id)
    told = (
        ("name", who.name, person.name if person else ""),
        ("phone", row.phone_e164, person.phone if person else ""),
        ("email", who.email, person.email if person else ""),
        ("birthday", who.birthday, person.birthday if person else ""),
        ("consents", dict(who.consents), dict(person.consents) if person else {}),
    )
    found = [Difference(field=name) for name, there, here in told if there and there != here]
    if row.number and row.number != member.number:
        found.append(Difference(field="card", here=member.number[-4:], there=row.number[-4:]))
    figures: Counter[str] = Counter()
    for lot in who.lots:
        figures[lot.unit] += lot.amount
    for unit, amount in who.owed:
        figures[unit] -= amount
    standing = roll.standing(desk, member.account)
    for unit, amount in figures.items():
        if amount != standing.amount(unit):
            found.append(Difference(field=unit, here=str(standing.amount(unit)), there=str(amount)))
    return tuple(found)
