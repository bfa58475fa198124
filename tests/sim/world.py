"""One seed: tills, server and line under one scheduler, checked after every step."""

from __future__ import annotations

import random
from collections import Counter, deque

from loyalty.errors import LoyaltyError, Outage
from sync.exchange import Pulled, Pushed, Rejoin, Reply
from terminal.till.messages import Answered, Key, Message, Tick
from tests.sim import benefits, checks, returns
from tests.sim.auditor import Auditor
from tests.sim.cashier import Cashier
from tests.sim.clock import SECOND_US, Clock
from tests.sim.disasters import Disasters
from tests.sim.disk import TillTruth
from tests.sim.faults import Faults, ViolationError, kinds_of, need
from tests.sim.network import Caller, Network, Packet
from tests.sim.owner import Owner
from tests.sim.plan import Move, Plan
from tests.sim.server_end import DATABASE_KEY, ServerEnd
from tests.sim.shop import Shop
from tests.sim.telling import told
from tests.sim.till_end import TillEnd
from tests.sim.truth import ShopTruth

STEPS_MAX = 5_000
SETTLE_ROUNDS_MAX = 40
SETTLE_PAUSE_US = 301 * SECOND_US
FULL_CHECK_EVERY = 50
TRACE_LINES = 60
ARM = 0.1
DAYS = 1
DELIVERS = (0.1, 0.45, 0.6)
WEATHER_STEPS = (40, 160)
SLOW = 0.04
ON_THE_LINE_US = (5_000, 150_000)
BY_HAND_US = (50_000, 900_000)
SLOW_US = (5 * SECOND_US, 60 * SECOND_US)
TILL_DAY = {"sales": 20, "redemptions": 2, "refunds": 1, "syncs": 4, "faults": 5}
"""What makes one till-day, at the least."""

Trace = deque[tuple[int, str, object]]


class Weather:
    """How good the line is: for a while almost none, for a while so-so, for a while good."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left, self._delivers = 0, 0.0

    def delivers(self) -> float:
        """Say how likely something arrives at this step."""
        if not self._left:
            self._left = self._chance.randint(*WEATHER_STEPS)
            self._delivers = self._chance.choice(DELIVERS)
        self._left -= 1
        return self._delivers


def _between(bounds: tuple[int, int], luck: float) -> int:
    return bounds[0] + int(luck * (bounds[1] - bounds[0]))


class World:
    """Everything of one seed."""

    def __init__(self, plan: Plan, shop: Shop) -> None:
        self.plan, seed = plan, plan.seed
        self.steps = 0
        self.played = 0
        self.trace: Trace = deque(maxlen=TRACE_LINES)
        self._chance = random.Random(f"{seed}/schedule")
        self._clock = Clock()
        self._weather = Weather(random.Random(f"{seed}/weather"))
        self.faults = Faults(plan, kinds_of(seed, len(shop.tills)))
        shop.open()
        self._truth = ShopTruth()
        truths = [
            TillTruth(
                paired.name,
                paired.identity.device,
                paired.identity.epoch,
                paired.feed,
                self._truth,
            )
            for paired in shop.tills
        ]
        self._auditor = Auditor(shop.folder / "server.db", DATABASE_KEY, truths, self._truth)
        self._server = ServerEnd(
            shop.server, random.Random(f"{seed}/server"), self.faults, self._clock, self._auditor
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
                truth=truth,
                faults=self.faults,
                clock=self._clock,
                programmes=shop.programmes,
                chance=random.Random(f"{seed}/{paired.name}"),
                cashier=Cashier(paired.name, plan, self._truth.pins),
            )
            for paired, truth in zip(shop.tills, truths, strict=True)
        ]
        self._till_count = len(self.tills)
        self._disasters = Disasters(
            faults=self.faults,
            clock=self._clock,
            network=self._network,
            server=self._server,
            auditor=self._auditor,
            tills=self.tills,
            truth=self._truth,
        )
        self._owner = Owner(
            programme=shop.programme,
            faults=self.faults,
            clock=self._clock,
            network=self._network,
            server=self._server,
            auditor=self._auditor,
            tills=self.tills,
            truth=self._truth,
            befalls=self._disasters,
        )
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
        for till in self._everybody():
            done.update(till.truth.count)
        done["faults"] = self.faults.did.total()
        return min(done[what] // least for what, least in TILL_DAY.items())

    def _everybody(self) -> list[TillEnd]:
        return [*self.tills, *self._disasters.retired]

    def moves(self) -> list[Move]:
        """Name every move that was made."""
        made = [(till.name, till.cashier.thought) for till in self._everybody()]
        made.append(("fault", self.faults.dealt))
        return [(who, at) for who, count in made for at in range(1, count + 1)]

    def _is_played(self) -> bool:
        if self.plan.only is not None:
            return self.played >= self.plan.steps
        return self.faults.is_all_done and self.till_days() >= DAYS * self._till_count

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
        # As many numbers at each step, whatever happens: a shorter plan has the same ones.
        luck = [self._chance.random() for _ in range(5)]
        if luck[0] < ARM:
            self.faults.arm()
        for what in self._owner.may_act(self.steps):
            self._note("world", what)
            self._look()
        packet = self._network.next(self.steps) if luck[1] < self._weather.delivers() else None
        if packet is not None:
            self._clock.advance(_between(ON_THE_LINE_US, luck[2]))
            self._arrive(packet)
        else:
            self._clock.advance(_between(SLOW_US if luck[3] < SLOW else BY_HAND_US, luck[2]))
            self._serve(self.tills[int(luck[4] * len(self.tills))])
        self._give_up()

    def _serve(self, till: TillEnd) -> None:
        message = till.hashed() if till.hashing else till.cashier.next(till.desk)
        if message is not None:
            self._hear(till, message)

    def _give_up(self) -> None:
        for call in self._network.timed_out():
            timeout = Outage("timeout", "the simulated server did not answer in time")
            self._note("line", f"{call.till.name} {type(call.request).__name__} timed out")
            self._network.finish(call, timeout, self.steps, self._heard)

    def _hear(self, till: TillEnd, message: Message) -> None:
        self._note(till.name, message)
        life = till.life
        sends = till.handle(message)
        if till.life != life:
            self._note(till.name, "died and started again")
            self._network.hang_up(till)
        for send in sends:
            self._note(till.name, send)
            need(
                till.truth.may_rejoin or not isinstance(send.request, Rejoin),
                "needless_rejoin",
                till.name,
            )
            self._network.submit(till, send.request, self.steps)
        self._check(till)

    def _heard(self, caller: Caller, reply: Reply) -> None:
        till = next((one for one in self.tills if one is caller), None)
        if till is None:
            return  # it was switched off in the meantime
        till.truth.count["syncs"] += isinstance(reply, Pushed | Pulled)
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
        touched = self._auditor.look(whole=self.steps % FULL_CHECK_EVERY == 0)
        self._auditor.check_rights(touched)
        for till in self.tills:
            till.truth.stale |= touched & self._truth.accounts
            self._check(till)

    def _check(self, till: TillEnd) -> None:
        checks.chain(till, self._auditor)
        whole = self.steps % FULL_CHECK_EVERY == 0
        accounts = sorted(self._truth.accounts if whole else till.truth.stale)
        if accounts:
            # Each file is read at one moment, which also costs less than one moment a question.
            with till.files.database.snapshot(), till.directory.database.snapshot():
                for account in accounts:
                    checks.held(till, self._auditor, account)
                    checks.shown(till, self._auditor, account)
                    benefits.home(till, self._auditor, account)
        if whole:
            benefits.home(till, self._auditor, benefits.EVERY)
        till.truth.stale.clear()

    def _settle(self) -> None:
        """Faults stop: everything that was committed gets through, and all agree."""
        self.faults.on = False
        for what in self._owner.put_right():
            self._note("world", what)
            self._look()
        for till in self.tills:
            for _ in range(4):
                self._hear(till, Key(name="Esc"))
        quiet = 0
        for _ in range(SETTLE_ROUNDS_MAX):
            self._clock.advance(SETTLE_PAUSE_US)
            made, written = len(self._truth.ever), self._server.writes
            self._give_up()
            for till in self.tills:
                self._hear(till, Tick())
            self.steps += STEPS_MAX  # every delay is over
            self._deliver_all()
            # One round more, so that the last till hears what the first one sent.
            is_quiet = (made, written) == (len(self._truth.ever), self._server.writes)
            is_sent = not any(till.files.unsent() for till in self.tills)
            quiet = quiet + 1 if is_quiet and is_sent else 0
            if quiet > 1:
                if self._owner.is_done:
                    break
                self._owner.finish()
                self._look()
                quiet = 0
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
        self._auditor.look(whole=True)
        self._auditor.check_rights(self._truth.accounts)
        checks.left_epochs(self._auditor)
        checks.alike(self.tills)
        checks.merged_again(self.tills, self._auditor, self._truth)
        checks.acts_again(self.tills, self._auditor)
        for till in self.tills:
            checks.settled(till, self._auditor)
            returns.answered(till, self._auditor)
            for account in sorted(self._truth.accounts):
                checks.held(till, self._auditor, account)
                checks.shown(till, self._auditor, account)
                checks.agreed(till, self._auditor, account)
        found = self._server.books.verify()
        need(found.ok, "server_verify", found.first_difference)
