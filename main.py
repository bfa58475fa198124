"""The command line: the only place that knows every concrete part and joins them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    data: Data = None,
    camera: Annotated[
        str, typer.Option(help="Camera: a number, a path, a URL, or `recorded`.")
    ] = "",
    dark: Annotated[bool, typer.Option("--dark", help="Dark colours.")] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")] = False,
) -> None:
    """Open the counter; where there is no screen, say so and play the demo day."""
    if context.invoked_subcommand is not None:
        return
    from terminal.commands import output, surroundings

    if not surroundings.has_screen():
        output.progress("There is no screen here, so the demo day is played instead.")
        _play_day(out=None, breaking="", as_json=False)

    def act() -> int:
        from terminal.commands import cameras, counter
        from terminal.demo import members, seed
        from terminal.qt.app import run

        around = surroundings.enter(data)
        return counter.run(
            around,
            sources=lambda issuer: cameras.sources(camera, members.numbers(issuer)),
            fill_demo=lambda place, ready: seed.fill(place.folder, place.store, ready.server_url),
            window=run,
            dark=dark,
            full_screen=full_screen,
        )

    output.guarded(act)


def _play_day(out: Path | None, breaking: str, *, as_json: bool) -> None:
    from terminal.commands import output
    from terminal.demo import day

    output.guarded(lambda: day.play(out, breaking, as_json=as_json), as_json=as_json)


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
        serve(
            Place(folder=around.folder.server, store=begin.store, port=port or begin.port),
            Shop(issuer=begin.issuer, zone=begin.zone, programmes=begin.programmes),
            now_us=around.clock.now_us,
            randomness=around.randomness,
            say=lambda line: own_server.ready(around, line),
        )
        return output.OK

    output.guarded(act)


@app.command()
def till(
    data: Data = None,
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Messages in and effects out, a line each.")
    ] = False,
) -> None:
    """Run the till's engine without a window."""
    from terminal.commands import output, surroundings

    def act() -> int:
        from terminal import headless
        from terminal.commands import shop
        from terminal.commands import till as tills

        if not stdio:
            output.progress("Say how: `till --stdio`. For the window, run without a command.")
            return output.WRONG_USE
        around = surroundings.enter(data)
        ready = shop.ready(around, output.progress)
        cable = tills.Cable(ready.server_url)

        def cut(is_up: bool) -> None:
            cable.is_up = is_up

        return headless.stdio(
            lambda **wires: tills.host(around, ready, cable=cable, **wires),
            set_clock=around.clock.go_to,
            set_line=cut,
        )

    output.guarded(act, as_json=True)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
