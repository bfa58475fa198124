"""The command line: the only place that knows every concrete part and joins them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack

import typer

from terminal.commands import (
    card_verbs,
    console_verbs,
    draws,
    member_verbs,
    move_verbs,
    options,
    owner_verbs,
    phone_verbs,
    proof_verbs,
    recovery_verbs,
    staff_verbs,
    till_verbs,
    verified,
    versions,
)
from terminal.commands.verbs import Address, Data, Gun, Json, PadPlace, Register, verbs

if TYPE_CHECKING:
    from server.books import Books
    from server.console.crew import Crew
    from server.outside import Outside
    from storage.folder import Folder
    from storage.records import Verification
    from terminal.commands.cameras import Cameras
    from terminal.commands.counter import CounterOptions
    from terminal.commands.move_verbs import Gone, Progress
    from terminal.commands.outside import Outside as Asked
    from terminal.commands.shop import Ready
    from terminal.commands.surroundings import Surroundings

app = typer.Typer(
    name="regulars",
    help="The loyalty terminal for the shop counter. Without a command it opens the counter.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
)
app.add_typer(verbs)
app.add_typer(proof_verbs.proofs)


@app.callback(invoke_without_command=True)
def counter(
    context: typer.Context,
    *,
    data: Data = None,
    camera: options.Camera = "",
    scanner: Gun = "",
    dark: Annotated[bool, typer.Option("--dark", help="Dark colours.")] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")] = False,
    pad: PadPlace = "auto",
    shop: options.Shop = False,
    register: Register = None,
) -> None:
    """Open the counter; where there is no screen, say so and play the demo day."""
    if context.invoked_subcommand is not None:
        return
    from terminal.commands import output, surroundings

    if not surroundings.has_screen():
        output.progress("There is no screen here, so the demo day is played instead.")
        _play_day(out=None, breaking="", as_json=False)

    output.guarded(
        lambda: open_counter(
            data,
            camera,
            shop=shop,
            dark=dark,
            full_screen=full_screen,
            pad=pad,
            scanner=scanner,
            register=register,
        )
    )


def open_counter(
    data: Path | None,
    camera: str = "",
    *,
    shop: bool = False,
    **options: Unpack[CounterOptions],
) -> int:
    """Open the counter's window and give the exit code when it is closed."""
    from terminal.commands import counter, surroundings
    from terminal.qt.machine import machine
    from terminal.qt.start import run

    surroundings.keep_memory_small()
    return counter.run(
        surroundings.enter(data, kind="shop" if shop else None),
        cameras=lambda ready: _cameras(camera, ready),
        fill_demo=_fill_demo,
        window=run,
        machine=machine(),
        **options,
    )


def _cameras(asked: str, ready: Ready) -> Cameras:
    from terminal.commands.cameras import Cameras
    from terminal.demo import members

    has_shown = ready.shop.demo or ready.shop.training
    return Cameras(asked, members.numbers(ready.issuer) if has_shown else ())


def _fill_demo(place: Surroundings, ready: Ready) -> None:
    from terminal.demo import seed

    seed.fill(
        place.folder,
        place.store,
        ready.server_url,
        until_us=place.clock.now_us(),
        randomness=place.randomness,
    )


def _play_day(out: Path | None, breaking: str, *, as_json: bool) -> None:
    import secrets

    from terminal.commands import output, surroundings
    from terminal.demo import audience, day

    def stage() -> audience.Stage:
        from terminal.qt import picture

        return picture.Stage(watched=surroundings.has_screen())

    around = day.Around(
        say=output.progress,
        answer=output.answer,
        stage=stage,
        verify_server=_verify_server,
        now_us=surroundings.SystemClock().now_us,
        randomness=secrets.token_bytes,
        language=surroundings.language(),
    )
    output.guarded(lambda: day.play(around, out, breaking, as_json=as_json), as_json=as_json)


def _verify_server(folder: Folder) -> Verification:
    """Rebuild the books of a folder's server, which may be running, and compare."""
    from server.boot import verify_books
    from storage.keys import FileKeyStore
    from terminal.commands import own_server

    store = FileKeyStore(folder.server / "keys")
    return verify_books(folder.server, store, own_server.kept_database(folder))


def _books(around: Surroundings) -> Books:
    """Open the books of this folder's own server, making them where there are none yet."""
    from server.boot import Shop, open_books
    from terminal.commands import own_server

    begin = own_server.begin(around)
    return open_books(
        around.folder.server,
        begin.store,
        Shop(**begin.shop),
        now_us=around.clock.now_us(),
        randomness=around.randomness,
    )


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option(help="Where pictures and day.json go.")] = None,
    break_: options.Break = "",
    json: Json = False,
) -> None:
    """Play one day of the demo shop on the real parts."""
    _play_day(out, break_, as_json=json)


server_app = typer.Typer(
    help="The server that keeps the books.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(server_app, name="server")


@server_app.callback()
def server(
    context: typer.Context,
    *,
    data: Data = None,
    port: options.Port = 0,
    public: options.Public = "",
    wallet: options.Wallet = "",
    database: Address = "",
    host: options.Host = "",
    name: options.Name = "",
    certificate: options.Certificate = None,
    key: options.Key = None,
    announce: options.Announce = None,
    role: options.Role = "all",
    console_port: options.ConsolePort = 0,
) -> None:
    """Serve until SIGTERM or Ctrl+C; prints one line when ready."""
    if context.invoked_subcommand is not None:
        return
    from terminal.commands import member_page, output, outside, own_server, passes, surroundings

    def act() -> int:
        around = surroundings.enter(data)
        chosen = outside.choose(
            around, host=host, name=name, certificate=certificate, key=key, announce=announce
        )
        if database:
            own_server.keep_database(around, database)
        if public:
            member_page.keep_public(around, public)
        if wallet:
            passes.keep(around, wallet, _passes)
        _serve(around, chosen, port, console_verbs.place(role, console_port))
        return output.OK

    output.guarded(act)


def _serve(around: Surroundings, chosen: Asked, port: int, more: Any = None) -> None:
    """Serve the books of this folder until SIGTERM or Ctrl+C."""
    from server.boot import Shop
    from server.serve import Place, serve
    from terminal.commands import outside, own_server, passes

    begin = own_server.begin(around)
    place = _outside(chosen, outside.shop_name(around))
    told = {"log_requests": begin.log_requests, **passes.place(around), **(more or {})}

    def run(on_port: int) -> None:
        serve(
            Place(around.folder.server, begin.store, on_port, outside=place, **told),
            Shop(**begin.shop),
            now_us=around.clock.now_us,
            randomness=around.randomness,
            say=lambda line: console_verbs.ready(around, line),
        )

    # Other tills know the port: it is never given up for another one.
    own_server.on_a_port(port or begin.port if place.is_open else port, begin.port, run)


def _crew(books: Books, now_us: Any) -> Crew:
    from server.console.crew import Crew

    return Crew(books.access(), now_us)


def _passes(around: Surroundings, folder: Path, public: str, card: str = "") -> Any:
    """Open a wallet folder, and give what can be made for whoever has a card."""
    from server.pages.pass_folder import issue, opened

    now_us = around.clock.now_us()
    wallet = opened(folder, public, now_us)
    if not card:
        return wallet
    with closing(_books(around)) as books:
        return issue(books.phones(), wallet, card, around.language, now_us)


def _outside(chosen: Asked, shop: str = "") -> Outside:
    from server.outside import Outside
    from sync.shown import Files
    from terminal.commands import outside

    said = outside.fields(chosen, shop)
    files = said.pop("files")
    paths = Files(certificate=files[0], key=files[1]) if files else None
    return Outside(**said, files=paths)


@server_app.command("pair")
def server_pair(data: Data = None) -> None:
    """Make a pairing string for one more till; it lives fifteen minutes."""
    from terminal.commands import output, outside, own_server, surroundings

    def act() -> int:
        from server.serve import pairing_of

        around = surroundings.enter(data)
        now_us = around.clock.now_us()
        known = _outside(outside.read(around))
        with closing(_books(around)) as books:
            made = own_server.pairing(around, lambda port: pairing_of(books, port, now_us, known))
        output.say(made)
        return output.OK

    output.guarded(act)


for each in (phone_verbs, till_verbs, staff_verbs, owner_verbs, recovery_verbs, draws, versions):
    each.add_to(server_app, _books)
member_verbs.add_to(app, _books)
verified.add_to(server_app, _verify_server)
console_verbs.add_to(server_app, _books, _crew)
card_verbs.add_to(app, _books, _passes)


@server_app.command("openapi")
def server_openapi() -> None:
    """Print what the server answers at each address, as an OpenAPI document."""
    from server.api import STATUSES
    from server.openapi import document
    from terminal.commands import output

    output.answer(document(STATUSES))


def _move_out(around: Surroundings, place: str, say: Progress) -> Gone:
    from server.move_run import send

    with closing(_books(around)) as books:
        return send(books, around.folder.server, place, around.clock.now_us, say)


def _move_in(around: Surroundings, chosen: Asked, port: int) -> None:
    from server.move_run import Place, receive
    from terminal.commands import own_server

    folder = around.folder.server
    came = receive(
        Place(
            folder=folder,
            # Old books that are closed name one address: begun again, it waits there.
            port=port or own_server.kept_port(around),
            outside=_outside(chosen),
            database=own_server.kept_database(around.folder),
        ),
        now_us=around.clock.now_us,
        randomness=around.randomness,
        say=lambda line: own_server.waiting(around, line),
    )
    if came:
        _serve(around, chosen, came)


move_verbs.add_to(app, _move_out, _move_in)


@app.command()
def till(
    *,
    data: Data = None,
    stdio: options.Stdio = False,
    camera: options.Hand = "",
    at: Annotated[str, typer.Option(help="The moment at which the till's clock begins.")] = "",
    register: Register = None,
) -> None:
    """Run the till's engine without a window."""
    from terminal.commands import output, surroundings

    def act() -> int:
        from terminal import headless
        from terminal.commands import hands, shop
        from terminal.commands import till as tills

        if not stdio:
            output.progress("Say how: `till --stdio`. For the window, run without a command.")
            return output.WRONG_USE
        around = surroundings.enter(data)
        if at:
            around.clock.go_to(at)
        ready = shop.ready(around, output.progress)
        cable = tills.Cable(ready.server_url, ready.identity.server_key)
        hand = hands.HandCamera(ready.issuer) if camera == hands.HAND else None
        return headless.stdio(
            lambda **wires: hands.host(around, ready, cable, hand, register, **wires),
            set_clock=around.clock.go_to,
            set_line=cable.switch,
            pass_time=around.clock.wait,
            show_card=hand.show if hand else None,
        )

    output.guarded(act, as_json=True)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
