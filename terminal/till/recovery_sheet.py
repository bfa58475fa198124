"""Words the recovery sheet in the shop's language."""

from __future__ import annotations

from cards.recovery_sheet import RecoverySheet
from terminal.till.wording import Wording


def recovery_sheet(
    wording: Wording, *, shop: str, created_day: str, words: tuple[str, ...], code: str
) -> RecoverySheet:
    """Make the sheet of a shop: `created_day` is an ISO date, `words` the 24, `code` its QR."""
    say = wording.say
    return RecoverySheet(
        title=say("Recovery sheet"),
        shop=shop,
        created=say("Made on {date}", date=wording.date(created_day)),
        words=words,
        words_title=say("The 24 words"),
        code=code,
        code_caption=say("The same words, for a camera"),
        steps_title=say("What to do with this sheet"),
        steps=(
            say("Keep this page in a safe place, away from the till."),
            say("If the computer breaks, install Regulars on another one and choose a backup."),
            say("When it asks for them, show the code to the camera or type the 24 words."),
        ),
        warning=say(
            "Whoever has this sheet and a backup can read everything about your members. "
            "Nobody can make the sheet again without the till."
        ),
    )
