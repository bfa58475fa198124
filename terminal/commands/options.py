"""What `server`, the counter, `demo` and `till` can be told, each option with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Port = Annotated[int, typer.Option(help="Port; 0 takes the last one, or a free one.")]
Public = Annotated[
    str, typer.Option(help="The name under which phones reach this server by HTTPS.")
]
Wallet = Annotated[
    str,
    typer.Option(help="The folder of wallet.toml and what signs cards for wallets, or `none`."),
]
Host = Annotated[
    str, typer.Option(help="Listen for other machines too, over TLS: an address, or 0.0.0.0.")
]
Name = Annotated[str, typer.Option(help="The name that other tills reach it by.")]
Certificate = Annotated[Path | None, typer.Option(help="A public certificate with its chain, PEM.")]
Key = Annotated[Path | None, typer.Option(help="The certificate's private key, PEM.")]
Announce = Annotated[
    bool | None, typer.Option("--announce/--no-announce", help="Say on the network it is here.")
]
Role = Annotated[str, typer.Option(help="What runs here: all, api (tills and phones) or console.")]
ConsolePort = Annotated[
    int, typer.Option("--console-port", help="The console's port; 0 takes the last one.")
]
Camera = Annotated[str, typer.Option(help="Camera: a number, a path, a URL, or `recorded`.")]
Shop = Annotated[
    bool, typer.Option("--shop", help="Begin a real shop in an empty folder, not the demo.")
]
Break = Annotated[str, typer.Option("--break", help="Plant a fault: lost, double or points.")]
Stdio = Annotated[bool, typer.Option("--stdio", help="Messages in and effects out, a line each.")]
Hand = Annotated[
    str, typer.Option(help="`hand`: a recorded camera sees the cards that the lines show.")
]
