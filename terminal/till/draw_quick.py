"""Draws the quick keys: on the member's screen, their list behind F10, and one being set up."""

from __future__ import annotations

from loyalty.errors import Refusal
from terminal.till import digits, quick_keys, quick_set_up
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk, Sale
from terminal.till.quick_values import Quick
from terminal.till.screens import Action, Frame, Menu, Typed
from terminal.till.screens_steps import FirstStart


def row(desk: Desk, open_sale: Sale) -> tuple[Quick, ...]:
    """Draw the keys beside a member, with how often each is in the sale."""
    caps = quick_keys.caps(desk.quick)
    return tuple(
        Quick(
            key=cap,
            title=each.name,
            caption=desk.words.money(each.price_minor) if each.price_minor else "",
            count=open_sale.items.count(each),
        )
        for cap, each in zip(caps, desk.quick, strict=True)
    )


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the list of the keys."""
    return Menu(
        frame=frame,
        headline=desk.say("Quick keys"),
        caption=desk.say("Up to {most} items, each one press in a sale.", most=quick_keys.MOST),
        rows=quick_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Open")),
    )


def edited(desk: Desk, frame: Frame) -> FirstStart:
    """Draw one question about a key, with the steps beside it."""
    draft, say = desk.draft, desk.say
    assert draft is not None
    steps = (say("Name"), say("Price"), say("Group"), say("Stamp card"))
    captions = {
        "name": say("As the guests call it. Its first letter is its key."),
        "price": say("Enter without a price when it differs each time."),
        "category": say("Which of your rules this item belongs to."),
        "card": say("On which card it is stamped."),
    }
    at = quick_set_up.STEPS.index(draft.step)
    found = quick_set_up.choices(desk)
    return FirstStart(
        frame=frame,
        headline=draft.key.name or say("A new quick key"),
        caption=captions[draft.step],
        steps=steps,
        step=at,
        rows=tuple(
            MenuRow(key=str(n), icon="trash" if draft.step == "name" else "tag", title=title)
            for n, (_, title) in enumerate(found, 1)
        ),
        chosen=desk.chosen,
        typed=_typed(desk, draft.step),
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Next")),
    )


def _typed(desk: Desk, step: str) -> Typed | None:
    if step == "name":
        return Typed(text=desk.typed, hint=desk.say("Name"), icon="tag")
    if step != "price":
        return None
    try:
        text = desk.words.money(digits.amount_minor(desk.typed, desk.shop.scale))
    except Refusal:
        text = desk.typed
    return Typed(text=text, hint=desk.say("Price"), icon="coins")
