"""`slips find` and `slips test`: what F10, Slips does, for whoever sets up a machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from cards.receipt import found
from loyalty.errors import Refusal
from terminal.commands import output
from terminal.till.printing import receipt_printer
from terminal.till.slip_head import test_of
from terminal.till.slip_values import BAUDS, PAPERS, Slips
from terminal.till.wording import LANGUAGES, Wording


def find(*, as_json: bool) -> int:
    """List what may be a receipt printer; nothing is opened."""
    listed = [{"way": one.way, "place": one.place, "name": one.name} for one in found.find()]
    if as_json:
        output.answer({"printers": listed})
    else:
        for one in listed:
            output.say(f"{one['way']:8}{one['place']:20}{one['name']}".rstrip())
        if not listed:
            output.say(
                "Nothing at a USB cable or a serial port. One in the network has an address."
            )
    return output.OK


def chosen(named: Mapping[str, str], *, paper: str, drawn: bool, baud: int) -> Slips:
    """Read what was asked for. Raises Refusal `slips_of` unless it is one printer."""
    ways = [(way, place) for way, place in named.items() if place]
    if len(ways) != 1 or paper not in PAPERS or baud not in BAUDS:
        raise Refusal(
            "slips_of",
            "give one of --network, --serial and --device; "
            f"--paper is one of {', '.join(PAPERS)}, --baud one of {BAUDS}",
        )
    way, place = ways[0]
    return Slips(way=way, printer=place, paper=paper, drawn=drawn, baud=baud)


def test(slips: Slips, language: str, *, as_json: bool) -> int:
    """Print a test slip. Raises what the printer raises."""
    if language not in LANGUAGES:
        raise Refusal("slips_language", f"one of {', '.join(LANGUAGES)}")
    words = Wording(language, currency="EUR", scale=2, time_zone="UTC")
    printer = receipt_printer(slips)
    model = printer.model()
    slip = test_of(
        words, shop="Regulars", till=slips.way, when=f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    )
    receipt_printer(msgspec.structs.replace(slips, model=model)).print(slip)
    if as_json:
        output.answer({"sent": True, "model": model})
    else:
        said = f" It says that it is a {model}." if model else ""
        output.say(f"The printer took the slip.{said} Look whether it came out.")
    return output.OK
