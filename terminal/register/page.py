"""The OpenAPI document as a page that a person reads; it loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

_STYLE: Final = (
    "body{font:16px/1.5 sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1c1917}"
    "code,h3{font-family:monospace}td,th{text-align:left;padding:.3rem .8rem .3rem 0;"
    "vertical-align:top;border-bottom:1px solid #d6d3d1}table{border-collapse:collapse}"
)
_HOW: Final = (
    "<p>Send <code>authorization: Bearer TOKEN</code>; the token stands at the till behind F10. "
    "Programs read <a href='/openapi.json'>/openapi.json</a>.</p>"
)


def page(document: dict[str, Any]) -> str:
    """Write the page."""
    info = document["info"]
    return "".join(
        [
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_text(info["title"])}',
            f"</title><style>{_STYLE}</style><h1>{_text(info['title'])}</h1>",
            f"<p>{_text(info['description'])}</p>",
            _HOW,
            *_calls(document["paths"]),
            "<h2>Shapes</h2>",
            *_shapes(document["components"]["schemas"]),
            "</html>",
        ]
    )


def _calls(paths: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Addresses</h2>"
    for path, methods in paths.items():
        for method, call in methods.items():
            yield f"<h3>{method.upper()} {_text(path)}</h3><p>{_text(call['summary'])}</p>"
            if "description" in call:
                yield f"<p>{_text(call['description'])}</p>"
            if "requestBody" in call:
                yield f"<p>Body: {_link(_schema(call['requestBody']))}</p>"
            yield "<table>"
            for status, answer in call["responses"].items():
                shape = _schema(answer)
                yield f"<tr><td>{status}<td>{_text(answer['description'])}<td>{_link(shape)}</tr>"
            yield "</table>"


def _shapes(shapes: dict[str, Any]) -> Iterator[str]:
    for name, shape in sorted(shapes.items()):
        yield f'<h3 id="{_text(name)}">{_text(name)}</h3><p>{_text(shape.get("description", ""))}'
        yield "</p><table>"
        needed = shape.get("required", [])
        for field, kind in shape.get("properties", {}).items():
            must = "needed" if field in needed else f"default {kind.get('default')!r}"
            yield f"<tr><td><code>{_text(field)}</code><td>{_kind(kind)}<td>{_text(must)}</tr>"
        yield "</table>"


def _kind(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        return _link(kind)
    if "anyOf" in kind:
        return " or ".join(_kind(one) for one in kind["anyOf"])
    if "enum" in kind:
        return _text(", ".join(str(one) for one in kind["enum"]))
    if kind.get("type") == "array":
        return f"list of {_kind(kind.get('items', {}))}"
    return _text(str(kind.get("type", "any")))


def _schema(holder: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = holder.get("content", {})
    return next((dict(one["schema"]) for one in content.values()), {})


def _link(shape: dict[str, Any]) -> str:
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    return f'<a href="#{_text(name)}">{_text(name)}</a>' if name else ""


def _text(value: object) -> str:
    return escape(str(value))
