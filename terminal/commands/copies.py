"""`backup`, `restore` and the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from cards import recovery_sheet as paper
from loyalty import days
from loyalty.errors import Outage
from storage import backup as backups
from storage import folder as folders
from storage import keys, lasting, recovery, restoring, shelf
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till.desk import Shop
from terminal.till.recovery_sheet import recovery_sheet
from terminal.till.wording import Wording

SHEET = "recovery-sheet.pdf"


def backup(around: Surroundings, target: Path, *, keep: int = 0, as_json: bool) -> int:
    """Copy this till into one encrypted file that was read back; `keep` so many, 0 for all."""
    keys.ensure(around.store, around.randomness)
    now_us = around.clock.now_us()
    place = target.expanduser().resolve()
    if keep and not place.is_dir():
        raise Outage("place_missing", f"{place} is not there", path=str(place))
    stamp = days.stamp(now_us)[:19].replace(":", "")
    while True:
        try:
            made = backups.backup(
                around.folder, around.store, place, stamp=stamp, randomness=around.randomness
            )
            break
        except Outage as error:
            # The newest copy there is never given up for one that is not there yet.
            is_there = error.code == "disk_full" and error.details.get("path") == str(place)
            kept = len(shelf.copies(place)) if keep and is_there else 0
            if kept <= 1:
                raise
            shelf.prune(place, kept - 1)
    if keep:
        shelf.prune(place, keep)
    if as_json:
        output.answer({"backup": str(made.path), "made": days.stamp(now_us)})
    else:
        output.say(f"Copied to {made.path}")
    return output.OK


def restore(place: Path, root: Path, words: str | None, *, as_json: bool) -> int:
    """Put a copy back into an empty folder; `words` are those of the recovery sheet."""
    key = recovery.from_words(words) if words is not None else None
    store = keys.FileKeyStore(folders.Folder(root=root, kind=folders.SHOP).keys)
    done = restoring.restore(place.expanduser().resolve(), root, store, key)
    later = done.later
    if as_json:
        output.answer(
            {
                "restored": str(done.folder.root),
                "backup": str(done.copy.path),
                "made": done.copy.made,
                "later": later.lines,
                "without_place": later.without_place,
            }
        )
        return output.OK
    output.say(f"Restored the backup of {done.copy.made}, and {later.lines} lines after it.")
    if later.without_place:
        output.say(f"{later.without_place} lines after those could not be put back.")
    output.say("Rewards can be used again after the first contact with the server.")
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
