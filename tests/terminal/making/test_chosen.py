"""Which cards are printed: ranges, batches and lists, each bad row named with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from loyalty import number
from loyalty.card_stock import Printed
from loyalty.errors import Refusal
from storage.records import CARD_LOST, Credential
from terminal.making import chosen
from terminal.till import card_stock, enrol, recorder
from terminal.till.desk import Desk
from tests.stories.play import Player
from tests.stories.words import card

OWN = card("200000001")
BLANK = card("200000002")


@pytest.fixture
def desk(data_dir: Path) -> Iterator[Desk]:
    """A real till that knows one member and one blank card."""
    player = Player(data_dir / "shop")
    enrol.make(player.counter.desk, OWN, "")
    card_stock.keep(player.counter.desk, (BLANK,))
    yield player.counter.desk
    player.close()


def listed(desk: Desk, data_dir: Path, text: str, *mapping: str) -> chosen.Chosen:
    file = data_dir / "list.csv"
    file.write_text(text, "utf-8")
    return chosen.of_list(desk, file, mapping, data_dir / "rejects.csv")


def test_bad_rows_are_named_all_at_once(desk: Desk, data_dir: Path) -> None:
    wrong = OWN[:-1] + str((int(OWN[-1]) + 1) % 10)
    other, nobodys = number.make("4321", "1" * 9), card("7" * 9)
    rows = (OWN, number.grouped(OWN), BLANK, other, wrong, "12", nobodys)
    found = listed(desk, data_dir, "card\n" + "\n".join(rows) + "\n")
    assert found.numbers == (OWN,)
    told = {each.row: each.reason for each in found.left}
    assert told.keys() == {3, 4, 5, 6, 7, 8}
    wanted = {
        3: "row 2 has this card too",
        4: "issued already as a blank card",
        5: "another shop's number",
        6: "check digits",
        7: "sixteen digits",
        8: "nobody has this number",
    }
    assert all(part in told[row] for row, part in wanted.items()), told
    kept = (data_dir / "rejects.csv").read_text("utf-8-sig").splitlines()
    assert kept[0] == "card;reason"
    assert len(kept) == 7


def test_a_lost_card_is_not_printed_again(desk: Desk, data_dir: Path) -> None:
    member = desk.ledger.member_by("card", OWN)
    assert member is not None
    lost = Credential(kind=CARD_LOST, key=OWN, member_id=member.member_id)
    recorder.record(
        desk,
        kind="card_replaced",
        event_id=recorder.new_id(desk),
        data={},
        credentials=(lost,),
    )
    (left,) = listed(desk, data_dir, f"card\n{OWN}\n").left
    assert "reported lost" in left.reason
    with pytest.raises(Refusal, match="no card from"):
        chosen.of_range(desk, f"{OWN}..{OWN}")


def test_a_list_without_such_a_column_says_what_it_has(desk: Desk, data_dir: Path) -> None:
    with pytest.raises(Refusal) as refused:
        listed(desk, data_dir, "name;phone\nAnna;0612345678\n")
    assert refused.value.code == "cards_columns"
    assert refused.value.details["got"] == ["name", "phone"]
    found = listed(desk, data_dir, f"naam;pasje\nAnna;{OWN}\n", "card=pasje")
    assert found.numbers == (OWN,)


def test_a_range_is_two_numbers_or_two_places_of_the_last_batch(desk: Desk) -> None:
    assert chosen.of_range(desk, f"{number.grouped(OWN)}..{BLANK}") == (OWN, BLANK)
    made = card_stock.issue(desk, 5).numbers
    assert chosen.of_range(desk, "2..4") == made[1:4]
    for text, code in (
        ("2..6", "cards_range"),
        ("0..1", "cards_range"),
        ("4..2", "cards_range"),
        ("x..y", "cards_range"),
        ("7", "cards_range"),
        (f"{OWN}..{OWN[:-1]}x", "number_length"),
    ):
        with pytest.raises(Refusal) as refused:
            chosen.of_range(desk, text)
        assert refused.value.code == code, text


def test_of_a_batch_what_was_never_printed_is_left(desk: Desk) -> None:
    made = card_stock.issue(desk, 3)
    done = Printed(job="j", design="d", stock="s", way="pdf", numbers=made.numbers[:2])
    card_stock.record_printed(desk, done)
    assert chosen.of_batch(desk, chosen.LAST) == made.numbers[2:]
    assert chosen.of_batch(desk, made.batch[-8:]) == made.numbers[2:]
    card_stock.record_printed(desk, replace(done, numbers=made.numbers[2:]))
    for named, code in (("last", "batch_printed"), ("", "batch_unknown"), ("z", "batch_unknown")):
        with pytest.raises(Refusal) as refused:
            chosen.of_batch(desk, named)
        assert refused.value.code == code
