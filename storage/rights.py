"""What this till may pay out by itself: held lots, grants taken, grants asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from loyalty.errors import Corrupt
from loyalty.lots import HeldLot, order
from storage.database import Database
from storage.rebuild import GrantedLot, HeldKey
from storage.records import Grant, GrantAsked, HeldRow
from storage.tables import grant_asked, grant_lot, grant_taken, held

DAY_LENGTH: Final = 10
_LOT: Final = (
    held.c.account == bindparam("of_account"),
    held.c.unit == bindparam("of_unit"),
    held.c.lot == bindparam("of_lot"),
)
_add = insert(held)
_ADD: Final = _add.on_conflict_do_update(
    index_elements=["account", "unit", "lot"],
    set_={"amount": held.c.amount + _add.excluded.amount},
)
_TAKE: Final = (
    update(held)
    .where(*_LOT, held.c.amount > bindparam("taken"))
    .values(amount=held.c.amount - bindparam("taken"))
)
_TAKE_ALL: Final = delete(held).where(*_LOT, held.c.amount == bindparam("taken"))
_OF_ACCOUNT: Final = select(held.c.unit, held.c.lot, held.c.amount).where(
    held.c.account == bindparam("account")
)
_EVERYTHING: Final = select(held.c.account, held.c.unit, held.c.lot, held.c.amount)
_IN_ALL: Final = select(held.c.unit, func.sum(held.c.amount)).group_by(held.c.unit)
# The last day stands at the end of a lot's name (loyalty.lots).
_LAPSED: Final = (
    select(held.c.account, held.c.unit, held.c.lot, held.c.amount)
    .where(func.substr(held.c.lot, -DAY_LENGTH) < bindparam("day"), held.c.lot.contains("~"))
    .order_by(held.c.account, held.c.unit, held.c.lot)
    .limit(bindparam("limit"))
)
_CLEAR: Final = delete(held)
_TAKEN: Final = select(grant_taken.c.grant_id).where(
    grant_taken.c.grant_id == bindparam("grant_id")
)
_INSERT_TAKEN: Final = insert(grant_taken)
_INSERT_LOT: Final = insert(grant_lot)
_GRANTED: Final = select(
    grant_taken.c.epoch,
    grant_taken.c.account,
    grant_taken.c.unit,
    grant_lot.c.lot,
    grant_lot.c.amount,
).join_from(grant_taken, grant_lot, grant_lot.c.grant_id == grant_taken.c.grant_id)
_ASK: Final = insert(grant_asked).on_conflict_do_nothing()
_ASKED: Final = select(
    grant_asked.c.request_id, grant_asked.c.account, grant_asked.c.unit, grant_asked.c.amount
).order_by(grant_asked.c.request_id)
_ANSWERED: Final = delete(grant_asked).where(grant_asked.c.request_id == bindparam("answered"))
_FORGET_ASKED: Final = delete(grant_asked)


class Rights:
    """Held lots and grants. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def held(self, account: str) -> Mapping[str, tuple[HeldLot, ...]]:
        """Give what may be paid out, by unit, in the order in which lots are spent."""
        found: dict[str, list[HeldLot]] = {}
        for unit, lot, amount in self._db.all(_OF_ACCOUNT, account=account):
            found.setdefault(unit, []).append(HeldLot(lot=lot, amount=amount))
        return {
            unit: tuple(sorted(lots, key=lambda held: order(held.lot)))
            for unit, lots in found.items()
        }

    def in_all(self) -> Mapping[str, int]:
        """Sum all held lots, by unit."""
        return {unit: int(amount) for unit, amount in self._db.all(_IN_ALL)}

    def lapsed(self, day: str, limit: int) -> tuple[HeldRow, ...]:
        """Give held lots whose last day is before a business date, by account."""
        return tuple(
            HeldRow(account=row[0], unit=row[1], lot=row[2], amount=row[3])
            for row in self._db.all(_LAPSED, day=day, limit=limit)
        )

    def everything(self) -> dict[HeldKey, int]:
        """Give all held lots."""
        return {(row[0], row[1], row[2]): row[3] for row in self._db.all(_EVERYTHING)}

    def change(self, changes: Mapping[HeldKey, int]) -> None:
        """Add to held lots and take from them. Raises Corrupt `held_negative`."""
        for (account, unit, lot), delta in changes.items():
            if delta > 0:
                row = {"account": account, "unit": unit, "lot": lot, "amount": delta}
                self._db.run(_ADD, row)
                continue
            row = {"of_account": account, "of_unit": unit, "of_lot": lot, "taken": -delta}
            if not (self._db.run(_TAKE, row) or self._db.run(_TAKE_ALL, row)):
                raise Corrupt(
                    "held_negative", "an event takes more than this till holds", got=-delta
                )

    def clear(self) -> None:
        """Hold nothing any more, and await no answer."""
        self._db.run(_CLEAR)
        self._db.run(_FORGET_ASKED)

    def take(self, grant: Grant) -> bool:
        """Add a grant to what is held; False when it was taken before."""
        if self._db.one(_TAKEN, grant_id=grant.grant_id):
            return False
        self._db.run(
            _INSERT_TAKEN,
            {
                "grant_id": grant.grant_id,
                "request_id": grant.request_id,
                "epoch": grant.epoch,
                "feed_epoch": grant.feed_epoch,
                "account": grant.account,
                "unit": grant.unit,
            },
        )
        for lot in grant.lots:
            row = {"grant_id": grant.grant_id, "lot": lot.lot, "amount": lot.amount}
            self._db.run(_INSERT_LOT, row)
        self.change({(grant.account, grant.unit, lot.lot): lot.amount for lot in grant.lots})
        self.answered(grant.request_id)
        return True

    def granted(self) -> Iterator[GrantedLot]:
        """Give every lot that was ever granted to this till."""
        for epoch, account, unit, lot, amount in self._db.stream(_GRANTED):
            yield GrantedLot(
                epoch=epoch, account=account, unit=unit, lot=HeldLot(lot=lot, amount=amount)
            )

    def ask(self, asked: GrantAsked) -> None:
        """Remember a wish."""
        self._db.run(
            _ASK,
            {
                "request_id": asked.request_id,
                "account": asked.account,
                "unit": asked.unit,
                "amount": asked.amount,
            },
        )

    def unanswered(self) -> tuple[GrantAsked, ...]:
        """Give wishes whose answer has not come, oldest id first."""
        return tuple(
            GrantAsked(request_id=row[0], account=row[1], unit=row[2], amount=row[3])
            for row in self._db.all(_ASKED)
        )

    def answered(self, request_id: str) -> None:
        """Forget a wish."""
        self._db.run(_ANSWERED, {"answered": request_id})
