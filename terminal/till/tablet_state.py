"""The customer's screen in a browser, as a till knows it: is it on, and who may show it."""

from __future__ import annotations

import msgspec

PORT = 8735
TABLETS_MAX = 4
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty letters and digits that nobody takes for one another."""
CODE_LENGTH = 8
CODE_LASTS_MS = 10 * 60 * 1000
TRIES = 5


class TabletSetting(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: whether tablets may come, at which port, and whether without TLS."""

    is_on: bool = False
    port: int = PORT
    plain: bool = False


class PairedTablet(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that may show the customer's screen: `digest` is the SHA-256 of its secret."""

    tablet: str
    name: str
    digest: str
    at_us: int


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A code that lets one more tablet in, once: `link` is what the QR says, `modules` the QR."""

    code: str
    link: str
    modules: tuple[tuple[bool, ...], ...]
    until_ms: int

    def __repr__(self) -> str:
        """Tell no code."""
        return "Offer()"


class Tablets(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the tablets. `ordered` is the setting that the service runs with,
    and `spoken` the language.

    `address` is where it listens and `fingerprint` the SHA-256 of its certificate (empty without
    TLS); `problem` says why it does not. `here` are the tablets that show the screen now, and
    `slides` the folder and the pictures in it that they were told of.
    """

    setting: TabletSetting = TabletSetting()
    ordered: TabletSetting = TabletSetting()
    spoken: str = ""
    paired: tuple[PairedTablet, ...] = ()
    known: tuple[PairedTablet, ...] = ()
    address: str = ""
    fingerprint: str = ""
    problem: str = ""
    here: tuple[str, ...] = ()
    slides: tuple[str, tuple[str, ...]] = ("", ())
    offer: Offer | None = None
