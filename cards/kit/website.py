"""The block for the shop's own site: one piece of HTML that asks nothing of anybody else."""

from __future__ import annotations

from html import escape

from cards.kit.hero import mixed
from cards.kit.poster import INK, MUTED
from cards.kit.values import Fact, Look, Message

_STYLE = """\
.{name}{{max-width:60rem;margin:0 auto;font-family:system-ui,sans-serif;color:{ink};\
background:#fff;border-radius:1rem;overflow:hidden;line-height:1.4}}
.{name} *{{margin:0;padding:0;box-sizing:border-box}}
.{name} header{{background:{ground};color:{on_ground};padding:2.5rem 2rem}}
.{name} .k{{display:inline-block;background:{accent};color:{on_accent};font-weight:700;\
border-radius:2rem;padding:.2rem .9rem;margin-bottom:1rem}}
.{name} h2{{font-size:clamp(2rem,6vw,3.75rem);line-height:1.05;overflow-wrap:anywhere}}
.{name} .t{{color:{accent_on_ground};font-size:1.5rem;font-weight:600;margin-top:.5rem}}
.{name} .h{{margin-top:1rem}}
.{name} ul{{list-style:none;display:flex;flex-wrap:wrap;gap:2rem;padding:2rem}}
.{name} li{{flex:1 1 12rem;border-top:.25rem solid {accent};padding-top:.75rem}}
.{name} strong{{display:block;font-size:1.25rem;color:{ground}}}
.{name} small{{display:block;color:{muted};margin-top:.25rem}}
.{name} footer{{padding:0 2rem 2rem}}
.{name} a{{color:{ground}}}
"""
_NAME = "regulars-kit"


def website(message: Message, look: Look, language: str) -> str:
    """Write the block. Every word is escaped: a name is text, whatever stands in it."""
    tongue = escape(language.replace("_", "-"))
    parts = [
        f'<section class="{_NAME}" lang="{tongue}" aria-labelledby="{_NAME}-head">',
        f"<style>\n{_style(look)}</style>",
        "<header>",
        f'<p class="k">{escape(message.kicker)}</p>',
        f'<h2 id="{_NAME}-head">{escape(message.head)}</h2>',
        f'<p class="t">{escape(message.text)}</p>',
        *_how(message),
        "</header>",
        *_facts(message),
        "<footer>",
        f"<p><strong>{escape(message.way.title)}</strong>{escape(message.way.text)}</p>",
        *_link(message),
        f"<small>{escape(message.shop)}. {escape(message.fine)}</small>",
        "</footer>",
        "</section>",
    ]
    return "\n".join(parts) + "\n"


def _style(look: Look) -> str:
    return _STYLE.format(
        name=_NAME,
        ink=INK,
        muted=MUTED,
        ground=look.ground,
        on_ground=look.on_ground,
        accent=look.accent,
        on_accent=look.on_accent,
        accent_on_ground=mixed(look.accent, look.on_ground, 0.25),
    )


def _how(message: Message) -> list[str]:
    note = f"({message.note})" if message.how and message.note else message.note
    text = " ".join(filter(None, (message.how, note)))
    return [f'<p class="h">{escape(text)}</p>'] if text else []


def _facts(message: Message) -> list[str]:
    if not message.facts:
        return []
    return [
        f'<ul aria-label="{escape(message.facts_title)}">',
        *(_fact(each) for each in message.facts),
        "</ul>",
    ]


def _fact(each: Fact) -> str:
    note = f"<small>{escape(each.note)}</small>" if each.note else ""
    return f"<li><strong>{escape(each.head)}</strong>{escape(each.text)}{note}</li>"


def _link(message: Message) -> list[str]:
    if not message.way.link:
        return []
    return [f'<p><a href="{escape(message.way.link)}">{escape(message.way.link_text)}</a></p>']
