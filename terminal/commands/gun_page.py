"""`scanner-page`: the page of three codes by which a scanner gun is set up."""

from __future__ import annotations

from pathlib import Path

from cards import gun_sheet as paper
from loyalty.errors import Outage
from terminal.commands import output
from terminal.till.gun_sheet import gun_sheet
from terminal.till.wording import Wording


def write(file: Path, language: str, *, as_json: bool) -> int:
    """Write the page as PDF. Raises Outage `file_not_written`."""
    words = Wording(language, currency="XXX", scale=0, time_zone="UTC")
    path = file.expanduser().resolve()
    try:
        path.write_bytes(paper.render_pdf(gun_sheet(words)))
    except OSError as error:
        raise Outage("file_not_written", f"{path} cannot be written: {error.strerror}") from error
    output.answer({"page": str(path)}) if as_json else output.say(f"Written to {path}")
    return output.OK
