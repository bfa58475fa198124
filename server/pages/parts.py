"""What the member page is made of and the same for everybody: scripts, style, icons, manifest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.pages import icon
from server.pages.answers import GUARDS, HOME

STATIC = Path(__file__).parent / "static"
FILES = (("card.js", "text/javascript"), ("worker.js", "text/javascript"), ("card.css", "text/css"))
ICONS = (192, 512)


def routes() -> list[Route]:
    """Give the addresses of everything that is the same for everybody."""
    files = [
        Route(f"{HOME}{name}", _file(STATIC / name, kind), methods=["GET"]) for name, kind in FILES
    ]
    icons = [Route(f"{HOME}icon-{side}.png", _icon(side), methods=["GET"]) for side in ICONS]
    return [*files, *icons]


def manifest(shop: str) -> Response:
    """Say what the page is when it lies on the home screen."""
    icons = [
        {
            "src": f"{HOME}icon-{side}.png",
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": purpose,
        }
        for side in ICONS
        for purpose in ("any", "maskable")
    ]
    said = {
        "name": shop,
        "short_name": shop,
        "id": HOME,
        "start_url": HOME,
        "scope": HOME,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return JSONResponse(said, headers={**GUARDS, "content-type": "application/manifest+json"})


def _icon(side: int) -> Callable[[Request], Response]:
    drawn: list[bytes] = []

    def answer(_request: Request) -> Response:
        if not drawn:
            drawn.append(icon.png(side))
        return Response(drawn[0], media_type="image/png", headers=GUARDS)

    return answer


def _file(path: Path, kind: str) -> Callable[[Request], Response]:
    def answer(_request: Request) -> Response:
        return Response(path.read_bytes(), media_type=kind, headers=GUARDS)

    return answer
