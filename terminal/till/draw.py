"""Draws the counter as a frozen screen: the frame here, each stage in its own module."""

from __future__ import annotations

from collections.abc import Callable

from terminal.till import (
    backup_set_up,
    boost_now,
    bring_set_up,
    camera_set_up,
    camera_state,
    card_sheet,
    cards_set_up,
    day,
    display_set_up,
    draw_backup,
    draw_boost,
    draw_bring,
    draw_camera,
    draw_card,
    draw_cards,
    draw_day,
    draw_display_set_up,
    draw_goodwill,
    draw_gun,
    draw_help,
    draw_history,
    draw_idle,
    draw_journal,
    draw_kit,
    draw_language,
    draw_limits,
    draw_lists,
    draw_logo,
    draw_member,
    draw_menu,
    draw_quick,
    draw_register,
    draw_slips,
    draw_staff,
    draw_tablet_set_up,
    goodwill,
    gun,
    kit_set_up,
    language_set_up,
    limits_set_up,
    logo_set_up,
    menu,
    overlay,
    paper_forms,
    quick_set_up,
    register_set_up,
    slips_set_up,
    staff_set_up,
    tablet_set_up,
)
from terminal.till.desk import Desk
from terminal.till.line import Line
from terminal.till.screens import Frame, KeyCap, Status, Stopped
from terminal.till.screens_any import AnyScreen

FINDS = ("idle", "find", "enrol", "refund")
STAFF = (staff_set_up.LIST, staff_set_up.FORM)
LIMITS = (limits_set_up.MODE, limits_set_up.EDITING)
DISPLAY = (display_set_up.MODE, display_set_up.FOLDER, display_set_up.LINES)
SET_UP = (
    menu.MODE,
    camera_set_up.MODE,
    gun.MODE,
    backup_set_up.MODE,
    day.MODE,
    *DISPLAY,
    goodwill.MODE,
    language_set_up.MODE,
    quick_set_up.MODE,
    quick_set_up.EDITING,
    register_set_up.MODE,
    *slips_set_up.MODES,
    boost_now.MODE,
    *LIMITS,
    tablet_set_up.MODE,
    bring_set_up.MODE,
    cards_set_up.MODE,
    kit_set_up.MODE,
    logo_set_up.MODE,
    paper_forms.MODE,
    *STAFF,
)
HERE = {
    "find": "F2",
    "enrol": "F3",
    "redeem": "F4",
    card_sheet.MODE: "F6",
    "refund": "F7",
    **dict.fromkeys(SET_UP, "F10"),
}


def screen(desk: Desk, line: Line) -> AnyScreen:
    """Give the screen that shows the counter as it is now."""
    framed = frame(desk, line)
    if desk.stopped is not None:
        headline, sentence = desk.stopped
        return Stopped(frame=framed, headline=headline, sentence=sentence)
    if desk.crew.is_locked:
        return draw_staff.locked(desk, framed)
    if desk.crew.wanted is not None:
        return draw_staff.wanted(desk, framed, desk.crew.wanted)
    if desk.overlay == overlay.HELP:
        return draw_help.sheet(desk, framed)
    if desk.overlay == overlay.HISTORY and desk.sale is not None:
        return draw_history.history(desk, framed)
    return STAGES.get(desk.mode, draw_idle.idle)(desk, framed)


def frame(desk: Desk, line: Line) -> Frame:
    """Give what stands around every stage."""
    return Frame(
        shop=desk.shop.name,
        till=desk.shop.till,
        statuses=(
            *_line_status(desk, line),
            _camera_status(desk),
            *_gun_status(desk),
            *_printer_status(desk),
            *_staff_status(desk),
        ),
        keys=_keys(desk),
        strip=None if desk.crew.is_locked else desk.strip,
        language=desk.words.language,
        training=desk.shop.training,
        silent=desk.is_silent,
        demo=desk.shop.demo,
        gun=desk.gun,
        issuer=desk.shop.issuer,
        cards=desk.cards.cards,
    )


def _line_status(desk: Desk, line: Line) -> tuple[Status, ...]:
    if desk.shop.training:
        return ()
    unsent = desk.ledger.unsent()
    if line.down:
        count = desk.words.points(unsent)
        word = desk.say("Offline \u2013 {count} waiting", count=count)
        if not unsent:
            word = desk.say("Offline")
        if not desk.shop.several_tills:
            word = desk.say("{count} to send, nothing is lost", count=count)
        return (Status(name="line", icon="cloud-slash", word=word, trouble=True),)
    if not line.ever_up:
        return (Status(name="line", icon="cloud", word=desk.say("Connecting")),)
    if unsent:
        word = desk.say("{count} to send", count=desk.words.points(unsent))
        return (Status(name="line", icon="cloud-arrow-up", word=word),)
    word = desk.say("Online") if desk.shop.several_tills else desk.say("Saved")
    return (Status(name="line", icon="cloud-check", word=word),)


def _camera_status(desk: Desk) -> Status:
    lost = desk.camera in camera_state.LOST
    icon = "camera-slash" if lost else "camera"
    return Status(name="camera", icon=icon, word=camera_state.chip(desk), trouble=lost)


def _gun_status(desk: Desk) -> tuple[Status, ...]:
    if desk.gun_state not in gun.LOST:
        return ()
    return (Status(name="gun", icon="barcode", word=desk.say("Scanner gun lost"), trouble=True),)


def _printer_status(desk: Desk) -> tuple[Status, ...]:
    if not desk.printer_problem:
        return ()
    word = desk.say("Printer: slip kept")
    return (Status(name="printer", icon="printer", word=word, trouble=True),)


def _staff_status(desk: Desk) -> tuple[Status, ...]:
    at = desk.crew.at
    return (Status(name="staff", icon="user-circle", word=at.name),) if at is not None else ()


def _keys(desk: Desk) -> tuple[KeyCap, ...]:
    say = desk.say
    if desk.crew.is_locked:
        return (KeyCap(key="F12", label=say("Lock"), state="here"),)
    idle = desk.mode == "idle"
    attached = desk.mode in ("member", "redeem")
    bar = [
        ("F2", say("History") if attached else say("Find"), desk.mode in FINDS or attached),
        ("F3", say("New"), desk.mode in ("idle", "find", "enrol")),
        ("F4", say("Use") if attached else say("Boost"), attached or idle),
        ("F5", say("Reprint"), idle or desk.mode == "member"),
        *([("F6", say("Card"), True)] if desk.mode in ("member", card_sheet.MODE) else []),
        ("F7", say("Take back"), idle or desk.mode in ("refund", "member")),
        ("F8", say("Undo"), idle),
    ]
    if desk.camera_profile.rests:
        bar.append(("F9", say("Scan"), idle))
    elif len(camera_set_up.choices(desk)) >= camera_set_up.SEVERAL:
        bar.append(("F9", say("Camera"), idle))
    elif desk.shop.demo or desk.shop.training:
        bar.append(("F9", say("Show a card"), idle))
    bar.append(("F10", say("Menu"), desk.mode in ("idle", "member", *SET_UP)))
    if desk.crew.at is not None and not attached:
        bar.append(("F12", say("Lock"), True))
    here = overlay.KEY_OF.get(desk.overlay) or HERE.get(desk.mode)
    return tuple(
        KeyCap(key=key, label=label, state="here" if key == here else "rest" if now else "not_now")
        for key, label, now in bar
    )


STAGES: dict[str, Callable[[Desk, Frame], AnyScreen]] = {
    "member": draw_member.member,
    "redeem": draw_member.redeem,
    "find": draw_lists.find,
    "enrol": draw_lists.enrol,
    "refund": draw_journal.refund,
    card_sheet.MODE: draw_card.sheet,
    menu.MODE: draw_menu.listed,
    camera_set_up.MODE: draw_camera.set_up,
    gun.MODE: draw_gun.calibrate,
    backup_set_up.MODE: draw_backup.listed,
    day.MODE: draw_day.day,
    **dict.fromkeys(DISPLAY, draw_display_set_up.listed),
    goodwill.MODE: draw_goodwill.listed,
    staff_set_up.LIST: draw_staff.listed,
    staff_set_up.FORM: draw_staff.form,
    register_set_up.MODE: draw_register.listed,
    tablet_set_up.MODE: draw_tablet_set_up.set_up,
    quick_set_up.MODE: draw_quick.listed,
    quick_set_up.EDITING: draw_quick.edited,
    **dict.fromkeys(slips_set_up.MODES, draw_slips.listed),
    boost_now.MODE: draw_boost.listed,
    **dict.fromkeys(LIMITS, draw_limits.listed),
    bring_set_up.MODE: draw_bring.listed,
    cards_set_up.MODE: draw_cards.sheet,
    kit_set_up.MODE: draw_kit.listed,
    logo_set_up.MODE: draw_logo.sheet,
    paper_forms.MODE: draw_kit.forms,
    language_set_up.MODE: draw_language.listed,
}
