"""`decode`: what codes are in pictures, and which a till would accept."""

from __future__ import annotations

from pathlib import Path

from loyalty.errors import Refusal
from scanner.picture import Formats, read_file
from terminal.commands import output


def run(files: list[Path], formats: str) -> int:
    """Write a line for every file; a file that is no picture gets its error as its line.

    Gives 2 when a file could not be read. Raises Refusal `formats`.
    """
    known = {one.value: one for one in Formats}
    if formats not in known:
        raise Refusal("formats", "formats are member or all", expected=sorted(known), got=formats)
    code = output.OK
    for file in files:
        try:
            output.answer(read_file(file, known[formats]).as_json())
        except Refusal as error:
            output.answer({"file": str(file), **error.as_json()})
            code = output.WRONG_USE
    return code
