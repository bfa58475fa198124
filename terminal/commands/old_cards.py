"""`cards accept`: which cards of before a shop takes, as its owner writes them down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from loyalty.errors import Refusal
from scanner.legacy_rules import LegacyCard, LegacyCards, cards_of, cards_of_toml
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till import opening

Keep = Callable[[str], None]


def check_here(around: Surroundings) -> None:
    """Raise Refusal `server_elsewhere` on a till whose shop's server is another computer."""
    if not around.folder.ledger.exists():
        return
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        known = opening.identity(ledger)
    finally:
        ledger.close()
    if known is not None and known.server_url:
        raise Refusal(
            "server_elsewhere",
            f"the shop's server is {known.server_url}: give this command on that computer",
            got=known.server_url,
        )


def accept(file: Path, keep: Keep, *, as_json: bool) -> int:
    """Read the kinds of cards from a file and keep them for every till.

    Raises Refusal `legacy_setting` with what is wrong, `legacy_file` without a readable file.
    """
    setting = read(file)
    if not setting.cards:
        raise Refusal("legacy_setting", "the file names no cards; to take none, say --none")
    keep(msgspec.json.encode(setting).decode())
    return show(setting, as_json=as_json)


def none(keep: Keep, *, as_json: bool) -> int:
    """Take no cards of before any more; their numbers stay with their members."""
    keep("")
    return show(LegacyCards(), as_json=as_json)


def show(setting: LegacyCards, *, as_json: bool) -> int:
    """Say which cards of before the shop takes."""
    if as_json:
        output.answer(msgspec.to_builtins(setting))
        return output.OK
    if not setting.cards:
        output.say("No cards of before are taken.")
    for card in setting.cards:
        output.say(_sentence(card))
    return output.OK


def kept(text: str) -> LegacyCards:
    """Read what is kept; nothing is kept where the shop takes no such cards."""
    return cards_of(text.encode()) if text else LegacyCards()


def read(file: Path) -> LegacyCards:
    """Read a setting as TOML or JSON. Raises as `accept`."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("legacy_file", f"{file} cannot be read as text", path=str(file)) from error
    if text.lstrip().startswith("{"):
        return cards_of(text.encode())
    return cards_of_toml(text)


def _sentence(card: LegacyCard) -> str:
    begins = f" that begin with {card.prefix}" if card.prefix else ""
    long = f", {card.length} characters long" if card.length else ""
    return f"{card.symbology}: numbers{begins}{long}"
