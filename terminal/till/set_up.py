"""Keys, texts and touches on the screens that set the till up, before the counter's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from terminal.till import (
    backup_set_up,
    boost_now,
    bring_set_up,
    camera_set_up,
    card_sheet,
    cards_set_up,
    day,
    display_set_up,
    goodwill,
    kit_set_up,
    language_set_up,
    limits_set_up,
    logo_set_up,
    menu,
    paper_forms,
    quick_set_up,
    register_set_up,
    slips_set_up,
    staff_set_up,
    tablet_set_up,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when the counter's own meaning stands."""
    if name == "F10" and desk.mode == "idle" and desk.question is None:
        return menu.open_list(desk)
    if name == "F10" and desk.mode == "member" and desk.question is None:
        return goodwill.open_list(desk)
    if name == "Camera" and desk.mode == "idle" and desk.question is None:
        # No keyboard has this key: it is the button that stands where the picture was.
        return camera_set_up.open_set_up(desk)
    if name == "F9" and desk.mode == "idle" and desk.camera_profile.rests:
        # Any key wakes the camera, this one does nothing else.
        return []
    here = _HERE.get(desk.mode)
    return here.pressed(desk, name) if here is not None else None


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take typed characters; None when nothing is being set up."""
    here = _HERE.get(desk.mode)
    return here.typed(desk, text) if here is not None else None


def picked(desk: Desk, row: int) -> list[Effect] | None:
    """Take a touched row; None when nothing is being set up."""
    here = _HERE.get(desk.mode)
    return here.pick(desk, row) if here is not None else None


class _Here(NamedTuple):
    """What one screen does with a key, a text and a touched row."""

    pressed: Callable[[Desk, str], list[Effect] | None]
    typed: Callable[[Desk, str], list[Effect] | None]
    pick: Callable[[Desk, int], list[Effect] | None]


def _nothing(desk: Desk, row: int) -> list[Effect]:
    del desk, row
    return []


_STAFF = _Here(staff_set_up.pressed, staff_set_up.typed, staff_set_up.pick)
_QUICK = _Here(quick_set_up.pressed, quick_set_up.typed, quick_set_up.pick)
_LIMITS = _Here(limits_set_up.pressed, limits_set_up.typed, limits_set_up.pick)
_DISPLAY = _Here(display_set_up.pressed, display_set_up.typed, display_set_up.pick)
_SLIPS = _Here(slips_set_up.pressed, slips_set_up.typed, slips_set_up.pick)
_HERE: Mapping[str, _Here] = MappingProxyType(
    {
        menu.MODE: _Here(menu.pressed, menu.typed, menu.pick),
        camera_set_up.MODE: _Here(camera_set_up.pressed, camera_set_up.typed, camera_set_up.pick),
        backup_set_up.MODE: _Here(backup_set_up.pressed, backup_set_up.typed, backup_set_up.pick),
        bring_set_up.MODE: _Here(bring_set_up.pressed, bring_set_up.typed, bring_set_up.pick),
        cards_set_up.MODE: _Here(cards_set_up.pressed, cards_set_up.typed, cards_set_up.pick),
        day.MODE: _Here(day.pressed, day.typed, _nothing),
        goodwill.MODE: _Here(goodwill.pressed, goodwill.typed, goodwill.pick),
        register_set_up.MODE: _Here(
            register_set_up.pressed, register_set_up.typed, register_set_up.pick
        ),
        display_set_up.MODE: _DISPLAY,
        display_set_up.FOLDER: _DISPLAY,
        display_set_up.LINES: _DISPLAY,
        staff_set_up.LIST: _STAFF,
        staff_set_up.FORM: _STAFF,
        quick_set_up.MODE: _QUICK,
        quick_set_up.EDITING: _QUICK,
        boost_now.MODE: _Here(boost_now.pressed, boost_now.typed, boost_now.pick),
        limits_set_up.MODE: _LIMITS,
        limits_set_up.EDITING: _LIMITS,
        language_set_up.MODE: _Here(
            language_set_up.pressed, language_set_up.typed, language_set_up.pick
        ),
        **dict.fromkeys(slips_set_up.MODES, _SLIPS),
        kit_set_up.MODE: _Here(kit_set_up.pressed, kit_set_up.typed, kit_set_up.pick),
        logo_set_up.MODE: _Here(logo_set_up.pressed, logo_set_up.typed, logo_set_up.pick),
        paper_forms.MODE: _Here(paper_forms.pressed, paper_forms.typed, paper_forms.pick),
        tablet_set_up.MODE: _Here(tablet_set_up.pressed, tablet_set_up.typed, tablet_set_up.pick),
        card_sheet.MODE: _Here(card_sheet.pressed, card_sheet.typed, card_sheet.pick),
    }
)
