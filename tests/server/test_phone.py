"""The keys of phones' codes: made once, told to every till, replaced, and lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from loyalty.errors import Outage, Refusal
from loyalty.phonecode import KEY_IDS, NO_END, read, step_at
from server.books import Books
from server.boot import Shop, open_books
from server.phone import DAY_US
from server.phone_keys import AHEAD_STEPS, GONE_STEP
from storage.keys import FileKeyStore
from storage.server.tables import PAGE_LINKS, PAGE_SESSIONS
from sync.sign import Signer
from sync.wire import PersonRow
from tests.server.pages.shop import NUMBER, Premises
from tests.server.shop import NOW_US, Chance, Till


@pytest.fixture
def premises(data_dir: Path) -> Premises:
    """Give a shop with a member; closed by whoever asks."""
    made = Premises(data_dir)
    made.enrol()
    return made


def keys_of(till: Till) -> dict[int, int]:
    """Give the keys that a till hears of with its next pull, each with its last step."""
    return {row.key_id: row.last_step for row in till.pull().phone_keys}


def test_a_shop_begins_with_one_key_and_opening_again_makes_no_other(data_dir: Path) -> None:
    store = FileKeyStore(data_dir / "keys")
    shop = Shop(issuer="0000", zone="UTC")
    books = open_books(data_dir, store, shop, now_us=NOW_US, randomness=Chance("first"))
    assert keys_of(Till(books)) == {1: NO_END}
    books.close()
    made = store.get("phone-code-1")
    open_books(data_dir, store, shop, now_us=NOW_US, randomness=Chance("again")).close()
    assert store.get("phone-code-1") == made
    assert made is not None
    assert store.get("phone-code-2") is None


def test_a_key_is_replaced_and_what_phones_have_counts_to_its_end(premises: Premises) -> None:
    books, till = premises.books, premises.till
    assert keys_of(till) == {1: NO_END}
    assert books.rotate_phone_key(NOW_US, at_once=False) == 2
    assert keys_of(till) == {1: step_at(NOW_US) + AHEAD_STEPS, 2: NO_END}
    assert books.rotate_phone_key(NOW_US, at_once=False) == 3
    ended = step_at(NOW_US) + AHEAD_STEPS
    assert keys_of(till) == {2: ended, 3: NO_END}, "the first one did not change"
    assert books.rotate_phone_key(NOW_US, at_once=True) == 4
    assert keys_of(till) == {1: GONE_STEP, 2: GONE_STEP, 3: GONE_STEP, 4: NO_END}
    public = Signer(premises.store.get("phone-code-4") or b"").public
    newcomer = Till(books, "newcomer").pull().phone_keys
    assert {row.key_id: row.public_key for row in newcomer}[4] == public.hex()
    books.close()


def test_ids_begin_again_and_never_with_an_old_secret(premises: Premises) -> None:
    first = premises.store.get("phone-code-1")
    for at in KEY_IDS:
        made = premises.books.rotate_phone_key(NOW_US + at, at_once=False)
    assert made == 1
    assert premises.store.get("phone-code-1") != first
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    codes = phones.codes(visit.token, NOW_US)
    assert codes is not None
    code = read(codes.texts[0])
    assert code is not None
    assert code.key_id == 1
    premises.books.close()


def test_books_without_a_key_store_let_no_phone_in(books: Books) -> None:
    assert books.phones() is None
    with pytest.raises(Outage):
        books.make_phone_link(NUMBER, NOW_US)
    with pytest.raises(Outage):
        books.rotate_phone_key(NOW_US, at_once=False)


def test_a_key_that_is_gone_from_the_store_is_an_outage(premises: Premises, data_dir: Path) -> None:
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    (data_dir / "keys" / "keys.json").unlink()
    with pytest.raises(Outage, match="not in the key store"):
        phones.codes(visit.token, NOW_US)
    premises.books.close()


def test_only_members_with_a_card_get_a_link(premises: Premises) -> None:
    with pytest.raises(Refusal, match="no member with this card"):
        premises.books.make_phone_link("9000098765432156", NOW_US)
    premises.books.close()


def test_no_secret_of_a_link_or_a_phone_is_kept(premises: Premises) -> None:
    link = premises.link()
    waiting = premises.link()
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(link, NOW_US)
    assert visit is not None
    with premises.books._database.read() as connection:
        rows = [
            *connection.execute(PAGE_LINKS.select()),
            *connection.execute(PAGE_SESSIONS.select()),
        ]
    assert len(rows) == 2
    for secret in (link, waiting, visit.token):
        assert secret not in str(rows)
    premises.books.close()


def test_a_card_in_a_person_row_moves_nobodys_phone(premises: Premises) -> None:
    row = PersonRow(person_id="eve", version=1, fields={"name": "Eve"}, blind={"card": NUMBER})
    premises.till.push(premises.till.batch(), people=[row])
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    face = phones.face(visit.token, "en", NOW_US)
    assert face is not None
    assert face.points == 1_840
    premises.books.close()


def test_every_statement_names_the_tenant(premises: Premises) -> None:
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, given: Any, _x: object, many: bool) -> None:  # noqa: FBT001
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.extend((statement, row) for row in (given if many else [given]))

    event.listen(premises.books._database.engine, "before_cursor_execute", note)
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    assert phones.face(visit.token, "en", NOW_US + 2 * DAY_US)
    assert phones.codes(visit.token, NOW_US)
    assert phones.shop("en", NOW_US)
    phones.leave(visit.token)
    premises.books.rotate_phone_key(NOW_US, at_once=True)
    premises.books.commands().erase_person("anna", NOW_US)
    tenant = premises.books.card(NOW_US).tenant
    assert {statement.split()[0] for statement, _ in seen} == {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
    }
    for statement, row in seen:
        assert "tenant_id" in statement, statement
        assert tenant in row, statement
    premises.books.close()
