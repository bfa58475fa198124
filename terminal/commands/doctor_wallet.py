"""What `doctor` looks at about cards for wallets: the folder, its files, and how long they last."""

from __future__ import annotations

import os
from pathlib import Path

from cards.wallet import settings
from cards.wallet.settings import Apple, WalletSettings
from loyalty.errors import LoyaltyError, Outage
from sync.pass_links import LinkSigner
from sync.pass_signing import SOON_DAYS, PassFiles, PassSigner
from terminal.commands import passes
from terminal.commands.doctor_readers import Finding
from terminal.commands.surroundings import Surroundings

NAME = "wallet"
FILE_BYTES_MAX = 6_000_000
_OTHERS = 0o077
_RENEW = "Make the next one now in Apple's developer account, replace the file, start the server."


def look(around: Surroundings) -> Finding:
    """Say whether cards for wallets can be signed, until when, and what to do where they cannot."""
    chosen = passes.folder(around)
    if chosen is None:
        return Finding(name=NAME, ok=True, found="not set up")
    try:
        said = settings.read(_read(chosen, settings.NAME))
        if said.look.logo:
            _read(chosen, said.look.logo)
        signer = _apple(chosen, said.apple) if said.apple else None
        if signer is not None:
            signer.check(around.clock.now_us())
        if said.google is not None:
            LinkSigner(_secret(chosen, said.google.account))
    except LoyaltyError as error:
        return Finding(name=NAME, ok=False, found=error.code, advice=error.message)
    ways = _ways(said, signer)
    if signer is not None and signer.ends_soon(around.clock.now_us()):
        found = f"{ways}, in less than {SOON_DAYS} days"
        return Finding(name=NAME, ok=False, found=found, advice=_RENEW)
    return Finding(name=NAME, ok=True, found=ways)


def _ways(said: WalletSettings, signer: PassSigner | None) -> str:
    apple = f"Apple until {signer.last_day}" if signer is not None else ""
    return ", ".join(filter(None, ("Google" if said.google else "", apple)))


def _apple(folder: Path, named: Apple) -> PassSigner:
    return PassSigner(
        PassFiles(
            certificate=_read(folder, named.certificate),
            key=_secret(folder, named.key),
            intermediate=_read(folder, named.intermediate),
            pass_type=named.pass_type,
            team=named.team,
        )
    )


def _secret(folder: Path, name: str) -> bytes:
    data = _read(folder, name)
    # Windows says who may read in another way, which this number does not have.
    if os.name == "posix" and (folder / name).stat().st_mode & _OTHERS:
        raise Outage(
            "wallet_key_open", f"Others on this computer may read {name}: run `chmod 600 {name}`."
        )
    return data


def _read(folder: Path, name: str) -> bytes:
    try:
        with (folder / name).open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise Outage(
            "wallet_file",
            f"{name} cannot be read in {folder}: put it there, correct its name in "
            f"{settings.NAME}, or look as the user of the server.",
        ) from error
    if len(data) > FILE_BYTES_MAX:
        raise Outage("wallet_file", f"{name} is too large: is it the right file?")
    return data
