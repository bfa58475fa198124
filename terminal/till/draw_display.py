"""Draws the member's side: which scene stands there now, or the pad, or nobody's welcome."""

from __future__ import annotations

import msgspec

from terminal.till import (
    camera_orders,
    camera_state,
    check_in,
    draw_display_member,
    draw_history,
    draw_pad,
    overlay,
    pad_open,
    training,
)
from terminal.till import display_joining as joining_steps
from terminal.till.desk import Desk
from terminal.till.display_state import Joining
from terminal.till.pad_screen import Pad, PadLabels
from terminal.till.screens_display import (
    AnyDisplay,
    Card,
    Consents,
    DisplayButton,
    History,
    Slide,
    Welcome,
)
from terminal.till.wording import Wording

SEEN_MS = 60_000
"""So long a member's figures stand there although nobody touches anything."""
MORNING, NOON, EVENING = 5 * 60, 12 * 60, 18 * 60
DOTS = "\u2022"
LAST_SEEN = 2


def screen(desk: Desk) -> AnyDisplay:
    """Give what stands on the member's side now.

    Where it is the counter's own screen, turned when something is asked, only that is drawn.
    """
    return msgspec.structs.replace(_screen(desk), training=desk.shop.training)


def _screen(desk: Desk) -> AnyDisplay:
    guest = desk.guest
    if desk.asking is not None:
        return draw_pad.screen(desk)
    if desk.crew.is_locked or desk.stopped is not None:
        return _nobody(desk)
    if guest.joining is not None:
        return _joining(desk, guest.joining)
    if not guest.live or desk.said is not None:
        return draw_pad.screen(desk)
    # A new card is somebody else's: what the guest before it got is not for their eyes.
    if guest.visit is not None and desk.sale is None and desk.mode != "enrol":
        return draw_display_member.visit(desk, guest.visit)
    if check_in.is_open(desk):
        return draw_pad.screen(desk)
    return _attached(desk) or welcome(desk)


def _nobody(desk: Desk) -> AnyDisplay:
    return welcome(desk) if desk.guest.live else draw_pad.screen(desk)


def _attached(desk: Desk) -> AnyDisplay | None:
    """Draw the attached member; None when nobody is, or was not looked at for a while."""
    if desk.sale is None or desk.clock.monotonic_ms() - desk.touched_ms >= SEEN_MS:
        return None
    if desk.overlay == overlay.HISTORY:
        return _history(desk)
    if desk.guest.choosing_until_ms:
        return draw_display_member.choose(desk)
    return draw_display_member.member(desk, desk.sale)


def welcome(desk: Desk) -> Welcome:
    """Draw the welcome: it knows nobody."""
    minute, settings = desk.minute(), desk.guest.settings
    headline = desk.say("Good evening")
    if MORNING <= minute < NOON:
        headline = desk.say("Good morning")
    elif NOON <= minute < EVENING:
        headline = desk.say("Good afternoon")
    sees = desk.camera not in camera_state.LOST and not desk.camera_profile.rests
    caption = desk.say("Place your card or phone under the camera.")
    return Welcome(
        shop=desk.shop.name,
        language=desk.words.language,
        plate=training.plate(desk),
        headline=headline,
        caption=caption if sees else desk.say("Show your card or phone at the till."),
        note=desk.say("No card? Just ask."),
        promise=desk.say("Reads codes only. No pictures are kept."),
        rests=camera_orders.rests(desk),
        slides=(
            *(Slide(picture=name) for name in desk.guest.pictures),
            *(Slide(text=line) for line in settings.lines),
        ),
    )


def _history(desk: Desk) -> History | None:
    told = draw_history.of_member(desk)
    if told is None:
        return None
    return History(
        shop=desk.shop.name,
        language=pad_open.words(desk).language,
        plate=training.plate(desk),
        headline=told.title,
        balance=told.balance,
        rows=told.rows,
        note=told.caption,
    )


def _joining(desk: Desk, joining: Joining) -> Pad | Consents | Card:
    spoken = pad_open.words_for(desk, joining.member_id)
    left_s = max(-(-(joining.until_ms - desk.clock.monotonic_ms()) // 1000), 0)
    match joining.step:
        case "phone":
            return _phone(desk, joining, spoken, left_s)
        case "consents":
            return _consents(desk, joining, spoken, left_s)
        case "card":
            return Card(
                shop=desk.shop.name,
                language=spoken.language,
                plate=training.plate(desk),
                headline=spoken.say("Your card"),
                caption=spoken.say("Take a photo of it. The photo is your card."),
                modules=joining.modules,
                done=DisplayButton(action="done", label=spoken.say("Done"), icon="check"),
                seconds_left=left_s,
                seconds_whole=joining_steps.ASK_MS // 1000,
            )


def _phone(desk: Desk, joining: Joining, spoken: Wording, left_s: int) -> Pad:
    typed = joining.typed.reveal()
    hidden = DOTS * max(len(typed) - LAST_SEEN, 0)
    return Pad(
        kind="phone",
        shop=desk.shop.name,
        language=spoken.language,
        headline=spoken.say("Your phone number"),
        caption=spoken.say("So that a lost card loses nothing."),
        note=joining.note,
        typed=f"{hidden}{typed[-LAST_SEEN:]}",
        filled=len(typed),
        keys_open=True,
        wrong=joining.wrong,
        seconds_left=left_s if left_s <= draw_pad.SOON_S else None,
        labels=PadLabels(
            delete=spoken.say("Delete"),
            cancel=spoken.say("Skip"),
            enter=spoken.say("Enter"),
        ),
    )


def _consents(desk: Desk, joining: Joining, spoken: Wording, left_s: int) -> Consents:
    consents = joining_steps.CONSENTS
    consent = consents[min(joining.at, len(consents) - 1)]
    return Consents(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline=spoken.say("Do you agree?"),
        sentence=joining_steps.sentence(consent, desk.shop.name, spoken),
        step=spoken.say("{have} of {whole}", have=joining.at + 1, whole=len(consents)),
        yes=DisplayButton(action="yes", label=spoken.say("Yes"), icon="check"),
        no=DisplayButton(action="no", label=spoken.say("No"), icon="x"),
        note=spoken.say("You can change this at any time. Ask us."),
        seconds_left=left_s,
        seconds_whole=joining_steps.ASK_MS // 1000,
    )
