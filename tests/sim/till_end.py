"""A till's process on its own files: the production engine, killed and started again."""

from __future__ import annotations

import functools
import hashlib
import random
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast

from loyalty.programme import Programme, from_wire
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.ports import Directory, Ledger
from storage.witness import Witness
from sync.client import Identity
from terminal.till import hashing, house_rules, old_cards
from terminal.till.clock import Mark
from terminal.till.desk import Desk, Shop
from terminal.till.effects import Effect, HashPin, Print, Send
from terminal.till.messages import Message, PinHashed
from terminal.till.peppers import Peppers
from terminal.till.screens_any import AnyScreen
from terminal.till.screens_display import AnyDisplay
from terminal.till.till import Till
from terminal.till.wording import Wording
from tests.pocket import Pocket
from tests.sim.cashier import Cashier
from tests.sim.clock import Clock, TillClock
from tests.sim.disk import Disk, TillTruth
from tests.sim.faults import Crash, Faults, TornCrash, need
from tests.sim.network import RememberingSigner
from tests.sim.ports import FaultyDirectory, FaultyLedger
from tests.sim.server_end import PEPPER, TENANT_KEY

TILL_KEY = bytes(range(2, 34))
SKEW_MAX_US = 90 * 1_000_000
DRAWN_EVERY = 50
ON_DISK = ("ledger.db", "directory.db")
SHOP = Shop(
    name="Simulated shop",
    till="Till",
    issuer="0000",
    language="en",
    currency="EUR",
    scale=2,
    time_zone="Europe/Amsterdam",
    region="NL",
    several_tills=True,
)
WORDS = Wording("en", currency="EUR", scale=2, time_zone=SHOP.time_zone, region=SHOP.region)


@functools.cache
def _read(raw: bytes) -> Programme:
    return from_wire(raw)


class DiskCopy(NamedTuple):
    """A till's disk as it was at one moment: its files, and what they have to have."""

    files: dict[str, bytes]
    truth: Disk


class TillEnd:
    """One till: what survives a crash lies in its files, everything else in `boot`."""

    def __init__(
        self,
        *,
        folder: Path,
        name: str,
        identity: Identity,
        signer: RememberingSigner,
        truth: TillTruth,
        faults: Faults,
        clock: Clock,
        programmes: tuple[Programme, ...],
        chance: random.Random,
        cashier: Cashier,
        machine: str = "counter",
    ) -> None:
        self._machine = machine
        self.name, self.identity, self.signer, self.truth = name, identity, signer, truth
        self._folder, self._faults, self._programmes = folder, faults, programmes
        self._chance = chance
        self._world_clock = clock
        self._clock = TillClock(clock, chance.randint(-SKEW_MAX_US, SKEW_MAX_US))
        self._closed_us: set[int] = set()
        self._heard = 0
        self._drawn: AnyScreen | None = None
        self.life = 0
        self.cashier = cashier
        self._store = Pocket(pepper=PEPPER, sealing=hashlib.sha256(name.encode()).digest())
        self.hashing: deque[HashPin] = deque()
        self._boot_until_it_stays([])

    def boot(self) -> None:
        """Start the engine on what the disk has."""
        self.life += 1
        self.files = SqlLedger(self._path("ledger.db"), TILL_KEY)
        self.directory = SqlDirectory(self._path("directory.db"), TILL_KEY)
        ledger = cast("Ledger", FaultyLedger(self.files, self._faults, self.truth))
        marks = Witness((self._path("mark"), self._path("mark-outside")), self._machine)
        if not marks.vouches(ledger):
            ledger.require_rejoin()
        marks.settle_in(ledger)
        self.files.watched_by(marks.note)
        directory = cast("Directory", FaultyDirectory(self.directory, self._faults, self.truth))
        sent = tuple(_read(raw) for raw in directory.programmes())
        self.desk = Desk(
            ledger=ledger,
            directory=directory,
            clock=self._clock,
            mark=Mark(self._clock, int(ledger.get("mark_us") or 0)),
            randomness=self._chance.randbytes,
            sign=self.signer.sign,
            tenant_key=TENANT_KEY,
            peppers=Peppers(self._store),
            shop=SHOP,
            words=WORDS,
            cards=old_cards.setting(directory),
            limits=house_rules.limits_of(directory, ledger),
            programmes=sent or self._programmes,
        )
        self.till = Till(self.desk)
        # Drawing costs more than everything else together and changes nothing: it is sampled.
        self.till.screen = self._screen  # type: ignore[method-assign]
        self.till.pad = self._pad  # type: ignore[method-assign]
        self.cashier.forget()
        self.hashing.clear()
        open_sale = self.desk.sale
        need(
            open_sale is None or open_sale.opened_us not in self._closed_us,
            "sale_open_again",
            self.name,
        )

    def now_us(self) -> int:
        """Give what this till's clock says."""
        return self._clock.now_us()

    def handle(self, message: Message) -> list[Send]:
        """Let the engine hear a message; give what it wants to send. It may die of it."""
        self._heard += 1
        sale, count = self.desk.sale, len(self.truth.disk.made)
        try:
            effects = self.till.handle(message)
        except Crash as crash:
            self._note_closed(sale.opened_us if sale else 0, count)
            self._restart(crash)
            return []
        self._note_closed(sale.opened_us if sale else 0, count)
        return self._sends(effects)

    def close(self) -> None:
        """Stop the till."""
        self.files.close()
        self.directory.close()

    def _note_closed(self, opened_us: int, before: int) -> None:
        made = list(self.truth.disk.made.values())[before:] if opened_us else []
        if any(one.type == "sale" for one in made):
            self._closed_us.add(opened_us)

    def copied(self, parts: Sequence[str] = ON_DISK) -> DiskCopy:
        """Copy the disk, or some of its files, while the till is between two writes."""
        names = [f"{part}{end}" for part in parts for end in ("", "-wal")]
        found = {name: self._path(name) for name in names}
        files = {name: path.read_bytes() for name, path in found.items() if path.exists()}
        return DiskCopy(files, self.truth.saved())

    def cloned(self, name: str, machine: str) -> TillEnd:
        """Start a copy of the whole disk, with the mark outside, on a machine of some name."""
        copy = self.copied((*ON_DISK, "mark", "mark-outside"))
        truth = self.truth.cloned(name, copy.truth, is_alike=machine == self._machine)
        for part, content in copy.files.items():
            (self._folder / f"{name}-{part}").write_bytes(content)
        twin = TillEnd(
            folder=self._folder,
            name=name,
            identity=self.identity,
            signer=self.signer,
            truth=truth,
            faults=self._faults,
            clock=self._world_clock,
            programmes=self._programmes,
            chance=random.Random(f"{self.cashier.seed}/{name}/{self._heard}"),
            cashier=self.cashier.like(name),
            machine=machine,
        )
        is_here = machine == self._machine
        need(is_here or twin.files.needs_rejoin(), "copied_disk_unnoticed", name)
        return twin

    def put_back(self, copy: DiskCopy) -> None:
        """Switch the machine off, replace files on its disk by older ones, and switch it on."""
        self.close()
        for name in {name.removesuffix("-wal") for name in copy.files}:
            for end in ("", "-wal", "-shm"):
                self._path(name + end).unlink(missing_ok=True)
        for name, content in copy.files.items():
            self._path(name).write_bytes(content)
        left = (self.truth.disk.epoch, self.truth.disk.seq)
        self.truth.put_back(copy.truth)
        self._closed_us.clear()
        self._boot_until_it_stays([])
        is_as_left = left == (copy.truth.epoch, copy.truth.seq)
        need(is_as_left or self.files.needs_rejoin(), "old_disk_unnoticed", self.name)

    def _path(self, part: str) -> Path:
        return self._folder / f"{self.name}-{part}"

    def jump(self, skew_us: int | None = None) -> None:
        """Let this machine's clock jump; without a skew, back to about what is right."""
        small_us = self._chance.randint(-SKEW_MAX_US, SKEW_MAX_US)
        self._clock.jump(small_us if skew_us is None else skew_us)

    def hashed(self) -> PinHashed:
        """Let the worker hash the PIN that waits longest."""
        return hashing.answer(self.hashing.popleft())

    def _restart(self, crash: Crash) -> None:
        if isinstance(crash, TornCrash):
            self.close()
            crash.torn.put_back()
            self._boot_until_it_stays([])
            return
        # The dead process's files stay open until the new one has read them: nothing is folded
        # together for it, as after kill -9.
        self._boot_until_it_stays([self.files, self.directory])

    def _boot_until_it_stays(self, dead: list[SqlLedger | SqlDirectory]) -> None:
        while True:
            try:
                self.boot()
                break
            except Crash:  # it may die again while it starts
                dead += [self.files, self.directory]
        for store in dead:
            store.close()

    def _sends(self, effects: tuple[Effect, ...]) -> list[Send]:
        for effect in effects:
            if isinstance(effect, Print):
                self.truth.saw(effect.slip)
            elif isinstance(effect, HashPin):
                self.hashing.append(effect)
        return [effect for effect in effects if isinstance(effect, Send)]

    def _screen(self) -> AnyScreen:
        if self._drawn is None or self._heard % DRAWN_EVERY == 0:
            self._drawn = Till.screen(self.till)
        return self._drawn

    def _pad(self) -> AnyDisplay | None:
        return Till.pad(self.till) if self._heard % DRAWN_EVERY == 0 else None
