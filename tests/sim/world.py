"""One seed: tills, server and line under one scheduler, checked after every step."""

from __future__ import annotations

import random
from collections import Counter, deque

from loyalty.errors import LoyaltyError, Outage
from loyalty.event import genesis
from sync.exchange import Rejoin, Reply
from terminal.till.messages import Answered, Key, Message, SyncDue, Tick
from tests.sim import checks
from tests.sim.auditor import Auditor
from tests.sim.clock import SECOND_US, Clock
from tests.sim.faults import KINDS, Faults, ViolationError, need
from tests.sim.network import Caller, Network, Packet
from tests.sim.server_end import DATABASE_KEY, ServerEnd
from tests.sim.shop import Shop
from tests.sim.telling import told
from tests.sim.till_end import TillEnd
from tests.sim.truth import ShopTruth, TillTruth

STEPS_MAX = 3_000
SETTLE_ROUNDS_MAX = 40
SETTLE_PAUSE_US = 301 * SECOND_US
FULL_CHECK_EVERY = 50
TRACE_LINES = 60
ARM = 0.06
DELIVER = 0.45
SLOW = 0.04
ON_THE_LINE_US = (5_000, 150_000)
BY_HAND_US = (50_000, 900_000)
SLOW_US = (5 * SECOND_US, 60 * SECOND_US)
TILL_DAY = {"sales": 20, "redemptions": 2, "refunds": 1, "syncs": 4, "faults": 5}
"""What makes one till-day, at the least."""

Trace = deque[tuple[int, str, object]]


class World:
    """Everything of one seed."""

    def __init__(self, seed: int, shop: Shop) -> None:
        self.seed = seed
        self.steps = 0
        self.played = 0
        self.trace: Trace = deque(maxlen=TRACE_LINES)
        self._chance = random.Random(f"{seed}/schedule")
        self._clock = Clock()
        self.faults = Faults(random.Random(f"{seed}/faults"))
        shop.open()
        self._truth = ShopTruth()
        truths = {
            paired.identity.device: TillTruth(
                paired.name,
                self._truth,
                genesis(paired.identity.device, paired.identity.epoch),
            )
            for paired in shop.tills
        }
        self._auditor = Auditor(shop.folder / "server.db", DATABASE_KEY, truths)
        self._server = ServerEnd(
            shop.server, random.Random(f"{seed}/server"), self.faults, self._clock
        )
        self._writes = -1
        self._network = Network(
            self._server, self.faults, random.Random(f"{seed}/network"), self._clock
        )
        self.tills = [
            TillEnd(
                folder=shop.folder,
                name=paired.name,
                identity=paired.identity,
                signer=paired.signer,
                truth=truths[paired.identity.device],
                faults=self.faults,
                clock=self._clock,
                programmes=shop.programmes,
                chance=random.Random(f"{seed}/{paired.name}"),
            )
            for paired in shop.tills
        ]
        self._look()

    def run(self) -> None:
        """Play a till-day for each till and every kind of fault, then let everything settle.

        Raises ViolationError.
        """
        try:
            while self.steps < STEPS_MAX and not self._is_played():
                self._step()
            self._settle()
        except LoyaltyError as error:
            # The engine turns what a shop can meet into sentences; whatever comes out of it, and
            # any answer of the server that is no answer, is a broken promise.
            raise ViolationError(f"raised_{error.code}", error.message) from error

    def till_days(self) -> int:
        """Give how many till-days were played, by what there was least of."""
        done = Counter[str]()
        for till in self.tills:
            done.update(till.truth.count)
        done["faults"] = self.faults.did.total()
        return min(done[what] // least for what, least in TILL_DAY.items())

    def _is_played(self) -> bool:
        return self.till_days() >= len(self.tills) and all(map(self.faults.did.get, KINDS))

    def close(self) -> None:
        """Close every file."""
        for till in self.tills:
            till.close()
        self._server.close()
        self._auditor.close()

    def told(self) -> str:
        """Give the last lines of what happened."""
        lines = (f"{step:5} {who:7} {told(what)}" for step, who, what in self.trace)
        return "\n".join(lines)

    def _step(self) -> None:
        self.steps += 1
        self.played += 1
        if self._chance.random() < ARM:
            self.faults.arm()
        packet = self._network.next(self.steps) if self._chance.random() < DELIVER else None
        if packet is not None:
            self._clock.advance(self._chance.randint(*ON_THE_LINE_US))
            self._arrive(packet)
        else:
            slow = self._chance.random() < SLOW
            self._clock.advance(self._chance.randint(*(SLOW_US if slow else BY_HAND_US)))
            till = self._chance.choice(self.tills)
            message = till.cashier.next(till.desk)
            if message is not None:
                self._hear(till, message)
        self._give_up()

    def _give_up(self) -> None:
        for call in self._network.timed_out():
            timeout = Outage("timeout", "the simulated server did not answer in time")
            self._note("line", f"{call.till.name} {type(call.request).__name__} timed out")
            self._network.finish(call, timeout, self.steps, self._heard)

    def _hear(self, till: TillEnd, message: Message) -> None:
        self._note(till.name, message)
        if isinstance(message, SyncDue):
            till.truth.count["syncs"] += 1
        life = till.life
        sends = till.handle(message)
        if till.life != life:
            self._note(till.name, "died and started again")
            self._network.hang_up(till)
        for send in sends:
            self._note(till.name, send)
            need(not isinstance(send.request, Rejoin), "needless_rejoin", till.name)
            self._network.submit(till, send.request, self.steps)
        self._check(till)

    def _heard(self, caller: Caller, reply: Reply) -> None:
        till = next(one for one in self.tills if one is caller)
        self._hear(till, Answered(reply=reply))

    def _arrive(self, packet: Packet) -> None:
        call = packet.call
        what = self._network.arrive(packet, self.steps, self._heard)
        self._note("line", f"{call.till.name} {type(call.request).__name__}: {what}")
        self._look()

    def _note(self, who: str, what: object) -> None:
        self.trace.append((self.steps, who, what))

    def _look(self) -> None:
        """After a transaction of the server, check it and whatever it touched at the tills."""
        if self._server.writes == self._writes:
            return
        self._writes = self._server.writes
        touched = self._auditor.look()
        self._auditor.check_rights(self._truth.purses)
        for till in self.tills:
            till.truth.stale |= touched
            self._check(till)

    def _check(self, till: TillEnd) -> None:
        checks.chain(till, self._auditor)
        whole = self.steps % FULL_CHECK_EVERY == 0
        for account in sorted(self._truth.accounts if whole else till.truth.stale):
            checks.held(till, self._auditor, account)
            checks.shown(till, self._auditor, account)
        till.truth.stale.clear()

    def _settle(self) -> None:
        """Faults stop: everything that was committed gets through, and all agree."""
        self.faults.on = False
        for till in self.tills:
            for _ in range(4):
                self._hear(till, Key(name="Esc"))
        quiet = 0
        for _ in range(SETTLE_ROUNDS_MAX):
            self._clock.advance(SETTLE_PAUSE_US)
            self._give_up()
            for till in self.tills:
                self._hear(till, Tick())
            self.steps += STEPS_MAX  # every delay is over
            self._deliver_all()
            # One round more, so that the last till hears what the first one sent.
            quiet = quiet + 1 if not any(till.files.unsent() for till in self.tills) else 0
            if quiet > 1:
                break
        else:
            raise ViolationError("never_settles", f"{SETTLE_ROUNDS_MAX} rounds")
        self._check_end()

    def _deliver_all(self) -> None:
        left = STEPS_MAX
        while (packet := self._network.next(self.steps)) is not None:
            self._arrive(packet)
            left -= 1
            need(left > 0, "never_settles", "the line is never quiet")

    def _check_end(self) -> None:
        for till in self.tills:
            checks.settled(till, self._auditor)
            for account in sorted(self._truth.accounts):
                checks.held(till, self._auditor, account)
                checks.shown(till, self._auditor, account)
                checks.agreed(till, self._auditor, account)
        found = self._server.books.verify()
        need(found.ok, "server_verify", found.first_difference)
