"""What befalls whole disks: put back, copied, declared lost, and a server's books from a backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from loyalty.errors import Refusal
from storage.redirects import MEMBER
from tests.sim.faults import need
from tests.sim.till_end import ON_DISK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.books import Books
    from server.fleet import TillState
    from tests.sim.auditor import Auditor
    from tests.sim.clock import Clock
    from tests.sim.faults import Faults
    from tests.sim.network import Network
    from tests.sim.server_end import ServerEnd
    from tests.sim.till_end import TillEnd
    from tests.sim.truth import ShopTruth

LATER_STEPS = (15, 80)
AWAY_STEPS = 120
GIVEN_LATE = 15
Deed = Callable[[int], str]


class Disasters:
    """Begins one when a fault of its kind strikes, and ends it some steps later."""

    def __init__(
        self,
        *,
        faults: Faults,
        clock: Clock,
        network: Network,
        server: ServerEnd,
        auditor: Auditor,
        tills: list[TillEnd],
        truth: ShopTruth,
    ) -> None:
        self._faults, self._clock, self._network = faults, clock, network
        self._server, self._auditor, self._tills = server, auditor, tills
        self._truth = truth
        self._later: list[tuple[int, Deed]] = []
        self._struck: set[TillEnd] = set()
        self._is_server_struck = False
        self.retired: list[TillEnd] = []
        self.does: Mapping[str, Callable[[int], str]] = MappingProxyType(
            {
                "old_disk": self._old_disk,
                "cloned_disk": self._cloned_disk,
                "server_restored": self._server_restored,
                "till_lost": self._till_lost,
            }
        )

    def due(self, step: int) -> Iterator[str]:
        """Do what was put off until now; say what was done."""
        for at, deed in list(self._later):
            if at <= step:
                self._later.remove((at, deed))
                yield deed(step)

    def is_possible(self, kind: str) -> bool:
        """Say whether something of a kind can begin: a till meets one after the other."""
        if kind == "server_restored":
            return not self._is_server_struck
        return len(self._struck) < len(self._tills)

    def put_right(self) -> Iterator[str]:
        """Do everything at once that was put off."""
        while self._later:
            yield self._later.pop(0)[1](0)

    def _put_off(self, step: int, deed: Deed) -> None:
        self._later.append((step + self._faults.chance.randint(*LATER_STEPS), deed))

    def _strike(self) -> TillEnd:
        till = self._faults.chance.choice(
            [each for each in self._tills if each not in self._struck]
        )
        self._struck.add(till)
        return till

    def _old_disk(self, step: int) -> str:
        """Somebody keeps a copy of a till's files, and puts it back by hand some time later."""
        till = self._strike()
        copy = till.copied(ON_DISK)

        def put_back(_: int) -> str:
            self._struck.discard(till)
            self._network.hang_up(till)
            till.put_back(copy)
            till.truth.sort_out(self._auditor.now.booked)
            self._forget()
            return f"{till.name} goes on from older files"

        self._put_off(step, put_back)
        return f"somebody copies the files of {till.name}"

    def _cloned_disk(self, step: int) -> str:
        """A copy of a till's disk is started as well: on this machine's twin, or on another."""
        till = self._strike()
        machine = "counter" if self._faults.before() else "another"
        twin = till.cloned(f"{till.name}-copy", machine)
        self._struck.add(twin)
        self._tills.append(twin)
        self._auditor.tills.append(twin.truth)

        def pull_the_plug(_: int) -> str:
            self._struck -= {till, twin}
            self._network.hang_up(twin)
            self._tills.remove(twin)
            self._auditor.tills.remove(twin.truth)
            self.retired.append(twin)
            till.truth.others.clear()
            twin.truth.others.clear()
            twin.close()
            self._forget()
            return f"{twin.name} is switched off for ever"

        self._put_off(step, pull_the_plug)
        return f"the disk of {till.name} is copied and started on {machine}"

    def _forget(self) -> None:
        """What is on no disk any more has not happened, as far as any books can know."""
        known = {name for till in self._tills for name in till.truth.disk.made}
        known |= self._auditor.now.booked.keys() | self._truth.gone
        for event_id in [name for name in self._truth.ever if name not in known]:
            self._truth.gone.add(event_id)
            self._truth.count(self._truth.ever[event_id], sign=-1)
        for person in self._truth.people - self._auditor.people():
            if not any(till.files.person(person) for till in self._tills):
                self._truth.people_gone.add(person)

    def _till_lost(self, step: int) -> str:
        """The owner declares a till lost and is shown what that may cost; it is found again."""
        till = self._strike()
        before = self._state(till)
        with suppress(Refusal):
            self._server.act(lambda books, now_us: books.fleet().lose(till.identity.device, now_us))
        if not self._state(till).is_lost:
            self._struck.discard(till)
            return f"{till.name} cannot be declared lost"
        till.truth.may_rejoin = True
        self._truth.purses.allow(before.held)

        def find(_: int) -> str:
            self._server.act(lambda books, now_us: books.fleet().find(till.identity.device, now_us))
            if self._state(till).is_lost:
                self._later.append((0, find))
                return f"{till.name} could not be let in again"
            self._struck.discard(till)
            return f"{till.name} is found again"

        self._put_off(step, find)
        return f"{till.name} is declared lost: {before.held} could be paid out"

    def _state(self, till: TillEnd) -> TillState:
        found = self._server.books.fleet().tills(self._clock.now_us())
        return next(each for each in found if each.device == till.identity.device)

    def _server_restored(self, step: int) -> str:
        """The server's books are put back from a backup; its people's keys stay."""
        self._is_server_struck = True
        copy, known = self._server.copied(), set(self._auditor.now.grants)
        if self._faults.before():
            self._act_after_the_backup()

        def put_back(now: int) -> str:
            for till in self._tills:
                till.truth.may_rejoin = True
            self._truth.told_merged = {
                member: into
                for till in self._tills
                for member, into in till.directory.redirects(MEMBER).items()
            }
            # One of those who hold what these books do not know stays away: its rights are kept.
            granted = self._auditor.now.grants
            late = {granted[id_].device for id_ in granted.keys() - known}
            holders = [till.name for till in self._tills if till.truth.device in late]
            self._server.put_back(copy)
            self._auditor.begin_again()
            self._forget()
            if holders:
                self._network.cut(self._faults.chance.choice(holders), now + AWAY_STEPS)
            if self._faults.before():
                self._put_off(now, self._end_recovery)
            else:
                self._is_server_struck = False
            return "the server's books are put back from a backup"

        self._put_off(step, put_back)
        return "somebody makes a backup of the server"

    def _act_after_the_backup(self) -> None:
        """Correct one and merge two by books that will be put back: tills may have heard of it."""
        here = self._truth.members & self._auditor.members()
        members = sorted(here - self._truth.merged)
        if len(members) > 1:
            keep, drop = self._faults.chance.sample(members, 2)

            def act(books: Books, now_us: int) -> None:
                do = books.commands()
                with suppress(Refusal):
                    do.adjust("late-given", keep, GIVEN_LATE, "complaint", now_us)
                    do.merge("late", keep, drop, now_us)

            self._server.act(act)

    def _end_recovery(self, _: int) -> str:
        """The owner waits no longer, and is shown what that may cost."""
        self._is_server_struck = False
        status = self._server.books.restored().status()
        if not status.active:
            return "every till has come by itself"
        need(bool(status.waiting), "waits_for_nobody", status)

        def end(books: Books, now_us: int) -> None:
            books.restored().end(now_us)

        self._server.act(end)
        if not self._server.books.restored().status().active:
            self._truth.purses.allow(status.bound)
            self._truth.told_merged.clear()  # who knows it may come too late
        return f"the owner ends the recovery: {status.bound} could be paid out"
