"""Makes members' cards for wallets: what `cards` writes, signed by what `sync` holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from cards.wallet import apple, bundle, google
from cards.wallet.face import PassFace
from cards.wallet.settings import WalletSettings
from loyalty.errors import Refusal
from sync.pass_links import LinkSigner
from sync.pass_signing import PassSigner


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """The wallets of a shop. `public` is the address of its pages, `https://...`, or empty."""

    settings: WalletSettings
    apple_signer: PassSigner | None = None
    google_signer: LinkSigner | None = None
    pictures: Mapping[str, bytes]
    public: str = ""

    def has_apple(self, now_us: int) -> bool:
        """Say whether cards for Apple Wallet can be made now."""
        if self.apple_signer is None:
            return False
        try:
            self.apple_signer.check(now_us)
        except Refusal:
            return False
        return True

    @property
    def has_google(self) -> bool:
        """Say whether links to Google Wallet can be made."""
        return self.google_signer is not None

    def apple(self, face: PassFace, now_us: int) -> bytes:
        """Make a .pkpass. Raises Refusal `wallet_none`, or as `PassSigner.sign`."""
        settings, signer = self.settings.apple, self.apple_signer
        if settings is None or signer is None:
            raise _none("apple")
        page = f"{self.public}/m/" if self.public else ""
        files = {**self.pictures, **apple.texts(face, settings, self.settings.look, page)}
        listed = bundle.manifest(files)
        return bundle.packed(files, listed, signer.sign(listed, now_us))

    def google(self, face: PassFace, now_us: int) -> str:
        """Make the address that saves the card to Google Wallet.

        Raises Refusal `wallet_none`, or `wallet_link_long` where browsers would cut it.
        """
        settings, signer = self.settings.google, self.google_signer
        if settings is None or signer is None:
            raise _none("google")
        origins = [self.public] if self.public else []
        for brief in (False, True):
            said = google.payload(face, settings, self.settings.look, brief=brief)
            token = signer.sign(said, origins, now_us)
            if len(token) <= google.LINK_MAX:
                return f"{google.SAVE}{token}"
        raise Refusal(
            "wallet_link_long",
            f"the link has {len(token)} characters and browsers take {google.LINK_MAX}: make the"
            " class at Google once (`cards wallet --google-class`) and write class_exists = true",
        )

    def google_class(self, face: PassFace) -> bytes:
        """Give the class as JSON, for whoever makes it at Google. Raises Refusal `wallet_none`."""
        settings = self.settings.google
        if settings is None:
            raise _none("google")
        made = google.loyalty_class(face.shop, face.language, settings, self.settings.look)
        return msgspec.json.format(msgspec.json.encode(made))


def _none(named: str) -> Refusal:
    return Refusal("wallet_none", f"wallet.toml has no [{named}]: write it, then start again")
