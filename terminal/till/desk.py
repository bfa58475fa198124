"""What stands on the counter right now: the parts of a till and its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from cards.slip import Slip
from loyalty import days
from loyalty.basket import Line
from loyalty.boost import Boost
from loyalty.limits import Limits
from loyalty.programme import Programme
from scanner.camera_profile import CameraProfile
from scanner.legacy_rules import LegacyCards
from scanner.wedge_calibration import Finding
from scanner.wedge_profile import GunProfile
from storage.later_rows import LaterRows
from storage.ports import Directory, Ledger
from terminal.till.asking import Asking, Job, Said
from terminal.till.bring_values import BringState
from terminal.till.card_values import CardsState
from terminal.till.clock import Clock, Mark
from terminal.till.crew import Crew
from terminal.till.display_state import Guest
from terminal.till.effects import LookThrough
from terminal.till.kit_values import KitState
from terminal.till.logo_values import LogoState
from terminal.till.messages import CameraSees, FoundCamera, MembersMoved
from terminal.till.peppers import Peppers
from terminal.till.quick_values import Draft, QuickKey
from terminal.till.register_state import Linked
from terminal.till.screens import Strip
from terminal.till.second_state import Second
from terminal.till.slip_values import AtHand, Slips
from terminal.till.tablet_state import Tablets
from terminal.till.wording import LANGUAGES, Wording


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """What this till knows of its shop; `several_tills` makes lines and limits visible.

    `pad` says that members have a side of their own at this counter, `pad_keys` that the pad there
    has its own keys, so that digits typed at the till are never for it. In `training` nothing
    counts.
    """

    name: str
    till: str
    issuer: str
    language: str
    currency: str
    scale: int
    time_zone: str
    region: str
    day_start_minutes: int = days.DAY_START_MINUTES
    several_tills: bool = False
    demo: bool = False
    training: bool = False
    pad: bool = True
    pad_keys: bool = False


class Sale(msgspec.Struct, frozen=True, kw_only=True):
    """The member bound to the open sale, and what was said of it so far. Saved against crashes.

    `shown` names how the member was identified (loyalty.assurance) and `shown_us` when; `pin_us`
    when their PIN was right (0: it was not asked), `wrong_pins` how often it was wrong and
    `earns_only` that it was too often. `typed` is what stands in the amount; `gross` says that
    the typed amount is before the discount; `choice` is the option of a held reward that lets the
    member choose; `linked` says that the sale is the cash register's own, with its `lines`, and
    that nothing is typed. `items` were rung up with quick keys, the last one last; `part` is what
    stands in the amount that is to be paid with points, `of_sale` turns digits to the sale's own
    amount there. `is_usual` says that somebody has looked at a large amount, `released` that a
    supervisor lets a replaced card spend before its time,
    `allowed` who let this member earn more often than usual, as events keep an override, and
    `name_asked` that the line asked the cashier to ask for the first name.
    """

    member_id: str
    account: str
    number: str
    shown: str
    opened_us: int
    shown_us: int = 0
    pin_us: int = 0
    wrong_pins: int = 0
    earns_only: bool = False
    typed: str = ""
    gross: bool = False
    reward: str = ""
    choice: str = ""
    picked: bool = False
    linked: bool = False
    lines: tuple[Line, ...] = ()
    items: tuple[QuickKey, ...] = ()
    part: str = ""
    of_sale: bool = False
    is_usual: bool = False
    released: bool = False
    allowed: dict[str, str] = {}
    name_asked: bool = False


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something the strip asks; Enter is yes, Esc is no.

    `kind`: given (was the held reward given?), again (the same card again?), date (is the date
    right?), other (another card waits), which_pin (is the new PIN for coming in?), slip (is the
    sale of the slip in `number` to be taken back?), late (does the sale `sale`, which nobody has
    yet, belong to the member of the card?), large (is the amount right?), replace (is the card in
    `number` to take the place of a lost one?).
    """

    kind: str
    number: str = ""
    shown: str = "card_static"
    sale: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A grant was asked for; the reward is held when it comes before the deadline."""

    request_id: str
    reward: str
    choice: str = ""
    deadline_ms: int


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was let go without an amount; stays in view for a while."""

    name: str
    until_ms: int


@dataclass(slots=True, kw_only=True)
class Desk:
    """The parts that a till is made of, and everything about it that changes."""

    ledger: Ledger
    directory: Directory
    clock: Clock
    mark: Mark
    randomness: Callable[[int], bytes]
    sign: Callable[[bytes], bytes]
    tenant_key: bytes = field(repr=False)
    peppers: Peppers
    shop: Shop
    words: Wording
    programmes: tuple[Programme, ...]
    voices: dict[str, Wording] = field(default_factory=dict)
    actor: str = "cashier:default"

    mode: str = "idle"
    typed: str = ""
    sale: Sale | None = None
    question: Question | None = None
    waiting: Waiting | None = None
    forgotten: tuple[Forgotten, ...] = ()
    chosen: int = 0
    journal_of: str = ""
    moving: str = ""
    amount_told: str = ""
    overlay: str = ""
    at_oldest: bool = False
    found: tuple[str, ...] = ()
    enrol_number: str = ""
    cards: LegacyCards = field(default_factory=LegacyCards)
    old_cards: tuple[str, ...] = ()
    old_cards_ms: int = 0
    lookup_key: str = ""
    lookup_shown: str = "card_static"
    strip: Strip | None = None
    camera: str = "starting"
    camera_reason: str = ""
    camera_missed: bool = False
    camera_profile: CameraProfile = field(default_factory=CameraProfile)
    camera_draft: CameraProfile = field(default_factory=CameraProfile)
    camera_order: LookThrough | None = None
    camera_sees: CameraSees = field(default_factory=CameraSees)
    camera_read: str = ""
    cameras: tuple[FoundCamera, ...] = ()
    seen_text: str = ""
    seen_number: str = ""
    closed_number: str = ""
    closed_ms: int = 0
    left_ms: int | None = None
    earlier_number: str = ""
    earlier_left_ms: int | None = None
    sale_left_ms: int | None = None
    touched_ms: int = 0
    date_asked_ms: int = 0
    saved_sale: bytes | None = None
    printer_problem: str = ""
    stopped: tuple[str, str] | None = None
    committed: bool = False
    can_ask: bool = False
    asking: Asking | None = None
    jobs: dict[str, Job] = field(default_factory=dict)
    said: Said | None = None
    guest: Guest = field(default_factory=Guest)
    pad_shut_ms: int = 0
    quiet_until_ms: int = 0
    members: tuple[int, int] = (0, 0)
    gun: GunProfile = field(default_factory=GunProfile)
    tried: tuple[Finding, ...] = ()
    gun_strange: bool = False
    gun_state: str = ""
    limits: Limits = field(default_factory=Limits)
    boost: Boost = field(default_factory=Boost)
    is_silent: bool = False
    crew: Crew = field(default_factory=Crew)
    keep_report: Callable[[str, str], None] | None = None
    surplus: dict[tuple[str, str, str], int] = field(default_factory=dict)
    recalled: dict[tuple[str, str], int] = field(default_factory=dict)
    expired_day: str = ""
    arriving: MembersMoved | None = None
    fetches_failed: int = 0
    renew: Callable[[], None] | None = None
    second: Second = field(default_factory=Second)
    quick: tuple[QuickKey, ...] = ()
    items: tuple[QuickKey, ...] = ()
    bring: BringState = field(default_factory=BringState)
    making: CardsState = field(default_factory=CardsState)
    kit: KitState = field(default_factory=KitState)
    logo: LogoState = field(default_factory=LogoState)
    draft: Draft | None = None
    slips: Slips = field(default_factory=Slips)
    printers: tuple[AtHand, ...] = ()
    newest_slip: Slip | None = None
    later_rows: LaterRows | None = None
    register: Linked = field(default_factory=Linked)
    tablets: Tablets = field(default_factory=Tablets)
    taken_back: tuple[str, ...] = ()
    vouched: tuple[tuple[int, int, int], Mapping[str, int]] = field(
        default_factory=lambda: ((0, 0, 0), {})
    )

    def day(self) -> str:
        """Give the business date as an ISO text."""
        return days.business_date(
            self.clock.now_us(), self.shop.time_zone, self.shop.day_start_minutes
        ).isoformat()

    def minute(self) -> int:
        """Give the shop's wall clock in minutes after midnight."""
        wall = days.local(self.clock.now_us(), self.shop.time_zone)
        return wall.hour * 60 + wall.minute

    def time(self) -> str:
        """Give the time of day for the strip."""
        return self.words.time(self.clock.now_us())

    def words_of(self, language: str) -> Wording:
        """Give the words of a member's language; the shop's where there is none.

        What the cashier has chosen to read is not what members are spoken to in.
        """
        spoken = language if language in LANGUAGES else self.shop.language
        if spoken == self.words.language:
            return self.words
        if spoken not in self.voices:
            self.voices[spoken] = Wording(
                spoken,
                currency=self.shop.currency,
                scale=self.shop.scale,
                time_zone=self.shop.time_zone,
            )
        return self.voices[spoken]

    def say(self, message: str, **params: object) -> str:
        """Say a sentence in the cashier's language."""
        return self.words.say(message, **params)
