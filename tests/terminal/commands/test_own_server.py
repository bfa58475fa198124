"""What a shop begins with, and how its rules are changed later: real processes, a real server."""

import hashlib
import json
from pathlib import Path

from terminal.commands.own_server import FIRST, PROGRAMMES
from tests.terminal.commands.place import kill, run, start_server

SHIPPED = (PROGRAMMES / f"{FIRST}.toml").read_text("utf-8")


def written(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Write the coffee bar's programme with changes."""
    text = SHIPPED
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_first_programme_with_mistakes_is_named_before_anything_starts(data_dir: Path) -> None:
    shop = data_dir / "shop"
    written(shop / "server", "programme.toml", ('"EUR"', '"euro"'), ("points = 4", "points = 0"))
    done = run(shop, "till", "--stdio", input="")
    assert done.returncode == 2
    assert "currency" in done.stdout
    assert "and 1 more" in done.stdout
    assert not (shop / "server" / "server.db").exists()


def test_a_programme_beyond_its_own_margin_does_not_start(data_dir: Path) -> None:
    shop = data_dir / "shop"
    written(shop / "server", "programme.toml", ("margin_percent = 65", "margin_percent = 5"))
    done = run(shop, "till", "--stdio", input="")
    assert done.returncode == 2
    assert "28,34" in done.stdout


def test_the_next_version_goes_to_a_running_server(data_dir: Path) -> None:
    shop = data_dir / "shop"
    changes = ("version = 1", "version = 2"), ("from = 2026-01-01", "from = 2027-01-01")
    second = written(data_dir, "second.toml", *changes)
    server = start_server(shop)
    try:
        sent = run(shop, "server", "programme", str(second))
        assert (sent.returncode, sent.stderr) == (0, "")
        assert "Version 2" in sent.stdout
    finally:
        kill(server)


def test_draws_are_promised_before_and_published_after_their_month(data_dir: Path) -> None:
    shop = data_dir / "shop"
    past = json.loads(run(shop, "server", "draws", "2020-02", "--json").stdout)
    assert past["commitment"] == hashlib.sha256(bytes.fromhex(past["seed"])).hexdigest()
    coming = json.loads(run(shop, "server", "draws", "2999-12", "--json").stdout)
    assert set(coming) == {"month", "commitment"}
    assert coming["commitment"] != past["commitment"]
    wrong = run(shop, "server", "draws", "2026-13")
    assert wrong.returncode == 2
    assert "2026-11" in wrong.stderr
