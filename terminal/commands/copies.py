"""`backup`, `restore` and the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from cards import recovery_sheet as paper
from loyalty import days
from storage import backup as copies
from storage import folder as folders
from storage import keys, lasting, recovery
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till.desk import Shop
from terminal.till.recovery_sheet import recovery_sheet
from terminal.till.wording import Wording

SHEET = "recovery-sheet.pdf"


def backup(around: Surroundings, target: Path, *, as_json: bool) -> int:
    """Copy this till into one encrypted file that was read back."""
    keys.ensure(around.store, around.randomness)
    stamp = days.stamp(around.clock.now_us())[:19].replace(":", "")
    made = copies.backup(
        around.folder,
        around.store,
        target.expanduser().resolve(),
        stamp=stamp,
        randomness=around.randomness,
    )
    output.answer({"backup": str(made)}) if as_json else output.say(f"Copied to {made}")
    return output.OK


def restore(file: Path, root: Path, words: str | None, *, as_json: bool) -> int:
    """Put a copy back into an empty folder; `words` are those of the recovery sheet."""
    key = recovery.from_words(words) if words is not None else None
    store = keys.FileKeyStore(folders.Folder(root=root, kind=folders.SHOP).keys)
    folder = copies.restore(file.expanduser().resolve(), root, store, key)
    said = "Restored. Rewards can be used again after the first contact with the server."
    output.answer({"restored": str(folder.root)}) if as_json else output.say(said)
    return output.OK


def print_sheet(around: Surroundings, shop: Shop) -> Path:
    """Draw the recovery sheet into the data folder, for this user's eyes only."""
    key = around.store.get(keys.RECOVERY)
    assert key is not None, "keys.ensure makes it before the first sale"
    day = days.business_date(around.clock.now_us(), shop.time_zone).isoformat()
    sheet = recovery.sheet(key, day)
    words = Wording(
        around.language or shop.language,
        currency=shop.currency,
        scale=shop.scale,
        time_zone=shop.time_zone,
    )
    drawn = paper.render_pdf(
        recovery_sheet(words, shop=shop.name, created_day=day, words=sheet.words, code=sheet.qr)
    )
    path = around.folder.root / SHEET
    lasting.write(path, drawn)
    return path
