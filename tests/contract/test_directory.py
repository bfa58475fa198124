"""What every directory promises, held against the file and against the simulator's dicts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import Refusal
from loyalty.phonecode import PhoneKey
from storage.directory import SqlDirectory
from storage.ports import Directory
from storage.records import (
    CARD,
    LEGACY,
    PHONE,
    Act,
    Credential,
    Member,
    Page,
    Person,
    Position,
    ServerStanding,
)
from tests.contract import entries
from tests.contract.memory import MemoryDirectory

NUMBER = "9000012345678934"
ASA = Member(member_id="m-asa", account="acc", number=NUMBER)
CARD_OF_ASA = Credential(kind=CARD, key=NUMBER, member_id="m-asa")
PHONE_OF_ASA = Credential(kind=PHONE, key="blind", member_id="m-asa")
PERSON = Person(person_id="m-asa", version=2, name="Åsa Öberg", consents={"news": "yes"})


def page(cursor: str, feed_epoch: str = "f", seq: int = 1, **more: Any) -> Page:
    """Give a page of the feed."""
    return Page(cursor=cursor, feed_epoch=feed_epoch, own=Position(epoch=1, seq=seq), **more)


def standing(position: int, points: int) -> ServerStanding:
    """Give a standing at a place in the feed."""
    return ServerStanding(
        account="acc",
        position=position,
        own=Position(epoch=1, seq=position),
        balance={"points": points},
        owed={"points": 0},
        counters={"visits": 3},
    )


class DirectoryContract:
    """Pages, people and a fresh start."""

    def test_an_empty_directory_knows_nothing(self, directory: Directory) -> None:
        assert (directory.cursor(), directory.feed_epoch()) == ("", "")
        assert directory.own() == Position(epoch=0, seq=0)
        assert directory.standing("acc") is None
        assert directory.member("m-asa") is None
        assert directory.programmes() == ()

    def test_a_page_moves_the_cursor_with_its_rows(self, directory: Directory) -> None:
        directory.apply(page("c1", seq=7, standings=(standing(5, 50),)))
        assert (directory.cursor(), directory.feed_epoch()) == ("c1", "f")
        assert directory.own() == Position(epoch=1, seq=7)
        assert directory.standing("acc") == standing(5, 50)

    def test_the_newest_standing_wins(self, directory: Directory) -> None:
        directory.apply(page("c1", standings=(standing(5, 50), standing(4, 40))))
        assert directory.standing("acc") == standing(5, 50)
        directory.apply(page("c2", standings=(standing(3, 30),)))
        assert directory.standing("acc") == standing(5, 50)
        directory.apply(page("c3", standings=(standing(5, 51),)))
        assert directory.standing("acc") == standing(5, 51)

    def test_people_are_found(self, directory: Directory) -> None:
        directory.apply(
            page(
                "c1",
                members=(ASA,),
                credentials=(CARD_OF_ASA, PHONE_OF_ASA),
                people=(PERSON,),
            )
        )
        assert directory.member("m-asa") == ASA
        assert directory.member_by(CARD, NUMBER) == ASA
        assert directory.member_by(PHONE, "blind") == ASA
        assert directory.credentials_of("m-asa") == (CARD_OF_ASA, PHONE_OF_ASA)
        assert directory.person("m-asa") == PERSON
        assert directory.members_ending("34", 5) == ("m-asa",)
        assert directory.members_count(1) == 1
        assert directory.members_count(10_000) == len(
            {one for digit in "0123456789" for one in directory.members_ending(digit, 10_000)}
        )
        assert directory.people_named("oberg as", 5) == ("m-asa",)
        assert directory.people_named("Öberg", 5) == ("m-asa",)

    def test_a_setting_of_the_shop_is_the_newest_that_was_said(self, directory: Directory) -> None:
        assert directory.setting("cards") == ""
        directory.apply(page("c1", settings={"cards": "some", "later": "x"}))
        directory.apply(page("c2"))
        assert directory.setting("cards") == "some"
        directory.apply(page("c3", settings={"cards": ""}))
        assert (directory.setting("cards"), directory.setting("later")) == ("", "x")
        assert directory.cursor() == "c3", (
            "a setting named like a mark of the file is not that mark"
        )
        directory.apply(page("c4", settings={"cursor": "c9"}))
        assert (directory.cursor(), directory.setting("cursor")) == ("c4", "c9")
        directory.forget()
        assert directory.setting("later") == ""

    def test_an_older_card_is_found_and_stays_with_its_account(self, directory: Directory) -> None:
        older = Credential(kind=LEGACY, key="EAN13:2912345678906", member_id="m-asa")
        directory.apply(page("c1", members=(ASA,), credentials=(CARD_OF_ASA, PHONE_OF_ASA, older)))
        assert directory.member_by(LEGACY, older.key) == ASA
        assert directory.member_by(CARD, older.key) is None
        directory.apply(page("c2", erased=("m-asa",)))
        assert directory.member_by(LEGACY, older.key) == ASA, "a card is no personal data"
        assert directory.credentials_of("m-asa") == (CARD_OF_ASA, older)

    def test_nobody_is_found_by_a_phone_that_they_gave_up(self, directory: Directory) -> None:
        had = Person(person_id="m-asa", version=1, phone="+46701234567")
        shown = (CARD_OF_ASA, PHONE_OF_ASA)
        directory.apply(page("c1", members=(ASA,), people=(had,), credentials=shown))
        assert directory.member_by(PHONE, "blind") == ASA
        other = Credential(kind=PHONE, key="blind-2", member_id="m-asa")
        moved = Person(person_id="m-asa", version=2, phone="+46701234568")
        directory.apply(page("c2", people=(moved,), credentials=(other,)))
        assert directory.member_by(PHONE, "blind") is None
        assert directory.member_by(PHONE, "blind-2") == ASA
        directory.apply(page("c3", people=(Person(person_id="m-asa", version=3),)))
        assert directory.credentials_of("m-asa") == (CARD_OF_ASA,)

    def test_a_newer_row_replaces_and_an_older_one_does_not(self, directory: Directory) -> None:
        directory.apply(page("c1", members=(ASA,), people=(PERSON,)))
        moved = Member(member_id="m-asa", account="acc-2", number=NUMBER, status="blocked")
        renamed = Person(person_id="m-asa", version=3, name="Åsa Ek")
        directory.apply(page("c2", members=(moved,), people=(renamed,)))
        directory.apply(page("c3", people=(PERSON,)))
        assert directory.member("m-asa") == moved
        assert directory.person("m-asa") == renamed
        assert directory.people_named("ek", 5) == ("m-asa",)
        assert directory.people_named("oberg", 5) == ()

    def test_the_limit_holds(self, directory: Directory) -> None:
        people = tuple(Person(person_id=f"p{n}", version=1, name=f"Anna {n}") for n in range(9))
        directory.apply(page("c1", people=people))
        assert len(directory.people_named("ann", 4)) == 4
        assert directory.people_named("anna 7", 4) == ("p7",)

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("elisab", ("p0", "p1")),
            ("elisabeth", ("p0", "p1")),
            ("Elisabeth de vrie", ("p0",)),
            ("vriesma elisabeth", ("p1",)),
            ("elisabetha", ()),
            ("o'brien", ("p2",)),
            ("brien-o", ("p2",)),
            ("OBRIEN", ()),
            ("weiß", ("p3",)),
            ("김", ("p4",)),
            ("istanbul", ("p5",)),
            ("संजय", ("p6",)),
            ("\u1c90 \U0001f600", ()),
        ],
    )
    def test_words_begin_alike_however_long_and_in_any_script(
        self, directory: Directory, typed: str, found: tuple[str, ...]
    ) -> None:
        names = (
            "Elisabeth de Vries",
            "Élisabeth Vriesma",
            "Mary O'Brien",
            "Jörg Weiß",
            "김 민준",
            "İstanbul Oğlu",
            "संजय गुप्ता",
        )
        people = tuple(
            Person(person_id=f"p{at}", version=1, name=name) for at, name in enumerate(names)
        )
        directory.apply(page("c1", people=people))
        assert directory.people_named(typed, 5) == found

    def test_a_long_beginning_is_found_behind_many_that_begin_alike(
        self, directory: Directory
    ) -> None:
        names = [f"Christian {at}" for at in range(90)] + ["Christina Last", "Christina Least"]
        people = tuple(
            Person(person_id=f"p{at}", version=1, name=name) for at, name in enumerate(names)
        )
        directory.apply(page("c1", people=people))
        assert directory.people_named("christina", 5) == ("p90", "p91")
        assert directory.people_named("christina las", 5) == ("p90",)
        assert len(directory.people_named("christian", 5)) == 5

    def test_a_phone_is_found_by_its_last_digits(self, directory: Directory) -> None:
        phones = ("+31612345678", "+31687654321", "+31600005678", "", "+46705678")
        people = tuple(
            Person(person_id=f"p{at}", version=1, phone=phone) for at, phone in enumerate(phones)
        )
        directory.apply(page("c1", people=people))
        assert set(directory.people_phoned("5678", 9)) == {"p0", "p2", "p4"}
        assert directory.people_phoned("45678", 9) == ("p0",)
        assert directory.people_phoned("31612345678", 9) == ("p0",)
        assert directory.people_phoned("46612345678", 9) == ()
        assert len(directory.people_phoned("5678", 2)) == 2
        for typed in ("", "x", "56x", "-5678", "%", "٥٦٧٨"):
            assert directory.people_phoned(typed, 9) == (), typed
        moved = Person(person_id="p0", version=2, phone="+31611112222")
        directory.apply(page("c2", people=(moved,), erased=("p1",)))
        assert set(directory.people_phoned("5678", 9)) == {"p2", "p4"}
        assert directory.people_phoned("4321", 9) == ()
        assert directory.people_phoned("2222", 9) == ("p0",)

    def test_programmes_come_once_and_in_order(self, directory: Directory) -> None:
        directory.apply(page("c1", programmes=(b'{"version":1}', b'{"version":2}')))
        directory.apply(page("c2", programmes=(b'{"version":1}', b'{"version":3}')))
        assert directory.programmes() == (
            b'{"version":1}',
            b'{"version":2}',
            b'{"version":3}',
        )

    def test_the_erased_do_not_come_back(self, directory: Directory) -> None:
        rows: dict[str, Any] = {
            "members": (ASA,),
            "credentials": (CARD_OF_ASA, PHONE_OF_ASA),
            "people": (PERSON,),
        }
        directory.apply(page("c1", **rows))
        directory.apply(page("c2", erased=("m-asa",)))
        directory.apply(page("c3", **rows))
        assert directory.person("m-asa") is None
        assert directory.people_named("asa", 5) == ()
        assert directory.credentials_of("m-asa") == (CARD_OF_ASA,)

    def test_a_key_of_phones_is_replaced_by_its_newer_word(self, directory: Directory) -> None:
        assert directory.phone_keys() == {}
        old = PhoneKey(key_id=1, public=b"1" * 32)
        new = PhoneKey(key_id=2, public=b"2" * 32)
        directory.apply(page("c1", phone_keys=(old,)))
        assert directory.phone_keys() == {1: old}
        ended = PhoneKey(key_id=1, public=b"1" * 32, last_step=99)
        directory.apply(page("c2", phone_keys=(ended, new)))
        assert directory.phone_keys() == {1: ended, 2: new}
        directory.forget()
        assert directory.phone_keys() == {}

    def test_what_the_owner_had_done_is_kept_when_the_feed_begins_anew(
        self, directory: Directory
    ) -> None:
        acts = [Act(event_id=f"0{n}", raw=b"{%d}" % n, seal=bytes([n])) for n in range(3)]
        directory.apply(page("c1", acts=tuple(acts[:2])))
        directory.forget()
        directory.apply(page("d1", "g", acts=(acts[2], acts[0])))
        assert directory.acts(5) == tuple(reversed(acts))
        assert directory.acts(2) == (acts[2], acts[1])

    def test_another_feed_needs_a_fresh_start(self, directory: Directory) -> None:
        rows: dict[str, Any] = {"members": (ASA,), "people": (PERSON,), "programmes": (b"{}",)}
        directory.apply(page("c1", standings=(standing(9, 90),), erased=("gone",), **rows))
        with pytest.raises(Refusal) as caught:
            directory.apply(page("d1", "g", standings=(standing(1, 10),)))
        assert caught.value.code == "feed_changed"
        assert directory.cursor() == "c1"
        directory.forget()
        assert (directory.cursor(), directory.feed_epoch()) == ("", "")
        assert directory.own() == Position(epoch=0, seq=0)
        assert directory.member("m-asa") is None
        assert directory.people_named("asa", 5) == ()
        # A till that is started right now has to open: the rules stay until others come.
        assert directory.programmes() == (b"{}",)
        gone = Person(person_id="gone", version=9, name="Gone")
        directory.apply(page("d1", "g", standings=(standing(1, 10),), people=(PERSON, gone)))
        assert directory.standing("acc") == standing(1, 10)
        assert directory.people_named("asa", 5) == ("m-asa",)
        assert directory.person("gone") is None

    def test_the_programmes_of_another_feed_take_the_place_of_the_old_ones(
        self, directory: Directory
    ) -> None:
        directory.apply(page("c1", programmes=(b'{"version":1}', b'{"version":2}')))
        directory.forget()
        directory.apply(page("d1", "g", programmes=(b'{"version":1}',)))
        directory.apply(page("d2", "g", programmes=(b'{"version":3}',)))
        assert directory.programmes() == (b'{"version":1}', b'{"version":3}')


class TestMemoryDirectory(DirectoryContract):
    @pytest.fixture
    def directory(self) -> Directory:
        return MemoryDirectory()


class TestSqlDirectory(DirectoryContract):
    @pytest.fixture
    def directory(self, data_dir: Path) -> Iterator[Directory]:
        opened = SqlDirectory(data_dir / "directory.db", entries.KEY)
        yield opened
        opened.close()
