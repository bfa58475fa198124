"""The pages before anybody is signed in, as HTML without a script: every text is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape

from server.console import codes
from server.console.kit.marks import TALLY
from server.pages.pen import Drawing
from server.pages.wording import Words


def sign_in(words: Words, shop: str, wrong: str, name: str = "") -> str:
    """Draw the form to sign in; `wrong` is what was wrong with the last try."""
    say = words.say
    fields = (
        _field("sign_in", say("Name to sign in with"), name, autocomplete="username")
        + _field("password", say("Password"), kind="password", autocomplete="current-password")
        + _code(say("Code from your authenticator"))
    )
    form = (
        f'<form method="post" action="/sign-in">{_wrong(words, wrong)}{fields}'
        f'<button class="button primary" type="submit">{escape(say("Sign in"))}</button></form>'
    )
    return _page(words, shop, say("Sign in"), form)


def join(words: Words, shop: str, said: Mapping[str, str], wrong: str) -> str:
    """Draw the form with which an invited person joins; `said` is what they typed already."""
    say = words.say
    secret = said["authenticator"]
    drawn = Drawing().svg(codes.address(secret, shop, said.get("sign_in", "") or "Regulars"))
    picture = b64encode(drawn.encode()).decode()
    form = (
        f'<form method="post">{_wrong(words, wrong)}'
        + _field("name", say("Your name"), said.get("name", ""), autocomplete="name")
        + _field(
            "sign_in", say("Name to sign in with"), said.get("sign_in", ""), autocomplete="username"
        )
        + _field(
            "password",
            say("A password of at least ten characters"),
            kind="password",
            autocomplete="new-password",
        )
        + _field("again", say("The password again"), kind="password", autocomplete="new-password")
        + f"<h2>{escape(say('Authenticator'))}</h2>"
        + f"<p>{escape(say('Read this code with an authenticator on your telephone.'))}</p>"
        + f'<img class="qr" alt="{escape(say("Code for the authenticator"))}"'
        + f' src="data:image/svg+xml;base64,{picture}">'
        + f"<p>{escape(say('Or type this key into it:'))} <code>{escape(secret)}</code></p>"
        + f'<input type="hidden" name="authenticator" value="{escape(secret)}">'
        + _code(say("The six digits that it shows"))
        + f'<button class="button primary" type="submit">{escape(say("Join"))}</button></form>'
    )
    return _page(words, shop, say("Join the back office"), form)


def _page(words: Words, shop: str, title: str, body: str) -> str:
    icon = b64encode(TALLY.encode()).decode()
    return (
        f'<!doctype html><html lang="{words.tag}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} \u2013 {escape(shop)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">'
        '<link rel="stylesheet" href="/look/look.css"></head>'
        f'<body class="door"><main class="alone"><p class="brand">{escape(shop)}</p>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _wrong(words: Words, sentence: str) -> str:
    if not sentence:
        return ""
    return f'<p class="notice error" role="alert">{escape(words.say(sentence))}</p>'


def _code(label: str) -> str:
    return _field("code", label, autocomplete="one-time-code", mode="numeric")


def _field(
    name: str,
    label: str,
    value: str = "",
    *,
    kind: str = "text",
    autocomplete: str = "",
    mode: str = "text",
) -> str:
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>'
        f'<input class="input" id="{name}" name="{name}" type="{kind}" value="{escape(value)}"'
        f' autocomplete="{autocomplete}" inputmode="{mode}" maxlength="200" required></div>'
    )
