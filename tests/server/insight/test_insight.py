"""What the head office is told about a small shop, worked out by hand beside it."""

from io import BytesIO
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from loyalty import accounts, lots, programme
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.programme import Programme
from server.books import Books
from server.insight import accounting, exceptions, export, goals
from server.insight.overview import overview
from server.insight.period import Period
from server.insight.uplift import FEWEST, compared
from storage.server.insight import Before
from tests.server.figures.test_tally import bought, turned
from tests.server.shop import ANNA, BEN, NOW_US, PROGRAMME, Till, give

TERMS = msgspec.structs.replace(programme.from_wire(PROGRAMME), margin_percent=60)
NOVEMBER = Period(first="2026-11-01", last="2026-11-30")


def sell(till: Till, account: str, amount: int, **data: Any) -> str:
    name = till.new_id()
    postings = [give(account, amount, lots.name(name, lots.NEVER)), *bought(account, amount)]
    said = {"account": account, "to_pay_minor": amount, **data}
    return till.record("sale", *postings, event_id=name, day="2026-11-18", data=said)


def figures(books: Books, terms: Programme = TERMS) -> dict[str, tuple[int | None, int | None]]:
    found = overview(books.access(), terms, NOVEMBER)
    return {one.code: (one.value, one.before) for one in found.figures}


def test_figures_are_what_a_hand_would_work_out_and_unknown_where_nobody_knows(
    books: Books, till: Till
) -> None:
    assert figures(books)["participation"] == (None, None)
    assert figures(books)["basket"] == (None, None)
    sell(till, ANNA, 1000)
    sell(till, ANNA, 2000, spent=[{"reward": "off50", "worth_minor": 150}])
    sell(till, BEN, 600)
    taken = bought(BEN, 600)
    till.record("undo", *turned(taken), data={"account": BEN, "money_minor": 600})
    till.push()
    assert figures(books)["participation"] == (None, None), "nobody counted the others"
    till.record("sale", data={"account": "", "to_pay_minor": 500})
    till.push()
    found = figures(books)
    assert found["participation"] == (667, None)
    assert found["basket"] == (1500, None)
    assert found["basket_others"] == (500, None)
    assert found["active_30"] == (2, 0)
    assert found["again"] == (1000, None)
    assert found["frequency"] == (200, None)
    assert found["cost"] == (150, 0)
    assert found["cost_share"] == (50, None)
    assert found["owed"] == (TERMS.worth_minor(3600), None)


def test_months_add_up_to_what_members_have_and_a_closed_one_never_changes(
    books: Books, till: Till
) -> None:
    sell(till, ANNA, 300)
    till.record("sale", _used(ANNA, 120), day="2026-10-31", data={"account": ANNA})
    till.push()
    access = books.access()
    months = accounting.months(access, TERMS)
    assert [(one.month, one.issued, one.used, one.closing) for one in months] == [
        ("2026-11", 300, 120, 180)
    ], "October was closed on the fifth of November"
    for one in months:
        moved = one.issued - one.used - one.expired + one.reversed
        assert one.opening + moved == one.closing
    assert months[0].closing == books.balances()[ANNA, "points"]
    assert months[0].price_minor == TERMS.worth_minor(180)
    assert months[0].cost_minor == TERMS.worth_minor(180) * 40 // 100
    other = Till(books, "other")
    other.record("sale", _used(ANNA, 50), data={"account": ANNA})
    other.push()
    settled = accounting.settlement(access, TERMS, "2026-11")
    assert {(one.given, one.used) for one in settled} == {(300, 120), (0, 50)}


def _used(account: str, amount: int) -> Posting:
    return Posting(
        debit=accounts.open_(account),
        credit=accounts.USED,
        unit="points",
        amount=amount,
        lot="x~9999-12-31",
    )


def test_what_is_worth_a_look_is_listed_worst_first_and_can_be_found_fine(
    books: Books, till: Till
) -> None:
    other = Till(books, "other")
    for _ in range(3):
        sell(till, ANNA, 500)
    sell(other, ANNA, 500)
    enrolled = {"member": "m9", "account": BEN, "number": "9000000000006580"}
    till.record("enrol", data=enrolled)
    sell(till, BEN, 100, member="m9", spent=[{"reward": "off50", "worth_minor": 50}])
    for each in (till, other):
        each.push()
    access = books.access()
    found = exceptions.exceptions(access, NOW_US, "2026-11-18")
    kinds = [one.kind for one in found]
    assert kinds == ["tills", "reward_after_joined", "visits"]
    assert [row.device for row in found[0].rows] != []
    exceptions.mark_fine(
        access, found[0].finding, actor="u1", note="Two people, one card", now_us=NOW_US
    )
    again = exceptions.exceptions(access, NOW_US, "2026-11-18")
    assert again[-1].finding == found[0].finding
    assert again[-1].fine == "Two people, one card"


def test_uplift_says_nothing_of_a_few_and_an_interval_of_many() -> None:
    few = [Before("a", 1000, 1200)] * (FEWEST - 1)
    assert compared(few) is None
    many = [Before(f"a{at}", 1000, 1100 + at % 7 * 10) for at in range(100)]
    found = compared(many)
    assert found is not None
    assert found.low < found.change < found.high
    assert 100 < found.change < 160
    same = compared([Before(f"a{at}", 1000, 1000) for at in range(FEWEST)])
    assert same is not None
    assert (same.low, same.change, same.high) == (0, 0, 0)


def test_a_goal_is_kept_and_an_impossible_one_is_refused(books: Books) -> None:
    access = books.access()
    assert goals.kept(access) is None
    goal = goals.Goal(figure="participation", value=600, by="2027-01-01")
    goals.keep(access, goal, "2026-11-18")
    assert goals.kept(access) == goal
    for broken in (
        goals.Goal(figure="participation", value=0, by="2027-01-01"),
        goals.Goal(figure="luck", value=1, by="2027-01-01"),
        goals.Goal(figure="participation", value=1, by="2026-11-18"),
    ):
        with pytest.raises(Refusal, match=r"above 0|to come"):
            goals.keep(access, broken, "2026-11-18")
    assert goals.kept(access) == goal


def test_a_file_runs_nothing_where_it_is_opened() -> None:
    head = ["who", "n"]
    rows: list[list[str | int | None]] = [["=1+1", 5], ["Anna", None]]
    assert export.csv_of(head, rows) == "\ufeffwho,n\r\n'=1+1,5\r\nAnna,\r\n".encode()
    sheet = load_workbook(BytesIO(export.xlsx_of("Figures", head, rows))).active
    assert [list(row) for row in sheet.values][1] == ["'=1+1", 5]
