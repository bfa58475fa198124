"""What a till works with, each on a thread of its own, as far as its host needs it."""

from __future__ import annotations

from typing import Protocol

from scanner.legacy_rules import LegacyCards
from sync.exchange import Request
from terminal.till.bring_values import ListOrder
from terminal.till.card_values import CardOrder
from terminal.till.effects import Copying, DropMembers, FetchMembers, LookThrough
from terminal.till.kit_values import MakeKit
from terminal.till.logo_values import LogoOrder
from terminal.till.register_told import RegisterOrder
from terminal.till.slip_values import AtHand, Slips
from terminal.till.tablet_told import TabletOrder


class LineWorker(Protocol):
    """Performs requests on its own thread (sync.worker)."""

    def start(self) -> None:
        """Begin to take requests."""
        ...

    def submit(self, request: Request) -> bool:
        """Take a request; False when there is no room for it."""
        ...

    def stop(self) -> None:
        """End; returns when the thread has ended."""
        ...


class Eye(Protocol):
    """A camera with its gate, as far as the host needs it."""

    def start(self) -> None:
        """Begin to look."""
        ...

    def stop(self) -> None:
        """End; returns when its threads have ended."""
        ...

    def next_source(self) -> None:
        """Look through the next source."""
        ...

    def look_through(self, order: LookThrough) -> None:
        """Look as the till orders."""
        ...

    def find_cameras(self) -> None:
        """Look for the cameras that are there, and post them."""
        ...

    def look_for(self, cards: LegacyCards) -> None:
        """Look for cards that the shop gave out before, too."""
        ...


class Gun(Protocol):
    """A scanner gun on a line of its own."""

    def start(self) -> None:
        """Begin to listen."""
        ...

    def stop(self) -> None:
        """End; returns when its thread has ended."""
        ...


class Chooser(Protocol):
    """What takes slips and can be told where they go."""

    def choose(self, slips: Slips) -> None:
        """Let slips go there from now on."""
        ...

    def find(self) -> tuple[AtHand, ...]:
        """Name the printers that are at hand."""
        ...

    def model(self) -> str:
        """Ask the printer what it is; empty where it does not say. May raise Outage."""
        ...


class Copier(Protocol):
    """Makes copies and writes lines at the second place, on threads of its own."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: Copying) -> None:
        """Take an order; its answer is posted."""
        ...

    def stop(self) -> None:
        """End; what is being written is not waited for long."""
        ...


class Register(Protocol):
    """The local API for cash registers, as far as the host needs it."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: RegisterOrder) -> None:
        """Take an order, and return at once."""
        ...

    def stop(self) -> None:
        """End; whoever waits for an answer is told so."""
        ...


class TabletService(Protocol):
    """The customer's screen for browsers in the network, as far as the host needs it."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: TabletOrder) -> None:
        """Take an order, and return at once."""
        ...

    def stop(self) -> None:
        """End; every browser is let go and shows nobody."""
        ...


class Lister(Protocol):
    """Looks at lists of members, on a thread of its own."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: ListOrder) -> None:
        """Take an order; its answer is posted."""
        ...

    def stop(self) -> None:
        """End."""
        ...


class CardMaker(Protocol):
    """Draws cards and reads them back, on a thread of its own (terminal.making.worker)."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: CardOrder) -> None:
        """Take an order; its answer is posted."""
        ...

    def stop(self) -> None:
        """End; a job under way stops at its next page."""
        ...


class KitMaker(Protocol):
    """Makes the launch kit, on a thread of its own."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: MakeKit) -> None:
        """Take an order; its answer is posted."""
        ...

    def stop(self) -> None:
        """End; what is being written is not waited for long."""
        ...


class LogoReader(Protocol):
    """Looks at pictures for the shop's logo and keeps one, on a thread of its own."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: LogoOrder) -> None:
        """Take an order; its answer is posted."""
        ...

    def stop(self) -> None:
        """End; a picture that is being looked at is not waited for long."""
        ...


class MembersFetcher(Protocol):
    """Fetches a copy of all members on a thread of its own."""

    def start(self) -> None:
        """Begin to take orders."""
        ...

    def put(self, order: FetchMembers | DropMembers) -> None:
        """Take an order."""
        ...

    def stop(self) -> None:
        """End; returns when its thread has ended."""
        ...
