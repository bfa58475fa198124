"""What stands on the launch kit: every word already said in its language, every figure written."""

from __future__ import annotations

import msgspec

Colour = str


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's own look: the colours of its card, and its logo (PNG or JPEG) if it has one."""

    ground: Colour = "#17375e"
    on_ground: Colour = "#ffffff"
    accent: Colour = "#f2b632"
    on_accent: Colour = "#10202f"
    logo: bytes = b""

    def __repr__(self) -> str:
        """Say the colours only."""
        return f"Look({self.ground}, {self.accent}, a logo of {len(self.logo)} bytes)"


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that members get: what, for what, on which terms."""

    head: str
    text: str
    note: str = ""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How to join: at the counter always; `link` is where members see their card, or empty."""

    title: str
    text: str
    link: str = ""
    link_text: str = ""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The one thing that a poster says, what stands beside it, and how to join.

    `stamps` is how many a full card has where the message is about one.
    """

    shop: str
    kicker: str
    head: str
    text: str
    how: str = ""
    note: str = ""
    stamps: int = 0
    facts_title: str
    facts: tuple[Fact, ...] = ()
    way: Way
    fine: str = ""


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """A box on the form: the key by which it is entered, and what is agreed to."""

    key: str
    text: str


class FormWords(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on every joining form."""

    shop: str
    title: str
    intro: str
    name: str
    phone: str
    birthday: str
    day: str
    month: str
    consents: tuple[Consent, ...]
    may_stop: str
    date: str
    signature: str
    stub_title: str
    stub_text: str
    stub_empty: str
    cut: str
    office: str


class StaffSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The page for whoever works here: what to say, the rules, questions and their answers."""

    shop: str
    title: str
    say_title: str
    say: str
    rules_title: str
    rules: tuple[str, ...]
    questions_title: str
    questions: tuple[tuple[str, str], ...]
    fine: str


class Sticker(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the camera."""

    head: str
    text: str


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A text to send out, and where it fits."""

    title: str
    text: str


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """The whole kit in one language; without form words there are no forms in it."""

    language: str
    message: Message
    staff: StaffSheet
    sticker: Sticker
    posts: tuple[Post, ...]
    form: FormWords
    numbers: tuple[str, ...] = ()
