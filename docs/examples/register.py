"""A small cash register that tells the till of one sale; it needs nothing but Python itself.

    python register.py http://127.0.0.1:8734 TOKEN coffee=3.50 lunch=9.00

The till is told what is bought while a card may be shown; then the sale is paid, and the member
has their points without a key pressed. `--reward ID` takes a reward, `--refund` gives it all back.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
import uuid
from typing import Any

TRIES = 3
BUSY = 503


class Refused(Exception):
    """The till said no: `code` for the program, `message` for its maker."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Till:
    """The till's local API."""

    def __init__(self, address: str, token: str) -> None:
        self._address = address
        self._token = token

    def ask(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tell or ask something; the same told again changes nothing, so it may be repeated."""
        for left in reversed(range(TRIES)):
            try:
                return self._send(method, path, told)
            except urllib.error.HTTPError as error:
                said = json.load(error)["error"]
                if error.code != BUSY or not left:
                    raise Refused(said) from error
            except urllib.error.URLError:
                if not left:
                    raise
        raise AssertionError

    def _send(self, method: str, path: str, told: dict[str, Any] | None) -> dict[str, Any]:
        request = urllib.request.Request(
            self._address + path,
            method=method,
            data=None if told is None else json.dumps(told).encode(),
            headers={
                "authorization": f"Bearer {self._token}",
                "content-type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=15) as answered:
            found: dict[str, Any] = json.load(answered)
            return found


def line(text: str) -> dict[str, Any]:
    """Read `coffee=3.50` as a line: its category, and its price in cents."""
    category, _, price = text.rpartition("=")
    whole, _, part = price.partition(".")
    return {"category": category, "amount_minor": int(whole) * 100 + int(f"{part:0<2}"[:2])}


def sell(till: Till, sale: str, lines: list[dict[str, Any]], reward: str) -> dict[str, Any]:
    """Sell these lines, with a reward where one is wanted; give the till's answer."""
    till.ask("PUT", f"/v1/sales/{sale}", {"lines": lines})
    quote = till.ask("GET", f"/v1/sales/{sale}/quote")
    member = quote["member"]
    print(f"member: {member['name']}, {member['points']} points" if member else "no member")
    if member and reward:
        held = till.ask("PUT", f"/v1/sales/{sale}/hold", {"reward": reward})
        print(f"reward: {held['state']}, take off {held['discount_minor']}")
    total = sum(one["amount_minor"] for one in lines)
    return till.ask("POST", f"/v1/sales/{sale}/close", {"total_minor": total})


def main() -> int:
    """Sell once."""
    read = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    read.add_argument("address")
    read.add_argument("token")
    read.add_argument("lines", nargs="+", type=line, metavar="CATEGORY=PRICE")
    read.add_argument("--sale", default=str(uuid.uuid4()), help="the register's own number")
    read.add_argument("--reward", default="", help="a reward of the programme, by its id")
    read.add_argument("--refund", action="store_true", help="give it all back afterwards")
    said = read.parse_args()
    till = Till(said.address, said.token)
    try:
        closed = sell(till, said.sale, said.lines, said.reward)
        print(f"to pay: {closed['to_pay_minor']}, points: {closed['points_given']:+}")
        if said.refund:
            told = {"refund": f"{said.sale}-back"}
            back = till.ask("POST", f"/v1/sales/{said.sale}/refund", told)
            print(f"back: {back['money_minor']}, points: {back['points']:+}")
    except Refused as error:
        print(f"refused: {error} [{error.code}]", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
