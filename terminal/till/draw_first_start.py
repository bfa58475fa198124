"""Draws the question of the first start, and the joining of a shop step by step."""

from __future__ import annotations

from sync.discovery import Found
from terminal.till.camera_values import MenuRow
from terminal.till.first_values import Asked
from terminal.till.screens import Action, Frame, KeyCap, Typed
from terminal.till.screens_steps import FirstStart
from terminal.till.wording import SPOKEN, Wording

NAME = "Regulars"
DOT = " \u00b7 "


def screen(asked: Asked, words: Wording) -> FirstStart:
    """Draw the step that is being asked."""
    frame = Frame(
        shop=NAME,
        till=words.say("First start"),
        statuses=(),
        keys=(
            KeyCap(
                key="F9",
                label=SPOKEN[asked.language],
                state="not_now" if asked.step == "joining" else "rest",
            ),
        ),
        strip=asked.strip,
        language=asked.language,
    )
    match asked.step:
        case "which":
            return _which(asked, words, frame)
        case "code":
            return _code(asked, words, frame)
        case "name":
            return _name(asked, words, frame)
        case "joining":
            return _joining(asked, words, frame)


def usual_name(words: Wording) -> str:
    """Give the name of a till that nobody names: who joins is the second one at least."""
    return words.say("Till {n}", n=2)


def _which(asked: Asked, words: Wording, frame: Frame) -> FirstStart:
    say = words.say
    return FirstStart(
        frame=frame,
        headline=say("First till of this shop, or join one?"),
        caption=say("This is asked only once."),
        rows=(
            MenuRow(
                key="1",
                icon="storefront",
                title=say("First till of this shop"),
                caption=say("This computer keeps the books. Other tills can join later."),
            ),
            MenuRow(
                key="2",
                icon="share-network",
                title=say("Join a shop"),
                caption=say("Another computer keeps the books already, and gives you a code."),
            ),
        ),
        chosen=asked.chosen,
        enter=Action(key="Enter", label=say("Next")),
    )


def _code(asked: Asked, words: Wording, frame: Frame) -> FirstStart:
    say = words.say
    named = _named(asked)
    return FirstStart(
        frame=frame,
        steps=_steps(words),
        headline=say("Which shop does this till join?"),
        caption=say("The computer that keeps the books makes a code, valid for fifteen minutes."),
        rows=tuple(
            MenuRow(
                key="",
                icon="storefront",
                title=one.name or one.host,
                caption=DOT.join((f"{one.host}:{one.port}", one.fingerprint)),
            )
            for one in asked.shops
        ),
        chosen=asked.shops.index(named) if named is not None else -1,
        typed=Typed(
            text=asked.code,
            hint=say("Type the code, or the address and the code"),
            meaning=named.name if named is not None else "",
            icon="key",
        ),
        advice=_advice(asked, words),
        is_waiting=True,
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Next"), ready=bool(asked.code)),
    )


def _name(asked: Asked, words: Wording, frame: Frame) -> FirstStart:
    say = words.say
    return FirstStart(
        frame=frame,
        steps=_steps(words),
        step=1,
        headline=say("What is this till called?"),
        caption=say("It joins {shop}. The name stands in the list of tills.", shop=_shop(asked)),
        typed=Typed(text=asked.name, hint=usual_name(words)),
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Join")),
    )


def _joining(asked: Asked, words: Wording, frame: Frame) -> FirstStart:
    say = words.say
    joins = asked.place is not None
    return FirstStart(
        frame=frame,
        steps=_steps(words) if joins else (),
        step=2,
        headline=say("One moment"),
        caption=say("This till joins {shop}.", shop=_shop(asked))
        if joins
        else say("The shop is being opened. The first time takes longest."),
        is_waiting=True,
    )


def _steps(words: Wording) -> tuple[str, ...]:
    return (words.say("Shop and code"), words.say("Name of this till"), words.say("Joining"))


def _named(asked: Asked) -> Found | None:
    """Give the found shop that the code names as it is typed so far."""
    typed = "".join(asked.code.split()).upper()
    return next((one for one in asked.shops if typed.endswith(f"-{one.fingerprint}")), None)


def _shop(asked: Asked) -> str:
    if asked.place is None:
        return ""
    mine = asked.place.fingerprint
    return next((one.name for one in asked.shops if one.fingerprint == mine), asked.place.host)


def _advice(asked: Asked, words: Wording) -> str:
    if asked.shops:
        return words.say("Found on this network. The code says which one it is.")
    if asked.has_looked:
        return words.say("No shop found on this network so far. Type its address before the code.")
    return words.say("Looking for shops on this network \u2026")
