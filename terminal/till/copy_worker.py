"""Copies and lines for the second place, on threads of their own: a slow stick stops nobody."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from loyalty.errors import LoyaltyError, Outage
from storage import later, places, shelf
from storage.later import Later
from terminal.till.effects import Copying, FindPlaces, KeepLines, LookAtPlace, MakeCopy
from terminal.till.messages import (
    CopyMade,
    FoundPlace,
    LinesKept,
    Message,
    PlaceSeen,
    PlacesFound,
)
from terminal.till.second_place import HERE

ORDERS_MAX = 64
STOP_S = 2.0
BUSY = "busy"
LONG_BYTES = later.BYTES_MAX // 2


class Maker(Protocol):
    """Makes a whole copy in a process of its own (terminal.commands.own_copies)."""

    def __call__(self, folder: Path) -> int:
        """Copy into a folder; gives the moment of it. Raises Outage or Refusal."""
        ...


class CopyWorker:
    """Two threads: one makes copies, which take long, the other looks and writes lines."""

    def __init__(
        self,
        post: Callable[[Message], None],
        *,
        here: Path,
        make: Maker,
        recovery_key: bytes,
        randomness: Callable[[int], bytes],
    ) -> None:
        """`here` takes the copies of a shop that wants no second place."""
        self._post = post
        self._here = here
        self._make = make
        self._recovery_key = recovery_key
        self._randomness = randomness
        self._later: Later | None = None
        self._queues: tuple[queue.Queue[Copying | None], ...] = (
            queue.Queue(ORDERS_MAX),
            queue.Queue(ORDERS_MAX),
        )
        self._threads = [
            threading.Thread(target=self._run, args=(orders,), name=name, daemon=True)
            for orders, name in zip(self._queues, ("copies", "lines"), strict=True)
        ]

    def start(self) -> None:
        """Begin to take orders."""
        for thread in self._threads:
            thread.start()

    def put(self, order: Copying) -> None:
        """Take an order. One that there is no room for is answered at once where one waits."""
        orders = self._queues[0 if isinstance(order, MakeCopy) else 1]
        try:
            orders.put_nowait(order)
        except queue.Full:
            if isinstance(order, KeepLines):
                self._post(LinesKept(place=order.place, of=order.of, problem=BUSY))

    def stop(self) -> None:
        """End. A stick that hangs is not waited for: what is half written there does not count."""
        for orders in self._queues:
            try:
                orders.put_nowait(None)
            except queue.Full:
                continue
        for thread in self._threads:
            thread.join(STOP_S)

    def _run(self, orders: queue.Queue[Copying | None]) -> None:
        while (order := orders.get()) is not None:
            self._post(self.answer(order))

    def answer(self, order: Copying) -> Message:
        """Carry out one order, whatever comes of it."""
        match order:
            case LookAtPlace():
                return self._look(order)
            case MakeCopy():
                return self._copy(order)
            case KeepLines():
                return self._keep(order)
            case FindPlaces():
                found = [
                    FoundPlace(path=str(one.path), name=one.name, free_bytes=one.free_bytes)
                    for one in places.mounted()
                ]
                return PlacesFound(places=tuple(found))

    def folder(self, place: str, device: str) -> Path:
        """Give the folder of a till at a place."""
        return shelf.of_till(self._here if place == HERE else Path(place), device)

    def _look(self, order: LookAtPlace) -> PlaceSeen:
        folder = self.folder(order.place, order.device)
        try:
            if order.begins and (order.place == HERE or folder.parent.is_dir()):
                folder.mkdir(parents=True, exist_ok=True)
            # Without its folder it is another stick, or the empty place where one is put in.
            if not folder.is_dir():
                return PlaceSeen(place=order.place, present=False)
            copy = shelf.newest(folder)
            size = copy.later.stat().st_size if copy is not None and copy.later.exists() else 0
        except (OSError, LoyaltyError):
            return PlaceSeen(place=order.place, present=False)
        if copy is None or copy.device != order.device:
            return PlaceSeen(place=order.place, present=True)
        return PlaceSeen(
            place=order.place,
            present=True,
            made=copy.made,
            epoch=copy.epoch,
            seq=copy.seq,
            is_long=size > LONG_BYTES,
        )

    def _copy(self, order: MakeCopy) -> CopyMade:
        try:
            at_us = self._make(self.folder(order.place, order.device))
        except LoyaltyError as error:
            return CopyMade(place=order.place, problem=error.code)
        return CopyMade(place=order.place, at_us=at_us)

    def _keep(self, order: KeepLines) -> LinesKept:
        path = self.folder(order.place, order.device) / f"regulars-{order.of}{shelf.LATER}"
        try:
            if order.begins:
                self._later = Later(path, self._recovery_key, self._randomness, order.parts)
            elif self._later is None or self._later.path != path:
                raise Outage("place_missing", "these lines do not follow what was written last")
            else:
                self._later.append(order.parts)
        except LoyaltyError as error:
            self._later = None
            return LinesKept(place=order.place, of=order.of, problem=error.code)
        return LinesKept(place=order.place, of=order.of)
