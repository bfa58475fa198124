"""The server's commands as methods: each one transaction, and done once for its request id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from loyalty.accounts import POINTS
from server import pins
from server.access import Access
from server.commands import (
    adjust,
    again,
    block,
    erase,
    everybody,
    export,
    finding,
    household,
    level,
    merge,
    new_card,
    transfer,
    undo,
    unmerge,
)
from server.commands.asking import Answer, once
from server.work import Work
from storage.server import people


class Commands:
    """What an owner can have done on the server, whichever till is away."""

    def __init__(self, access: Access) -> None:
        """Keep where the books are."""
        self._database = access.database
        self._sealed_by = access.sealed_by
        self._tenant = access.tenant
        self._begin = access.begin

    def adjust(
        self, request: str, who: str, amount: int, reason: str, now_us: int, *, unit: str = POINTS
    ) -> Answer:
        """Give or take an amount. Raises as `server.commands.adjust.adjust`."""
        return self._once(
            "adjust", request, now_us, lambda work: adjust.adjust(work, who, amount, unit, reason)
        )

    def transfer(
        self,
        request: str,
        source: str,
        target: str,
        amount: int,
        now_us: int,
        *,
        unit: str = POINTS,
    ) -> Answer:
        """Move what is free to another. Raises as `server.commands.transfer.transfer`."""
        return self._once(
            "transfer",
            request,
            now_us,
            lambda work: transfer.transfer(work, source, target, amount, unit),
        )

    def merge(self, request: str, keep: str, drop: str, now_us: int) -> Answer:
        """Make one member of two. Raises as `server.commands.merge.merge`."""
        answer = self._once(
            "merge", request, now_us, lambda work: merge.merge(work, self._sealed_by, keep, drop)
        )
        self._sealed_by.keys.forget(self._tenant, answer["merged"])
        return answer

    def household(self, request: str, host: str, guests: Sequence[str], now_us: int) -> Answer:
        """Let members share one account. Raises as `server.commands.household.join`."""
        return self._once(
            "household", request, now_us, lambda work: household.join(work, host, guests)
        )

    def leave(self, request: str, who: str, now_us: int) -> Answer:
        """Let a member leave a household. Raises as `server.commands.household.leave`."""
        return self._once("leave", request, now_us, lambda work: household.leave(work, who))

    def block(self, request: str, who: str, now_us: int, *, blocked: bool = True) -> Answer:
        """Block a member or let them come again. Raises Refusal `member_unknown`."""
        name = "block" if blocked else "unblock"
        return self._once(
            name, request, now_us, lambda work: block.block(work, who, blocked=blocked)
        )

    def reset_pin(self, request: str, who: str, now_us: int) -> Answer:
        """Take a member's PIN away, also a locked one. Raises Refusal `member_unknown`."""

        def act(work: Work) -> Answer:
            member = finding.member(work, who)
            made = pins.put(work, self._sealed_by.keys, member.member_id, "")
            return {"member": member.member_id, "version": made.version}

        return self._once("pin-reset", request, now_us, act)

    def undo(self, request: str, event_id: str, now_us: int) -> Answer:
        """Take an adjustment or a transfer back. Raises as `server.commands.undo.undo`."""
        return self._once("undo", request, now_us, lambda work: undo.undo(work, event_id))

    def unmerge(self, request: str, event_id: str, now_us: int) -> Answer:
        """Take a merge back, as far as it can be. Raises as `server.commands.unmerge.unmerge`."""
        return self._once("unmerge", request, now_us, lambda work: unmerge.unmerge(work, event_id))

    def give_level(self, request: str, who: str, wish: tuple[str, str, str], now_us: int) -> Answer:
        """Give a level by hand; `wish` is level, last day and reason.

        Raises as `server.commands.level.give`.
        """
        return self._once("level", request, now_us, lambda work: level.give(work, who, *wish))

    def replace_card(
        self, request: str, who: str, number: str, now_us: int, *, waits: bool = True
    ) -> Answer:
        """Give a member another card. Raises as `server.commands.new_card.replace`."""
        return self._once(
            "card", request, now_us, lambda work: new_card.replace(work, who, number, waits=waits)
        )

    def erase(self, request: str, who: str, now_us: int) -> Answer:
        """Delete a person's data for ever. Raises Refusal `member_unknown`."""
        answer = self._once("erase", request, now_us, lambda work: erase.erase(work, who))
        self._sealed_by.keys.forget(self._tenant, answer["member"])
        return answer

    def export(self, who: str) -> dict[str, Any]:
        """Give everything that is kept about a person. Raises Refusal `member_unknown`."""
        with self._database.read() as connection:
            return export.export(connection, self._tenant, self._sealed_by, who)

    def everybody(self) -> Iterator[dict[str, Any]]:
        """Give every member with what they have. Raises Corrupt `person_sealed`."""
        with self._database.read() as connection:
            yield from everybody.everybody(connection, self._tenant, self._sealed_by)

    def erase_person(self, person_id: str, now_us: int) -> None:
        """Delete what is known under an id, whether the server knows a member or not."""
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            erase.erase_person(work, person_id)
            work.finish()
        self._sealed_by.keys.forget(self._tenant, person_id)

    def erase_again(self, now_us: int, person_ids: Sequence[str] = ()) -> int:
        """Erase from books that were put back whoever was erased after the backup; give how many.

        The keys' file, which is apart from the books and their backups, says who that is, and
        `person_ids` what was kept elsewhere. Nothing is written into the server's chain: it was
        written there when they were erased.
        """
        with self._database.read() as connection:
            # A crash may have come between the books and the keys, and a backup of the books may
            # be put back before anything else: from now on the keys' file knows of them too.
            erased = people.all_erased(connection, self._tenant)
        self._sealed_by.keys.forget_all(self._tenant, [*erased, *person_ids])
        gone = self._sealed_by.keys.forgotten(self._tenant)
        with self._database.read() as connection:
            known = people.erased(connection, self._tenant, gone)
        left = sorted(set(gone) - known)
        if left:
            with self._database.write() as connection:
                work = self._begin(connection, now_us)
                work.take_turn()
                for person_id in left:
                    erase.forget(work, person_id)
                work.finish()
        return len(left)

    def do_again(self, heard: Work) -> None:
        """Do again what tills told of members who go on as others, once a recovery is over.

        `heard` is what was written last: it may have ended the recovery.
        """
        if not again.is_wanted(heard):
            return
        with self._database.write() as connection:
            work = self._begin(connection, heard.now_us)
            gone = again.do_again(work, self._sealed_by)
            work.finish()
        for member in gone:
            self._sealed_by.keys.forget(self._tenant, member)

    def _once(self, name: str, request: str, now_us: int, act: Callable[[Work], Answer]) -> Answer:
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            return once(work, name, request, lambda: act(work))
