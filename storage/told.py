"""What the server told a till of the others: keys, decided refunds, and what the owner had done."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.records import Act, Page, RefundAnswer, ShopDevice
from storage.tables import act, refund_answer, shop_device

_DEVICE: Final = select(shop_device.c.device, shop_device.c.name, shop_device.c.public).where(
    shop_device.c.device == bindparam("device")
)
_device = insert(shop_device)
_PUT_DEVICE: Final = _device.on_conflict_do_update(
    index_elements=["device"],
    set_={name: _device.excluded[name] for name in ("name", "public")},
)
_ANSWER: Final = select(
    refund_answer.c.wish,
    refund_answer.c.sale,
    refund_answer.c.state,
    refund_answer.c.reason,
    refund_answer.c.money_minor,
).where(refund_answer.c.wish == bindparam("wish"))
_answer = insert(refund_answer)
_PUT_ANSWER: Final = _answer.on_conflict_do_update(
    index_elements=["wish"],
    set_={name: _answer.excluded[name] for name in ("sale", "state", "reason", "money_minor")},
)
_act = insert(act)
_PUT_ACT: Final = _act.on_conflict_do_update(
    index_elements=["event_id"], set_={name: _act.excluded[name] for name in ("raw", "seal")}
)
_ACTS: Final = (
    select(act.c.event_id, act.c.raw, act.c.seal)
    .order_by(act.c.event_id.desc())
    .limit(bindparam("limit"))
)
_FORGET: Final = (delete(shop_device), delete(refund_answer))


class Told:
    """Reads and writes it in the directory. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def take(self, page: Page) -> None:
        """Take what one page of the feed says."""
        for one in page.devices:
            row = {"device": one.device, "name": one.name, "public": one.public}
            self._db.run(_PUT_DEVICE, row)
        for answer in page.refund_answers:
            self._db.run(
                _PUT_ANSWER,
                {
                    "wish": answer.wish,
                    "sale": answer.sale,
                    "state": answer.state,
                    "reason": answer.reason,
                    "money_minor": answer.money_minor,
                },
            )

        for each in page.acts:
            row = {"event_id": each.event_id, "raw": each.raw, "seal": each.seal}
            self._db.run(_PUT_ACT, row)

    def forget(self) -> None:
        """Start from nothing, because the server has a new feed.

        What the owner had done stays: the server may be put back once more.
        """
        for statement in _FORGET:
            self._db.run(statement)

    def device(self, name: str) -> ShopDevice | None:
        """Find a till of the shop."""
        row = self._db.one(_DEVICE, device=name)
        return ShopDevice(device=row[0], name=row[1], public=bytes(row[2])) if row else None

    def refund_answer(self, wish: str) -> RefundAnswer | None:
        """Give what became of a wish; None while nobody has decided."""
        row = self._db.one(_ANSWER, wish=wish)
        if row is None:
            return None
        return RefundAnswer(
            wish=row[0], sale=row[1], state=row[2], reason=row[3], money_minor=row[4]
        )

    def acts(self, limit: int) -> tuple[Act, ...]:
        """Give the newest that the owner had done, the newest first: ids sort by their time."""
        rows = self._db.all(_ACTS, limit=limit)
        return tuple(Act(event_id=row[0], raw=bytes(row[1]), seal=bytes(row[2])) for row in rows)
