"""Our own list into an empty shop gives the same standings to the point, whatever the shop was."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from loyalty import number
from terminal.till.messages import Key, Text
from tests.stories.counter import ISSUER
from tests.stories.play import Player
from tests.stories.words import card
from tests.terminal.imports.bringing import bring, listed, rows, shop

NAMES = ("Anna de Vries", "=1+1", "+31 x", "'t Hart", "-5", "@home", "Åsa Öberg", 'A "B", C', "李")
DAYS = ("", " until 2026-12-31", " until 2027-06-30", " from 2026-12-24 until 2027-01-31")
MEMBERS = 25
COLUMNS = (
    "card,old_cards,name,phone,email,birthday,joined,lots,owed,counters,consent:email,consent:sms"
)


def a_list(chance: random.Random) -> str:
    """Write a list of members with anything that members can have."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS.split(","))
    for at in range(MEMBERS):
        lots = [
            f"{unit} {chance.randint(1, 900)}{chance.choice(DAYS)}"
            for unit in chance.sample(("points", "points", "stamp:coffees"), chance.randint(0, 3))
        ]
        day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        writer.writerow(
            (
                number.make(ISSUER, f"{at + 1000:09d}") if chance.random() < 0.7 else "",
                f"EAN13:29123456{at:05d}" if chance.random() < 0.4 else "",
                chance.choice(NAMES) if at % 2 else f"Member {at}",
                f"+316123{at:05d}" if chance.random() < 0.6 else "",
                f"m{at}@example.com" if chance.random() < 0.6 else "",
                day[5:] if chance.random() < 0.3 else "",
                day,
                "; ".join(lots),
                f"points {chance.randint(1, 300)}" if chance.random() < 0.2 else "",
                f"visits {chance.randint(1, 9)}" if chance.random() < 0.5 else "",
                f"{day} News by e-mail, =maybe" if chance.random() < 0.4 else "",
                day if chance.random() < 0.2 else "",
            )
        )
    return file.getvalue()


def live(player: Player, chance: random.Random) -> None:
    """Let a shop sell for a while to whom it knows, and to others."""
    numbers = [row["card"] for row in rows(listed(player))]
    for at in range(12):
        player._do_scan(chance.choice(numbers) if at % 3 else card(chance.choice("ABCDE")))
        if at % 3 == 0:
            player.counter.do(Key(name="Enter"))
        player.counter.do(Text(text=str(chance.randint(150, 4000))))
        player.counter.do(Key(name="Enter"))
        player.shop.clock.wait(400)
    player.counter.do(Key(name="F8"))
    player.sync()
    first, second = chance.sample(numbers, 2)
    player.act("server", "household", first, second)
    player.sync()


@pytest.mark.parametrize("seed", range(3))
def test_our_own_list_gives_the_same_standings(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with shop(tmp_path / "before") as before:
        file = tmp_path / "first.csv"
        file.write_text(a_list(chance), "utf-8")
        told = bring(before.counter, file)
        assert (told["rejected"], told["new"]) == (0, MEMBERS)
        before.sync()
        live(before, chance)
        out = listed(before)
    with shop(tmp_path / "after") as after:
        file.write_text(out, "utf-8-sig")
        told = bring(after.counter, file)
        assert told["rejected"] == 0
        after.sync()
        assert listed(after) == out
        assert bring(after.counter, file)["differs"] == 0
