"""A real till and a real server in one process, with a clock and a line that a story moves."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from cards.slip import Slip
from loyalty import event
from loyalty.errors import LoyaltyError
from loyalty.programme import load_toml, to_wire
from scanner.legacy_rules import LegacyCards
from server.books import Books
from server.keys import PhoneSeeds, Secrets
from server.peppers import Peppers
from server.standings import OwnHead
from storage import keys
from storage.directory import SqlDirectory
from storage.keys import FileKeyStore
from storage.later_rows import LaterRows
from storage.ledger import SqlLedger
from storage.records import Page, PersonOut, Position
from storage.server.database import open_sqlite
from storage.server.people import open_keys
from sync import pairing
from sync.exchange import (
    AskGrant,
    AskPeppers,
    Failed,
    Found,
    Granted,
    Lookup,
    Peppered,
    Pull,
    Pulled,
    Push,
    Pushed,
    Rejoin,
    Rejoined,
    Reply,
    Request,
)
from sync.sign import Signer
from sync.wire import PairRequest, PushRequest
from sync.wire_secrets import PairSecrets
from terminal.commands.list_reader import ListReader, newest
from terminal.kit.logo_thread import LogoThread, is_picture
from terminal.till import (
    hashing,
    house_rules,
    joining,
    language_set_up,
    old_cards,
    rows,
    second_place,
)
from terminal.till.clock import Mark
from terminal.till.desk import Desk, Shop
from terminal.till.effects import (
    Copying,
    Effect,
    FindPlaces,
    HashPin,
    KeepLines,
    LookAtPlace,
    LookThrough,
    MakeCopy,
    Print,
    Send,
    Show,
    ShowPad,
    Sound,
    UseDisplay,
)
from terminal.till.kit_values import MakeKit
from terminal.till.machine import no_drawings
from terminal.till.messages import Answered, FoundCamera, Message, PrinterTried
from terminal.till.peppers import Peppers as TillPeppers
from terminal.till.register_told import (
    RegisterAnswered,
    RegisterEvent,
    RegisterRefused,
    RunRegister,
)
from terminal.till.screens_display import AnyDisplay
from terminal.till.slip_values import AtHand, Slips
from terminal.till.tablet_told import (
    TabletOrder,
)
from terminal.till.till import Till
from terminal.till.wording import Wording
from tests.pocket import Pocket
from tests.stories import orders
from tests.stories.card_maker import StoryCards
from tests.stories.clock import StoryClock
from tests.stories.register import StoryRegister

STORIES = Path(__file__).parent
PROGRAMMES = STORIES.parents[1] / "assets" / "programmes"
ISSUER = "0000"
KEY = bytes(range(32))


class Chance:
    """Randomness that is the same in every run."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def __call__(self, size: int) -> bytes:
        """Give so many bytes."""
        self._count += 1
        return hashlib.shake_256(f"{self._seed}/{self._count}".encode()).digest(size)


class Shopfront:
    """One server and its clock, which tills are connected to."""

    def __init__(self, folder: Path, programme: str = "coffee-bar") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.clock = StoryClock()
        chance = Chance("server")
        self.secrets = Secrets(
            tenant_key=chance(32),
            peppers=Peppers(Pocket(pepper=chance(32))),
            signing_seed=chance(32),
            sealing_private=chance(32),
        )
        self.books = Books(
            database=open_sqlite(folder / "server.db", KEY),
            people_keys=open_keys(folder / "people_keys.db", KEY, chance),
            tenant="shop",
            secrets=self.secrets,
            randomness=chance,
            phone_seeds=PhoneSeeds(FileKeyStore(folder / "keys"), chance),
        )
        own = STORIES / f"{programme}.toml"
        source = own if own.exists() else PROGRAMMES / own.name
        self.programme = load_toml(source.read_text("utf-8"))
        self.books.create(
            issuer=ISSUER,
            zone="Europe/Amsterdam",
            programmes=(to_wire(self.programme),),
            now_us=self.clock.us,
        )

    def answer(self, device: str, request: Request) -> Reply:
        """Perform a request as the server does, errors as the line gives them."""
        try:
            return self._answer(device, request)
        except LoyaltyError as error:
            expected = error.details.get("expected")
            return Failed(
                asked=request,
                code=error.code,
                message=error.message,
                expected=expected if isinstance(expected, int) else None,
            )

    def _answer(self, device: str, request: Request) -> Reply:
        now_us = self.clock.us
        match request:
            case Push():
                return Pushed(asked=request, reply=self.books.push(device, request.request, now_us))
            case Pull():
                return Pulled(asked=request, reply=self.books.pull(device, request, now_us))
            case AskGrant():
                own = OwnHead(epoch=1, seq=request.seq, hash=request.head)
                return Granted(
                    asked=request,
                    reply=self.books.grant(device, request.request, own, now_us),
                )
            case Lookup():
                return Found(
                    asked=request, reply=self.books.lookup(device, 1, request.request, now_us)
                )
            case Rejoin():
                return Rejoined(
                    asked=request, reply=self.books.rejoin(device, request.request, now_us)
                )
            case AskPeppers():
                reply = self.books.peppers(device, request.epoch, request.request, now_us)
                return Peppered(asked=request, reply=reply)

    def take_person(self, counter: Counter, out: PersonOut) -> None:
        """Let a member write their own data, as their phone does by way of the server."""
        head = counter.ledger.head()
        self.books.push(
            counter.device,
            PushRequest(
                epoch=head.epoch,
                from_seq=head.seq + 1,
                previous=head.hash.hex(),
                head=head.hash.hex(),
                events=[],
                people=[rows.person_row(out)],
            ),
            self.clock.us,
        )

    def close(self) -> None:
        """Close the server's files."""
        self.books.close()


class Counter:
    """One till at the shop; `do` hands it a message and performs what it wants done."""

    def __init__(self, shop: Shopfront, name: str = "Till 1", language: str = "en") -> None:
        self.shop = shop
        self._folder = shop.folder / name
        self._language = language
        self._name = name
        self._chance = Chance(name)
        self.signer = Signer(Chance(f"{name} key")(32))
        self.store = Pocket()
        self.line_up = True
        self.side = "shared"
        self.looked_for = LegacyCards()
        self.shown: Show | None = None
        self.printed: list[Print] = []
        self.last_slip = ""
        self.heard: list[str] = []
        self.cameras_switched = 0
        self.trains = "off"
        self.printers: tuple[AtHand, ...] = ()
        self.tested: list[Slip] = []
        self.answer_of_printer = PrinterTried()
        self.slips = Slips()
        self.display = UseDisplay()
        self.webcams: tuple[FoundCamera, ...] = ()
        self.kits: list[MakeKit] = []
        self.orders: list[LookThrough] = []
        self.copier: Callable[[Copying], tuple[Message, ...]] = lambda _: ()
        self.register = StoryRegister()
        self.tablets: list[TabletOrder] = []
        downloads = shop.folder / "home" / "Downloads"
        self.lists = ListReader(lambda _: None, "NL", lambda: (downloads,))
        self.cards = StoryCards(shop.folder / "home")
        self.logos = LogoThread(
            lambda _: None,
            root=shop.folder / "home",
            find=lambda: tuple(newest((downloads,), is_picture)),
            rasterise=no_drawings,
        )
        self.device = self._join()
        self.open()

    def _join(self) -> str:
        books, now_us = self.shop.books, self.shop.clock.us
        sealing = self._chance(32)
        self.store.put(keys.SEALING_SEED, sealing)
        code = books.make_code(now_us)
        server_key = bytes.fromhex(books.card(now_us).public_key)
        reply = books.pair(
            PairRequest(
                public_key=self.signer.public.hex(),
                sealing_key=pairing.sealing_public(sealing).hex(),
                name=self._name,
                proof=pairing.proof(code, server_key, self.signer.public),
                again=False,
            ),
            now_us,
        )
        card = books.card(now_us)
        plain = pairing.unseal(
            sealing,
            bytes.fromhex(card.sealing_key),
            bytes.fromhex(reply.sealed),
            reply.device,
        )
        joining.keep_peppers(self.store, msgspec.json.decode(plain, type=PairSecrets))
        self._folder.mkdir()
        ledger = SqlLedger(self._folder / "ledger.db", KEY)
        ledger.begin_epoch(reply.device, reply.epoch, reply.feed_epoch)
        ledger.close()
        directory = SqlDirectory(self._folder / "directory.db", KEY)
        directory.apply(
            Page(
                cursor="",
                feed_epoch="",
                own=Position(epoch=reply.epoch, seq=0),
                programmes=tuple(bytes(raw) for raw in reply.programmes),
            )
        )
        directory.close()
        return reply.device

    def open(self) -> None:
        """Start the till on what its disk holds."""
        shop = self.shop
        self.ledger = SqlLedger(self._folder / "ledger.db", KEY)
        self.directory = SqlDirectory(self._folder / "directory.db", KEY)
        self.desk = Desk(
            ledger=self.ledger,
            directory=self.directory,
            clock=shop.clock,
            mark=Mark(shop.clock, int(self.ledger.get("mark_us") or 0)),
            randomness=self._chance,
            sign=self.signer.sign,
            tenant_key=shop.secrets.tenant_key,
            peppers=TillPeppers(self.store),
            shop=Shop(
                name="Demo",
                till=self._name,
                issuer=ISSUER,
                language=self._language,
                currency="EUR",
                scale=2,
                time_zone="Europe/Amsterdam",
                region="NL",
                several_tills=True,
                pad=self.side != "none",
                pad_keys=self.side == "own",
            ),
            words=Wording(
                language_set_up.kept(self.ledger) or self._language,
                currency="EUR",
                scale=2,
                time_zone="Europe/Amsterdam",
            ),
            programmes=(shop.programme,),
            cards=old_cards.setting(self.directory),
            limits=house_rules.limits_of(self.directory, self.ledger),
            boost=house_rules.boost_of(self.directory, self.ledger),
            second=second_place.kept(self.ledger),
            later_rows=LaterRows(self.ledger.database, self.directory.database),
        )
        self.desk.bring.begin = self.lists.begin
        self.till = Till(self.desk)
        self.shown = Show(screen=self.till.screen())
        self.pad: AnyDisplay | None = self.till.pad()

    def crash(self) -> None:
        """End the process without a word and start it again on the same files."""
        self.close()
        self.open()

    def close(self) -> None:
        """Close the till's files."""
        self.ledger.close()
        self.directory.close()

    def do(self, message: Message) -> list[Effect]:
        """Let something happen, and everything that follows from it."""
        self.heard.clear()
        self.printed.clear()
        self.register.told.clear()
        done: list[Effect] = []
        inbox: deque[Message] = deque([message])
        while inbox:
            for effect in self.till.handle(inbox.popleft()):
                done.append(effect)
                self._perform(effect, inbox)
        return done

    def _perform(self, effect: Effect, inbox: deque[Message]) -> None:
        match effect:
            case Show():
                self.shown = effect
            case ShowPad():
                self.pad = effect.pad
            case Print():
                self.printed.append(effect)
                self.last_slip = effect.slip.code or self.last_slip
            case Sound():
                self.heard.append(effect.name)
            case HashPin():
                inbox.append(hashing.answer(effect))
            case LookAtPlace() | MakeCopy() | KeepLines() | FindPlaces():
                inbox.extend(self.copier(effect))
            case Send():
                if self.line_up:
                    reply = self.shop.answer(self.device, effect.request)
                else:
                    reply = Failed(asked=effect.request, code="line_down")
                inbox.append(Answered(reply=reply))
            case RegisterAnswered() | RegisterRefused() | RegisterEvent() | RunRegister():
                self.register.take(effect, inbox)
            case _:
                orders.given(self, effect, inbox)

    def head_hash_is_right(self) -> bool:
        """Say whether the chain that lies in the ledger is the chain of its bytes."""
        head = self.ledger.head()
        found = event.genesis(head.device, head.epoch)
        for stored in self.ledger.events(head.epoch, 1, head.seq):
            found = event.link(found, stored.raw)
        return found == head.hash
