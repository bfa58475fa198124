"""What every answer to a member's phone carries, and how a phone is known again."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

HOME = "/m/"
COOKIE = "regulars_card"
COOKIE_S = 180 * 24 * 3600
GUARDS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with that, browsers hide from us that a form is our own.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)",
    "cache-control": "no-store",
}


def html(text: str, status: int) -> Response:
    """Give a page."""
    return Response(text, status_code=status, media_type="text/html", headers=GUARDS)


def plain(status: int) -> Response:
    """Give a status and nothing else."""
    return Response(status_code=status, headers=GUARDS)


def let(request: Request, answer: Response, token: str) -> None:
    """Let a phone keep its secret, where no script can read it and no other site can use it."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_S,
        path=HOME,
        secure=is_https(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, answer: Response) -> None:
    """Take a phone's secret away."""
    answer.delete_cookie(COOKIE, path=HOME, secure=is_https(request), httponly=True, samesite="lax")


def is_https(request: Request) -> bool:
    """Say whether the phone came by HTTPS, also where somebody before us took it off."""
    return request.url.scheme == "https"


def is_from_here(request: Request) -> bool:
    """Say whether a form was sent by our own page, as far as the browser says."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
