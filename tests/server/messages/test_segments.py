"""Who belongs to a segment, counted by the database and judged one by one."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from loyalty import accounts
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.programme import from_wire, to_wire
from server.books import Books
from server.messages import asking, conditions, watching
from server.messages.conditions import (
    All,
    AnyOf,
    Asleep,
    AtRisk,
    AtTier,
    Balance,
    BirthdayIn,
    Condition,
    Joined,
    JoinedBy,
    LastVisit,
    Not,
    Segment,
    Spend,
    Visits,
    Worth,
)
from server.messages.cycle import Cycle
from server.messages.segments import Segments
from storage.server import segments as rows
from tests.server.messages.shop import NEWS, Counter, account
from tests.server.shop import DAY, NOW_US, open_books

CYCLE = Cycle(day=DAY, between_days=7, is_known=True, visits=(2, 5), spend_minor=(2_000, 6_000))


def test_conditions_count_live_and_leave_out_who_did_not_agree(books: Books) -> None:
    till = Counter(books)
    people = [
        till.join("often", birthday="11-03"),
        till.join("rare", birthday="1990-11-05"),
        till.join("never"),
        till.join("silent", consents={"news": "2026-01-01"}),
        till.join("brought", data={"import": "run-1", "joined": "2020-01-01"}),
    ]
    for days_ago in range(0, 70, 7):
        till.buy("often", days_ago=days_ago)
    for days_ago in (100, 107, 114):
        till.buy("rare", 9_000, days_ago=days_ago)
    for _ in range(5):
        till.buy("silent")
    till.push(people=people)
    segments = Segments(books.access())

    def count(condition: Condition) -> tuple[int, int]:
        found = segments.count(condition, NOW_US)
        return found.members, found.left_out

    assert count(All()) == (5, 0)
    assert count(Visits(at_least=3)) == (2, 1)
    assert count(Not(part=Visits(at_least=1))) == (2, 1)
    assert count(Spend(at_least_minor=27_000)) == (1, 1)
    assert count(LastVisit(to_days=6)) == (1, 1)
    assert count(Asleep()) == (1, 1)
    assert count(AtRisk()) == (0, 1)
    assert count(BirthdayIn(month=11)) == (2, 0)
    assert count(All(parts=(BirthdayIn(month=11), Asleep()))) == (1, 1)
    assert count(JoinedBy(way="import")) == (1, 0)
    assert count(Joined(to_day="2020-12-31")) == (1, 0)
    assert segments.count(Asleep(), NOW_US).cycle.between_days == 7
    # Somebody takes the consent back: purchases are not looked at from then on.
    taken = till.join("often")
    till.push(people=[replace(taken, version=2, consents={})])
    assert count(Visits(at_least=3)) == (1, 2)


def test_a_merged_account_keeps_its_visits(books: Books) -> None:
    till = Counter(books)
    people = [till.join("anna"), till.join("ann")]
    till.buy("anna", days_ago=50)
    till.buy("ann", days_ago=3)
    till.push(people=people)
    segments = Segments(books.access())
    assert segments.count(LastVisit(from_days=40), NOW_US).members == 1
    books.commands().merge("m1", "anna", "ann", NOW_US)
    assert (
        segments.count(All(parts=(Visits(at_least=2), LastVisit(to_days=3))), NOW_US).members == 1
    )
    assert segments.count(LastVisit(from_days=40), NOW_US).members == 0


def test_two_people_change_one_segment(books: Books) -> None:
    segments = Segments(books.access())
    first = segments.save(Segment(segment_id="", name="Regulars", condition=Visits(at_least=5)))
    mine = segments.save(replace(first, name="Best"))
    with pytest.raises(Refusal, match="somebody else") as told:
        segments.save(replace(first, name="Other"))
    assert told.value.details["expected"] == mine.version
    assert [one.name for one in segments.all()] == ["Best"]
    with pytest.raises(Refusal, match="ends before it begins"):
        segments.save(Segment(segment_id="", name="None", condition=Visits(at_least=5, at_most=2)))
    with pytest.raises(Refusal, match="no segment"):
        conditions.read(b'{"is":"visits","at_least":-1}')


LEAVES = st.one_of(
    st.builds(LastVisit, from_days=st.integers(0, 9), to_days=st.none() | st.integers(9, 90)),
    st.builds(Visits, at_least=st.integers(0, 4), at_most=st.none() | st.integers(4, 9)),
    st.builds(Spend, at_least_minor=st.integers(0, 5_000)),
    st.builds(Balance, at_most=st.integers(0, 50)),
    st.builds(BirthdayIn, month=st.integers(1, 3)),
    st.builds(Worth, often=st.sampled_from([(1, 1), (2, 3), (3, 3)])),
    st.sampled_from([AtRisk(), Asleep(), AtTier(tier="gold"), JoinedBy(way="import")]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(All, parts=st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, parts=st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, part=inner),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Give a shop with forty members of all kinds."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    books = open_books(folder)
    till, chance, people = Counter(books), random.Random(7), []
    for at in range(40):
        name = f"m{at:02}"
        birthday = f"{chance.randint(1, 12):02}-05" if chance.random() < 0.5 else ""
        data = {"import": "r"} if chance.random() < 0.3 else {}
        consents = NEWS if chance.random() < 0.8 else {}
        people.append(till.join(name, birthday=birthday, data=data, consents=consents))
        for _ in range(chance.randint(0, 8)):
            till.buy(name, chance.randint(100, 2_000), days_ago=chance.randint(0, 80))
    till.push(people=people)
    watching.follow(books.access())
    return books


@settings(max_examples=50)
@given(tree=TREES)
def test_the_database_and_the_judge_agree(crowd: Books, tree: Condition) -> None:
    """Whatever is combined: nobody is lost who belongs, and an exact count is the judge's."""
    where = asking.where(tree, CYCLE)
    access = crowd.access()

    def asked(one: rows.Asked, found: rows.Found) -> bool:
        return hash((one.value, found.member_id)) % 2 == 0

    with access.database.read() as connection:
        everybody = rows.page(connection, access.tenant, rows.Every(), "", 1_000)
        belong = {one.member_id for one in everybody if rows.holds(where, one, asked)}
        may = {one.member_id for one in rows.page(connection, access.tenant, where, "", 1_000)}
        assert belong <= may
        if rows.is_exact(where):
            assert belong == may
            assert rows.count(connection, access.tenant, where) == len(belong)


def test_levels_are_those_of_the_programme(data_dir: Path) -> None:
    from loyalty.programme import Tier

    with closing(open_books(data_dir)) as books:
        till = Counter(books)
        programme = from_wire(next(iter(_documents(books))))
        tier = Tier(id="gold", name="Gold", from_amount=3, measure="visits")
        books.put_programme(
            to_wire(replace(programme, version=2, from_day="2026-02-01", tiers=(tier,))), NOW_US
        )
        people = [till.join("anna"), till.join("ben")]
        for _ in range(3):
            till.buy("anna")
        counted = Posting(
            debit=accounts.COUNTED, credit=accounts.count(account("ben")), unit="visits", amount=2
        )
        till.record("sale", counted)
        till.push(people=people)
        assert Segments(books.access()).count(AtTier(tier="gold"), NOW_US).members == 1
        books.verify()


def _documents(books: Books) -> list[bytes]:
    from storage.server import tenants

    access = books.access()
    with access.database.read() as connection:
        return list(tenants.programmes(connection, access.tenant).values())
