"""Runs the register's side of a till: API, events and the watched folder, on their own threads."""

from __future__ import annotations

import base64
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import LoyaltyError
from storage.keys import REGISTER_TOKEN, KeyStore
from terminal.register.counter import Counter
from terminal.till.messages import Message
from terminal.till.register_state import OWN_FOLDER
from terminal.till.register_told import (
    RegisterAnswered,
    RegisterEvent,
    RegisterOrder,
    RegisterRefused,
    RegisterRuns,
    RunRegister,
)

if TYPE_CHECKING:
    # An HTTP server costs a third of a second and ten megabytes: only where a register is linked.
    from terminal.register.feed import Feed
    from terminal.register.folder import WatchedFolder
    from terminal.register.serving import Serving

TOKEN_BYTES: Final = 20
STOP_S: Final = 10.0


class RegisterService:
    """What the host of a till knows of it."""

    def __init__(
        self,
        *,
        store: KeyStore,
        randomness: Callable[[int], bytes],
        post: Callable[[Message], None],
        own_folder: Path,
    ) -> None:
        """`own_folder` is watched where the setting asks for the till's own."""
        self._store = store
        self._randomness = randomness
        self._post = post
        self._own_folder = own_folder
        self._counter = Counter(post)
        self._feed: Feed | None = None
        self._orders: queue.Queue[RunRegister | None] = queue.Queue()
        self._serving: Serving | None = None
        self._folder: WatchedFolder | None = None
        self._thread = threading.Thread(target=self._work, name="register", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: RegisterOrder) -> None:
        """Take an order, and return at once."""
        match order:
            case RegisterAnswered() | RegisterRefused():
                self._counter.answer(order)
            case RegisterEvent():
                if self._feed is not None:
                    self._feed.tell(order)
            case RunRegister():
                self._orders.put(order)

    def stop(self) -> None:
        """End everything."""
        self._counter.close()
        self._orders.put(None)
        self._thread.join(STOP_S)

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            self._end()
            try:
                runs = self._begin(order) if order.setting.is_on else RegisterRuns()
            except LoyaltyError as error:
                self._end()
                runs = RegisterRuns(problem=error.code)
            self._post(runs)
        self._end()

    def _begin(self, order: RunRegister) -> RegisterRuns:
        from terminal.register.feed import Feed
        from terminal.register.serving import Serving

        self._feed = self._feed or Feed()
        plain = token(self._store, self._randomness, renews=order.renews)
        self._serving = Serving(self._counter, self._feed, port=order.setting.port, token=plain)
        self._serving.start()
        watched = self._watch(order.setting.folder)
        return RegisterRuns(address=self._serving.address, token=plain, folder=watched)

    def _watch(self, named: str) -> str:
        if not named:
            return ""
        from terminal.register.folder import WatchedFolder

        place = self._own_folder if named == OWN_FOLDER else Path(named)
        self._folder = WatchedFolder(place, self._counter)
        self._folder.start()
        return str(place)

    def _end(self) -> None:
        if self._folder is not None:
            self._folder.stop()
            self._folder = None
        if self._serving is not None:
            self._serving.stop()
            self._serving = None


def token(store: KeyStore, randomness: Callable[[int], bytes], *, renews: bool = False) -> str:
    """Give the token that opens the API, making it where there is none yet, or anew.

    Raises what storage.keys.KeyStore raises.
    """
    secret = None if renews else store.get(REGISTER_TOKEN)
    if secret is None:
        secret = randomness(TOKEN_BYTES)
        store.put(REGISTER_TOKEN, secret)
    return base64.b32encode(secret).decode().lower()
