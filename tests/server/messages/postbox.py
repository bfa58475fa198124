"""A real SMTP server on this machine that keeps what it gets, and can be told to be difficult."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

WAIT_S = 20


class Box:
    """Keeps letters; `refuse` gives what is answered to a recipient, `at_data` runs before a yes.

    While `go_on` is not set, a letter that came gets no answer.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.logins: list[tuple[str, str]] = []
        self.refuse: Callable[[str], str] = lambda _to: ""
        self.at_data: Callable[[Any], str] = lambda _server: ""
        self.at_letter = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd asks for this name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient, or say why not."""
        answer = self.refuse(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - see above
        self, server: Any, _session: Any, envelope: Envelope
    ) -> str:
        """Keep a letter, or do what a test wants to happen instead."""
        content = envelope.content
        assert isinstance(content, bytes)
        made = message_from_bytes(content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.letters.append(made)
        self.at_letter.set()
        if not self.go_on.is_set():
            await asyncio.to_thread(self.go_on.wait, WAIT_S)
        return self.at_data(server) or "250 OK"

    def login(self, _server: Any, _session: Any, _envelope: Any, _way: str, data: Any) -> Any:
        """Let whoever has the right password in."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)


class _AnyPort(Controller):
    """Listens on a free port, and learns which before it looks whether somebody answers."""

    def _trigger_server(self) -> None:
        sockets: list[socket.socket] = getattr(self.server, "sockets", [])
        self.port = sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def receiving(
    *, tls: ssl.SSLContext | None = None, asks_login: bool = False
) -> Iterator[tuple[Box, int]]:
    """Receive mail on a free port until the end; gives the box and the port."""
    box = Box()
    more: dict[str, Any] = {}
    if tls is not None:
        more |= {"tls_context": tls, "require_starttls": True}
    if asks_login:
        more |= {"authenticator": box.login, "auth_required": True}
        more |= {} if tls is not None else {"auth_require_tls": False}
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, **more)
    # It writes to the log what a test does on purpose.
    log = logging.getLogger("mail.log")
    level = log.level
    log.setLevel(logging.CRITICAL)
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()
        log.setLevel(level)


def hang_up(server: Any) -> str:
    """Break the line off without an answer."""
    server.transport.abort()
    return ""
