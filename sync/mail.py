"""Hands messages over: the ports for mail, text messages and pushes, and SMTP for the first.

What matters is what is known afterwards. A server that said yes has the message, one that said no
has not, and where the line breaks in between nobody knows: that is an answer as well.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Literal, Protocol

from loyalty.days import moment
from loyalty.errors import Outage, Refusal
from sync.http import is_loopback

TIMEOUT_S: Final = 30.0
_GO_ON, _DONE, _LATER_FROM, _NEVER_FROM = 354, 250, 400, 500
_LINE_MAX = 990
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")

State = Literal["sent", "refused", "later", "not_known"]
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """One message to one person; `to` is an address, a phone number or a member's id."""

    to: str
    subject: str
    text: str
    message_id: str
    at_us: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a letter. `is_address` says that it is the address which is wrong."""

    state: State
    reason: str = ""
    is_address: bool = False


class Post(Protocol):
    """Takes letters to whoever delivers them."""

    def send(self, letter: Letter) -> Outcome:
        """Hand a letter over. Raises Outage when nothing was handed over to anybody."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlace:
    """A shop's mail server, and as whom it writes. The password is kept elsewhere."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    security: Security = "starttls"
    user: str = ""


class SmtpPost:
    """Sends mail through one server, over one line as long as it lasts."""

    def __init__(
        self, place: MailPlace, password: str = "", *, trust: ssl.SSLContext | None = None
    ) -> None:
        """Prepare; `trust` stands in for the authorities of the system.

        Raises Refusal `needs_tls` for an open line to another machine, `mail_address`.
        """
        if place.security == "none" and not is_loopback(place.host):
            raise Refusal("needs_tls", "mail to another machine needs STARTTLS or TLS")
        if not is_address(place.sender):
            raise Refusal("mail_address", "give the address that the mail comes from")
        self._place, self._password = place, password
        self._trust = trust or ssl.create_default_context()
        self._line: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> Outcome:
        """Hand a letter over. Raises Outage `mail_down`, `mail_login` and `mail_sender`."""
        if not is_address(letter.to):
            return Outcome(state="refused", reason="address", is_address=True)
        payload = _payload(self._place, letter)
        line = self._open()
        try:
            refused = self._begin(line, letter.to)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Outage("mail_down", "the mail server broke off: it is tried again") from error
        if refused is not None:
            return refused
        try:
            line.send(payload)
            code, _ = line.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop()
            return Outcome(state="not_known", reason="line")
        return _answer(code)

    def close(self) -> None:
        """Say goodbye."""
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._drop()

    def _begin(self, line: smtplib.SMTP, to: str) -> Outcome | None:
        """Say from whom and to whom; None when the server waits for the letter itself."""
        code, _ = line.mail(self._place.sender)
        if code != _DONE:
            line.rset()
            if code >= _NEVER_FROM:
                raise Outage("mail_sender", "the mail server takes nothing from this sender")
            return Outcome(state="later", reason=f"smtp_{code}")
        code, _ = line.rcpt(to)
        if code not in (_DONE, _DONE + 1):
            line.rset()
            found = _answer(code)
            return Outcome(
                state=found.state, reason=found.reason, is_address=found.state == "refused"
            )
        code, _ = line.docmd("DATA")
        if code != _GO_ON:
            line.rset()
            return _answer(code)
        return None

    def _open(self) -> smtplib.SMTP:
        if self._line is not None:
            return self._line
        place = self._place
        line: smtplib.SMTP | None = None
        try:
            if place.security == "tls":
                line = smtplib.SMTP_SSL(
                    place.host, place.port, timeout=TIMEOUT_S, context=self._trust
                )
            else:
                line = smtplib.SMTP(place.host, place.port, timeout=TIMEOUT_S)
            line.ehlo()
            if place.security == "starttls":
                line.starttls(context=self._trust)
                line.ehlo()
            if place.user:
                line.login(place.user, self._password)
        except smtplib.SMTPAuthenticationError as error:
            _hang_up(line)
            raise Outage("mail_login", "the mail server refuses name or password") from error
        except (smtplib.SMTPException, OSError) as error:
            _hang_up(line)
            raise Outage("mail_down", "the mail server cannot be reached") from error
        self._line = line
        return line

    def _drop(self) -> None:
        _hang_up(self._line)
        self._line = None


def is_address(text: str) -> bool:
    """Say whether a text can be the address of a mail box."""
    return _ADDRESS.fullmatch(text) is not None


def _hang_up(line: smtplib.SMTP | None) -> None:
    if line is not None:
        with suppress(OSError):
            line.close()


def _answer(code: int) -> Outcome:
    if _DONE <= code < _DONE + 50:
        return Outcome(state="sent")
    if _LATER_FROM <= code < _NEVER_FROM:
        return Outcome(state="later", reason=f"smtp_{code}")
    return Outcome(state="refused", reason=f"smtp_{code}")


def _payload(place: MailPlace, letter: Letter) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=_line(place.sender_name), addr_spec=place.sender)
    made["To"] = letter.to
    made["Subject"] = _line(letter.subject)
    made["Date"] = format_datetime(moment(letter.at_us))
    made["Message-ID"] = f"<{letter.message_id}>"
    for name, value in letter.headers.items():
        made[name] = _line(value)
    made.set_content(letter.text, cte="quoted-printable")
    # An address in a header is not broken up: there are programs that read only one line of it.
    whole = made.as_bytes(policy=SMTP.clone(max_line_length=_LINE_MAX))
    # A line that begins with a dot would end the letter.
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _line(text: str) -> str:
    """Make one line of a text: a header has no second one."""
    return " ".join(text.split())
