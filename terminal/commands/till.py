"""Opens a till with its devices: printer to files, line to its server, and cameras."""

from __future__ import annotations

import threading
from collections.abc import Callable

from loyalty.errors import Outage
from storage import keys
from storage.folder import Lock
from sync.client import Client, Identity
from sync.exchange import Reply, Request
from sync.http import HttpTransport
from sync.sign import Signer
from sync.transport import Answered, Sent, Transport
from sync.worker import SyncWorker
from terminal.commands import kit_making, member_page, own_copies, register_link, tablet_link
from terminal.commands.list_reader import ListReader, newest, usual_folders
from terminal.commands.shop import Ready
from terminal.commands.surroundings import Surroundings, mark_outside
from terminal.commands.verbs import RegisterOption
from terminal.kit.logo_thread import LogoThread, is_picture
from terminal.kit.looks import look_for
from terminal.kit.writing import KitThread
from terminal.making.worker import CardWorker
from terminal.till import opening, slips_set_up
from terminal.till.desk import Desk
from terminal.till.effects import Seen
from terminal.till.fetching import Fetcher, FetchThread
from terminal.till.host import Host
from terminal.till.machine import Machine
from terminal.till.messages import MembersMoved
from terminal.till.printing import ChosenPrinter
from terminal.till.register_told import RegisterRuns
from terminal.till.shop_logo import logo_bytes
from terminal.till.till import Till
from terminal.till.workers import LineWorker


def host(
    around: Surroundings,
    ready: Ready,
    *,
    watch: Callable[[Seen], None],
    failed: Callable[[BaseException], None],
    pad: bool = True,
    camera: str = "",
    cable: Cable | None = None,
    lock: Lock | None = None,
    register: RegisterOption | None = None,
    tell: Callable[[RegisterRuns], None] | None = None,
    machine: Machine | None = None,
) -> Host:
    """Make the host of a till; nothing is opened before it starts. `camera` was asked for.

    `register` is what was asked for about a cash register, and `tell` hears where its API is.
    `machine` is what this one can do. `pad` says that members have a side of their own here;
    `lock` is the till's, where it was taken already, and stays whose it is. A second till on the
    same folder ends with Outage `already_open`, handed to `failed`.
    """
    opened: list[Desk] = []
    locks: list[Lock] = []
    root = around.folder.root
    machine = machine or Machine()
    printer = ChosenPrinter(
        around.folder.slips, logo=lambda: logo_bytes(root), printers=machine.printers
    )

    def open_till() -> Till:
        # Two tills on one chain would both write its next event.
        if lock is None:
            locks.append(Lock(around.folder.till))
        desk = _desk(around, pad=pad, camera=camera)
        opened.append(desk)
        desk.bring.begin = lists.begin
        printer.choose(slips_set_up.kept(desk.ledger))
        return Till(desk)

    def close_till() -> None:
        place = own_copies.at_close(around, opened[-1]) if opened else None
        while opened:
            opening.close(opened.pop())
        while locks:
            locks.pop().release()
        if place is not None:
            own_copies.leave_behind(around, place)

    trains = ready.shop.training
    # Nobody hears of what is practised, no copy is made of it, and no register tells of a sale.
    make_line = (lambda _: NoLine()) if trains else _line_maker(around, ready, cable)
    made = Host(
        open_till=open_till,
        close_till=close_till,
        make_line=make_line,
        printer=printer,
        watch=watch,
        failed=failed,
        make_fetcher=None if trains else lambda post: FetchThread(fetcher(around, ready, post)),
    )
    lists = ListReader(made.post, ready.shop.region, usual_folders)
    made.use_lister(lists)
    made.use_chooser(printer)
    made.use_kits(_kits(around, made))
    if not trains:
        register_link.link(around, made, register, tell)
        _link(around, made, machine)
    return made


def _desk(around: Surroundings, *, pad: bool, camera: str) -> Desk:
    return opening.desk(
        around.folder,
        around.store,
        clock=around.clock,
        randomness=around.randomness,
        language=around.language,
        pad=pad,
        camera=camera,
        outside=mark_outside(around.folder),
    )


def _kits(around: Surroundings, made: Host) -> KitThread:
    root = around.folder.root
    return KitThread(
        made.post,
        root / kit_making.FOLDER,
        look=lambda: look_for(root),
        link=lambda: member_page.home_url(around),
    )


def _link(around: Surroundings, made: Host, machine: Machine) -> None:
    """Give a real till what training does without."""
    root = around.folder.root
    made.use_copier(own_copies.worker(around, made.post))
    made.use_cards(
        CardWorker(made.post, root=root, folder=around.folder.cards, printers=machine.printers)
    )
    made.use_logos(
        LogoThread(
            made.post,
            root=root,
            find=lambda: tuple(newest(usual_folders(), is_picture)),
            rasterise=machine.rasterise,
        )
    )
    tablet_link.link(around, made)


def _line_maker(
    around: Surroundings, ready: Ready, cable: Cable | None
) -> Callable[[Callable[[Reply], None]], LineWorker]:
    carrier = cable or Cable(ready.server_url, ready.identity.server_key)
    return lambda post: line(around, ready, carrier, post)


def fetcher(around: Surroundings, ready: Ready, post: Callable[[MembersMoved], None]) -> Fetcher:
    """Make what fetches copies of all members, over a line of its own; it tells `post`."""

    def source(epoch: int) -> Client:
        server_key = bytes.fromhex(ready.identity.server_key)
        return _client(around, ready, HttpTransport(ready.server_url, server_key), epoch)

    return Fetcher(
        source=source,
        folder=around.folder,
        store=around.store,
        post=post,
        stopping=threading.Event(),
    )


class NoLine:
    """The line of a till that has no server: takes nothing, so that nothing can be sent."""

    def start(self) -> None:
        """Do nothing."""

    def submit(self, request: Request) -> bool:
        """Refuse it; the till goes on without an answer."""
        del request
        return False

    def stop(self) -> None:
        """Do nothing."""


class Cable:
    """The line with a switch in it, so that a script can cut it."""

    def __init__(self, url: str, server_key: str) -> None:
        """Prepare a line to `url`, where the server with this key (hexadecimal) is."""
        self._server_key = server_key
        self._http = HttpTransport(url, bytes.fromhex(server_key))
        self.is_up = True

    def switch(self, is_up: bool) -> None:
        """Cut the line, or mend it."""
        self.is_up = is_up

    def send(self, sent: Sent) -> Answered:
        """Send a request, unless the line is cut."""
        if not self.is_up:
            raise Outage("line_down", "the line was cut on purpose")
        return self._http.send(sent)

    def to(self, url: str) -> Cable:
        """Give the line to another address of the same server."""
        there = Cable(url, self._server_key)
        there.is_up = self.is_up
        return there

    def close(self) -> None:
        """Close the connections that were kept."""
        self._http.close()


def _way(ready: Ready) -> Callable[[str], Transport]:
    return lambda url: HttpTransport(url, bytes.fromhex(ready.identity.server_key))


def line(
    around: Surroundings, ready: Ready, cable: Transport, post: Callable[[Reply], None]
) -> SyncWorker:
    """Make the worker that talks to the till's server."""
    return SyncWorker(_client(around, ready, cable, ready.epoch), post)


def _client(around: Surroundings, ready: Ready, transport: Transport, epoch: int) -> Client:
    seed = around.store.get(keys.DEVICE_SEED)
    assert seed is not None, "a connected till has a device key"
    return Client(
        transport=transport,
        identity=Identity(
            device=ready.identity.device,
            epoch=epoch,
            server_key=bytes.fromhex(ready.identity.server_key),
        ),
        signer=Signer(seed),
        now_us=around.clock.now_us,
        reach=transport.to if isinstance(transport, Cable) else _way(ready),
        randomness=around.randomness,
    )
