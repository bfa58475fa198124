"""What a story's counter does when the till orders its camera, printer, screens or training."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from cards.slip_text import render_text
from terminal.till.bring_values import FindLists, GoOn, ListOrder, LookAtList
from terminal.till.card_values import CardOrder, FindDesigns, MakeCards, PrintCards, StopCards
from terminal.till.effects import (
    DropMembers,
    FetchMembers,
    FindCameras,
    FindPrinters,
    LookThrough,
    Train,
    TryPrinter,
    UseCamera,
    UseCards,
    UseDisplay,
    UseSlips,
)
from terminal.till.kit_values import MakeKit
from terminal.till.logo_values import DropLogo, FindLogos, LogoOrder, LookAtLogo, UseLogo
from terminal.till.messages import CamerasFound, Message, PrintersFound
from terminal.till.slip_values import AtHand
from terminal.till.tablet_told import (
    KnowTablets,
    OfferTablet,
    RunTablets,
    ShowSlides,
    ShowTablet,
    TabletOrder,
)

if TYPE_CHECKING:
    from tests.stories.counter import Counter

MODEL = "TM-T20II"
PLACES = {"usb": "/dev/usb/lp{at}", "serial": "/dev/ttyUSB{at}"}
Devices = UseCamera | UseCards | LookThrough | FindCameras | UseSlips | FindPrinters | TryPrinter
Order = (
    Devices
    | FetchMembers
    | DropMembers
    | Train
    | UseDisplay
    | TabletOrder
    | ListOrder
    | CardOrder
    | MakeKit
    | LogoOrder
)


def at_hand(named: tuple[str, ...]) -> tuple[AtHand, ...]:
    """Make printers of a story's words, each WAY:NAME."""
    return tuple(
        AtHand(way=way, printer=PLACES.get(way, "").format(at=at) or name, name=name)
        for at, (way, _, name) in enumerate(one.partition(":") for one in named)
    )


def has_printed(counter: Counter, wanted: str) -> bool:
    """Say whether the last act printed: anything, `nothing`, or a slip with "this" on it."""
    if wanted.startswith('"'):
        printed = [*(each.slip for each in counter.printed), *counter.tested]
        # A line of a slip may be broken anywhere between words.
        texts = [" ".join(render_text(slip).split()) for slip in printed]
        return any(wanted.strip('"') in text for text in texts)
    return bool(counter.printed) != (wanted == "nothing")


def given(counter: Counter, effect: Order, inbox: deque[Message]) -> None:
    """Do what the camera or the printer of this till is told."""
    match effect:
        case UseSlips():
            counter.slips = effect.slips
        case FindPrinters():
            inbox.append(PrintersFound(printers=counter.printers))
        case TryPrinter():
            counter.tested.append(effect.slip)
            inbox.append(counter.answer_of_printer)
        case UseCamera():
            counter.cameras_switched += 1
        case UseCards():
            counter.looked_for = effect.cards
        case LookThrough():
            counter.orders.append(effect)
        case FindLists() | LookAtList() | GoOn():
            inbox.append(counter.lists.answer(effect))
        case MakeCards() | StopCards() | FindDesigns() | PrintCards():
            counter.cards.take(effect, inbox)
        case FindCameras():
            inbox.append(CamerasFound(cameras=counter.webcams))
        case _:
            _others(counter, effect, inbox)


def _others(
    counter: Counter,
    effect: FetchMembers | DropMembers | Train | UseDisplay | TabletOrder | MakeKit | LogoOrder,
    inbox: deque[Message],
) -> None:
    match effect:
        case FindLogos() | LookAtLogo() | UseLogo() | DropLogo():
            inbox.append(counter.logos.answer(effect))
        case MakeKit():
            counter.kits.append(effect)
        case FetchMembers() | DropMembers():
            raise AssertionError("the server of a story makes no copies")
        case Train():
            counter.trains = "anew" if effect.anew else "on" if effect.on else "off"
        case RunTablets() | KnowTablets() | OfferTablet() | ShowTablet() | ShowSlides():
            counter.tablets.append(effect)
        case UseDisplay():
            counter.display = effect
            counter.pad = None if effect.where == "none" else counter.pad
