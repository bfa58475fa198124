"""The first start in a window: asks, looks for shops, and joins one away from the databases."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from loyalty import days
from loyalty.errors import LoyaltyError
from storage import keys
from storage.folder import SHOP
from sync import discovery
from sync.discovery import Found
from terminal.commands import copies, output, own_server
from terminal.commands.surroundings import Surroundings, system_language
from terminal.till import joining, opening
from terminal.till.effects import Effect, Show, Sound
from terminal.till.first_start import FirstStart
from terminal.till.first_values import (
    BeginShop,
    FindShops,
    Heard,
    JoinShop,
    NotJoined,
    ShopsFound,
    Wanted,
)
from terminal.till.joining import Met
from terminal.till.messages import Message, Tick

PAUSE_S = 2.0
Find = Callable[[], Sequence[Found]]


def is_asked(around: Surroundings) -> bool:
    """Say whether nobody has said yet what this till is: no demo, no books, no shop joined."""
    if around.folder.kind != SHOP or own_server.has_begun(around):
        return False
    keys.ensure(around.store, around.randomness)
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        return opening.identity(ledger) is None
    finally:
        ledger.close()


class Asking:
    """Asks on the thread that will have the databases; looks and joins on threads of their own."""

    def __init__(
        self,
        around: Surroundings,
        perform: Callable[[Effect], None],
        find: Find = discovery.find,
    ) -> None:
        """`perform` shows and sounds; `find` gives the shops of this network."""
        self._around = around
        self._perform = perform
        self._find = find
        self._asked = FirstStart(around.language or system_language())
        self._inbox: queue.SimpleQueue[Heard | Met | BaseException | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._joining: threading.Thread | None = None
        self._name = ""

    def post(self, message: Message) -> None:
        """Take a key, a tap or typing; from any thread."""
        self._inbox.put(message)

    def stop(self) -> None:
        """Ask no more; a shop that is taking this till in right now is waited for."""
        self._stopping.set()
        self._inbox.put(None)

    def run(self) -> Surroundings | None:
        """Ask until it is answered, and join where that is the answer; None when stopped.

        Gives what the till is to be opened in, with the language that was chosen. Raises Outage
        `disk_*` when what the shop said cannot be kept.
        """
        try:
            is_answered = self._ask()
        finally:
            self._stopping.set()
        if not is_answered:
            return None
        return replace(self._around, language=self._asked.language or self._around.language)

    def _ask(self) -> bool:
        self._do(self._asked.handle(Tick()))
        while True:
            heard = self._inbox.get()
            if heard is None:
                self._end()
                return False
            if isinstance(heard, BaseException):
                raise heard
            if isinstance(heard, Met):
                self._keep(heard)
                return True
            wanted = self._asked.handle(heard)
            self._do(wanted)
            if any(isinstance(one, BeginShop) for one in wanted):
                return True

    def _do(self, wanted: Sequence[Wanted]) -> None:
        for one in wanted:
            match one:
                case Show() | Sound():
                    self._perform(one)
                case FindShops():
                    threading.Thread(target=self._look, name="shops", daemon=True).start()
                case JoinShop():
                    self._name = one.name
                    self._joining = threading.Thread(target=self._meet, args=(one,), name="join")
                    self._joining.start()
                case BeginShop():
                    pass  # whoever asked begins it, as for every first till

    def _look(self) -> None:
        try:
            shops = tuple(self._find())
        except OSError:
            shops = ()  # no network: there may be one in a while
        self._stopping.wait(PAUSE_S)
        self._inbox.put(ShopsFound(shops=shops))

    def _meet(self, order: JoinShop) -> None:
        try:
            met = joining.meet(
                str(order.place), name=order.name, randomness=self._around.randomness
            )
        except LoyaltyError as error:
            self._inbox.put(NotJoined(error=error))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is heard
            self._inbox.put(error)
        else:
            self._inbox.put(met)

    def _keep(self, met: Met) -> None:
        around = self._around
        keys.ensure(around.store, around.randomness)
        joining.keep(
            around.folder,
            around.store,
            met,
            name=self._name,
            language=self._asked.language or around.language,
            day=days.business_date(around.clock.now_us(), "UTC").isoformat(),
            own_server=False,
        )
        ledger = opening.ledger_of(around.folder, around.store)
        try:
            shop = opening.shop(ledger)
        finally:
            ledger.close()
        sheet = copies.print_sheet(around, shop)
        output.progress(f"The recovery sheet is {sheet}: print it, keep it, delete the file.")

    def _end(self) -> None:
        """Keep what a shop said while the window closed: it counts this till as one of its own."""
        if self._joining is not None:
            self._joining.join()
        while not self._inbox.empty():
            heard = self._inbox.get()
            if isinstance(heard, Met):
                self._keep(heard)
