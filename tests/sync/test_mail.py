"""Mail over a line that is shut off, to a server that asks who we are; texts by a signed POST."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from loyalty.errors import Outage, Refusal
from server.messages.ways import SAID_BY_SYNC
from sync import http, mail
from sync.mail import Letter, MailPlace, SmtpPost
from sync.notify import HttpPost, signature
from tests.server.messages.postbox import receiving
from tests.sync.authority import BEGIN, END, new_key, private_pem

LETTER = Letter(
    to="anna@example.org",
    subject="Grüße\r\nBcc: eve@example.org",
    text=".\n. one dot\n.. two\nEnde äöü\n",
    message_id="1@example.org",
    at_us=1_795_000_000_000_000,
    headers={"List-Unsubscribe": f"<https://example.org/{'x' * 200}>"},
)


def place(port: int, **more: Any) -> MailPlace:
    """Give a mail server on this machine."""
    told: dict[str, Any] = {"sender": "shop@example.org", "sender_name": "Käse & Co, Inc."}
    return MailPlace(host="localhost", port=port, **{**told, **more})


def shut_off(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for this machine; give what a server shows, and what believes in it."""
    key, name = new_key(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    path = folder / "shown.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM) + private_pem(key))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


def test_starttls_and_login(tmp_path: Path) -> None:
    server, trust = shut_off(tmp_path)
    with receiving(tls=server, asks_login=True) as (box, port):
        wanted = place(port, user="shop")
        with closing(SmtpPost(wanted, "right", trust=trust)) as post:
            assert post.send(LETTER).state == "sent"
            assert post.send(LETTER).state == "sent"
        with (
            closing(SmtpPost(wanted, "wrong", trust=trust)) as post,
            pytest.raises(Outage, match="name or password"),
        ):
            post.send(LETTER)
        with closing(SmtpPost(wanted, "right")) as post, pytest.raises(Outage, match="reached"):
            post.send(LETTER)  # nobody we believe signed that certificate
    assert [len(box.letters), box.logins[0]] == [2, ("shop", "right")]
    got = box.letters[0]
    assert got["Subject"] == "Grüße Bcc: eve@example.org"
    assert got["Bcc"] is None
    assert got["From"] == '"Käse & Co, Inc." <shop@example.org>'
    assert got.get_content().replace("\r\n", "\n") == ".\n. one dot\n.. two\nEnde äöü\n"


def test_what_the_ways_out_say_is_in_the_catalogues() -> None:
    said = "".join(Path(str(one.__file__)).read_text("utf-8") for one in (mail, http))
    assert [sentence for sentence in SAID_BY_SYNC if sentence not in said] == []


def test_an_open_line_goes_to_this_machine_only() -> None:
    with pytest.raises(Refusal, match="STARTTLS"):
        SmtpPost(MailPlace(host="mail.example.org", port=25, sender="a@b.c", security="none"))
    with pytest.raises(Refusal, match="address"):
        SmtpPost(place(25, sender="nobody", security="none"))
    with closing(SmtpPost(place(9, security="none"))) as post:
        wrong = Letter(to="a b@c\n", subject="s", text="t", message_id="1@x", at_us=0)
        assert post.send(wrong).is_address


@contextmanager
def gateway(status: int) -> Iterator[tuple[list[Any], str]]:
    """Answer every POST with a status, or not at all with 0; gives what came, and the address."""
    came: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            came.append((self.path, dict(self.headers), body))
            if status:
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield came, f"http://127.0.0.1:{server.server_port}/texts"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "state"),
    [(202, "sent"), (422, "refused"), (410, "refused"), (503, "later"), (0, "not_known")],
)
def test_a_text_is_a_signed_post(status: int, state: str) -> None:
    with gateway(status) as (came, url), closing(HttpPost("sms", url, b"key")) as post:
        assert post.send(LETTER).state == state
    path, headers, body = came[0]
    assert path == "/texts"
    lowered = {name.lower(): value for name, value in headers.items()}
    assert lowered["regulars-signature"] == signature(b"key", 1_795_000_000, body)
    assert lowered["idempotency-key"] == json.loads(body)["id"] == "1@example.org"
    assert json.loads(body)["channel"] == "sms"


def test_a_gateway_that_is_away_got_nothing() -> None:
    with gateway(200) as (_came, url):
        pass
    with closing(HttpPost("sms", url, b"key")) as post, pytest.raises(Outage):
        post.send(LETTER)
