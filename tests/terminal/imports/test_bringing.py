"""Members come from other systems' lists: once, with what they had, and can be sent back."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty import event, number
from loyalty.errors import Refusal
from loyalty.shift import tally_of
from terminal.till import brought, roll
from terminal.till.messages import Key, Text
from tests.terminal.imports.bringing import bring, listed, rows, shop, undo

SQUARE = """Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Birthday,\
Square Customer ID,First Visit,Email Subscription Status,Loyalty Points
,Anna,de Vries,anna@example.com,+31612345678,,1980-05-12,SQ1,2024-03-01,subscribed,"1,250"
,Bram,Haan,bram@example.com,,,,SQ2,2023-11-30,unsubscribed,40
"""
SHOPIFY = """Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,\
Accepts SMS Marketing,Total Spent,Note,Tags
'7210448301122,Cas,Bos,cas@example.com,yes,'+31612345679,no,12.50,,vip
"""
LOYVERSE = """Naam;E-mail;Telefoon;Customer code;Points balance;Total visits
Dirk Kok;dirk@example.com;06 12345680;;12,50;3
"""
ODOO = """code,partner_id/name,partner_id/phone,program_id,points,expiration_date
044-1,Eva Mol,+31612345681,Coffee,30.0,2027-03-31
"""
OWN = """name,phone,points,stamps,consent:email,consent_day:email,consent_words:email,birthday
Fee Vos,0612345682,10,4,yes,2025-02-03,News by e-mail,31-01
"""


def write(folder: Path, text: str, name: str = "members.csv", encoding: str = "utf-8") -> Path:
    """Write a list."""
    file = folder / name
    file.write_text(text, encoding)
    return file


def test_square_is_known_by_its_headings(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, write(tmp_path, SQUARE))
        assert (told["layout"], told["new"], told["points"]) == ("square", 2, 1290)
        assert told["columns"]["source"] == "Square Customer ID"
        assert told["undated"] == 1, "subscribed, but nobody knows since when"
        player.sync()
        out = {row["name"]: row for row in rows(listed(player))}
        anna = out["Anna de Vries"]
        assert (anna["phone"], anna["birthday"], anna["joined"]) == (
            "+31612345678",
            "05-12",
            "2024-03-01",
        )
        assert anna["points"] == "1250"
        assert not [name for name in anna if name.startswith("consent")]


def test_shopify_and_loyverse_and_odoo(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        counter = player.counter
        told = bring(counter, write(tmp_path, SHOPIFY))
        assert (told["layout"], told["new"], told["rejected"]) == ("shopify", 1, 0)
        file = write(tmp_path, LOYVERSE, encoding="cp1252")
        told = bring(counter, file)
        assert (told["layout"], told["new"], told["rejected"]) == ("loyverse", 0, 1)
        reason = (tmp_path / "members.rejects.csv").read_text("utf-8-sig")
        assert "row 2, column Points balance: points are whole; say --round" in reason
        assert bring(counter, file, rounding="down")["points"] == 12
        told = bring(counter, write(tmp_path, ODOO), mapping=("card=", "source=code"))
        assert (told["layout"], told["new"], told["points"]) == ("odoo", 1, 30)
        player.sync()
        assert "points 30 until 2027-03-31" in listed(player)
        assert {row["phone"] for row in rows(listed(player))} == {
            "+31612345679",
            "+31612345680",
            "+31612345681",
        }


def test_a_consent_has_its_date_and_its_words(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, write(tmp_path, OWN))
        assert (told["new"], told["units"]) == (1, {"points": 10, "stamp:coffees": 4})
        player.sync()
        (row,) = rows(listed(player))
        assert row["consent:email"] == "2025-02-03 News by e-mail"
        assert (row["birthday"], row["stamps:coffees"]) == ("01-31", "4")
        (row,) = rows(listed(player, "shopify"))
        assert (row["Accepts Email Marketing"], row["Accepts SMS Marketing"]) == ("yes", "no")


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        file = write(tmp_path, SQUARE)
        bring(player.counter, file)
        before = player.counter.ledger.head().seq
        told = bring(player.counter, file)
        assert (told["new"], told["same"], told["import"]) == (0, 2, None)
        assert player.counter.ledger.head().seq == before
        player.sync()
        told = bring(player.counter, file)
        assert told["same"] == 2, "also as the server tells of them"


def test_a_rehearsal_writes_nothing_and_names_what_differs(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        bring(player.counter, write(tmp_path, SQUARE))
        seq = player.counter.ledger.head().seq
        changed = SQUARE.replace('"1,250"', "900").replace("anna@", "ann@") + (
            ",Guus,Pot,g@example.com,,,,SQ3,,,5\n"
        )
        told = bring(player.counter, write(tmp_path, changed, "new.csv"), writes=False)
        assert (told["new"], told["same"], told["differs"]) == (1, 1, 1)
        (fate,) = [one for one in told["fates"] if one.kind == "differs"]
        assert [(one.field, one.here, one.there) for one in fate.differences] == [
            ("email", "", ""),
            ("points", "1250", "900"),
        ]
        assert player.counter.ledger.head().seq == seq
        assert (told["import"], told["points"]) == (None, 5)


def test_undo_gives_reversals_and_lets_go_of_who_did_nothing(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        counter, file = player.counter, write(tmp_path, SQUARE)
        told = bring(counter, file)
        player.sync()
        anna = roll.by_phone(counter.desk, "+31612345678")
        assert anna is not None
        counter.do(Text(text="0612345678"))
        counter.do(Key(name="Enter"))
        counter.do(Key(name="Enter"))
        counter.do(Text(text="1250"))
        counter.do(Key(name="Enter"))
        undone = undo(counter, told["import"][-8:])
        assert (undone.members, undone.points) == (2, 1290)
        assert (undone.detached, undone.kept) == (1, 1), "Anna bought something since"
        player.sync()
        out = rows(listed(player))
        assert sum(int(row["points"]) for row in out) == roll.standing(
            counter.desk, anna.account
        ).amount("points")
        assert sorted(row["name"] for row in out) == ["", "Anna de Vries"]
        with pytest.raises(Refusal) as caught:
            undo(counter, told["import"][-8:])
        assert caught.value.code == "import_unknown"
        again = bring(counter, file)
        assert (again["new"], again["again"], again["points"]) == (0, 2, 1290)
        player.sync()
        assert sorted(row["name"] for row in rows(listed(player))) == [
            "Anna de Vries",
            "Bram Haan",
        ]
        events = [event.decode(raw) for raw in counter.ledger.export()]
        assert sum(tally_of(one).joined for one in events) == 0, "nobody joined here today"
        kinds = [one.type for one in events]
        assert kinds.count("enrol") == 2
        assert kinds.count(brought.UNDONE) == 2
        assert kinds.count("taken_over") == 2


def test_who_was_let_go_is_found_by_no_phone_at_any_till(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        bring(player.counter, write(tmp_path, OWN))
        player.sync()
        player._do_till("2")
        player.sync()
        assert roll.by_phone(player.counter.desk, "+31612345682") is not None
        player._do_till("1")
        undo(player.counter)
        player.sync()
        assert roll.by_phone(player.counter.desk, "+31612345682") is None
        player._do_till("2")
        player.sync()
        assert roll.by_phone(player.counter.desk, "+31612345682") is None
        assert roll.named(player.counter.desk, "Fee") == ()


def test_cards_of_another_shop_are_replaced_and_a_household_stays_one(tmp_path: Path) -> None:
    theirs = [number.make("4711", f"{at:09d}") for at in range(2)]
    file = write(
        tmp_path,
        "card,name,points,lots,counters,shares_with\n"
        f"{theirs[0]},Anna,30,points 30,visits 2,\n"
        f"{theirs[1]},Bram,,,,{theirs[0]}\n",
    )
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, file)
        assert (told["new"], told["new_cards"], told["rejected"]) == (2, 2, 0)
        player.sync()
        anna, bram = sorted(rows(listed(player)), key=lambda row: row["name"])
        host, guest = (anna, bram) if anna["points"] else (bram, anna)
        assert (host["points"], guest["points"]) == ("30", "")
        assert guest["shares_with"] == host["card"]
        assert not {anna["card"], bram["card"]} & set(theirs)
        assert bring(player.counter, file)["same"] == 2


def test_two_tills_that_cannot_see_each_other_bring_nobody_twice(tmp_path: Path) -> None:
    with shop(tmp_path / "shop") as player:
        file = write(tmp_path, SQUARE)
        player._do_till("2")
        for name in ("1", "2"):
            player._do_till(name)
            player._do_line("down")
            assert bring(player.counter, file)["new"] == 2
        for name in ("1", "2", "1"):
            player._do_till(name)
            player._do_line("up")
            player.sync()
        out = rows(listed(player))
        assert sum(int(row["points"]) for row in out) == 1290
        assert len(out) == 2
        for name in ("1", "2"):
            player._do_till(name)
            anna = roll.by_phone(player.counter.desk, "+31612345678")
            assert anna is not None
            assert roll.standing(player.counter.desk, anna.account).amount("points") == 1250
        undone = undo(player.counter)
        assert (undone.points, undone.kept) == (0, 2), "they are the other till's"
        player.sync()
        assert sum(int(row["points"]) for row in rows(listed(player))) == 1290
        player._do_till("1")
        assert undo(player.counter).points == 1290
        player.sync()
        assert sum(int(row["points"]) for row in rows(listed(player))) == 0
