"""What can be expected of the programme itself: what it says to members, what it can cost."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.explaining.summary import summary
from loyalty.margin.protection import hundredths, protection
from terminal.scenarios import expecting, saying
from terminal.scenarios.expecting import Check, Difference, Reader, View
from terminal.scenarios.refusing import wanted_texts
from terminal.scenarios.table import Table


def _summary(table: Table, key: str) -> Check:
    """Expect texts that are part of the rules as a member reads them, alone or by language."""
    path, wanted = f"{table.path}.{key}", wanted_texts(table, key)

    def check(view: View) -> list[Difference]:
        return [
            Difference(path=path, expected=text, got=lines)
            for language, text in wanted
            if text not in "\n".join(lines := _lines(view, language or view.language))
        ]

    return check


def _lines(view: View, language: str) -> list[str]:
    voice = saying.voice(view.world.shop, language)
    lines = summary(
        view.programme,
        say=voice.say,
        plural=voice.plural,
        money=voice.money,
        day=voice.day,
        language=language,
        number=voice.number,
    )
    return [saying.plain(line) for line in lines]


def _costs_at_most(view: View) -> str:
    whole, rest = divmod(hundredths(protection(view.programme).share), 100)
    return f"{whole}.{rest:02}"


def _within_margin(view: View) -> bool:
    margin = view.programme.margin_percent
    return margin is None or not protection(view.programme).exceeds(margin)


PROMISES: Mapping[str, Reader] = {
    "summary": _summary,
    "costs_at_most": expecting.text(_costs_at_most),
    "within_margin": expecting.flag(_within_margin),
}
