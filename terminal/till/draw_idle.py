"""The idle screen: live picture, number line, today."""

from __future__ import annotations

from loyalty.errors import Refusal
from terminal.till import (
    backup_words,
    boost_now,
    camera_state,
    catching_up,
    check_in,
    digits,
    draw_camera,
    items,
    phone,
    today,
)
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Idle, Notice, Typed


def idle(desk: Desk, frame: Frame) -> Idle:
    """Draw the counter with nobody at it."""
    return Idle(
        frame=frame,
        typed=typed(desk),
        today=today.figures(desk),
        reader_hint=desk.say("Show a card or phone in the box"),
        reader_word=desk.say("Live"),
        camera=camera_state.note(desk),
        aim=draw_camera.aim(desk.camera_profile),
        waiting=tuple(
            desk.say("{name}: no amount entered", name=one.name) for one in desk.forgotten
        ),
        arriving=catching_up.progress(desk),
        notice=_boosting(desk) or backup_words.notice(desk),
        enter=Action(key="Enter", label=desk.say("Find"), ready=phone.could_be(desk.typed)),
        esc=Action(key="Esc", label=desk.say("Clear"), ready=bool(desk.typed)),
    )


def _boosting(desk: Desk) -> Notice | None:
    """Say that everybody earns more just now, and until when."""
    said = boost_now.sentence(desk)
    boosted = Notice(word=desk.say("Boost"), sentence=said, icon=boost_now.ICON)
    return boosted if said else None


def typed(desk: Desk) -> Typed:
    """Say what the typed digits mean."""
    text = desk.typed
    hint = desk.say("Phone or amount")
    if not desk.shop.pad_keys and (check_in.is_open(desk) or check_in.is_asked(desk)):
        return Typed(text="", hint=desk.say("Digits check a member in. F2 finds a phone."))
    if not text and desk.items:
        told, meaning = items.told(desk), desk.say("Waits for a card")
        return Typed(text=told, hint=hint, meaning=meaning, icon="coins")
    if not text:
        return Typed(text="", hint=hint)
    if phone.could_be(text):
        meaning = desk.say("Find phone ..{last}", last=text[-2:])
        return Typed(text=text, hint=hint, meaning=meaning, icon="phone")
    if digits.is_figure(text):
        try:
            amount = digits.amount_minor(text, desk.shop.scale)
        except Refusal as error:
            return Typed(text=text, hint=hint, meaning=desk.words.refusal(error))
        money = desk.words.money(amount)
        return Typed(
            text=money, hint=hint, meaning=desk.say("Amount, waits for a card"), icon="coins"
        )
    return Typed(text=text, hint=hint)
