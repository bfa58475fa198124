"""What a story's counter does when the till orders its camera, printer, screens or training."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from terminal.till.bring_values import FindLists, GoOn, ListOrder, LookAtList
from terminal.till.effects import (
    DropMembers,
    FetchMembers,
    FindCameras,
    FindPrinters,
    LookThrough,
    Train,
    UseCamera,
    UseCards,
    UseDisplay,
    UseSlips,
)
from terminal.till.kit_values import MakeKit
from terminal.till.messages import CamerasFound, Message, PrintersFound
from terminal.till.tablet_told import KnowTablets, OfferTablet, RunTablets, ShowTablet, TabletOrder

if TYPE_CHECKING:
    from tests.stories.counter import Counter

Devices = UseCamera | UseCards | LookThrough | FindCameras | UseSlips | FindPrinters
Order = (
    Devices | FetchMembers | DropMembers | Train | UseDisplay | TabletOrder | ListOrder | MakeKit
)


def given(counter: Counter, effect: Order, inbox: deque[Message]) -> None:
    """Do what the camera or the printer of this till is told."""
    match effect:
        case UseSlips():
            counter.slips = effect.slips
        case FindPrinters():
            inbox.append(PrintersFound(names=counter.printers))
        case UseCamera():
            counter.cameras_switched += 1
        case UseCards():
            counter.looked_for = effect.cards
        case LookThrough():
            counter.orders.append(effect)
        case FindLists() | LookAtList() | GoOn():
            inbox.append(counter.lists.answer(effect))
        case FindCameras():
            inbox.append(CamerasFound(cameras=counter.webcams))
        case MakeKit():
            counter.kits.append(effect)
        case _:
            _others(counter, effect)


def _others(
    counter: Counter, effect: FetchMembers | DropMembers | Train | UseDisplay | TabletOrder
) -> None:
    match effect:
        case FetchMembers() | DropMembers():
            raise AssertionError("the server of a story makes no copies")
        case Train():
            counter.trains = "anew" if effect.anew else "on" if effect.on else "off"
        case RunTablets() | KnowTablets() | OfferTablet() | ShowTablet():
            counter.tablets.append(effect)
        case UseDisplay():
            counter.display = effect
            counter.pad = None if effect.where == "none" else counter.pad
