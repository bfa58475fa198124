"""The quick keys are set up behind F10: a list of them, and the questions about one."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from loyalty.errors import Refusal
from loyalty.programme import Programme
from terminal.till import (
    digits,
    listing,
    quick_keys,
    recorder,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.quick_values import Draft, QuickKey

MODE: Final = "quick_keys"
EDITING: Final = "quick_key"
STEPS: Final = ("name", "price", "category", "card")
NAME_MAX: Final = 24


def open_set_up(desk: Desk) -> list[Effect]:
    """Show the keys there are."""
    desk.mode, desk.chosen, desk.typed, desk.draft = MODE, 0, "", None
    strip.note(desk, desk.say("Quick keys"), desk.say("Choose with a digit, or with the arrows."))
    return []


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the keys as rows, and one for another key while there is room."""
    caps = quick_keys.caps(desk.quick)
    listed = [
        MenuRow(key=cap, icon="tag", title=each.name, caption=caption(desk, each))
        for cap, each in zip(caps, desk.quick, strict=True)
    ]
    if len(listed) < quick_keys.MOST:
        more = desk.say("A name, perhaps a price, a group and a stamp card")
        listed.append(MenuRow(key="+", icon="plus", title=desk.say("Add a key"), caption=more))
    return tuple(listed)


def caption(desk: Desk, each: QuickKey) -> str:
    """Say what a press adds beside the name."""
    price = desk.words.money(each.price_minor) if each.price_minor else desk.say("price is typed")
    card = next((one for one in recorder.programme(desk).stamp_cards if one.id == each.card), None)
    stamped = recorder.programme(desk).text(card.name, desk.words.language) if card else ""
    return " \u00b7 ".join(part for part in (price, each.category, stamped) if part)


def choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Give what can be chosen at this step, each as its value and its title."""
    draft, programme = desk.draft, recorder.programme(desk)
    assert draft is not None
    if draft.step == "category":
        none = ("", desk.say("No group"))
        return (none, *((name, name) for name in _categories(programme)))
    if draft.step == "card":
        language = desk.words.language
        named = ((one.id, programme.text(one.name, language)) for one in programme.stamp_cards)
        return (("", desk.say("No stamp")), *named)
    is_old = draft.step == "name" and draft.at >= 0
    return (("", desk.say("Remove this key")),) if is_old else ()


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    is_list = desk.mode == MODE
    match name:
        case "Up" | "Down":
            least = 0 if is_list or _step(desk) not in ("name", "price") else -1
            listing.step(desk, name, len(rows(desk) if is_list else choices(desk)), least=least)
        case "Enter" if is_list or (desk.chosen >= 0 and choices(desk)):
            return pick(desk, desk.chosen)
        case "Enter":
            return _typed_in(desk)
        case "Esc" | "F10" if is_list:
            desk.mode, desk.chosen, desk.strip = "idle", 0, None
        case "Esc" | "F10":
            return open_set_up(desk)
        case "Backspace" if not is_list:
            desk.typed = desk.typed[:-1]
        case _:
            return None
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit opens its row in the list; in a question text goes into the field."""
    step = _step(desk)
    if step in ("name", "price"):
        desk.chosen = -1
        desk.typed = (desk.typed + text)[:NAME_MAX]
        return []
    count = len(rows(desk) if desk.mode == MODE else choices(desk))
    if text in ("1", "2", "3", "4", "5", "6", "7", "8", "9") and int(text) <= count:
        return pick(desk, int(text) - 1)
    return pick(desk, count - 1) if text == "+" and desk.mode == MODE else []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Open a key, or choose what stands in a row; counted from 0."""
    if desk.mode == MODE:
        if not 0 <= row < len(rows(desk)):
            return []
        is_old = row < len(desk.quick)
        key = desk.quick[row] if is_old else QuickKey(name="")
        desk.draft = Draft(at=row if is_old else -1, key=key)
        desk.mode = EDITING
        return _ask(desk, "name")
    found, draft = choices(desk), desk.draft
    assert draft is not None
    if not 0 <= row < len(found):
        return []
    if draft.step == "name":
        left = tuple(each for at, each in enumerate(desk.quick) if at != draft.at)
        return _keep(desk, left, desk.say("Removed."))
    return _next(desk, replace(draft.key, **{draft.step: found[row][0]}))


def _step(desk: Desk) -> str:
    return desk.draft.step if desk.mode == EDITING and desk.draft is not None else ""


def _typed_in(desk: Desk) -> list[Effect]:
    draft, text = desk.draft, desk.typed.strip()
    assert draft is not None
    if draft.step == "name":
        if not text:
            raise Refusal("quick_name")
        return _next(desk, replace(draft.key, name=text))
    price_minor = digits.amount_minor(text, desk.shop.scale) if text else 0
    return _next(desk, replace(draft.key, price_minor=price_minor))


def _next(desk: Desk, key: QuickKey) -> list[Effect]:
    """Ask the next question that has an answer here, or keep the key."""
    draft = desk.draft
    assert draft is not None
    for step in STEPS[STEPS.index(draft.step) + 1 :]:
        desk.draft = replace(draft, step=step, key=key)
        if step == "price" or len(choices(desk)) > 1:
            return _ask(desk, step)
    others = list(desk.quick)
    if draft.at >= 0:
        others[draft.at] = key
    else:
        others.append(key)
    return _keep(desk, tuple(others), desk.say("{name} is a quick key.", name=key.name))


def _ask(desk: Desk, step: str) -> list[Effect]:
    draft = desk.draft
    assert draft is not None
    key = draft.key
    desk.draft = replace(draft, step=step)
    values = [value for value, _ in choices(desk)]
    have = {"category": key.category, "card": key.card}.get(step, "")
    desk.chosen = values.index(have) if step in ("category", "card") and have in values else -1
    if step in ("category", "card"):
        desk.chosen = max(desk.chosen, 0)
    price = f"{key.price_minor}" if key.price_minor else ""
    desk.typed = {"name": key.name, "price": price}.get(step, "")
    return []


def _keep(desk: Desk, keys: tuple[QuickKey, ...], sentence: str) -> list[Effect]:
    quick_keys.keep(desk, keys)
    open_set_up(desk)
    return strip.saved(desk, sentence)


def _categories(programme: Programme) -> tuple[str, ...]:
    """Give the groups of goods that the rules speak of."""
    rules = (
        *programme.earn,
        *programme.multipliers,
        *programme.stamp_cards,
        *programme.rewards,
    )
    found = (name for rule in rules for name in (*rule.categories, *rule.except_categories))
    return tuple(dict.fromkeys(found))
