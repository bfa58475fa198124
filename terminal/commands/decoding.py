"""`decode`: what codes are in pictures, and which a till would accept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loyalty.errors import Refusal
from scanner.acceptance import Legacy
from scanner.legacy_rules import key_of
from scanner.picture import Formats, read_file
from storage import folder as folders
from storage.records import LEGACY
from terminal.commands import output, surroundings
from terminal.till import old_cards, opening


def run(files: list[Path], formats: str, data: Path | None = None) -> int:
    """Write a line for every file; a file that is no picture gets its error as its line.

    With `all`, cards of before count as the shop of the data folder says, where there is one.
    Gives 2 when a file could not be read. Raises Refusal `formats`.
    """
    known = {one.value: one for one in Formats}
    if formats not in known:
        raise Refusal("formats", "formats are member or all", expected=sorted(known), got=formats)
    code = output.OK
    with _older(known[formats], surroundings.data_root(data)) as legacy:
        for file in files:
            try:
                output.answer(read_file(file, known[formats], legacy=legacy).as_json())
            except Refusal as error:
                output.answer({"file": str(file), **error.as_json()})
                code = output.WRONG_USE
    return code


@contextmanager
def _older(formats: Formats, root: Path) -> Iterator[Legacy | None]:
    """Give the older cards that a shop takes, without making a data folder where there is none."""
    if formats is not Formats.ALL or folders.kind_of(root) is None:
        yield None
        return
    around = surroundings.enter(root)
    if not around.folder.directory.exists():
        yield None
        return
    directory = opening.directory_of(around.folder, around.store)
    try:
        ledger = opening.ledger_of(around.folder, around.store)
        try:
            cards = old_cards.setting(directory)
            books = (directory, ledger)
            yield (
                Legacy(
                    cards=cards,
                    known=lambda found: any(
                        book.member_by(LEGACY, key_of(found)) for book in books
                    ),
                )
                if cards.cards
                else None
            )
        finally:
            ledger.close()
    finally:
        directory.close()
