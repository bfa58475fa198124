"""`server --wallet` and `cards wallet`: which folder signs cards, and one card that it signs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from loyalty import number
from loyalty.errors import Refusal
from terminal.commands import member_page, output
from terminal.commands.surroundings import Surroundings

WALLET = "wallet"
NONE = "none"
Open = Callable[..., Any]
"""Opens a wallet folder: (surroundings, folder, public address, card)."""


def keep(around: Surroundings, asked: str, opens: Open) -> None:
    """Remember the folder that signs; `none` forgets it. Raises what `opens` raises."""
    kept = around.folder.server / WALLET
    if asked == NONE:
        kept.unlink(missing_ok=True)
        return
    chosen = Path(asked).expanduser().resolve()
    wallet = opens(around, chosen, member_page.public_url(around))
    if wallet.apple_signer is not None:
        day = wallet.apple_signer.last_day
        output.progress(f"Cards for Apple Wallet can be signed until {day}.")
    kept.write_text(str(chosen), "utf-8")


def folder(around: Surroundings) -> Path | None:
    """Give the folder that was kept; None where there is none."""
    kept = around.folder.server / WALLET
    return Path(kept.read_text("utf-8").strip()) if kept.exists() else None


def place(around: Surroundings) -> dict[str, Any]:
    """Give what a server is told about wallets."""
    return {"wallet": folder(around), "public": member_page.public_url(around)}


def make(
    around: Surroundings, opens: Open, card: str, kind: str, out: Path | None, *, as_json: bool
) -> int:
    """Make one card of a kind: `apple` (a file), `google` (an address), `google-class` (JSON).

    Raises Refusal `wallet_none` without a folder, `wallet_out` where the file cannot be written,
    and for a number that is none or that nobody has.
    """
    chosen = folder(around)
    if chosen is None:
        raise Refusal(
            "wallet_none", "no folder was named that signs cards: run `server --wallet FOLDER`"
        )
    if kind == "apple" and out is None:
        raise Refusal("wallet_out", "say where the card goes: --out FILE.pkpass")
    ways = opens(around, chosen, member_page.public_url(around), number.parse(card))
    made: bytes = ways[kind]()
    if out is not None:
        _write(out, made)
    if as_json:
        shown = {"link": made.decode()} if kind == "google" else {}
        output.answer({"kind": kind, "bytes": len(made), "out": str(out or ""), **shown})
    else:
        output.say(f"{out} ({len(made)} bytes)" if out is not None else made.decode().rstrip())
    return output.OK


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable for its owner: it is one member's card."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError as error:
        raise Refusal(
            "wallet_out", f"{path} cannot be written: choose another place", path=str(path)
        ) from error
