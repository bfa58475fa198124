"""The launch kit behind F10, K: make it, in which language, for a bonus day; enter its forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from loyalty import boost
from loyalty.errors import Refusal
from terminal.till import boost_now, card_stock, listing, logo_set_up, paper_forms, recorder, strip
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.kit_values import KitMade, MakeKit
from terminal.till.wording import LANGUAGES, SPOKEN

MODE = "kit"
ICON = "megaphone"
FORMS = (0, 10, 20, 50)


class _Choice(NamedTuple):
    """A row, and what it does."""

    icon: str
    title: str
    caption: str
    does: Callable[[Desk], list[Effect]]


def open_list(desk: Desk) -> list[Effect]:
    """Show what can be made."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    sentence = desk.say("Made from your rules as they are now. The counter goes on meanwhile.")
    return strip.note(desk, desk.say("Launch kit"), sentence)


def language(desk: Desk) -> str:
    """Give the language of the next kit."""
    return desk.kit.language or desk.shop.language


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be made, and the forms to enter."""
    return tuple(
        MenuRow(key=digit, icon=each.icon, title=each.title, caption=each.caption)
        for digit, each in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    return listing.pressed(desk, name, len(rows(desk)), pick)


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what a row says, counted from 0. Raises Refusal `kit_making` while one is made."""
    choices = _choices(desk)
    if not 0 <= row < len(choices):
        return []
    desk.chosen = row
    return choices[row].does(desk)


def heard(desk: Desk, message: KitMade) -> list[Effect]:
    """The kit was made, or could not be."""
    state = desk.kit
    state.is_making = False
    if message.problem:
        return strip.refused(desk, Refusal(message.problem))
    state.folder, state.files = message.folder, message.files
    sentence = desk.words.plural(
        "{n} file in {folder}", "{n} files in {folder}", message.files, folder=message.folder
    )
    return strip.saved(desk, sentence)


def caption(desk: Desk) -> str:
    """Say what is being made, where the last kit lies, or what this is."""
    state = desk.kit
    if state.is_making:
        return desk.say("The kit is being made. This takes some seconds.")
    if state.folder:
        return state.folder
    return desk.say("Posters, cards, forms, pictures and texts that tell the town.")


def _choices(desk: Desk) -> tuple[_Choice, ...]:
    say = desk.say
    about = say("Posters, table card, forms, pictures, texts, staff sheet")
    found = [_Choice(ICON, say("Make the kit"), about, _make)]
    if boost_now.is_on(desk):
        title = say("Make the kit of this bonus day")
        found.append(_Choice(boost_now.ICON, title, boost_now.sentence(desk), _make_bonus))
    found += [
        _Choice("translate", say("Language of the kit"), SPOKEN[language(desk)], _next_language),
        _Choice("identification-card", say("Forms in the kit"), _forms(desk), _more_forms),
        _Choice(
            "clipboard-text",
            say("Enter joining forms"),
            say("Scan a form, type one line, Enter"),
            paper_forms.open_forms,
        ),
    ]
    if not desk.shop.training:
        shown = say("For cards, slips and posters")
        found.append(_Choice(logo_set_up.ICON, say("Logo"), shown, logo_set_up.open_set_up))
    return tuple(found)


def _make(desk: Desk) -> list[Effect]:
    return _order(desk, boost.NONE)


def _make_bonus(desk: Desk) -> list[Effect]:
    return _order(desk, desk.boost)


def _order(desk: Desk, wanted: boost.Boost) -> list[Effect]:
    state = desk.kit
    if state.is_making:
        raise Refusal("kit_making", "a kit is being made already")
    # Recorded before they are printed: a form that is handed in is then known to be the shop's.
    numbers = card_stock.issue(desk, state.forms).numbers if state.forms else ()
    state.is_making, state.folder, desk.strip = True, "", None
    return [
        MakeKit(
            programme=recorder.programme(desk),
            language=language(desk),
            day=desk.day(),
            shop=desk.shop.name,
            region=desk.shop.region,
            boost=wanted,
            numbers=numbers,
        )
    ]


def _forms(desk: Desk) -> str:
    many = desk.kit.forms
    if not many:
        return desk.say("Blank ones, for cards from the pile")
    return desk.words.plural(
        "{n} with a number and code of its own", "{n} with numbers and codes of their own", many
    )


def _more_forms(desk: Desk) -> list[Effect]:
    at = FORMS.index(desk.kit.forms) if desk.kit.forms in FORMS else 0
    desk.kit.forms = FORMS[(at + 1) % len(FORMS)]
    return []


def _next_language(desk: Desk) -> list[Effect]:
    at = LANGUAGES.index(language(desk)) if language(desk) in LANGUAGES else 0
    desk.kit.language = LANGUAGES[(at + 1) % len(LANGUAGES)]
    return []
