"""HTTP to a server: kept connections, short time-outs, TLS outside this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import httpx2

from loyalty.errors import Outage, Refusal
from sync.codec import ANSWER_MAX, too_large
from sync.transport import Answered, Sent

CONNECT_MAX_S = 2.0
KEPT_S = 60.0


class HttpTransport:
    """Talks to one server."""

    def __init__(self, url: str) -> None:
        """Prepare to talk to `url`. Raises Refusal `needs_tls` for http to another machine."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise Refusal("needs_tls", "a server on another machine needs https", got=url)
        self._client = httpx2.Client(
            base_url=url,
            trust_env=False,  # a proxy from the environment is no place for a shop's books
            limits=httpx2.Limits(max_keepalive_connections=2, keepalive_expiry=KEPT_S),
        )

    def send(self, sent: Sent) -> Answered:
        """Send a request and wait for its answer, as `Transport` says."""
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


def _read(response: httpx2.Response) -> bytes:
    # The bytes as they travelled: the signature covers them, and the codec has the only cap.
    whole = bytearray()
    for chunk in response.iter_raw():
        whole += chunk
        if len(whole) > ANSWER_MAX:
            raise too_large(ANSWER_MAX)
    return bytes(whole)
