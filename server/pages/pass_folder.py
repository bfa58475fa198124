"""Opens a shop's wallet folder: `wallet.toml` and its files, whose keys are the owner's alone."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cards.wallet import pictures, settings
from cards.wallet.settings import Apple, WalletSettings
from loyalty.errors import Outage, Refusal
from server.pages import pass_words
from server.pages.passes import Passes
from server.phone import Phones
from sync.pass_links import LinkSigner
from sync.pass_signing import PassFiles, PassSigner

LOG = logging.getLogger("regulars.server")
FILE_BYTES_MAX = 6_000_000
_OTHERS = 0o077
Part = TypeVar("Part")


def opened(folder: Path, public: str, now_us: int) -> Passes:
    """Open everything that the file names, and see that it can be used now.

    Raises Refusal with what to do: `wallet_file`, `wallet_key_open`, `wallet_settings`,
    `wallet_logo`, `wallet_extra`, `wallet_account`, and what `PassSigner` raises.
    """
    said = _settings(folder)
    signer = _apple(folder, said.apple) if said.apple else None
    if signer is not None:
        signer.check(now_us)
    account = _google(folder, said) if said.google else None
    return _joined(folder, said, public, signer, account)


def serving(folder: Path, public: str, now_us: int) -> Passes | None:
    """Open what can be used: a certificate that cannot must not keep a shop from its books.

    What cannot is written to the server's log by its code, and a certificate that ends soon.
    """
    said = _tried(lambda: _settings(folder))
    if said is None:
        return None
    named = said.apple
    signer = _tried(lambda: _apple(folder, named)) if named else None
    if signer is not None and signer.ends_soon(now_us):
        LOG.warning("the certificate for Apple Wallet ends on %s", signer.last_day)
    account = _tried(lambda: _google(folder, said)) if said.google else None
    return _tried(lambda: _joined(folder, said, public, signer, account))


def _tried(make: Callable[[], Part]) -> Part | None:
    try:
        return make()
    except Refusal as error:
        code = error.code
    # The code alone: what went wrong may name files, and a traceback more than that.
    LOG.error("cards for a wallet cannot be made: %s", code)
    return None


def issue(
    phones: Phones | None, passes: Passes, number: str, language: str, now_us: int
) -> dict[str, Callable[[], bytes]]:
    """Give what can be made for whoever has this card: `apple`, `google` and `google-class`.

    Each gives its bytes: a .pkpass, an address, the class as JSON. Raises Refusal
    `member_unknown`, Outage `keys_missing`; making raises as `Passes` does.
    """
    if phones is None:
        raise Outage("keys_missing", "this server keeps no keys for phones' codes")
    said = pass_words.face(phones.holding_of(number, language, now_us), now_us)
    return {
        "apple": lambda: passes.apple(said, now_us),
        "google": lambda: passes.google(said, now_us).encode(),
        "google-class": lambda: passes.google_class(said),
    }


def _settings(folder: Path) -> WalletSettings:
    return settings.read(_read(folder / settings.NAME))


def _apple(folder: Path, named: Apple) -> PassSigner:
    return PassSigner(
        PassFiles(
            certificate=_read(folder / named.certificate),
            key=_secret(folder / named.key),
            intermediate=_read(folder / named.intermediate),
            pass_type=named.pass_type,
            team=named.team,
        )
    )


def _google(folder: Path, said: WalletSettings) -> LinkSigner | None:
    return LinkSigner(_secret(folder / said.google.account)) if said.google else None


def _joined(
    folder: Path,
    said: WalletSettings,
    public: str,
    signer: PassSigner | None,
    account: LinkSigner | None,
) -> Passes:
    logo = _read(folder / said.look.logo) if said.look.logo else b""
    return Passes(
        settings=said,
        apple_signer=signer,
        google_signer=account,
        pictures=pictures.drawn(said.look, logo),
        public=public,
    )


def _secret(path: Path) -> bytes:
    """Read a key. Raises Refusal `wallet_key_open` where others on this computer may read it."""
    data = _read(path)
    # Windows says who may read in another way, which this number does not have.
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise Refusal(
            "wallet_key_open",
            f"others on this computer may read {path.name}: run `chmod 600 {path.name}`",
            path=str(path),
        )
    return data


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise Refusal(
            "wallet_file",
            f"{path.name} cannot be read in the wallet folder: put it there, or correct its name",
            path=str(path),
        ) from error
    if len(data) > FILE_BYTES_MAX:
        raise Refusal("wallet_file", f"{path.name} is too large: is it the right file?")
    return data
