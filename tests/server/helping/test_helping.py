"""What the head office does for members: approvals, undo, cases, notes, levels, cards, consents."""

from dataclasses import replace

import pytest
from msgspec import structs

from loyalty import number
from loyalty.accounts import POINTS
from loyalty.benefits.levels import tier_on
from loyalty.errors import Refusal
from loyalty.programme import Tier, from_wire, to_wire
from server.books import Books
from server.commands.sealed_notes import Story, read_notes
from server.helping import approving, casework, history, limits, member
from server.helping.approving import Wish
from server.helping.casework import Remedy
from server.helping.desk import Helping
from server.helping.limits import Alone
from storage.server import notes
from storage.server.cases import DECLINED, GIVEN, OPEN, WAITS
from storage.server.consents import Said
from tests.server.commands.people import ANNA_CARD, BEN_CARD, LAST_DAY, points, rights, two
from tests.server.shop import ANNA, BEN, NOW_US, PROGRAMME, Till


def wish(amount: int, unit: str = POINTS, reason: str = "goodwill") -> Wish:
    """Make a wish."""
    return Wish(amount=amount, unit=unit, reason=reason)


@pytest.fixture
def desk(books: Books, till: Till) -> Helping:
    """Give the desk of a shop with Anna and Ben."""
    two(till)
    return Helping(books.access())


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    """Give the code of a refusal."""
    return error.value.code


def lines(books: Books, who: str) -> list[history.Line]:
    """Give the newest page of somebody's history."""
    access = books.access()
    with access.database.read() as connection:
        found = member.find(access, connection, who)
        return list(history.read(access, connection, found).lines)


def test_above_the_limit_a_second_person_decides_and_once(books: Books, desk: Helping) -> None:
    desk.put_limit(Alone(points=100), NOW_US)
    alone = desk.adjust("r1", ANNA_CARD, wish(100), "mia", NOW_US)
    assert (alone.audit.act, alone.audit.about, points(books, ANNA)) == ("adjusted", "anna", 200)
    asked = desk.adjust("r2", ANNA_CARD, wish(-101), "mia", NOW_US)
    assert desk.adjust("r2", ANNA_CARD, wish(-101), "mia", NOW_US).answer == asked.answer
    assert (asked.audit.act, points(books, ANNA)) == ("adjust_asked", 200)
    name = str(asked.answer["approval"])
    with pytest.raises(Refusal) as caught:
        desk.decide(name, "mia", NOW_US, approve=True)
    assert code_of(caught) == "approval_own"
    done = desk.decide(name, "noor", NOW_US, approve=True)
    assert (points(books, ANNA), done.audit.details["asked_by"]) == (99, "mia")
    for approve in (True, False):
        with pytest.raises(Refusal) as caught:
            desk.decide(name, "noor", NOW_US, approve=approve)
        assert code_of(caught) == "approval_done"
    other = str(desk.adjust("r3", ANNA_CARD, wish(500), "mia", NOW_US).answer["approval"])
    with books.access().database.read() as connection:
        found, after = approving.waiting(connection, "shop")
        assert limits.read(connection, "shop") == Alone(points=100)
    assert ([each.approval_id for each in found], after) == ([other], "")
    desk.decide(other, "mia", NOW_US, approve=False)
    assert points(books, ANNA) == 99
    with pytest.raises(Refusal) as caught:
        desk.adjust("r4", ANNA_CARD, wish(500, reason="because"), "mia", NOW_US)
    assert code_of(caught) == "reason_unknown", "nobody is asked for what makes no sense"
    with pytest.raises(Refusal):
        desk.put_limit(Alone(points=-1), NOW_US)


def test_an_adjustment_is_taken_back_once_by_a_counter_event(books: Books, desk: Helping) -> None:
    desk.adjust("r1", "anna", wish(40), "mia", NOW_US)
    desk.adjust("r2", "anna", wish(-150), "mia", NOW_US)
    assert "" not in rights(books, ANNA)
    taken, given = (each for each in lines(books, "anna") if each.type == "adjust")
    assert (given.undoable, given.moved, given.where) == (True, {POINTS: 40}, "")
    desk.undo("r3", taken.event_id, NOW_US)
    assert (points(books, ANNA), rights(books, ANNA)[""]) == (140, 40), "what was owed is not"
    desk.undo("r4", given.event_id, NOW_US)
    assert points(books, ANNA) == 100
    with pytest.raises(Refusal) as caught:
        desk.undo("r5", given.event_id, NOW_US)
    assert code_of(caught) == "undo_done"
    now = lines(books, "anna")
    assert [(each.type, each.undone, each.undoable) for each in now[:4]] == [
        ("adjust", False, False),
        ("adjust", False, False),
        ("adjust", True, False),
        ("adjust", True, False),
    ]
    with pytest.raises(Refusal) as caught:
        desk.undo("r6", now[0].event_id, NOW_US)
    assert code_of(caught) == "undo_of_undo"
    with pytest.raises(Refusal) as caught:
        desk.undo("r7", next(each for each in now if each.type == "sale").event_id, NOW_US)
    assert code_of(caught) == "undo_unknown"


def test_a_transfer_is_taken_back_and_what_was_spent_is_owed(books: Books, desk: Helping) -> None:
    desk.adjust("r1", "anna", wish(30), "mia", NOW_US)
    books.commands().transfer("r2", "anna", "ben", 30, NOW_US)
    desk.adjust("r3", "ben", wish(-10, reason="misuse"), "mia", NOW_US)
    found = next(each for each in lines(books, "ben") if each.type == "transfer")
    done = desk.undo("r4", found.event_id, NOW_US)
    assert (points(books, ANNA), points(books, BEN), done.answer["owed"]) == (130, 30, 10)


def test_two_who_were_merged_are_parted_as_far_as_it_is_known(
    books: Books, till: Till, desk: Helping
) -> None:
    desk.adjust("r1", "ben", wish(60), "mia", NOW_US)
    books.commands().merge("r2", "anna", "ben", NOW_US)
    till.pull()
    desk.adjust("r3", "anna", wish(-20, reason="misuse"), "mia", NOW_US)
    merged = next(each for each in lines(books, "anna") if each.partable)
    parted = books.commands().unmerge("r4", merged.event_id, NOW_US)
    # Of Ben's 100 the till holds 40, and 20 of the free ones were taken meanwhile.
    assert (parted["back"], parted["left_out"]) == ({POINTS: 40}, {POINTS: 60})
    assert (points(books, parted["account"]), points(books, ANNA)) == (40, 140)
    page = till.pull()
    owners = {row.key: row.member_id for row in page.credentials if row.kind == "card"}
    assert owners == {ANNA_CARD: "anna", BEN_CARD: parted["member"]}
    till.earn(parted["account"], 5, LAST_DAY)
    till.push()
    assert books.commands().block("r5", BEN_CARD, NOW_US)["member"] == parted["member"]
    assert not any(each.partable for each in lines(books, "anna"))
    for event_id, code in ((merged.event_id, "unmerge_done"), ("none", "unmerge_unknown")):
        with pytest.raises(Refusal) as caught:
            books.commands().unmerge("r" + code, event_id, NOW_US)
        assert code_of(caught) == code


def test_notes_and_cases_are_sealed_handed_over_and_erased(books: Books, desk: Helping) -> None:
    desk.add_note("ben", " Allergic to <b>nuts</b> ", "mia", NOW_US)
    desk.send_case("ben", Story(text="Where are my points?", day="2026-11-17"), NOW_US)
    access = books.access()

    def about(who: str) -> tuple[list[str], list[str]]:
        with access.database.read() as connection:
            written = read_notes("shop", access.sealed_by, notes.of(connection, "shop", who))
            told = casework.of(connection, "shop", access.sealed_by, who)
        return [each.text for each in written], [each.story.text for each in told]

    whole = (["Allergic to <b>nuts</b>"], ["Where are my points?"])
    assert about("ben") == whole
    with access.database.read() as connection:
        for table in ("notes", "cases"):
            rows = connection.exec_driver_sql(f"SELECT sealed FROM {table}").all()  # noqa: S608
            assert all(b"points" not in row[0] and b"nuts" not in row[0] for row in rows)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    assert (about("ben"), about("anna")) == (([], []), whole)
    exported = books.commands().export("anna")
    assert exported["notes"][0]["text"] == whole[0][0]
    assert exported["cases"][0]["text"] == whole[1][0]
    books.commands().erase("r2", "anna", NOW_US)
    assert about("anna") == ([], [])
    with pytest.raises(Refusal) as caught:
        desk.add_note("anna", "again", "mia", NOW_US)
    assert code_of(caught) == "person_erased"


def test_a_case_is_answered_with_points_or_with_a_reason(books: Books, desk: Helping) -> None:
    desk.put_limit(Alone(points=50), NOW_US)
    story = Story(text="Missing", day="2026-11-17", amount_minor=1250)
    one, two_, three = (desk.send_case("anna", story, NOW_US).case_id for _ in range(3))
    with pytest.raises(Refusal) as caught:
        desk.send_case("anna", story, NOW_US)
    assert code_of(caught) == "case_many"
    desk.give_case(one, Remedy(points=50, said="Sorry!"), "mia", NOW_US)
    with pytest.raises(Refusal) as caught:
        desk.give_case(one, Remedy(points=50), "mia", NOW_US)
    assert (code_of(caught), points(books, ANNA)) == ("case_done", 150)
    with pytest.raises(Refusal) as caught:
        desk.decline_case(two_, "  ", "mia", NOW_US)
    assert code_of(caught) == "text_wrong"
    desk.decline_case(two_, "That was another shop.", "mia", NOW_US)
    asked = desk.give_case(three, Remedy(points=51), "mia", NOW_US)
    assert asked.answer["state"] == WAITS
    desk.decide(str(asked.answer["approval"]), "noor", NOW_US, approve=False)
    again = desk.give_case(three, Remedy(points=51), "noor", NOW_US)
    desk.decide(str(again.answer["approval"]), "mia", NOW_US, approve=True)
    assert points(books, ANNA) == 201
    access = books.access()
    with access.database.read() as connection:
        found = casework.of(connection, "shop", access.sealed_by, "anna")
        assert casework.waiting(connection, "shop", access.sealed_by, OPEN) == ([], "")
    answered = {
        each.case.case_id: (each.case.state, each.story.answer, each.story.points) for each in found
    }
    assert answered == {
        one: (GIVEN, "Sorry!", 50),
        two_: (DECLINED, "That was another shop.", 0),
        three: (GIVEN, "", 51),
    }
    for broken in (
        replace_story(story, day="2026-11-19"),
        replace_story(story, day="yesterday"),
        replace_story(story, text=" "),
        replace_story(story, amount_minor=-1),
    ):
        with pytest.raises(Refusal):
            desk.send_case("anna", broken, NOW_US)


def replace_story(story: Story, **other: object) -> Story:
    """Change a story."""
    return structs.replace(story, **other)


def test_a_level_by_hand_counts_at_tills_through_its_last_day(
    books: Books, till: Till, desk: Helping
) -> None:
    programme = structs.replace(
        from_wire(PROGRAMME),
        version=2,
        from_day="2026-01-02",
        tiers=(
            Tier(id="silver", name="Silver", from_amount=10_000, measure="spend"),
            Tier(id="gold", name="Gold", from_amount=50_000, measure="spend"),
        ),
    )
    books.put_programme(to_wire(programme), NOW_US)
    given = ("silver", "2026-12-31", "goodwill")
    books.commands().give_level("r1", "anna", given, NOW_US)
    books.commands().give_level("r2", "anna", ("gold", "2026-12-24", "goodwill"), NOW_US)
    (standing,) = [row for row in till.pull().standings if row.account == ANNA]

    def level(day: str) -> str | None:
        found = tier_on(programme, standing.counters, day)
        return found.id if found else None

    assert [level(day) for day in ("2026-11-17", "2026-11-18", "2026-12-24", "2026-12-25")] == [
        *(None, "gold", "gold"),
        None,
    ], "the second one took the place of the first"
    access = books.access()
    with access.database.read() as connection:
        found = member.view(access, connection, member.find(access, connection, "anna"), NOW_US)
    assert found.stand.level is not None
    assert (found.stand.level.id, found.stand.level_until) == ("gold", "2026-12-24")
    books.commands().give_level("r3", "anna", ("", "", "correction"), NOW_US)
    assert {unit for (_, unit), n in books.balances().items() if n} == {POINTS}
    for wrong, code in (
        (("bronze", "2026-12-24", "goodwill"), "level_unknown"),
        (("gold", "2026-11-17", "goodwill"), "day_wrong"),
        (("gold", "2036-11-17", "goodwill"), "day_wrong"),
        (("gold", "2026-12-24", "a whim"), "reason_unknown"),
    ):
        with pytest.raises(Refusal) as caught:
            books.commands().give_level("r4", "anna", wrong, NOW_US)
        assert code_of(caught) == code


def test_another_card_blocks_the_old_one(books: Books, till: Till, desk: Helping) -> None:
    fresh = number.make("0000", "000000077")
    done = books.commands().replace_card("r1", "anna", number.grouped(fresh), NOW_US)
    assert done == {
        "command": "card",
        "request": "r1",
        "member": "anna",
        "card": fresh[-4:],
        "old": ANNA_CARD[-4:],
    }
    page = till.pull()
    kinds = {row.kind: row.key for row in page.credentials if row.member_id == "anna"}
    assert (kinds["card_lost"], kinds["card_waits"].partition(":")[0]) == (ANNA_CARD, fresh)
    for digits, code in ((BEN_CARD, "card_taken"), ("1234", "card_wrong")):
        with pytest.raises(Refusal) as caught:
            books.commands().replace_card("r2", "anna", digits, NOW_US)
        assert code_of(caught) == code


def test_what_is_known_of_a_person_changes_and_tills_hear_it(
    books: Books, till: Till, desk: Helping
) -> None:
    done = desk.change("anna", {"phone": "06 12345678", "email": "a@shop.example"}, NOW_US)
    assert done.audit.details == {"fields": "email,phone"}
    said = Said(
        consent="news",
        made_us=NOW_US,
        given=True,
        way="console",
        language="nl",
        wording="Shop mag mij nieuws sturen.",
    )
    desk.consent("anna", said, NOW_US)
    (row,) = [each for each in till.pull().people if each.person_id == "anna"]
    assert row.fields["phone"] == "+31612345678"
    assert (row.fields["name"], row.consents) == ("Name of anna", {"news": "2026-11-18"})
    access = books.access()
    with access.database.read() as connection:
        found = member.view(access, connection, member.find(access, connection, "anna"), NOW_US)
    assert (found.said, found.cards[0].end) == ((said,), ANNA_CARD[-4:])
    assert sum(lot.amount for lot in found.lots) == 100
    desk.consent("anna", replace(said, given=False, made_us=NOW_US + 1), NOW_US + 1)
    assert till.pull().people[0].consents == {}
    for fields, code in (
        ({"phone": "12"}, "phone_wrong"),
        ({"email": "no mail"}, "mail_wrong"),
        ({"birthday": "1980-11-20"}, "birthday_wrong"),
        ({"bsn": "1"}, "field_unknown"),
        ({"name": "x" * 201}, "text_wrong"),
    ):
        with pytest.raises(Refusal) as caught:
            desk.change("anna", fields, NOW_US)
        assert code_of(caught) == code
