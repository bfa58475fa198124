"""The line: requests and answers as the bytes that the production client and codec make."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

import msgspec

from loyalty.errors import Outage
from loyalty.event import link
from sync.client import Client, Identity
from sync.exchange import AskGrant, Failed, Lookup, Push, Reply, Request
from sync.sign import Signer
from sync.transport import Answered, Sent
from sync.wire import PushRequest
from sync.worker import perform
from tests.sim.clock import Clock
from tests.sim.faults import Faults
from tests.sim.server_end import ServerEnd

DELAY_STEPS_MAX = 60


class RememberingSigner(Signer):
    """Signs the same message once: a request is made again when its answer is read."""

    def __init__(self, seed: bytes) -> None:
        super().__init__(seed)
        self._last: dict[bytes, bytes] = {}

    def sign(self, message: bytes) -> bytes:
        """Give the signature, from memory where it was made before."""
        if message not in self._last:
            self._last[message] = super().sign(message)
        return self._last[message]


class Caller(Protocol):
    """A till as the line sees it; `life` grows with every restart."""

    name: str
    identity: Identity
    signer: RememberingSigner
    life: int

    def now_us(self) -> int:
        """Give what the till's clock says."""
        ...


class _CapturedError(Exception):
    """Carries the bytes of a request out of the client that made them."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent.path)
        self.sent = sent


class _Transport:
    """Gives away what is to be sent at first, and afterwards the answer that came."""

    def __init__(self) -> None:
        self.answer: Answered | Outage | None = None

    def send(self, sent: Sent) -> Answered:
        if self.answer is None:
            raise _CapturedError(sent)
        if isinstance(self.answer, Outage):
            raise self.answer
        return self.answer

    def close(self) -> None:
        """There is nothing to close."""


@dataclass(slots=True, eq=False)
class Call:
    """One call of a till's client: from the bytes that it sends to the reply that it makes."""

    till: Caller
    life: int
    request: Request
    sent: Sent
    client: Client
    transport: _Transport
    ends_us: int
    put_right: bool = False
    """Whether it is the second try, with the server's time."""


@dataclass(slots=True, eq=False)
class Packet:
    """A request on its way to the server, or an answer on its way back."""

    call: Call
    due: int
    answer: Answered | Outage | None = None


@dataclass(slots=True)
class _Worker:
    """What a till's sync thread has to do: one call after another, grants first."""

    call: Call | None = None
    ahead_us: int = 0
    first: deque[Request] = field(default_factory=deque)
    then: deque[Request] = field(default_factory=deque)


Hear = Callable[[Caller, Reply], None]


class Network:
    """Carries packets; drops, doubles, delays and reorders them when faults strike."""

    def __init__(
        self, server: ServerEnd, faults: Faults, chance: random.Random, clock: Clock
    ) -> None:
        self._server, self._faults, self._chance, self._clock = server, faults, chance, clock
        self._workers: dict[str, _Worker] = {}
        self._cut_until: dict[str, int] = {}
        self.packets: list[Packet] = []

    def submit(self, till: Caller, request: Request, step: int) -> None:
        """Take a request as a till's sync thread does: one at a time is under way."""
        worker = self._workers.setdefault(till.name, _Worker())
        waiting = worker.first if isinstance(request, AskGrant | Lookup) else worker.then
        waiting.append(request)
        self._start_next(till, worker, step)

    def hang_up(self, till: Caller) -> None:
        """The till's process is gone; what it sent is still on its way."""
        self._workers.pop(till.name, None)

    def timed_out(self) -> list[Call]:
        """Give the calls whose client has waited long enough."""
        now_us = self._clock.now_us()
        calls = [worker.call for worker in self._workers.values()]
        return [call for call in calls if call is not None and call.ends_us <= now_us]

    def cut(self, name: str, until_step: int) -> None:
        """Cut the line of a till for a while."""
        self._cut_until[name] = max(until_step, self._cut_until.get(name, 0))

    def pushes(self) -> Iterator[PushRequest]:
        """Give every push that is under way to the server."""
        for packet in self.packets:
            if packet.answer is None and isinstance(packet.call.request, Push):
                yield packet.call.request.request

    def next(self, step: int) -> Packet | None:
        """Take the packet that arrives next, if one is due."""
        due = [packet for packet in self.packets if packet.due <= step]
        if not due:
            return None
        packet = due[0]
        if len(due) > 1 and self._faults.strikes("reorder"):
            packet = self._chance.choice(due[1:])
        self.packets.remove(packet)
        return packet

    def arrive(self, packet: Packet, step: int, hear: Hear) -> str:
        """Let a packet arrive: at the server, or at its till (through `hear`)."""
        if packet.answer is not None:
            return self.finish(packet.call, packet.answer, step, hear)
        if self._faults.strikes("drop"):
            return "dropped"
        if self._faults.strikes("duplicate"):
            later = step + self._chance.randint(0, DELAY_STEPS_MAX)
            self.packets.append(replace(packet, due=later))
        answered = self._server.handle(packet.call.sent)
        if answered is None:
            packet.answer = Outage("line_down", "the simulated server died")
        elif self._faults.strikes("answer_lost"):
            return "answer lost"
        else:
            packet.answer = answered
        self.packets.append(packet)
        return f"server says {answered.status if answered else 'nothing'}"

    def finish(self, call: Call, answer: Answered | Outage, step: int, hear: Hear) -> str:
        """Let the client read an answer, unless it gave up on this call before."""
        worker = self._workers.get(call.till.name)
        if worker is None or worker.call is not call:
            return "nobody waits for it any more"
        worker.call = None
        call.transport.answer = answer
        reply = perform(call.client, call.request)
        if isinstance(reply, Failed) and reply.code == "clock" and not call.put_right:
            # The client asks again by itself, on the line instead of within the same call.
            worker.ahead_us = (reply.server_time_us or 0) - call.till.now_us()
            again = worker.call = self._call(call.till, call.request, put_right=True)
            self.packets.append(Packet(again, step))
            return "the client puts its clock right"
        hear(call.till, reply)
        worker = self._workers.get(call.till.name)
        if worker is not None:
            self._start_next(call.till, worker, step)
        return f"{type(reply).__name__} {getattr(reply, 'code', '')}"

    def _start_next(self, till: Caller, worker: _Worker, step: int) -> None:
        waiting = worker.first or worker.then
        if worker.call is not None or not waiting:
            return
        call = worker.call = self._call(till, waiting.popleft())
        packet = Packet(call, step)
        if self._is_cut(till, step):
            packet.answer = Outage("line_down", "the simulated line is cut")
        elif self._faults.strikes("delay"):
            packet.due = step + self._chance.randint(2, DELAY_STEPS_MAX)
        self.packets.append(packet)

    def _call(self, till: Caller, request: Request, *, put_right: bool = False) -> Call:
        """Let the production client make the bytes of a request."""
        transport = _Transport()
        nonce = self._chance.randbytes(16)
        worker = self._workers.get(till.name)
        now_us = till.now_us() + (worker.ahead_us if worker else 0)
        client = Client(
            transport=transport,
            identity=till.identity,
            signer=till.signer,
            now_us=lambda: now_us,
            randomness=lambda size: nonce[:size],
        )
        try:
            perform(client, self._gapped(till, request))
        except _CapturedError as captured:
            sent = captured.sent
        ends_us = self._clock.now_us() + sent.timeout_ms * 1000
        return Call(till, till.life, request, sent, client, transport, ends_us, put_right)

    def _is_cut(self, till: Caller, step: int) -> bool:
        if self._faults.strikes("line_down"):
            self.cut(till.name, step + self._chance.randint(10, 100))
        return self._faults.on and step < self._cut_until.get(till.name, 0)

    def _gapped(self, till: Caller, request: Request) -> Request:
        """Leave out the first event of a push, as a client would that lost it."""
        if not isinstance(request, Push) or len(request.request.events) < 2:
            return request
        if not self._faults.strikes("gap"):
            return request
        first, *rest = request.request.events
        previous = link(bytes.fromhex(request.request.previous), bytes(first))
        return Push(
            request=msgspec.structs.replace(
                request.request,
                from_seq=request.request.from_seq + 1,
                previous=previous.hex(),
                events=rest,
            )
        )
