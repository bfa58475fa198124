"""Screens as frozen values: every word is already said in the cashier's language.

A skin draws them and adds nothing. `money` texts are formatted; rows stand in the order in which
they are shown. Icons are Phosphor names without their prefix ("tag", "coffee", "lock-key").
"""

from __future__ import annotations

import msgspec

from scanner.legacy_rules import LegacyCard
from scanner.wedge_profile import GunProfile
from terminal.till.camera_values import Aim, CameraNote, CameraRow, MenuRow, Mount, Switch
from terminal.till.quick_values import Quick


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """The base of everything on a screen."""


class Status(Value, frozen=True, kw_only=True):
    """A device or line in the top bar; `trouble` draws it as a filled chip."""

    name: str
    icon: str
    word: str
    trouble: bool = False


class Strip(Value, frozen=True, kw_only=True):
    """The event strip: found, saved, hold, note, offline, device_lost, refused, training."""

    state: str
    word: str
    sentence: str
    time: str = ""
    urgent: bool = False


class KeyCap(Value, frozen=True, kw_only=True):
    """One key of the bar: `rest`, `here` (its screen is open) or `not_now`."""

    key: str
    label: str
    state: str = "rest"


class Action(Value, frozen=True, kw_only=True):
    """What a key does here; `ready` false keeps the label and says `not yet`."""

    key: str
    label: str
    ready: bool = True
    harmful: bool = False


class Frame(Value, frozen=True, kw_only=True):
    """What stands around every stage; `gun`, `issuer` and `cards` say which keys are a scan's."""

    shop: str
    till: str
    statuses: tuple[Status, ...]
    keys: tuple[KeyCap, ...]
    strip: Strip | None
    language: str = "en"
    training: bool = False
    silent: bool = False
    demo: bool = False
    gun: GunProfile = GunProfile()
    issuer: str = ""
    cards: tuple[LegacyCard, ...] = ()


class Typed(Value, frozen=True, kw_only=True):
    """What is being typed: large, with its meaning ("Amount 12.50", "Find phone ..50").

    `letters` has keys for letters under it, for a counter without a keyboard.
    """

    text: str
    hint: str
    meaning: str = ""
    icon: str = "keyboard"
    letters: bool = False


class Notice(Value, frozen=True, kw_only=True):
    """Something that wants attention, without haste: what it is, and what to do.

    With an `icon` of its own it is good news.
    """

    word: str
    sentence: str
    icon: str = ""


class Row(Value, frozen=True, kw_only=True):
    """A label with a figure, and perhaps a second figure (money beside points)."""

    label: str
    figure: str
    second: str = ""
    icon: str = ""
    strong: bool = False


class HourBar(Value, frozen=True, kw_only=True):
    """Sales in one hour of today."""

    hour: int
    count: int
    now: bool = False


class Today(Value, frozen=True, kw_only=True):
    """The figures of the day beside the camera."""

    title: str
    date: str
    figure: str
    of: str
    share: str
    caption: str
    hours: tuple[HourBar, ...]
    rows: tuple[Row, ...]


class TierMark(Value, frozen=True, kw_only=True):
    """A level: its name and one to four strokes."""

    name: str
    strokes: int


class Progress(Value, frozen=True, kw_only=True):
    """How far it is to the next level; `done` of `whole`."""

    title: str
    caption: str
    done: int
    whole: int


class Stamps(Value, frozen=True, kw_only=True):
    """A stamp card: `have` strokes drawn of `whole`."""

    title: str
    caption: str
    have: int
    whole: int


class Reward(Value, frozen=True, kw_only=True):
    """A reward row: offered, usable, or not (then `note` says why, with an icon)."""

    key: str
    icon: str
    title: str
    cost: str
    note: str
    note_icon: str
    state: str


class Visit(Value, frozen=True, kw_only=True):
    """One earlier visit."""

    date: str
    amount: str
    points: str


class Person(Value, frozen=True, kw_only=True):
    """The attached member, as much as a cashier may see."""

    name: str
    last_four: str
    tier: TierMark | None
    caption: str
    points: str
    points_word: str
    worth: str
    owed: str = ""
    cue: str = ""


class SaleBand(Value, frozen=True, kw_only=True):
    """What the typed amount will do."""

    title: str
    amount: str
    amount_caption: str
    earns_title: str
    earns: str
    earns_worth: str
    why: str
    after_title: str
    after: str
    after_worth: str


class Hold(Value, frozen=True, kw_only=True):
    """A reward set aside for this sale."""

    chip: str
    headline: str
    caption: str
    instruction_title: str
    instruction: str
    sale_title: str
    sale: tuple[Row, ...]
    to_pay_label: str
    to_pay: str
    points_title: str
    points: tuple[Row, ...]
    after: Row
    waiting: bool = False
    warning: str = ""


class Candidate(Value, frozen=True, kw_only=True):
    """A member found by phone, name or last four."""

    key: str
    name: str
    phone: str
    tier: TierMark | None
    seen: str


class JournalRow(Value, frozen=True, kw_only=True):
    """One sale of this till."""

    time: str
    card: str
    name: str
    amount: str
    points: str
    taken_back: bool = False


class GunCode(Value, frozen=True, kw_only=True):
    """One of the printed codes by which a scanner gun is measured."""

    key: str
    title: str
    word: str
    is_read: bool = False


class Screen(msgspec.Struct, frozen=True, kw_only=True, tag_field="screen"):
    """The base of the screens; `esc` stands bottom left, `enter` bottom right."""

    frame: Frame
    esc: Action | None = None
    enter: Action | None = None


class Idle(Screen, frozen=True, kw_only=True, tag="idle"):
    """Nobody is attached: live picture, number line, today."""

    typed: Typed
    today: Today
    reader_hint: str
    reader_word: str
    camera: CameraNote | None = None
    aim: Aim | None = None
    waiting: tuple[str, ...] = ()
    arriving: Progress | None = None
    notice: Notice | None = None


class Member(Screen, frozen=True, kw_only=True, tag="member"):
    """Somebody is attached; `sale` stands when an amount is typed, `hold` when one is set aside."""

    person: Person
    progress: Progress | None
    stamps: tuple[Stamps, ...]
    rewards: tuple[Reward, ...]
    typed: Typed
    currency: str
    visits_title: str
    visits_points: str
    visits: tuple[Visit, ...]
    reader_word: str
    camera: CameraNote | None = None
    let_go: Action | None = None
    sale: SaleBand | None = None
    quick: tuple[Quick, ...] = ()


class Redeem(Screen, frozen=True, kw_only=True, tag="redeem"):
    """A reward is held; Enter closes the sale with it."""

    person: Person
    hold: Hold
    typed: Typed
    currency: str
    reader_word: str


class Find(Screen, frozen=True, kw_only=True, tag="find"):
    """Looking for a member by phone, name or last four."""

    typed: Typed
    headline: str
    caption: str
    candidates: tuple[Candidate, ...]
    chosen: int
    advice_title: str
    advice: str


class Enrol(Screen, frozen=True, kw_only=True, tag="enrol"):
    """A new member, with a card from the pile or without one; the phone is optional."""

    headline: str
    caption: str
    card_caption: str
    number: str
    starts_with: str
    phone_label: str
    typed: Typed
    advice: str


class Refund(Screen, frozen=True, kw_only=True, tag="refund"):
    """The journal of this till beside the sale that is to be taken back, or moved by a scan.

    `typed` is the part that comes back; `note` says what a scan does, or what is wrong.
    """

    title: str
    rows: tuple[JournalRow, ...]
    chosen: int
    caption: str
    detail_title: str
    typed: Typed | None
    currency: str
    lines: tuple[Row, ...]
    after: Row | None
    note: str = ""
    is_warning: bool = False


class Menu(Screen, frozen=True, kw_only=True, tag="menu"):
    """What can be set up or looked at, nothing dangerous first; perhaps with a field to type in."""

    headline: str
    caption: str
    rows: tuple[MenuRow, ...]
    chosen: int
    typed: Typed | None = None


class CameraSetUp(Screen, frozen=True, kw_only=True, tag="camera"):
    """The camera is being set up: which one, its live picture, its settings, what it says.

    `tone` of the advice: good, warning or quiet.
    """

    title: str
    cameras: tuple[CameraRow, ...]
    chosen: int
    switches: tuple[Switch, ...]
    aim: Aim
    reader_word: str
    camera: CameraNote | None
    advice: str
    tone: str
    read: str
    pace: str
    mount: Mount


class Calibrate(Screen, frozen=True, kw_only=True, tag="calibrate"):
    """A scanner gun is being set up: codes to scan, and what it was found to do."""

    headline: str
    caption: str
    codes: tuple[GunCode, ...]
    found_title: str
    rows: tuple[Row, ...]
    advice: str
    is_warning: bool = False


class Stopped(Screen, frozen=True, kw_only=True, tag="stopped"):
    """The till cannot go on: what happened, and what to do; `waiting` when it only starts."""

    headline: str
    sentence: str
    steps: tuple[str, ...] = ()
    waiting: bool = False


SettingUp = Menu | CameraSetUp | Calibrate
CounterScreen = Idle | Member | Redeem | Find | Enrol | Refund | SettingUp | Stopped
