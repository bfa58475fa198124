"""Both ends of the line: a client, and an API that is called without HTTP."""

from __future__ import annotations

from collections.abc import Callable

from loyalty.errors import Outage
from server.api import Api
from sync.client import Client, Identity
from sync.exchange import AskGrant, Pull, Push
from sync.transport import Answered, Sent
from sync.wire import GrantRequest
from tests.server.shop import NOW_US, Till


class Wire:
    """Carries requests to an API, and lets a test change them or lose them on the way."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.change: Callable[[Sent], Sent] = lambda sent: sent
        self.change_answer: Callable[[Answered], Answered] = lambda answered: answered
        self.last: Sent | None = None
        self.lose_answers = 0

    def send(self, sent: Sent) -> Answered:
        """Carry one request."""
        self.last = self.change(sent)
        answered = self._api.handle(self.last)
        if self.lose_answers:
            self.lose_answers -= 1
            raise Outage("line_down", "the answer was lost")
        return self.change_answer(answered)

    def again(self) -> Answered:
        """Carry the last request a second time, as somebody who listens would."""
        assert self.last is not None
        return self._api.handle(self.last)

    def close(self) -> None:
        """Nothing is kept open."""


class Clock:
    """A clock that a test can turn."""

    def __init__(self) -> None:
        self.now_us = NOW_US

    def __call__(self) -> int:
        """Give the time."""
        return self.now_us


def client_of(till: Till, transport: object, clock: Callable[[], int]) -> Client:
    """Make the client of a till."""
    return Client(
        transport=transport,  # type: ignore[arg-type]
        identity=Identity(
            device=till.device, epoch=till.epoch, server_key=till.books.signer.public
        ),
        signer=till.signer,
        now_us=clock,
        randomness=till.chance,
    )


def push_of(till: Till) -> Push:
    """Ask to push what is new."""
    return Push(request=till.batch())


def pull_of(till: Till) -> Pull:
    """Ask what changed."""
    own = till.own()
    return Pull(cursor=till.cursor, epoch=own.epoch, seq=own.seq, head=own.hash)


def wish_of(till: Till, account: str, amount: int, request_id: str = "w") -> AskGrant:
    """Ask for points."""
    own = till.own()
    request = GrantRequest(request_id=request_id, account=account, unit="points", amount=amount)
    return AskGrant(request=request, seq=own.seq, head=own.hash)
