"""The till: one function from message to effects, on the thread that owns the databases."""

from __future__ import annotations

from typing import assert_never

import msgspec

from loyalty.errors import Outage, Refusal
from scanner.legacy_rules import LegacyCards
from terminal.till import (
    camera_orders,
    camera_set_up,
    camera_state,
    cards_rest,
    catching_up,
    date_asked,
    day,
    display,
    display_set_up,
    draw,
    draw_display,
    giving_back,
    gun,
    identify,
    keys,
    lock,
    overlay,
    override,
    pad,
    paper_forms,
    quick_keys,
    register,
    register_orders,
    reward,
    sale,
    second_place,
    slips_set_up,
    sounds,
    staff_set_up,
    strip,
    tablets,
    training,
    worked,
)
from terminal.till.bring_values import ListSeen, ListsFound, WentOn
from terminal.till.card_values import CardsMade, CardsSent, CardsStep, DesignsFound
from terminal.till.desk import Desk, Sale
from terminal.till.effects import Effect, Print, Send, Show, ShowPad, UseCards
from terminal.till.kit_values import KitMade
from terminal.till.line import Line
from terminal.till.logo_values import LogoKept, LogoSeen, LogosFound
from terminal.till.messages import (
    Answered,
    CameraChanged,
    CameraSees,
    CamerasFound,
    CardLeft,
    CodeRefused,
    CopyMade,
    DisplayLive,
    DisplayTap,
    GunChanged,
    GunHeard,
    Key,
    LinesKept,
    MembersMoved,
    Message,
    PadKey,
    Pick,
    PinHashed,
    PlaceSeen,
    PlacesFound,
    PrintersFound,
    PrinterTried,
    Scan,
    ScreensFound,
    SlipPrinted,
    SyncDue,
    Text,
    Tick,
    UseReward,
)
from terminal.till.register_told import (
    RegisterRuns,
    RegisterSaid,
    RegisterSwitched,
    RegisterTold,
)
from terminal.till.screens_any import AnyScreen
from terminal.till.screens_display import AnyDisplay
from terminal.till.tablet_told import (
    ShowTablet,
    TabletCodeOver,
    TabletJoins,
    TabletsHere,
    TabletsRun,
)

HOLD_ASK_MS = 90_000
OWN_SCANS = (staff_set_up.scan, override.badge, lock.badge, paper_forms.scan, cards_rest.scan)
"""Screens that want a card for themselves, the first one that does."""


class Till:
    """The engine of one counter. Not thread-safe: one thread makes it and calls it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._line = Line(desk)
        self._shown: AnyScreen | None = None
        self._pad: ShowPad | None = None
        self._tablet: ShowTablet | None = None
        self._told = LegacyCards()
        day.begin(desk)
        desk.quick = quick_keys.kept(desk.ledger)
        desk.slips = slips_set_up.kept(desk.ledger)
        display_set_up.begin(desk)
        self._restore()
        desk.is_silent = sounds.are_off(desk.ledger)
        lock.begin(desk)
        training.begin(desk)

    def handle(self, message: Message) -> tuple[Effect, ...]:
        """Do what a message asks and say what is to be done about it.

        A Refusal or an Outage becomes a sentence in the strip and nothing is lost; Corrupt is
        never caught here.
        """
        try:
            effects = self._dispatch(message)
        except (Refusal, Outage) as error:
            effects = strip.refused(self._desk, error)
        self._save()
        for effect in effects:
            if isinstance(effect, Print) and not effect.slip.copy:
                self._desk.newest_slip = effect.slip
        if self._desk.committed:
            self._desk.committed = False
            effects += [Send(request=one) for one in self._line.due(at_once=True)]
        orders = (
            *self._tell_eye(),
            *camera_orders.due(self._desk),
            *self._copies(),
            *register_orders.due(self._desk),
            *tablets.due(self._desk),
            *display_set_up.due(self._desk),
        )
        return (*effects, *orders, *self._show())

    def screen(self) -> AnyScreen:
        """Give the screen as it is now."""
        return draw.screen(self._desk, self._line)

    def pad(self) -> AnyDisplay | None:
        """Give the member's side as it is now; None where there is none."""
        return draw_display.screen(self._desk) if self._desk.shop.pad else None

    def _dispatch(self, message: Message) -> list[Effect]:
        match message:
            case Text() | Key() | PadKey() | Pick() | UseReward():
                return self._hand(message)
            case GunChanged() | GunHeard() | DisplayTap() | DisplayLive() | ScreensFound():
                return self._beside(message)
            case TabletsRun() | TabletJoins() | TabletCodeOver() | TabletsHere():
                return tablets.heard(self._desk, message)
            case Scan() | CardLeft() | CodeRefused():
                return self._seen(message)
            case CameraChanged() | CamerasFound() | CameraSees():
                return self._camera(message)
            case Tick() | SyncDue() | Answered():
                return self._timed(message)
            case (
                PinHashed()
                | SlipPrinted()
                | PrintersFound()
                | PrinterTried()
                | MembersMoved()
                | PlaceSeen()
                | CopyMade()
                | LinesKept()
                | PlacesFound()
                | ListsFound()
                | ListSeen()
                | WentOn()
                | CardsStep()
                | CardsMade()
                | DesignsFound()
                | CardsSent()
                | KitMade()
                | LogosFound()
                | LogoSeen()
                | LogoKept()
            ):
                return worked.heard(self._desk, self._line, message)
            case RegisterTold() | RegisterRuns() | RegisterSwitched():
                return self._register(message)
            case _:
                assert_never(message)

    def _register(self, message: RegisterSaid) -> list[Effect]:
        """The cash register tells or asks, or its API runs or does not."""
        match message:
            case RegisterTold():
                self._desk.touched_ms = self._desk.clock.monotonic_ms()
                return register.told(self._desk, self._line, message)
            case RegisterRuns():
                register_orders.heard(self._desk, message)
            case RegisterSwitched():
                register_orders.switch(self._desk, message.setting, keeps=False)
        return []

    def _hand(self, message: Text | Key | PadKey | Pick | UseReward) -> list[Effect]:
        desk, line = self._desk, self._line
        match message:
            case Text():
                return keys.typed(desk, line, message.text)
            case Key():
                return keys.pressed(desk, line, message.name)
            case PadKey():
                desk.touched_ms = desk.clock.monotonic_ms()
                return display.pressed(desk, message.name) if desk.shop.pad else []
            case Pick():
                return keys.picked(desk, line, message.row)
            case UseReward():
                return keys.used(desk, line, message.row)

    def _seen(self, message: Scan | CardLeft | CodeRefused) -> list[Effect]:
        desk = self._desk
        if isinstance(message, Scan):
            overlay.close(desk)
        match message:
            case Scan() if camera_set_up.reads(desk, message):
                return camera_set_up.read(desk, message)
            case Scan():
                for ours in OWN_SCANS:
                    taken = ours(desk, message.text)
                    if taken is not None:
                        return taken
                return identify.scan(desk, self._line, message)
            case CardLeft():
                return identify.left(desk, message)
            case CodeRefused():
                # While the camera is tried, its own line says what it sees.
                is_tried = desk.mode == camera_set_up.MODE
                return [] if is_tried else identify.refused(desk, message)

    def _beside(
        self, message: GunChanged | GunHeard | DisplayTap | DisplayLive | ScreensFound
    ) -> list[Effect]:
        """What is plugged in beside the counter says something: the gun, the member's screen."""
        if isinstance(message, DisplayTap | DisplayLive | ScreensFound):
            return display.told(self._desk, self._line, message)
        if isinstance(message, GunChanged):
            return gun.changed(self._desk, message)
        scan = gun.as_scan(self._desk, message)
        return self._seen(scan) if scan else gun.heard(self._desk, message)

    def _camera(self, message: CameraChanged | CamerasFound | CameraSees) -> list[Effect]:
        match message:
            case CameraChanged():
                return camera_state.changed(self._desk, message)
            case CamerasFound():
                return camera_set_up.found(self._desk, message)
            case CameraSees():
                return camera_set_up.sees(self._desk, message)

    def _timed(self, message: Tick | SyncDue | Answered) -> list[Effect]:
        match message:
            case Tick():
                return self._tick()
            case SyncDue():
                return [Send(request=one) for one in self._line.due(at_once=True)]
            case Answered():
                return self._answered(message)

    def _tick(self) -> list[Effect]:
        desk = self._desk
        now_ms = desk.clock.monotonic_ms()
        lock.tick(desk)
        desk.forgotten = tuple(one for one in desk.forgotten if one.until_ms > now_ms)
        effects = [*reward.expired(desk), *pad.tick(desk)]
        display.tick(desk)
        held = desk.sale is not None and bool(desk.sale.reward) and desk.asking is None
        held = held and desk.sale is not None and not desk.sale.linked
        if held and desk.question is None and now_ms - desk.touched_ms > HOLD_ASK_MS:
            desk.touched_ms = now_ms
            effects += identify.ask_given(desk)
        if desk.mark.suspect() and desk.question is None and desk.sale is None:
            effects += date_asked.ask(desk, now_ms)
        giving_back.tend(desk)
        effects += catching_up.settle(desk, self._line)
        return [*effects, *(Send(request=one) for one in self._line.due(at_once=desk.peppers.due))]

    def _answered(self, message: Answered) -> list[Effect]:
        desk, line = self._desk, self._line
        requests = line.absorb(message.reply)
        effects: list[Effect] = [Send(request=one) for one in requests]
        effects += catching_up.ordered(desk, line)
        if desk.waiting is not None and line.is_answer_to(message.reply, desk.waiting.request_id):
            effects += reward.granted(desk, message.reply)
        giving_back.tend(desk)
        return [*effects, *identify.looked_up(desk, message.reply)]

    def _show(self) -> tuple[Effect, ...]:
        effects: list[Effect] = []
        screen = self.screen()
        if screen != self._shown:
            self._shown = screen
            effects.append(Show(screen=screen))
        shown = self.pad()
        side = ShowPad(pad=shown, elsewhere=tablets.stand_in(self._desk)) if shown else None
        if side != self._pad:
            self._pad = side
            effects += [side] if side is not None else []
        tablet = tablets.shown(self._desk, shown)
        if tablet is not None and tablet != self._tablet:
            self._tablet = tablet
            effects.append(tablet)
        return tuple(effects)

    def _copies(self) -> list[Effect]:
        try:
            return second_place.due(self._desk)
        except Outage:
            # The disk says no: whatever the counter does next says so, and this is tried again.
            return []

    def _tell_eye(self) -> tuple[Effect, ...]:
        if self._desk.cards == self._told:
            return ()
        self._told = self._desk.cards
        return (UseCards(cards=self._told),)

    def _save(self) -> None:
        raw = msgspec.json.encode(self._desk.sale) if self._desk.sale else None
        if raw == self._desk.saved_sale:
            return
        try:
            self._desk.ledger.save_open_sale(raw)
        except Outage:
            # A full disk must not take the counter away; the sale itself was refused or kept.
            return
        self._desk.saved_sale = raw

    def _restore(self) -> None:
        desk = self._desk
        for asked in desk.ledger.unanswered():
            # The reward that it was for is not waited for after a restart.
            desk.ledger.answered(asked.request_id)
        raw = desk.ledger.open_sale()
        desk.saved_sale = raw
        if raw is not None:
            desk.sale = msgspec.json.decode(raw, type=Sale)
        register_orders.restore(desk)
        tablets.restore(desk)
        if desk.sale is None:
            return
        if desk.sale.pin_us:
            # Whoever stands there now may be somebody else: a reward asks for the PIN again.
            desk.sale = msgspec.structs.replace(desk.sale, pin_us=0, reward="", choice="")
        desk.mode = "redeem" if desk.sale.reward else "member"
        sentence = desk.say("The sale of {name} is still open.", name=sale.who(desk, desk.sale))
        strip.put(desk, "note", desk.say("Restored"), sentence)
