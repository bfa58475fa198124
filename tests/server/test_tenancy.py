"""Tables and statements keep to one tenant, as a database spread over many machines needs."""

from pathlib import Path
from typing import Any

from msgspec import structs
from sqlalchemy import Integer, LargeBinary, Text, event

from server.books import Books
from storage.server.tables import METADATA
from sync.wire import CredentialRow, LookupRequest, PersonRow, PinRow, RejoinRequest
from tests.server.shop import ANNA, NOW_US, Chance, Till, open_books, secrets_of

FREE = ("BEGIN", "PRAGMA", "CREATE ")


def test_every_key_begins_with_the_tenant() -> None:
    for table in METADATA.tables.values():
        assert next(iter(table.primary_key)).name == "tenant_id", table.name
        for index in table.indexes:
            assert next(iter(index.columns)).name == "tenant_id", index.name
        for column in table.columns:
            kind = column.type
            assert isinstance(kind, (Integer, Text, LargeBinary)), column
            assert column.autoincrement is not True


def test_every_statement_names_the_tenant(shop_dir: Path) -> None:
    seen: set[str] = set()

    def note(_c: object, _k: object, statement: str, given: Any, _x: object, many: bool) -> None:  # noqa: FBT001
        seen.add(statement)
        if not statement.startswith(FREE):
            assert "tenant_id" in statement, statement
            for row in given if many else [given]:
                values = row.values() if isinstance(row, dict) else row
                assert "shop" in values, statement

    books = open_books(shop_dir)
    event.listen(books._database.engine, "before_cursor_execute", note)
    event.listen(books._people.keys._database.engine, "before_cursor_execute", note)
    till = Till(books)
    lot = till.earn(ANNA, 10)
    till.record("enrol", data={"member": "m1", "account": ANNA, "number": "9" * 16})
    row = PersonRow(person_id="m1", version=1, fields={"name": "A"}, blind={"phone": "f0"})
    till.push(people=[row])
    pins = [PinRow(member_id="m1", version=1)]
    visits = [CredentialRow(kind="visit_pin", key=key, member_id="m1") for key in ("f1", "")]
    till.push(structs.replace(till.batch(), pins=pins, visit_pins=visits))
    till.pull()
    till.spend(ANNA, lot, 10)
    till.push()
    till.ask(ANNA, 5)
    books.lookup(till.device, 1, LookupRequest(kind="phone", key="f0"), NOW_US)
    own = till.own()
    books.rejoin(till.device, RejoinRequest(epoch=1, last_seq=2, last_hash=own.hash), NOW_US)
    books.lookup(till.device, 2, LookupRequest(kind="visit_pin", key="f1"), NOW_US)
    books.commands().erase_person("m1", NOW_US)
    assert books.verify().ok
    books.close()
    verbs = {statement.split()[0] for statement in seen}
    assert {"SELECT", "INSERT", "UPDATE", "DELETE"} <= verbs


def test_two_shops_in_one_database_know_nothing_of_each_other(shop_dir: Path) -> None:
    one = open_books(shop_dir)
    two = Books(
        database=one._database,
        people_keys=one._people.keys,
        tenant="other",
        secrets=secrets_of(Chance("two")),
        randomness=Chance("two/later"),
    )
    two.create(issuer="0001", zone="UTC", programmes=(), now_us=NOW_US)
    here, there = Till(one, "same"), Till(two, "same")
    here.earn(ANNA, 100)
    here.push()
    there.earn(ANNA, 7)
    there.push()
    assert one.balances() == {(ANNA, "points"): 100}
    assert two.balances() == {(ANNA, "points"): 7}
    assert one.verify().ok
    assert two.verify().ok
    one.close()
