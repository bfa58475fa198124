"""Carries a till's requests to its server and the answers back, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from loyalty.errors import Outage
from storage import keys
from storage.keys import KeyStore
from sync.client import Client, Identity
from sync.exchange import Failed, Request
from sync.http import HttpTransport
from sync.sign import Signer
from sync.worker import perform
from terminal.till import catching_up, opening
from terminal.till.clock import Clock
from terminal.till.desk import Desk
from terminal.till.effects import DropMembers, Effect, FetchMembers, Send
from terminal.till.fetching import Fetcher
from terminal.till.line import Line
from terminal.till.messages import MembersMoved

STEPS_MAX = 100_000
MakeFetcher = Callable[[Callable[[MembersMoved], None]], Fetcher]


class Courier:
    """The line of a till that nobody stands at; used on the thread that opened the till."""

    def __init__(
        self,
        desk: Desk,
        client: Client,
        make_fetcher: MakeFetcher | None = None,
        moved: Callable[[MembersMoved], None] = lambda _: None,
    ) -> None:
        """`make_fetcher` gives what fetches copies; `moved` hears how far one is."""
        self._client, self._desk, self._moved = client, desk, moved
        self._effects: list[Effect] = []
        self._fetcher = make_fetcher(self._heard) if make_fetcher is not None else None
        if self._fetcher is None:
            desk.renew = None  # everything is pulled
        self.line = Line(desk)

    def sync(self) -> None:
        """Push and pull until there is nothing more to say. Raises Outage with the line's code."""
        requests: list[Request] = list(self.line.due(at_once=True))
        for _ in range(STEPS_MAX):
            if not requests:
                break
            requests = [*self._carry(requests.pop(0)), *requests]
            self._effects += catching_up.ordered(self._desk, self.line)
            while self._effects:
                requests += self._perform(self._effects.pop(0))

    def _heard(self, message: MembersMoved) -> None:
        self._moved(message)
        self._effects += catching_up.changed(self._desk, self.line, message)

    def _perform(self, effect: Effect) -> list[Request]:
        if isinstance(effect, Send):
            return [effect.request]
        if self._fetcher is not None and isinstance(effect, FetchMembers):
            self._fetcher.fetch(effect)
        if self._fetcher is not None and isinstance(effect, DropMembers):
            self._fetcher.drop(effect, self._desk.ledger.head().epoch)
        return []

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _carry(self, request: Request) -> tuple[Request, ...]:
        reply = perform(self._client, request)
        if isinstance(reply, Failed) and reply.code != "moved":
            raise Outage(reply.code, f"the server did not take it: {reply.message}")
        return self.line.absorb(reply)


def client_of(
    desk: Desk,
    store: KeyStore,
    server_url: str,
    clock: Clock,
    randomness: Callable[[int], bytes],
) -> Client:
    """Make the client; it puts its signatures' time right by the server's, as for any wrong clock.

    Raises Outage `not_connected`.
    """
    known, seed = opening.identity(desk.ledger), store.get(keys.DEVICE_SEED)
    if known is None or seed is None:
        raise Outage("not_connected", "this till has not been connected to its shop yet")
    return Client(
        transport=HttpTransport(server_url, bytes.fromhex(known.server_key)),
        identity=Identity(
            device=known.device,
            epoch=desk.ledger.head().epoch,
            server_key=bytes.fromhex(known.server_key),
        ),
        signer=Signer(seed),
        now_us=clock.now_us,
        randomness=randomness,
        reach=lambda url: HttpTransport(url, bytes.fromhex(known.server_key)),
    )
