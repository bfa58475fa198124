"""What stands on the member's side of the counter, as frozen values: one for each scene.

The window of the second screen and the browser of a tablet draw the same value. Every word is
already said in the member's language; no scene knows a name, a phone number or a birthday, only
an initial. What is touched comes back as messages.DisplayTap with the `action` of the button,
keys of the pad as messages.PadKey.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from terminal.till.pad_screen import Pad
from terminal.till.screens_history import HistoryRow

TileState = Literal["usable", "not_usable"]
WAKE = "wake"


class DisplayButton(msgspec.Struct, frozen=True, kw_only=True):
    """Something to touch: its `action` goes back to the till; `icon` names a drawn sign."""

    action: str
    label: str
    icon: str = ""


class DisplayStamps(msgspec.Struct, frozen=True, kw_only=True):
    """One stamp card: `have` of `whole` strokes are drawn, the last of them `new` just now."""

    title: str
    have: int
    whole: int
    new: int = 0


class DisplayLevel(msgspec.Struct, frozen=True, kw_only=True):
    """The level a member has, as one to four strokes, and what is to come (may be empty)."""

    name: str
    strokes: int
    next: str = ""


class DisplayTile(msgspec.Struct, frozen=True, kw_only=True):
    """One reward or cause to choose; one that cannot be used says why in `caption`."""

    action: str
    title: str
    caption: str
    state: TileState = "usable"


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One of the owner's slides: a line of text, or the file name of a picture."""

    text: str = ""
    picture: str = ""


class Scene(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="scene", tag=str.lower, omit_defaults=True
):
    """What every scene has: whose counter, in which language, how long it still stands.

    `plate` is the word that says that nothing here is real (empty where it is), and in `training`
    the screen has a frame, as the counter has; `seconds_left` of `seconds_whole` is the time bar,
    None where nothing runs out.
    """

    shop: str
    language: str
    plate: str = ""
    training: bool = False
    seconds_left: int | None = None
    seconds_whole: int = 0


class Welcome(Scene, frozen=True, kw_only=True):
    """Nobody is there: a greeting, what to do with a card, the owner's slides, the promise.

    `slide_s` says how many seconds each slide stands. One that `rests` is nearly dark, and any
    touch on it goes back as the action WAKE.
    """

    headline: str
    caption: str = ""
    note: str = ""
    promise: str = ""
    slides: tuple[Slide, ...] = ()
    slide_s: int = 8
    rests: bool = False


class Member(Scene, frozen=True, kw_only=True):
    """Who was recognised: an initial, the points with their money, stamps, what comes next.

    `cue` is the one quiet sentence of recognition, never about money or absence.
    """

    greeting: str
    points: str
    points_word: str
    worth: str
    stamps: tuple[DisplayStamps, ...] = ()
    reward: str = ""
    reward_ready: bool = False
    level: DisplayLevel | None = None
    cue: str = ""
    celebrates: bool = False
    choose: DisplayButton | None = None


class Earned(Scene, frozen=True, kw_only=True):
    """What the sale just brought and why, and where that leads to.

    `gained` is empty where a sale brought stamps or nothing; then `headline` says what it did.
    """

    headline: str
    gained: str = ""
    gained_word: str = ""
    why: str = ""
    stamps: tuple[DisplayStamps, ...] = ()
    points: str = ""
    worth: str = ""
    cue: str = ""
    celebrates: bool = False


class Choose(Scene, frozen=True, kw_only=True):
    """What the member may choose: rewards or causes, and not now."""

    headline: str
    balance: str
    tiles: tuple[DisplayTile, ...]
    not_now: DisplayButton


class Scratch(Scene, frozen=True, kw_only=True):
    """A field to scratch; the `prize` stands under it from the start, `odds` beside it.

    `open` says that the member has seen it; `show` is for whoever cannot scratch.
    """

    headline: str
    caption: str
    title: str
    prize: str
    odds: tuple[str, ...]
    show: DisplayButton
    open: bool = False
    won: bool = True


class Question(Scene, frozen=True, kw_only=True):
    """One question, answered with one tap or not at all."""

    headline: str
    answers: tuple[DisplayButton, ...]
    note: str


class Consents(Scene, frozen=True, kw_only=True):
    """One sentence to agree to or not, at joining; `step` says which of how many."""

    headline: str
    sentence: str
    step: str
    yes: DisplayButton
    no: DisplayButton
    note: str = ""


class Card(Scene, frozen=True, kw_only=True):
    """The card of somebody who has none: its code, to be photographed.

    `modules` are its rows of light (0) and dark (1) squares, without the quiet zone of four.
    """

    headline: str
    caption: str
    modules: tuple[str, ...]
    done: DisplayButton


class History(Scene, frozen=True, kw_only=True):
    """The member's last lines, and why each is there."""

    headline: str
    balance: str
    rows: tuple[HistoryRow, ...]
    note: str = ""


class Thanks(Scene, frozen=True, kw_only=True):
    """The end of a visit; the balance stands in it once more."""

    headline: str
    caption: str
    balance: str = ""


AnyDisplay = (
    Welcome
    | Member
    | Earned
    | Choose
    | Scratch
    | Question
    | Consents
    | Card
    | History
    | Thanks
    | Pad
)
