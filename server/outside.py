"""Where a server listens: on this computer in plain HTTP, or for other machines over TLS only."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.keys import key
from storage.keys import KeyStore
from sync import certificates
from sync import shown as tls
from sync.discovery import Found, announce, own_address
from sync.http import is_loopback
from sync.pairing import fingerprint
from sync.shown import Files, Shown

LOG = logging.getLogger("regulars.server")
LOOPBACK = "127.0.0.1"
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - the names of what is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The address that a server listens on, and the public certificate it shows, if it has one."""

    host: str = LOOPBACK
    name: str = ""
    files: Files | None = None
    announce: bool = True
    shop: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether other machines may come."""
        return not is_loopback(self.host)

    def shown(self, store: KeyStore, folder: Path, now_us: Callable[[], int]) -> Shown | None:
        """Give the TLS that listeners for other machines speak; None on loopback.

        Raises Refusal `certificate_file`.
        """
        if not self.is_open:
            return None
        if self.files is not None:
            return Shown(tls.from_files(self.files))
        seed = key(store, "server-signing", _none)
        return Shown(tls.own(seed, folder, self._hosts(), now_us))

    def url(self, port: int) -> str:
        """Give the address for whoever is on this computer."""
        if not self.is_open:
            return f"http://{_written(self.host)}:{port}"
        here = LOOPBACK if self.host in EVERYWHERE else self.host
        return f"https://{_written(here)}:{port}"

    def spoken(self) -> str:
        """Give the name or address that people type at another till."""
        if self.name:
            return self.name
        if self.host not in EVERYWHERE:
            return _written(self.host)
        named = certificates.first_name(self.files.certificate.read_bytes()) if self.files else ""
        return named or own_address()

    @contextmanager
    def announced(self, port: int, server_key: bytes) -> Iterator[None]:
        """Say on the network that the shop is here, where others may come and nobody said no."""
        if not (self.is_open and self.announce):
            yield
            return
        host = own_address() if self.host in EVERYWHERE else self.host
        found = Found(name=self.shop, host=host, port=port, fingerprint=fingerprint(server_key))
        with ThreadPoolExecutor(1, thread_name_prefix="announce") as thread:
            # Nobody waits for it: it takes a second, and a network without it is no fault.
            saying = thread.submit(announce, found)
            try:
                yield
            finally:
                try:
                    saying.result()()
                except OSError as error:
                    LOG.warning("not said on the network: %s", type(error).__name__)

    def _hosts(self) -> tuple[str, ...]:
        own = {LOOPBACK, "localhost", socket.gethostname(), own_address()}
        more = {self.name, self.host} - {""} - EVERYWHERE
        return tuple(sorted(own | more))


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _none(_count: int) -> bytes:
    raise AssertionError("the books made the server's identity before anybody listens")
