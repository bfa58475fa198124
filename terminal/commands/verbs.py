"""The verbs that need no window and no server: typer's side of them, each a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from loyalty.errors import Refusal

verbs = typer.Typer(rich_markup_mode=None)
PORT_MAX = 65_535

Gun = Annotated[
    str, typer.Option(help="A serial scanner gun: its port, or `auto` for any known make.")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Where everything is kept (or REGULARS_DATA)."),
]
Address = Annotated[
    str, typer.Option(help="Keep the books in PostgreSQL: postgresql://user@host/name.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON only.")]
PadPlace = Annotated[
    Literal["auto", "window", "off"],
    typer.Option("--pad", help="The pad for members: a second screen or this one, or a window."),
]


class RegisterOption(NamedTuple):
    """What was asked for about a cash register when the program was started."""

    port: int
    folder: Path | None = None


def _register(text: str) -> RegisterOption:
    """Read PORT or PORT:FOLDER."""
    port, _, folder = text.partition(":")
    if not port.isdecimal() or int(port) > PORT_MAX:
        raise typer.BadParameter("say a port, or a port, a colon and a folder")
    return RegisterOption(int(port), Path(folder) if folder else None)


Register = Annotated[
    RegisterOption | None,
    typer.Option(
        parser=_register,
        metavar="PORT[:FOLDER]",
        help="Let a cash register on this computer talk to the till, or write files for it.",
    ),
]


@verbs.command()
def decode(
    files: Annotated[list[Path], typer.Argument(help="Pictures.")],
    formats: Annotated[str, typer.Option(help="member or all.")] = "member",
    data: Data = None,
) -> None:
    """Say what codes are in pictures, and which a till would accept."""
    from terminal.commands import decoding, output

    output.guarded(lambda: decoding.run(files, formats, data), as_json=True)


ledger_app = typer.Typer(help="What this till recorded.", rich_markup_mode=None)
verbs.add_typer(ledger_app, name="ledger")


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


programme_app = typer.Typer(help="What a shop's programme says.", rich_markup_mode=None)
verbs.add_typer(programme_app, name="programme")


@programme_app.command("check")
def programme_check(
    file: Annotated[Path, typer.Argument(help="A programme, as TOML or as JSON.")],
    language: Annotated[
        str, typer.Option(help="Whose words: en, nl, sv, de or pt_BR; else the shop's own.")
    ] = "",
    json: Json = False,
) -> None:
    """Name every mistake in a programme, or say what it offers as a member would read it."""
    from terminal.commands import output, programme

    output.guarded(lambda: programme.check(file, language, as_json=json), as_json=json)


@programme_app.command("forecast")
def programme_forecast(
    file: Annotated[Path, typer.Argument(help="A programme, as TOML or as JSON.")],
    *,
    sales: Annotated[Path | None, typer.Option(help="A CSV file of a year of sales.")] = None,
    typical: Annotated[str, typer.Option(help="Without a file: a usual sale, as 3.20.")] = "",
    margin: Annotated[int | None, typer.Option(help="Your margin in per cent.")] = None,
    visits: Annotated[int | None, typer.Option(help="Visits a month of one member.")] = None,
    members: Annotated[int | None, typer.Option(help="How many members.")] = None,
    use_percent: Annotated[
        int, typer.Option(help="How often of 100 times members use what they can.")
    ] = 100,
    rejects: Annotated[
        Path | None, typer.Option(help="Where rows go that could not be read.")
    ] = None,
    dates: Annotated[str, typer.Option(help="dmy or mdy, where the file does not say.")] = "",
    language: Annotated[
        str, typer.Option(help="Whose words: en, nl, sv, de or pt_BR; else the shop's own.")
    ] = "",
    json: Json = False,
) -> None:
    """Say what a programme would have cost in a year of sales, or with typical members."""
    from terminal.commands import forecast, output

    def act() -> int:
        if sales is not None and not typical:
            return forecast.sales(
                file,
                sales,
                margin=margin,
                use_percent=use_percent,
                rejected=rejects,
                dates=dates,
                language=language,
                as_json=json,
            )
        if sales is None and typical:
            return forecast.typical(
                file,
                typical,
                margin=margin,
                visits=visits,
                members=members,
                use_percent=use_percent,
                language=language,
                as_json=json,
            )
        raise Refusal("forecast_of", "give --sales or --typical, one of them")

    output.guarded(act, as_json=json)


@verbs.command()
def scenario(
    place: Annotated[
        Path, typer.Argument(metavar="FILE|DIR", exists=True, help="A scenario, or a folder.")
    ],
    json: Json = False,
) -> None:
    """Run scenarios through the rules: for each, ok or what differed and why."""
    from terminal.commands import output, scenario

    output.guarded(lambda: scenario.play(place, as_json=json), as_json=json)


@verbs.command()
def pair(
    pairing: Annotated[str, typer.Argument(help="host:port/CODE-FINGERPRINT")] = "",
    *,
    find: Annotated[
        bool,
        typer.Option("--find", help="Find the shop on the network by CODE-FINGERPRINT."),
    ] = False,
    name: Annotated[str, typer.Option(help="What this till is called.")] = "Till 2",
    again: Annotated[
        bool, typer.Option("--again", help="The server came out of a backup and forgot this till.")
    ] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Connect this till to a server that runs elsewhere."""
    from terminal.commands import output, pairing_up, surroundings

    def act() -> int:
        typed = pairing_up.found(pairing) if find else pairing_up.given(pairing)
        if again:
            return pairing_up.again(surroundings.enter(data), typed, as_json=json)
        return pairing_up.run(surroundings.enter(data, kind="shop"), typed, name, as_json=json)

    output.guarded(act, as_json=json)


@verbs.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The folder that takes the copy.")],
    keep: Annotated[int, typer.Option(help="Delete all but so many copies there; 0: none.")] = 0,
    data: Data = None,
    json: Json = False,
) -> None:
    """Copy this till into one encrypted file."""
    from terminal.commands import copies, output, surroundings

    output.guarded(
        lambda: copies.backup(surroundings.enter(data), target, keep=keep, as_json=json),
        as_json=json,
    )


@verbs.command()
def backups(
    to: Annotated[
        Path | None, typer.Option("--to", help="From now on copies go into this folder.")
    ] = None,
    *,
    here: Annotated[
        bool, typer.Option("--here", help="They stay on this computer, without a second place.")
    ] = False,
    off: Annotated[bool, typer.Option("--off", help="None are made by themselves.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say where copies go by themselves and how old they are, or change where."""
    from terminal.commands import output, own_copies, surroundings

    def act() -> int:
        if sum((to is not None, here, off)) > 1:
            raise Refusal("backups_of", "give --to, --here or --off, one of them")
        around = surroundings.enter(data)
        if to is not None or here or off:
            own_copies.choose(around, own_copies.place_of(to, here=here))
        return own_copies.say(around, as_json=json)

    output.guarded(act, as_json=json)


@verbs.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, or the folder where they lie.")],
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


register_app = typer.Typer(help="The link to a cash register.", rich_markup_mode=None)
verbs.add_typer(register_app, name="register")


@register_app.command("token")
def register_token(data: Data = None, json: Json = False) -> None:
    """Print the token that opens this till's local API, making it where there is none."""
    from terminal.commands import output, register_link, surroundings

    output.guarded(
        lambda: register_link.token(surroundings.enter(data), as_json=json), as_json=json
    )


@register_app.command("openapi")
def register_openapi() -> None:
    """Print what the till answers a cash register, as an OpenAPI document."""
    from terminal.commands import output
    from terminal.register.openapi import document

    output.answer(document())


@verbs.command("scanner-page")
def scanner_page(
    file: Annotated[Path, typer.Argument(help="Where the PDF goes.")] = Path("scanner-page.pdf"),
    language: Annotated[str, typer.Option(help="Whose words: en, nl, sv, de or pt_BR.")] = "",
    json: Json = False,
) -> None:
    """Write the page of codes that sets up a scanner gun (F10 at the counter reads it)."""
    from terminal.commands import gun_page, output, surroundings

    output.guarded(
        lambda: gun_page.write(file, language or surroundings.language(), as_json=json),
        as_json=json,
    )


@verbs.command()
def doctor(
    scanner: Annotated[
        str, typer.Option(help="Look at a serial scanner gun too: its port, or `auto`.")
    ] = "",
    data: Data = None,
    json: Json = False,
) -> None:
    """Look at everything a till depends on, and say what to do."""
    from terminal.commands import doctor as doctors
    from terminal.commands import output, surroundings

    output.guarded(
        lambda: doctors.run(surroundings.enter(data), scanner=scanner, as_json=json), as_json=json
    )
