"""The files of a shop on its first morning: made once, paired for real, copied for each seed."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from loyalty import number
from loyalty.programme import Programme, load_toml, to_wire
from server.books import Books
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from sync import pairing
from sync.client import Identity
from sync.wire import PairReply, PairRequest
from tests.sim.clock import OPENING_US
from tests.sim.faults import Faults
from tests.sim.network import RememberingSigner
from tests.sim.plan import Plan
from tests.sim.server_end import ServerFiles
from tests.sim.till_end import TILL_KEY

PROGRAMME = Path(__file__).with_name("programme.toml")


@dataclass(frozen=True, slots=True)
class Paired:
    """A till that was let in."""

    name: str
    identity: Identity
    signer: RememberingSigner
    feed: str


class Shop:
    """A folder with a server's and several tills' files, put back for every seed."""

    def __init__(self, folder: Path, tills: int) -> None:
        chance = random.Random("the first morning")
        self.folder = folder / "today"
        self._morning = folder / "morning"
        self.folder.mkdir()
        self.server = ServerFiles(self.folder)
        self.programme = PROGRAMME.read_text("utf-8")
        self.programmes: tuple[Programme, ...] = (load_toml(self.programme),)
        books, _ = self.server.books(chance, Faults(Plan(seed=0)))
        books.create(
            issuer=number.DEMO_ISSUER,
            zone=self.programmes[0].time_zone,
            programmes=tuple(map(to_wire, self.programmes)),
            now_us=OPENING_US,
        )
        self.tills = tuple(self._pair(books, f"till-{at}", chance) for at in range(1, tills + 1))
        self.server.let_go()
        shutil.copytree(self.folder, self._morning)

    def open(self) -> None:
        """Put every file back to where it was on the first morning."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._morning, self.folder)

    def _pair(self, books: Books, name: str, chance: random.Random) -> Paired:
        signer = RememberingSigner(chance.randbytes(32))
        code = books.make_code(OPENING_US)
        request = PairRequest(
            public_key=signer.public.hex(),
            sealing_key=pairing.sealing_public(chance.randbytes(32)).hex(),
            name=name,
            proof=pairing.proof(code, books.signer.public, signer.public),
        )
        reply: PairReply = books.pair(request, OPENING_US)
        ledger = SqlLedger(self.folder / f"{name}-ledger.db", TILL_KEY)
        ledger.begin_epoch(reply.device, reply.epoch, reply.feed_epoch)
        ledger.close()
        SqlDirectory(self.folder / f"{name}-directory.db", TILL_KEY).close()
        identity = Identity(device=reply.device, epoch=reply.epoch, server_key=books.signer.public)
        return Paired(name, identity, signer, reply.feed_epoch)
