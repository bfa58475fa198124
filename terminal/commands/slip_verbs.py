"""`slips ...`: finds receipt printers, and tries one without a shop."""

from __future__ import annotations

from typing import Annotated

import typer

from terminal.commands.verbs import Json

Language = Annotated[str, typer.Option("--language", metavar="xx", help="The slip's language.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    slips_app = typer.Typer(help="Slips and their printers.", rich_markup_mode=None)
    app.add_typer(slips_app, name="slips")

    @slips_app.command("find")
    def slips_find(*, json: Json = False) -> None:
        """List the receipt printers and serial ports of this machine."""
        from terminal.commands import output, slip_test

        output.guarded(lambda: slip_test.find(as_json=json), as_json=json)

    @slips_app.command("test")
    def slips_test(
        *,
        network: Annotated[
            str, typer.Option("--network", metavar="HOST[:PORT]", help="A printer in the network.")
        ] = "",
        serial: Annotated[
            str, typer.Option("--serial", metavar="PORT", help="A printer at a serial port.")
        ] = "",
        device: Annotated[
            str, typer.Option("--device", metavar="FILE", help="A printer that is a file.")
        ] = "",
        baud: Annotated[int, typer.Option("--baud", help="The speed of the serial port.")] = 9600,
        paper: Annotated[str, typer.Option("--paper", help="80, 80-42 or 58.")] = "80",
        drawn: Annotated[bool, typer.Option("--drawn", help="Letters as pictures.")] = False,
        language: Language = "en",
        json: Json = False,
    ) -> None:
        """Print a test slip on a receipt printer."""
        from terminal.commands import output, slip_test

        named = {"network": network, "serial": serial, "usb": device}
        output.guarded(
            lambda: slip_test.test(
                slip_test.chosen(named, paper=paper, drawn=drawn, baud=baud),
                language,
                as_json=json,
            ),
            as_json=json,
        )
