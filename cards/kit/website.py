"""The block for the shop's own site: one piece of HTML that asks nothing of anybody else.

Its looks are attributes of its own elements: builders of sites take styles out, and the block
leaves the rest of a page alone.
"""

from __future__ import annotations

from html import escape

from cards.kit.hero import mixed
from cards.kit.poster import INK, MUTED
from cards.kit.values import Fact, Look, Message

_NAME = "regulars-kit"
_BARE = "margin:0;padding:0"


def website(message: Message, look: Look, language: str) -> str:
    """Write the block. Every word is escaped: a name is text, whatever stands in it."""
    tongue = language.replace("_", "-")
    whole = (
        f"max-width:60rem;margin:0 auto;background:#ffffff;color:{INK};line-height:1.4;"
        "font-family:system-ui,sans-serif;border-radius:1rem;overflow:hidden"
    )
    parts = [
        _open("section", whole, id=_NAME, lang=tongue, aria_labelledby=f"{_NAME}-head"),
        *_header(message, look),
        *_facts(message, look),
        *_footer(message, look),
        "</section>",
    ]
    return "\n".join(parts) + "\n"


def _header(message: Message, look: Look) -> list[str]:
    pill = (
        f"display:inline-block;background:{look.accent};color:{look.on_accent};font-weight:700;"
        "border-radius:2rem;padding:0.2rem 0.9rem;margin:0 0 1rem"
    )
    head = (
        f"{_BARE};color:{look.on_ground};font-size:clamp(2rem,6vw,3.75rem);line-height:1.05;"
        "overflow-wrap:anywhere"
    )
    soft = mixed(look.accent, look.on_ground, 0.3)
    text = f"margin:0.5rem 0 0;color:{soft};font-size:1.5rem;font-weight:600"
    note = f"({message.note})" if message.how and message.note else message.note
    how = " ".join(filter(None, (message.how, note)))
    return [
        _open("header", f"background:{look.ground};color:{look.on_ground};padding:2.5rem 2rem"),
        _whole("p", pill, message.kicker),
        _whole("h2", head, message.head, id=f"{_NAME}-head"),
        _whole("p", text, message.text),
        *([_whole("p", "margin:1rem 0 0", how)] if how else []),
        "</header>",
    ]


def _facts(message: Message, look: Look) -> list[str]:
    if not message.facts:
        return []
    across = "list-style:none;display:flex;flex-wrap:wrap;gap:2rem;margin:0;padding:2rem"
    return [
        _open("ul", across, aria_label=message.facts_title),
        *(_fact(each, look) for each in message.facts),
        "</ul>",
    ]


def _fact(each: Fact, look: Look) -> str:
    item = f"flex:1 1 12rem;border-top:0.25rem solid {look.accent};padding:0.75rem 0 0"
    head = f"display:block;font-size:1.25rem;color:{look.ground}"
    note = _whole("small", f"display:block;color:{MUTED};margin-top:0.25rem", each.note)
    inside = _whole("strong", head, each.head) + escape(each.text) + (note if each.note else "")
    return f"{_open('li', item)}{inside}</li>"


def _footer(message: Message, look: Look) -> list[str]:
    way = message.way
    title = _whole("strong", f"display:block;font-size:1.25rem;color:{look.ground}", way.title)
    link = _whole("a", f"color:{look.ground}", way.link_text, href=way.link)
    return [
        _open("footer", "padding:0 2rem 2rem"),
        f"{_open('p', _BARE)}{title}{escape(way.text)}</p>",
        *([f"{_open('p', 'margin:0.5rem 0 0')}{link}</p>"] if way.link else []),
        _whole("p", f"margin:0.5rem 0 0;color:{MUTED};font-size:0.875rem", _fine(message)),
        "</footer>",
    ]


def _fine(message: Message) -> str:
    return f"{message.shop}. {message.fine}"


def _open(tag: str, style: str, **attributes: str) -> str:
    written = "".join(
        f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()
    )
    return f'<{tag}{written} style="{style}">'


def _whole(tag: str, style: str, text: str, **attributes: str) -> str:
    return f"{_open(tag, style, **attributes)}{escape(text)}</{tag}>"
