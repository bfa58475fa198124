"""The command line: the only place that knows every concrete part and joins them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scanner.frames import Source
    from storage.folder import Folder
    from storage.records import Verification
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

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Where everything is kept (or REGULARS_DATA)."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON only.")]


@app.callback(invoke_without_command=True)
def counter(
    context: typer.Context,
    *,
    data: Data = None,
    camera: Annotated[
        str, typer.Option(help="Camera: a number, a path, a URL, or `recorded`.")
    ] = "",
    dark: Annotated[bool, typer.Option("--dark", help="Dark colours.")] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")] = False,
    shop: Annotated[
        bool, typer.Option("--shop", help="Begin a real shop in an empty folder, not the demo.")
    ] = False,
) -> None:
    """Open the counter; where there is no screen, say so and play the demo day."""
    if context.invoked_subcommand is not None:
        return
    from terminal.commands import output, surroundings

    if not surroundings.has_screen():
        output.progress("There is no screen here, so the demo day is played instead.")
        _play_day(out=None, breaking="", as_json=False)

    output.guarded(
        lambda: open_counter(data, camera, dark=dark, full_screen=full_screen, shop=shop)
    )


def open_counter(
    data: Path | None,
    camera: str = "",
    *,
    dark: bool = False,
    full_screen: bool = False,
    shop: bool = False,
) -> int:
    """Open the counter's window and give the exit code when it is closed."""
    from terminal.commands import counter, surroundings
    from terminal.qt.app import run

    surroundings.keep_memory_small()
    return counter.run(
        surroundings.enter(data, kind="shop" if shop else None),
        sources=lambda ready: _cameras(camera, ready),
        fill_demo=_fill_demo,
        window=run,
        dark=dark,
        full_screen=full_screen,
    )


def _cameras(asked: str, ready: Ready) -> Sequence[Source]:
    from terminal.commands import cameras
    from terminal.demo import members

    return cameras.sources(asked, members.numbers(ready.issuer) if ready.shop.demo else ())


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
    """Open the books of a server that has ended, and let them be rebuilt."""
    from server.boot import Shop, open_books
    from terminal.commands import own_server, surroundings

    around = surroundings.enter(folder.root)
    begin = own_server.begin(around)
    books = open_books(
        around.folder.server,
        begin.store,
        Shop(issuer=begin.issuer, zone=begin.zone, programmes=begin.programmes),
        now_us=around.clock.now_us(),
        randomness=around.randomness,
    )
    try:
        return books.verify()
    finally:
        books.close()


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option(help="Where pictures and day.json go.")] = None,
    break_: Annotated[
        str, typer.Option("--break", help="Plant a fault: lost, double or points.")
    ] = "",
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
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port; 0 takes the last one, or a free one.")] = 0,
) -> None:
    """Serve until SIGTERM or Ctrl+C; prints one line when ready."""
    if context.invoked_subcommand is not None:
        return
    from terminal.commands import output, own_server, surroundings

    def act() -> int:
        from server.boot import Shop
        from server.serve import Place, serve

        around = surroundings.enter(data)
        begin = own_server.begin(around)

        def run(on_port: int) -> None:
            serve(
                Place(folder=around.folder.server, store=begin.store, port=on_port),
                Shop(issuer=begin.issuer, zone=begin.zone, programmes=begin.programmes),
                now_us=around.clock.now_us,
                randomness=around.randomness,
                say=lambda line: own_server.ready(around, line),
            )

        own_server.on_a_port(port, begin.port, run)
        return output.OK

    output.guarded(act)


@server_app.command("pair")
def server_pair(data: Data = None) -> None:
    """Make a pairing string for one more till; it lives fifteen minutes."""
    from terminal.commands import output, own_server, surroundings

    def act() -> int:
        from server.boot import Shop, open_books
        from server.serve import pairing_of

        around = surroundings.enter(data)
        begin = own_server.begin(around)
        shop = Shop(issuer=begin.issuer, zone=begin.zone, programmes=begin.programmes)
        now_us = around.clock.now_us()
        books = open_books(
            around.folder.server,
            begin.store,
            shop,
            now_us=now_us,
            randomness=around.randomness,
        )
        try:
            output.say(own_server.pairing(around, lambda port: pairing_of(books, port, now_us)))
        finally:
            books.close()
        return output.OK

    output.guarded(act)


@app.command()
def till(
    data: Data = None,
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Messages in and effects out, a line each.")
    ] = False,
    camera: Annotated[
        str, typer.Option(help="`hand`: a recorded camera sees the cards that the lines show.")
    ] = "",
    at: Annotated[str, typer.Option(help="The moment at which the till's clock begins.")] = "",
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
        cable = tills.Cable(ready.server_url)

        def cut(is_up: bool) -> None:
            cable.is_up = is_up

        hand = hands.HandCamera(ready.issuer) if camera == hands.HAND else None
        return headless.stdio(
            lambda **wires: hands.host(around, ready, cable, hand, **wires),
            set_clock=around.clock.go_to,
            set_line=cut,
            pass_time=around.clock.wait,
            show_card=hand.show if hand else None,
        )

    output.guarded(act, as_json=True)


@app.command()
def decode(
    files: Annotated[list[Path], typer.Argument(help="Pictures.")],
    formats: Annotated[str, typer.Option(help="member or all.")] = "member",
) -> None:
    """Say what codes are in pictures, and which a till would accept."""
    from terminal.commands import decoding, output

    output.guarded(lambda: decoding.run(files, formats), as_json=True)


ledger_app = typer.Typer(help="What this till recorded.", rich_markup_mode=None)
app.add_typer(ledger_app, name="ledger")


@ledger_app.command("verify")
def ledger_verify(data: Data = None, json: Json = False) -> None:
    """Rebuild everything that can be rebuilt, and compare."""
    from terminal.commands import ledger, output, surroundings

    output.guarded(lambda: ledger.verify(surroundings.enter(data), as_json=json), as_json=json)


@ledger_app.command("export")
def ledger_export(data: Data = None, json: Json = False) -> None:
    """Write every event, a line each, in its own bytes."""
    from terminal.commands import ledger, output, surroundings

    output.guarded(lambda: ledger.export(surroundings.enter(data)), as_json=json)


@ledger_app.command("balance")
def ledger_balance(card: str, data: Data = None, json: Json = False) -> None:
    """Say what a card has."""
    from terminal.commands import ledger, output, surroundings

    output.guarded(
        lambda: ledger.balance(surroundings.enter(data), card, as_json=json), as_json=json
    )


@app.command()
def pair(
    pairing: Annotated[str, typer.Argument(help="host:port/CODE-FINGERPRINT")],
    name: Annotated[str, typer.Option(help="What this till is called.")] = "Till 2",
    data: Data = None,
    json: Json = False,
) -> None:
    """Connect this till to a server that runs elsewhere."""
    from terminal.commands import output, pairing_up, surroundings

    output.guarded(
        lambda: pairing_up.run(surroundings.enter(data, kind="shop"), pairing, name, as_json=json),
        as_json=json,
    )


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The folder that takes the copy.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Copy this till into one encrypted file."""
    from terminal.commands import copies, output, surroundings

    output.guarded(
        lambda: copies.backup(surroundings.enter(data), target, as_json=json), as_json=json
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    recovery: Annotated[
        bool, typer.Option("--recovery", help="Ask for the words of the recovery sheet.")
    ] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Put a backup into an empty folder."""
    from terminal.commands import copies, output, surroundings

    words = typer.prompt("The 24 words, or the code of the sheet", err=True) if recovery else None
    output.guarded(
        lambda: copies.restore(file, surroundings.data_root(data), words, as_json=json),
        as_json=json,
    )


@app.command()
def doctor(data: Data = None, json: Json = False) -> None:
    """Look at everything a till depends on, and say what to do."""
    from terminal.commands import doctor as doctors
    from terminal.commands import output, surroundings

    output.guarded(lambda: doctors.run(surroundings.enter(data), as_json=json), as_json=json)


@app.command()
def simulate(
    seeds: Annotated[int, typer.Option(help="How many seeds.")] = 20,
    start: Annotated[int, typer.Option(help="The first seed.")] = 1,
    tills: Annotated[int, typer.Option(help="How many tills.")] = 2,
    sabotage: Annotated[str, typer.Option(help="A guard to take away; `list` names them.")] = "",
    json: Json = False,
) -> None:
    """Run tills and server against seeded faults."""
    from terminal.commands import output, proving

    output.guarded(
        lambda: proving.simulate(seeds, start, tills, sabotage, as_json=json), as_json=json
    )


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="commit, scan, start or all.")],
    full: Annotated[bool, typer.Option("--full", help="The large sizes too.")] = False,
    frames: Annotated[Path | None, typer.Option(help="A folder with manifest.csv.")] = None,
    format: Annotated[str, typer.Option(help="auto or member.")] = "auto",  # noqa: A002
    json: Json = False,
) -> None:
    """Measure, beside a baseline, in one run."""
    from terminal.commands import output, proving

    output.guarded(
        lambda: proving.bench(name, full=full, frames=frames, form=format, as_json=json),
        as_json=json,
    )


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
