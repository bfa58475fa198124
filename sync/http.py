"""HTTP to a server: kept connections, short time-outs, TLS outside this machine."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

import httpx2

from loyalty.errors import Outage, Refusal
from sync.codec import ANSWER_MAX, too_large
from sync.transport import Answered, Sent
from sync.trust import pinned, public, unseen

CONNECT_MAX_S = 2.0
KEPT_S = 60.0


Contexts = Sequence[Callable[[], ssl.SSLContext]]


class HttpTransport:
    """Talks to one server."""

    def __init__(
        self, url: str, server_key: bytes | None = None, *, is_stranger: bool = False
    ) -> None:
        """Prepare to talk to `url`, whose server has this Ed25519 identity.

        Over TLS the identity itself has to have signed the certificate, or an authority of the
        system has, for the name in `url`; without `server_key` only the latter is believed. To a
        stranger nothing secret may be said: whoever is there is believed.
        Raises Refusal `needs_tls` for http to another machine.
        """
        known = () if server_key is None else (partial(pinned, server_key),)
        beliefs: Contexts = (unseen,) if is_stranger else (*known, public)
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise Refusal("needs_tls", "a server on another machine needs https", got=url)
        self._url = url
        self._beliefs = beliefs if parts.scheme == "https" else ()
        self._belief = 0
        self._client = self._connect()

    def _connect(self) -> httpx2.Client:
        return httpx2.Client(
            base_url=self._url,
            verify=self._beliefs[self._belief]() if self._beliefs else False,
            trust_env=False,  # a proxy from the environment is no place for a shop's books
            limits=httpx2.Limits(max_keepalive_connections=2, keepalive_expiry=KEPT_S),
        )

    def send(self, sent: Sent) -> Answered:
        """Send a request and wait for its answer, as `Transport` says.

        Raises Outage `other_server` when nobody whom this till believes answers at the address.
        """
        for _ in self._beliefs or (None,):
            try:
                return self._once(sent)
            except ssl.SSLCertVerificationError:
                # Nothing of the request was sent: the handshake comes first.
                self._believe_next()
        raise Outage(
            "other_server",
            "another server answers at this address than the one this till was connected to",
            path=self._url,
        )

    def _believe_next(self) -> None:
        self._client.close()
        self._belief = (self._belief + 1) % len(self._beliefs)
        self._client = self._connect()

    def _once(self, sent: Sent) -> Answered:
        whole_s = sent.timeout_ms / 1000
        timeout = httpx2.Timeout(whole_s, connect=min(CONNECT_MAX_S, whole_s))
        try:
            with self._client.stream(
                sent.method,
                sent.target,
                headers=dict(sent.headers),
                content=sent.body,
                timeout=timeout,
            ) as response:
                body = _read(response)
        except httpx2.TimeoutException as error:
            raise Outage("timeout", "the server did not answer in time") from error
        except httpx2.HTTPError as error:
            _raise_disbelief(error)
            raise Outage("line_down", "the server cannot be reached") from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answered(status=response.status_code, headers=headers, body=body)

    def close(self) -> None:
        """Close the connections that were kept."""
        self._client.close()


def url_of(host: str, port: int) -> str:
    """Give the address of a server: plain on this machine, TLS everywhere else."""
    scheme = "http" if is_loopback(host.strip("[]")) else "https"
    return f"{scheme}://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _raise_disbelief(error: BaseException | None) -> None:
    """Raise what OpenSSL said when it did not believe a certificate, wherever it is wrapped."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            raise error
        error = error.__cause__ or error.__context__


def _read(response: httpx2.Response) -> bytes:
    # The bytes as they travelled: the signature covers them, and the codec has the only cap.
    whole = bytearray()
    for chunk in response.iter_raw():
        whole += chunk
        if len(whole) > ANSWER_MAX:
            raise too_large(ANSWER_MAX)
    return bytes(whole)
