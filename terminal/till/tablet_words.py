"""The words of the tablet's page that stand there before the till has said anything."""

from __future__ import annotations

from collections.abc import Mapping

from terminal.till.desk import Desk
from terminal.till.refusals_tablet import TABLET


def words(desk: Desk) -> Mapping[str, str]:
    """Say what the page says by itself, in the shop's language, refusals by their code."""
    say = desk.say
    own = {
        "title": say("Customer screen"),
        "connect": say("Connect this tablet"),
        "how": say("Type the code that the till shows: F10, Tablet for guests."),
        "code": say("Code"),
        "go": say("Connect"),
        "away": say("The till is away"),
        "soon": say("This comes back by itself."),
        "pad": say("Digits"),
    }
    return {**own, **{code: say(sentence) for code, sentence in TABLET.items()}}
