"""Sends bad requests as fast as they are answered: `abuse_load.py HOST PORT DEVICE LEAST`.

Says `go`, goes on until its standard input ends and at least so many are answered, and then says
how many it sent of each kind, by status.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

import zstandard

CONNECTIONS: Final = 4


class Bad(NamedTuple):
    """A request that the server has to refuse, with the statuses that it may say so with."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    statuses: frozenset[int]


def claim(device: str, nonce: str = "0" * 32, time_us: int = 1) -> dict[str, str]:
    """Claim to be a till, with a signature that is none."""
    return {
        "authorization": f"Regulars device={device}, epoch=1, nonce={nonce}, time={time_us}, "
        f"signature={'0' * 128}"
    }


def kinds(device: str) -> dict[str, Bad]:
    """Give every kind of bad request; `device` is one that is paired."""
    json_type = {"content-type": "application/json"}
    zstd = {**json_type, "content-encoding": "zstd"}
    bomb = zstandard.ZstdCompressor().compress(bytes(5 << 20))
    shed = {429, 503}
    pair, push = "/v1/pair", "/v1/push"
    made = {
        "unsigned push": ("POST", push, b"{}" * 500, json_type, {401}),
        "another scheme": ("POST", push, b"{}", {"authorization": "Bearer x"}, {401}),
        "unknown device": ("POST", push, b"{}" * 500, claim("nobody"), {401}),
        "forged push": ("POST", push, b"{}" * 500, claim(device), {401}),
        "forged pull": ("GET", "/v1/pull?cursor=&seq=0&head=", b"", claim(device), {401}),
        "forged grant": ("POST", "/v1/grant?seq=0&head=", b"{}", claim(device), {401}),
        "nowhere": ("GET", "/wp-login.php", b"", {}, {404}),
        "wrong method": ("DELETE", push, b"", {}, {405}),
        "another type": ("POST", pair, b'{"public_key":[1]}', json_type, {400}),
        "cut": ("POST", pair, b'{"public_key":"', json_type, {400}),
        "nested": ("POST", pair, b'{"a":' * 5_000, json_type, {400}),
        "content type": ("POST", pair, b"<a/>", {"content-type": "text/xml"}, {415}),
        "bomb": ("POST", pair, bomb, zstd, {413}),
        "guess": ("POST", pair, json.dumps(guess()).encode(), json_type, {403, 429}),
        "version": ("POST", "/v9/push", b"{}", claim(device), {404}),
    }
    return {
        name: Bad(method, path, body, headers, frozenset(statuses | shed))
        for name, (method, path, body, headers, statuses) in made.items()
    }


def guess() -> dict[str, str]:
    """Guess a pairing code."""
    return {"public_key": "1" * 64, "sealing_key": "2" * 64, "name": "x", "proof": "3" * 64}


class Abuse:
    """Threads that send, each over a connection of its own."""

    def __init__(self, host: str, port: int, device: str, least: int) -> None:
        self._address, self._least = (host, port), least
        self._kinds = itertools.cycle(kinds(device).items())
        self._counts: Counter[tuple[str, int]] = Counter()
        self._wrong: list[str] = []
        self._lock = threading.Lock()
        self.ended = threading.Event()

    def run(self) -> dict[str, object]:
        """Send until it is enough, and say what came back."""
        threads = [threading.Thread(target=self._send_all) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        by_status: Counter[int] = Counter()
        for (_, status), count in self._counts.items():
            by_status[status] += count
        return {
            "sent": sum(by_status.values()),
            "kinds": len({kind for kind, _ in self._counts}),
            "by_status": {str(status): count for status, count in sorted(by_status.items())},
            "wrong": self._wrong[:5],
        }

    def _next(self) -> tuple[str, Bad] | None:
        with self._lock:
            if self.ended.is_set() and self._counts.total() >= self._least:
                return None
            return next(self._kinds)

    def _send_all(self) -> None:
        line = http.client.HTTPConnection(*self._address, timeout=30)
        while (one := self._next()) is not None:
            name, bad = one
            try:
                line.request(bad.method, bad.path, bad.body, dict(bad.headers))
                answer = line.getresponse()
                said, status = answer.read(), answer.status
            except (http.client.HTTPException, OSError):
                # The server may hang up on a body that it does not want to read.
                line.close()
                said, status = b'{"error":', 0
            with self._lock:
                self._counts[name, status] += 1
                if status and (status not in bad.statuses or not said.startswith(b'{"error":')):
                    self._wrong.append(f"{name}: {status} {said[:80]!r}")
        line.close()


def main(host: str, port: str, device: str, least: str) -> int:
    """Abuse a server."""
    abuse = Abuse(host, int(port), device, int(least))

    def listen() -> None:
        sys.stdin.read()
        abuse.ended.set()

    threading.Thread(target=listen, daemon=True).start()
    sys.stdout.write("go\n")
    sys.stdout.flush()
    sys.stdout.write(json.dumps(abuse.run()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
