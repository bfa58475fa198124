"""Draws what can be given as goodwill, and then the reasons."""

from __future__ import annotations

from loyalty.goodwill import REASONS
from terminal.till import goodwill, override, sale
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the rows with the chosen one; F8 takes back what was given before."""
    say, gift = desk.say, desk.crew.gift
    who = sale.who(desk, desk.sale) if desk.sale is not None else ""
    return Menu(
        frame=frame,
        headline=say("Goodwill"),
        caption=who if gift is None else f"{who} \u00b7 {goodwill.title(desk, gift)}",
        rows=_gifts(desk) if gift is None else _reasons(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Next") if gift is None else say("Give")),
    )


def _gifts(desk: Desk) -> tuple[MenuRow, ...]:
    money = desk.words.money
    before = desk.say("F8 takes back what was given") if goodwill.last(desk) else ""
    return tuple(
        MenuRow(
            key=str(at),
            icon="gift",
            title=goodwill.title(desk, gift),
            caption=before or desk.say("Counts as {amount}", amount=money(gift.worth_minor)),
        )
        for at, gift in enumerate(goodwill.gifts(desk), 1)
    )


def _reasons(desk: Desk) -> tuple[MenuRow, ...]:
    named = zip(REASONS, override.reason_names(desk), strict=True)
    titles = ((key, f"{words[:1].upper()}{words[1:]}") for key, words in named)
    return tuple(MenuRow(key=key, icon="chat-text", title=title) for key, title in titles)
