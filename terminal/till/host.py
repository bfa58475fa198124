"""Runs a till with its devices around it; a window or the command line hears what it shows."""

from __future__ import annotations

from collections.abc import Callable

from cards.printer import Printer
from sync.exchange import Reply
from terminal.till.bring_values import FindLists, GoOn, ListOrder, LookAtList, WentOn
from terminal.till.card_values import (
    CardOrder,
    FindDesigns,
    MakeCards,
    PrintCards,
    StopCards,
)
from terminal.till.effects import (
    Copying,
    DropMembers,
    Effect,
    FetchMembers,
    FindCameras,
    FindPrinters,
    HashPin,
    LookThrough,
    Print,
    Seen,
    Send,
    Show,
    ShowPad,
    Sound,
    Train,
    TryPrinter,
    UseCamera,
    UseCards,
    UseDisplay,
    UseSlips,
)
from terminal.till.hashing import PinWorker
from terminal.till.kit_values import MakeKit
from terminal.till.logo_values import DropLogo, FindLogos, LogoOrder, LookAtLogo, UseLogo
from terminal.till.messages import Answered, Message
from terminal.till.printer_thread import PrinterThread
from terminal.till.register_told import (
    RegisterAnswered,
    RegisterEvent,
    RegisterRefused,
    RunRegister,
)
from terminal.till.tablet_told import (
    KnowTablets,
    OfferTablet,
    RunTablets,
    ShowSlides,
    ShowTablet,
    TabletOrder,
)
from terminal.till.thread import TillThread
from terminal.till.till import Till
from terminal.till.workers import (
    CardMaker,
    Chooser,
    Copier,
    Eye,
    Gun,
    KitMaker,
    LineWorker,
    Lister,
    LogoReader,
    MembersFetcher,
    Register,
    TabletService,
)


class Host:
    """Wires one till thread to line, printer, camera and whoever watches."""

    def __init__(
        self,
        *,
        open_till: Callable[[], Till],
        close_till: Callable[[], None],
        make_line: Callable[[Callable[[Reply], None]], LineWorker],
        printer: Printer,
        watch: Callable[[Seen], None],
        failed: Callable[[BaseException], None],
        make_fetcher: Callable[[Callable[[Message], None]], MembersFetcher] | None = None,
    ) -> None:
        """`watch` is called on the till's thread with everything that is to be seen or heard."""
        self._watch = watch
        self._line = make_line(lambda reply: self.post(Answered(reply=reply)))
        self._printer = PrinterThread(printer, self.post)
        self._pins = PinWorker(self.post)
        self._fetcher = make_fetcher(self.post) if make_fetcher is not None else None
        self._eye: Eye | None = None
        self._gun: Gun | None = None
        self._copier: Copier | None = None
        self._register: Register | None = None
        self._trainer: Callable[[Train], None] | None = None
        self._tablets: TabletService | None = None
        self._lister: Lister | None = None
        self._cards: CardMaker | None = None
        self._kits: KitMaker | None = None
        self._logos: LogoReader | None = None
        self._thread = TillThread(open_till, self._perform, finish=close_till, failed=failed)

    def use_eye(self, eye: Eye) -> None:
        """Give the host its camera, before it starts or later."""
        self._eye = eye

    def use_gun(self, gun: Gun) -> None:
        """Give the host its serial scanner gun, before it starts."""
        self._gun = gun

    def use_chooser(self, chooser: Chooser) -> None:
        """Give the host what chooses among printers, before it starts."""
        self._printer.chooser = chooser

    def use_copier(self, copier: Copier) -> None:
        """Give the host what makes its copies, before it starts."""
        self._copier = copier

    def use_lister(self, lister: Lister) -> None:
        """Give the host what looks at lists of members, before it starts."""
        self._lister = lister

    def use_cards(self, cards: CardMaker) -> None:
        """Give the host what draws cards, before it starts."""
        self._cards = cards

    def use_kits(self, kits: KitMaker) -> None:
        """Give the host what makes the launch kit, before it starts."""
        self._kits = kits

    def use_logos(self, logos: LogoReader) -> None:
        """Give the host what looks at pictures for the shop's logo, before it starts."""
        self._logos = logos

    def use_register(self, register: Register) -> None:
        """Give the host the API for cash registers, before it starts."""
        self._register = register

    def use_trainer(self, trainer: Callable[[Train], None]) -> None:
        """Give the host what goes into training and out of it, at once and on its own thread."""
        self._trainer = trainer

    def use_tablets(self, tablets: TabletService) -> None:
        """Give the host what shows the customer's screen in browsers, before it starts."""
        self._tablets = tablets

    def start(self) -> None:
        """Start everything."""
        aside = (self._lister, self._cards, self._kits, self._logos)
        for worker in (self._tablets, self._register, self._copier, *aside):
            if worker is not None:
                worker.start()
        self._line.start()
        self._printer.start()
        self._pins.start()
        if self._fetcher is not None:
            self._fetcher.start()
        self._thread.start()
        for device in (self._eye, self._gun):
            if device is not None:
                device.start()

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the till has opened."""
        return self._thread.wait_ready(timeout_s)

    def post(self, message: Message) -> None:
        """Let something happen to the till; from any thread."""
        self._thread.post(message)

    def stop(self) -> None:
        """Stop everything in the order in which nothing is lost."""
        for source in (self._tablets, self._register, self._eye, self._gun):
            if source is not None:
                source.stop()
        self._thread.stop()
        for worker in (self._fetcher, self._lister, self._cards, self._kits, self._logos):
            if worker is not None:
                worker.stop()
        self._line.stop()
        self._pins.stop()
        self._printer.stop()
        if self._copier is not None:
            self._copier.stop()

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Show() | ShowPad() | UseDisplay() | Sound():
                self._watch(effect)
            case Print():
                self._printer.put(effect.slip)
                self._watch(effect)
            case UseSlips() | FindPrinters() | TryPrinter():
                self._printer.put(effect)
            case Send():
                self._line.submit(effect.request)
            case HashPin():
                self._pins.put(effect)
            case UseCamera() | UseCards() | LookThrough() | FindCameras():
                if self._eye is not None:
                    _order(self._eye, effect)
            case RegisterAnswered() | RegisterRefused() | RegisterEvent() | RunRegister():
                if self._register is not None:
                    self._register.put(effect)
            case _:
                self._order_more(effect)

    def _order_more(
        self,
        effect: Copying
        | FetchMembers
        | DropMembers
        | Train
        | TabletOrder
        | ListOrder
        | CardOrder
        | MakeKit
        | LogoOrder,
    ) -> None:
        if isinstance(effect, RunTablets | KnowTablets | OfferTablet | ShowTablet | ShowSlides):
            if self._tablets is not None:
                self._tablets.put(effect)
        elif isinstance(effect, GoOn):
            self.post(WentOn())
        elif isinstance(effect, FindLists | LookAtList):
            if self._lister is not None:
                self._lister.put(effect)
        elif isinstance(effect, MakeCards | StopCards | FindDesigns | PrintCards):
            if self._cards is not None:
                self._cards.put(effect)
        elif isinstance(effect, MakeKit | FindLogos | LookAtLogo | UseLogo | DropLogo):
            self._order_kit(effect)
        else:
            self._order_aside(effect)

    def _order_kit(self, effect: MakeKit | LogoOrder) -> None:
        if not isinstance(effect, MakeKit):
            if self._logos is not None:
                self._logos.put(effect)
        elif self._kits is not None:
            self._kits.put(effect)

    def _order_aside(self, effect: Copying | FetchMembers | DropMembers | Train) -> None:
        if isinstance(effect, Train):
            if self._trainer is not None:
                self._trainer(effect)
        elif isinstance(effect, FetchMembers | DropMembers):
            if self._fetcher is not None:
                self._fetcher.put(effect)
        elif self._copier is not None:
            self._copier.put(effect)


def _order(eye: Eye, effect: UseCamera | UseCards | LookThrough | FindCameras) -> None:
    match effect:
        case UseCamera():
            eye.next_source()
        case UseCards():
            eye.look_for(effect.cards)
        case LookThrough():
            eye.look_through(effect)
        case FindCameras():
            eye.find_cameras()
