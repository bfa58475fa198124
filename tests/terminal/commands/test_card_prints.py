"""`cards new`, `print` and `list`: a real server, a real till's files, and what they print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loyalty import number
from storage.folder import Lock
from terminal.commands import output
from terminal.making import paper, produce
from tests.terminal.commands.place import card, served
from tests.terminal.commands.test_import import say
from tests.terminal.making import plain

pytestmark = pytest.mark.slow


def cards(folder: Path, *words: str, as_json: bool = True) -> tuple[int, dict[str, Any], str]:
    """Run a verb of `cards`."""
    return say(folder, "cards", *words, as_json=as_json)


def printed(folder: Path, *words: str) -> tuple[int, dict[str, Any], str]:
    """Print cards into a file beside the data."""
    return cards(folder, "print", "--out", str(folder.parent / "cards.pdf"), *words)


def test_cards_are_made_printed_and_printed_again(folder: Path) -> None:
    with served(folder):
        code, made, _ = cards(folder, "new", "3")
        assert (code, made["cards"], made["sent"]) == (output.OK, 3, True)
        code, told, _ = printed(folder, "--batch", "last", "--stock", "starter")
        assert (code, told["cards"], told["read_back"], told["again"]) == (0, 3, 6, [])
        assert told["numbers"] == made["numbers"]
        assert Path(told["out"]).read_bytes().startswith(b"%PDF")
        listed = folder.parent / "cards.csv"
        code, told, _ = printed(
            folder, "--range", "2..3", "--list", str(listed), "--nudge", "0.5,-0.2"
        )
        assert (code, told["again"]) == (output.OK, made["numbers"][1:])
        code, told, _ = printed(folder, "--after", made["numbers"][1])
        assert (code, told["numbers"], told["stock"]) == (output.OK, made["numbers"][2:], "single")
        assert printed(folder, "--after", "1")[1]["error"]["code"] == "cards_rest"
        rows = listed.read_text("utf-8-sig").splitlines()
        assert [row.partition(",")[0] for row in rows[1:]] == made["numbers"][1:]
        page = folder.parent / "page.pdf"
        assert cards(folder, "calibrate", "--out", str(page))[0] == output.OK
        assert page.read_bytes().startswith(b"%PDF")
        code, told, text = cards(
            folder, "print", "--new", "1", "--out", str(folder.parent / "one.pdf"), as_json=False
        )
        assert code == output.OK
        assert "1 cards in" in text
        assert "Read back" in text
        batches = cards(folder, "list")[1]["batches"]
        assert [(each["cards"], each["printed"]) for each in batches] == [(3, 3), (1, 1)]
        assert say(folder, "ledger", "verify")[1]["ok"]
        assert "3 cards by" in cards(folder, "list", as_json=False)[2]
        told = printed(folder, "--batch", "last")[1]
        assert told["error"]["code"] == "batch_printed"


def test_a_list_of_members_gets_cards_and_each_bad_row_is_named(folder: Path) -> None:
    file = folder.parent / "members.csv"
    with served(folder):
        (blank,) = cards(folder, "new", "1")[1]["numbers"]
        own, other = card(200_000_001), number.make("4321", "000000001")
        file.write_text(f"card;name\n{own};Anna de Vries\n", encoding="utf-8")
        assert say(folder, "import", str(file))[1]["new"] == 1
        rows = (own, own, blank, other, own[:-1] + str((int(own[-1]) + 1) % 10), "12", card(77))
        file.write_text("card\n" + "\n".join(rows) + "\n", encoding="utf-8")
        code, told, _ = printed(folder, "--members", str(file))
        assert (code, told["numbers"], told["read_back"]) == (output.FOUND, [own], 2)
        reasons = {each["row"]: each["reason"] for each in told["rejected"]}
        assert set(reasons) == {3, 4, 5, 6, 7, 8}, "all at once"
        wanted = {3: "row 2 has", 4: "issued already", 5: "another shop", 6: "check digits"}
        wanted |= {7: "sixteen digits", 8: "nobody has"}
        assert all(part in reasons[row] for row, part in wanted.items())
        rejects = (folder.parent / "members.rejects.csv").read_text("utf-8-sig")
        assert len(rejects.splitlines()) == 7
        file.write_text("phone\n0612345678\n", encoding="utf-8")
        told = printed(folder, "--members", str(file))[1]
        assert (told["error"]["code"], told["error"]["got"]) == ("cards_columns", ["phone"])
        file.write_text("card\n12\n", encoding="utf-8")
        assert printed(folder, "--members", str(file))[1]["error"]["code"] == "cards_none"


def test_a_job_that_is_cut_off_loses_no_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with served(folder):
        with monkeypatch.context() as patched:
            patched.setattr(produce, "make", interrupted)
            code, told, text = printed(folder, "--new", "2")
            assert (code, told["error"]["code"]) == (output.OUTAGE, "cards_stopped")
            assert "--resume" in text
        waiting = cards(folder, "list")[1]["batches"]
        assert [(each["cards"], each["printed"]) for each in waiting] == [(2, 0)]
        code, told, _ = printed(folder, "--resume")
        assert (code, told["cards"], told["again"]) == (output.OK, 2, [])
        assert cards(folder, "list")[1]["batches"][0]["printed"] == 2
        assert printed(folder, "--resume")[1]["error"]["code"] == "cards_nothing"


def test_what_cannot_be_printed_burns_no_number(folder: Path) -> None:
    wrong = (
        ((), "cards_which"),
        (("--new", "1", "--resume"), "cards_which"),
        (("--new", "100001"), "cards_count"),
        (("--new", "1", "--design", "nothing"), "design_unknown"),
        (("--new", "1", "--design", "stamps"), "design_codeless"),
        (("--new", "1", "--stock", "nothing"), "stock_unknown"),
        (("--new", "1", "--stock", "starter", "--start", "11"), "stock_start"),
        (("--range", "1..2"), "batch_unknown"),
        (("--range", "1"), "cards_range"),
        (("--new", "1", "--nudge", "1,2,3"), "nudge"),
        (("--new", "1", "--nudge", "inf,0"), "nudge"),
        (("--new", "1", "--nudge", "right"), "nudge"),
        (("--range", "a..b"), "cards_range"),
        (("--batch", "0193"), "batch_unknown"),
    )
    with served(folder):
        for words, code in wrong:
            found, told, _ = printed(folder, *words)
            assert (found, told["error"]["code"]) == (output.WRONG_USE, code), words
        out = str(folder.parent / "nowhere" / "cards.pdf")
        found, told, _ = cards(folder, "print", "--new", "1", "--out", out)
        assert (found, told["error"]["code"]) == (output.OUTAGE, "file_not_written")
        assert cards(folder, "list")[1]["batches"] == [], "no number was made"
        lock = Lock(folder / "till")
        try:
            assert printed(folder, "--new", "1")[1]["error"]["code"] == "already_open"
        finally:
            lock.release()


def test_a_card_that_cannot_be_read_back_is_found_and_its_number_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sabotaged(order: Any) -> Any:
        last = order.cards[-1].number
        blot = plain.drawn(last, qr=order.cards[0].number)
        return plain.sheets(order, {last: blot})

    with served(folder):
        with monkeypatch.context() as patched:
            patched.setattr(paper, "sheets", sabotaged)
            code, told, _ = printed(folder, "--new", "3")
        assert (code, told["error"]["code"]) == (output.FOUND, "card_wrong")
        assert number.is_valid(told["error"]["got"])
        assert not (folder.parent / "cards.pdf").exists()
        assert printed(folder, "--resume")[0] == output.OK
