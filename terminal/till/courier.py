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
from terminal.till import opening
from terminal.till.clock import Clock
from terminal.till.desk import Desk
from terminal.till.line import Line

STEPS_MAX = 100_000


class Courier:
    """The line of a till that nobody stands at; used on the thread that opened the till."""

    def __init__(self, desk: Desk, client: Client) -> None:
        self._client = client
        self.line = Line(desk)

    def sync(self) -> None:
        """Push and pull until there is nothing more to say. Raises Outage with the line's code."""
        requests: list[Request] = list(self.line.due(at_once=True))
        for _ in range(STEPS_MAX):
            if not requests:
                break
            requests = [*self._carry(requests.pop(0)), *requests]

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _carry(self, request: Request) -> tuple[Request, ...]:
        reply = perform(self._client, request)
        if isinstance(reply, Failed):
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
    )
