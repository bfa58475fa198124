"""What every request of a tablet has to be, and what every answer to it carries."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.requests import Request

from loyalty.errors import Refusal

BODY_MAX: Final = 2048
JSON: Final = "application/json"
SAME: Final = ("same-origin", "none")
COOKIE: Final = "regulars_screen"
COOKIE_TLS: Final = "__Host-regulars_screen"
# Browsers keep a cookie for 400 days at most; each visit begins them anew.
COOKIE_S: Final = 400 * 24 * 3600
GUARDS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)",
    "cache-control": "no-store",
}


class Pair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page asks to be let in; `till` is how the certificate's SHA-256 begins in the QR."""

    code: str
    till: str = ""


class Press(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The nth touch on a page: a key of the pad, or a button. Its repr tells no digit."""

    stream: str
    nth: int
    key: str = ""
    tap: str = ""

    def __repr__(self) -> str:
        """Say which touch it was."""
        return f"Press(nth={self.nth})"


def check(request: Request, host: str) -> None:
    """See that a request was made for this till by its own page.

    A page of another site may know the address, or have a name of its own that leads here: its
    browser says so in `host`, `origin` and `sec-fetch-site`. Raises Refusal `tablet_site`.
    """
    own = f"{request.url.scheme}://{host}"
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    is_page = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    is_ours = request.headers.get("host", "") == host and origin in {None, own}
    # Whoever scans the QR comes from another program; a page carries nothing of anybody.
    is_ours = is_ours and (site is None or site in SAME or is_page)
    # Every browser names the origin of a request that changes something.
    if not is_ours or (request.method != "GET" and origin is None):
        raise Refusal("tablet_site", "this was not asked by the till's own page")


async def body(request: Request, limit: int = BODY_MAX) -> bytes:
    """Read a JSON body. Raises Refusal `tablet_body`."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip()
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > limit:
            break
    if sent != JSON or len(read) > limit:
        raise Refusal("tablet_body", "the body is JSON, and short")
    return bytes(read)


def named(agent: str) -> str:
    """Say by a browser's own words what it runs on, for the till's list."""
    for mark, name in (
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Android"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ):
        if mark in agent:
            return name
    return "Web"
