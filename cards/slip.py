"""The loyalty slip as a frozen value: every word is already said in the shop's language.

The till writes it after what it says has been committed; printers draw it and add nothing. It is
never a till receipt: `head` says so in its first line (DESIGN.md section 6, "Refunds").
"""

from __future__ import annotations

import msgspec


class SlipLine(msgspec.Struct, frozen=True, kw_only=True):
    """A label on the left with a figure on the right; `strong` draws it large or bold."""

    label: str
    figure: str = ""
    strong: bool = False


class SlipCode(msgspec.Struct, frozen=True, kw_only=True):
    """A QR code: what it holds, the sentence that stands above it, and digits below for people."""

    text: str
    caption: str = ""
    digits: str = ""


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """One loyalty slip. Texts that are empty, and parts that are None, are not printed.

    `language` is the catalogue's name ("nl"); `marks` are lines such as "TRAINING", "DEMO" or
    "Copy" that must stand out; `copy` says that this is a reprint. `code` is the signed sale code
    (cards.salecode) for the QR that a refund is made from; `joining` the new member's own number,
    only on the slip of somebody who joined without a card.
    """

    sale: str
    language: str
    shop: str
    till: str
    head: str
    when: str
    copy: bool = False
    marks: tuple[str, ...] = ()
    member: str = ""
    lines: tuple[SlipLine, ...] = ()
    earned: SlipLine | None = None
    why: tuple[str, ...] = ()
    used: tuple[SlipLine, ...] = ()
    balance: SlipLine | None = None
    worth: SlipLine | None = None
    next_reward: str = ""
    code: str = ""
    code_caption: str = ""
    joining: SlipCode | None = None
    closing: tuple[str, ...] = ()
