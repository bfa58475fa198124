"""How a shop's messages leave: its mail server and the addresses that take texts and pushes.

Names and addresses stand with the shop's settings. Passwords and keys lie in the key store.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Final, Protocol

import msgspec

from loyalty.errors import Refusal
from server.messages.consents import Channel
from server.messages.words import mark
from sync.mail import MailPlace, Post, Security, SmtpPost
from sync.notify import HttpPost

SETTING: Final = "ways"
MAIL_SECRET: Final = "mail-password"  # noqa: S105 - the name of the secret, not the secret
HTTP_SECRET: Final = "message-key"  # noqa: S105 - see above
PORT_MAX: Final = 65_535


SAID_BY_SYNC: Final = (
    mark("mail to another machine needs STARTTLS or TLS"),
    mark("give the address that the mail comes from"),
    mark("the mail server broke off: it is tried again"),
    mark("the mail server takes nothing from this sender"),
    mark("the mail server refuses name or password"),
    mark("the mail server cannot be reached"),
    mark("a server on another machine needs https"),
    mark("the server cannot be reached"),
)
"""What the ways out say no with, marked here because nothing in `sync` speaks to people."""


class Secrets(Protocol):
    """The key store, as far as messages need it."""

    def get(self, name: str, /) -> bytes | None:
        """Give a secret, or None."""
        ...

    def put(self, name: str, secret: bytes, /) -> None:
        """Keep a secret."""
        ...


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages go to; an empty `host` or address is a way that the shop has not."""

    host: str = ""
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    sender: str = ""
    sender_name: str = ""
    sms_url: str = ""
    push_url: str = ""

    @property
    def domain(self) -> str:
        """Give the part of a Message-ID after its `@`."""
        return self.sender.rpartition("@")[2] or "localhost"


def read(settings: Mapping[str, str]) -> Ways:
    """Give the ways of a shop."""
    kept = settings.get(SETTING, "")
    return msgspec.json.decode(kept, type=Ways) if kept else Ways()


def check(ways: Ways) -> None:
    """Raise a Refusal for a way that cannot be: `mail_port`, `mail_address` or `needs_tls`."""
    if not 1 <= ways.port <= PORT_MAX:
        raise Refusal("mail_port", mark("a port is a number from 1 to 65535: 587 in most places"))
    for post in posts(ways, _NO_SECRETS).values():
        post.close()


def posts(
    ways: Ways, secrets: Secrets, *, trust: ssl.SSLContext | None = None
) -> dict[Channel, Post]:
    """Open the ways that a shop has. Raises as `check`, and what the key store raises."""
    found: dict[Channel, Post] = {}
    if ways.host:
        place = MailPlace(
            host=ways.host,
            port=ways.port,
            security=ways.security,
            user=ways.user,
            sender=ways.sender,
            sender_name=ways.sender_name,
        )
        password = (secrets.get(MAIL_SECRET) or b"").decode()
        found["email"] = SmtpPost(place, password, trust=trust)
    urls: tuple[tuple[Channel, str], ...] = (("sms", ways.sms_url), ("push", ways.push_url))
    for channel, url in urls:
        if url:
            found[channel] = HttpPost(channel, url, secrets.get(HTTP_SECRET) or b"")
    return found


class _None:
    """A key store with nothing in it, to try ways out."""

    def get(self, _name: str) -> bytes | None:
        return None

    def put(self, name: str, _secret: bytes) -> None:
        raise AssertionError(name)


_NO_SECRETS: Final = _None()
