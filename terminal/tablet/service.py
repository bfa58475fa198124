"""Runs the customer's screen for tablets beside a till: takes its orders, tells it who is there."""

from __future__ import annotations

import queue
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import LoyaltyError, Outage
from storage.keys import TABLET_SEED, KeyStore
from sync import certificates
from sync.discovery import LOOPBACK, own_address
from sync.shown import KEPT, Shown, own
from terminal.till.messages import Message
from terminal.till.tablet_told import (
    KnowTablets,
    OfferTablet,
    RunTablets,
    ShowSlides,
    ShowTablet,
    TabletOrder,
    TabletScene,
    TabletsRun,
)

if TYPE_CHECKING:
    # An HTTP server costs a third of a second and ten megabytes: only where tablets may come.
    from terminal.tablet.door import Door
    from terminal.tablet.pictures import Pictures
    from terminal.tablet.serving import Serving
    from terminal.tablet.streams import Streams

SEED_BYTES: Final = 32
# Apple's browsers take nothing that lives longer than 825 days; a new one means a new warning.
LIFE_DAYS: Final = 800
LOOK_S: Final = 30.0
STOP_S: Final = 10.0


class TabletService:
    """What the host of a till knows of it."""

    def __init__(
        self,
        *,
        store: KeyStore,
        folder: Path,
        randomness: Callable[[int], bytes],
        now_us: Callable[[], int],
        now_ms: Callable[[], int],
        post: Callable[[Message], None],
        address: Callable[[], str] = own_address,
    ) -> None:
        """`folder` keeps the certificate; `address` says where this till is in its network."""
        self._store = store
        self._folder = folder
        self._randomness = randomness
        self._now_us = now_us
        self._now_ms = now_ms
        self._post = post
        self._address = address
        self._door: Door | None = None
        self._streams: Streams | None = None
        self._pictures: Pictures | None = None
        self._serving: Serving | None = None
        self._scene: TabletScene | None = None
        self._slides = ShowSlides()
        self._known = KnowTablets(paired=())
        self._order: RunTablets | None = None
        self._host = ""
        self._lock = threading.Lock()
        self._orders: queue.Queue[RunTablets | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="tablet-service", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: TabletOrder) -> None:
        """Take an order, and return at once."""
        if isinstance(order, RunTablets):
            self._orders.put(order)
            return
        with self._lock:
            match order:
                case ShowTablet():
                    self._scene = order.scene
                case ShowSlides():
                    self._slides = order
                case KnowTablets():
                    self._known = order
                case OfferTablet():
                    if self._door is not None:
                        self._door.offer(order.code)
                    return
            self._pass_on()

    def stop(self) -> None:
        """End everything."""
        self._orders.put(None)
        self._thread.join(STOP_S)

    def _pass_on(self) -> None:
        """Let door and streams know what the till said last, also before they were there."""
        if self._door is not None and self._streams is not None:
            self._door.know(self._known.paired)
            self._streams.keep(frozenset(one.tablet for one in self._known.paired))
            if self._pictures is not None:
                self._pictures.know(self._slides.folder, frozenset(self._slides.names))
            if self._scene is not None:
                self._streams.show(self._scene)

    def _work(self) -> None:
        while True:
            try:
                order = self._orders.get(timeout=LOOK_S)
            except queue.Empty:
                self._look()
                continue
            self._order = order
            self._begin_anew()
            if order is None:
                return

    def _look(self) -> None:
        """See whether a code has run out, and whether the network gave this till another place."""
        if self._door is not None:
            self._door.tick()
        order = self._order
        if order is not None and order.setting.is_on and self._address() != self._host:
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._end()
        order = self._order
        if order is None:
            return
        try:
            runs = self._begin(order) if order.setting.is_on else TabletsRun()
        except LoyaltyError as error:
            self._end()
            runs = TabletsRun(problem=error.code)
        except OSError:
            self._end()
            runs = TabletsRun(problem="disk_write")
        self._post(runs)

    def _begin(self, order: RunTablets) -> TabletsRun:
        from sync.listening import listen
        from terminal.tablet.app import App
        from terminal.tablet.app import Shown as Place
        from terminal.tablet.door import Door
        from terminal.tablet.page import Page
        from terminal.tablet.serving import Serving
        from terminal.tablet.streams import Streams

        self._host = self._address()
        if self._host == LOOPBACK:
            raise Outage("no_network", "this till is in no network")
        context, fingerprint = (None, "") if order.setting.plain else self._tls(self._host)
        listener = listen(self._host, order.setting.port)
        host = f"{self._host}:{listener.getsockname()[1]}"
        door = Door(now_ms=self._now_ms, randomness=self._randomness, post=self._post)
        streams = Streams(randomness=self._randomness, post=self._post)
        place = Place(host=host, fingerprint=fingerprint, words=order.words)
        page = Page(language=order.language, shop=order.shop, words=order.words)
        app = App(place, page, door, streams, self._post)
        serving = Serving(app, streams, listener=listener, context=context)
        with self._lock:
            self._door, self._streams, self._serving = door, streams, serving
            self._pictures = page.pictures
            self._pass_on()
        serving.start()
        return TabletsRun(
            address=f"{'https' if fingerprint else 'http'}://{host}", fingerprint=fingerprint
        )

    def _tls(self, host: str) -> tuple[ssl.SSLContext, str]:
        seed = self._store.get(TABLET_SEED)
        if seed is None:
            seed = self._randomness(SEED_BYTES)
            self._store.put(TABLET_SEED, seed)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shown = Shown(own(seed, self._folder, (host,), self._now_us, LIFE_DAYS))
        certificate = (self._folder / KEPT).read_bytes()
        return shown.context, certificates.sha256_of(certificate)

    def _end(self) -> None:
        with self._lock:
            serving, self._serving = self._serving, None
            self._door = self._streams = self._pictures = None
        if serving is not None:
            serving.stop()
