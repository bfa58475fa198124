"""Reads `wallet.toml`: how the shop's cards look in wallets, and which of its files sign them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from loyalty.errors import Refusal

NAME = "wallet.toml"
CONTRAST_MIN = 4.5
"""WCAG's AA for text of normal size."""
_LINEAR_TO = 0.04045

Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}$")]
Web = Annotated[str, Meta(pattern=r"^https://[^\s\"<>]{1,300}$")]


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Colours as `#rrggbb`, and the shop's logo, a picture in the same folder."""

    background: Colour = "#1f2a37"
    foreground: Colour = "#ffffff"
    label: Colour = "#ffffff"
    logo: FileName = ""


class Apple(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shop's pass type and team at Apple, and the three files that sign (PEM)."""

    pass_type: Annotated[str, Meta(pattern=r"^pass\.[A-Za-z0-9.-]{1,200}$")]
    team: Annotated[str, Meta(pattern="^[A-Z0-9]{10}$")]
    certificate: FileName = "pass.pem"
    key: FileName = "pass.key"
    intermediate: FileName = "wwdr.pem"


class Google(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shop's issuer number at Google, its service account, and where its logo is public.

    `class_exists` says that the shop has made the class at Google; links then leave it out.
    """

    issuer: Annotated[str, Meta(pattern="^[0-9]{5,25}$")]
    logo_url: Web
    account: FileName = "service-account.json"
    class_name: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{1,40}$")] = msgspec.field(
        name="class", default="card"
    )
    class_exists: bool = False

    @property
    def class_id(self) -> str:
        """Name the class as Google does."""
        return f"{self.issuer}.{self.class_name}"


class WalletSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that the file may say; without `apple` or `google` that wallet is not offered."""

    look: Look = Look()
    apple: Apple | None = None
    google: Google | None = None


def read(text: bytes) -> WalletSettings:
    """Read the file. Raises Refusal `wallet_settings` with what is wrong and where."""
    try:
        found = msgspec.toml.decode(text, type=WalletSettings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _wrong(str(error)) from error
    if found.apple is None and found.google is None:
        raise _wrong("it names neither [apple] nor [google]")
    look = found.look
    for name, colour in (("foreground", look.foreground), ("label", look.label)):
        had = contrast(look.background, colour)
        if had < CONTRAST_MIN:
            raise _wrong(
                f"look.{name} {colour} cannot be read on {look.background}: its contrast is"
                f" {had:.1f}, and {CONTRAST_MIN} is the least"
            )
    return found


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours by WCAG 2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue of `#rrggbb`, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_TO else float(((part + 0.055) / 1.055) ** 2.4)


def _wrong(why: str) -> Refusal:
    return Refusal("wallet_settings", f"{NAME} cannot be used: {why}. Mend it, then start again.")
