"""`cards calibrate`: the page by which a printer is put right, `--nudge` says the rest."""

from __future__ import annotations

from pathlib import Path

from cards import calibration
from cards.calibration import A4_MM
from cards.drawing import pdf
from loyalty import number
from terminal.commands import card_prints, output, surroundings
from terminal.commands.surroundings import Surroundings
from terminal.making.whole_file import written
from terminal.till.calibration_sheet import calibration_words
from terminal.till.wording import LANGUAGES, Wording

LETTER_MM = (215.9, 279.4)
_EXAMPLE = "123456789"


def write(around: Surroundings, out: Path, *, letter: bool, as_json: bool) -> int:
    """Write front and back. Raises Outage `file_not_written`, `disk_*`."""
    path = out.expanduser().resolve()
    card_prints.check_out(path)
    spoken = around.language or surroundings.system_language()
    language = spoken if spoken in LANGUAGES else "en"
    words = Wording(language, currency="XXX", scale=0, time_zone="UTC")
    shown = number.make(number.DEMO_ISSUER, _EXAMPLE)
    pages = calibration.pages(calibration_words(words), shown, LETTER_MM if letter else A4_MM)
    with written(path) as (file, _):
        pdf.write(pages, file)
    output.answer({"page": str(path)}) if as_json else output.say(f"Written to {path}")
    return output.OK
