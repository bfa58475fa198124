"""Corrections that an owner had made after a backup: tills were told, and bring them back."""

from pathlib import Path

from sqlalchemy import text

from sync.exchange import Found, Lookup
from sync.wire import LookupRequest
from terminal.till import card_stock, enrol, looking_up
from tests.contract.entries import ANNA
from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.recording import sold, used
from tests.terminal.till.restoring import backup, balance, held, put_back, settled

FORGED = "UPDATE act SET raw = CAST(replace(CAST(raw AS TEXT), '500', '900') AS BLOB)"


def test_what_the_owner_had_done_after_the_backup_is_done_again(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    phones = ("+31612345678", "+31687654321", "+31611112222")
    anna, bert, carl = (
        enrol.make(first.desk, card_stock.fresh(first.desk), phone) for phone in phones
    )
    sold(first, anna.account, 100, "a")
    settled(first, second)
    do, now_us = shop.books.commands(), shop.clock.us
    do.household("r1", anna.member_id, [carl.member_id], now_us)
    do.reset_pin("r8", anna.member_id, now_us)
    copy = backup(shop, data_dir / "copy")
    do.adjust("r2", anna.member_id, 500, "complaint", now_us)
    do.adjust("r3", bert.member_id, -30, "misuse", now_us)
    settled(first, second)  # what is free is granted to a till, and partly paid out there
    used(first, anna.account, held(first, anna.account), "d")
    settled(first, second)
    do.adjust("r4", bert.member_id, 80, "goodwill", now_us)
    do.transfer("r5", bert.member_id, anna.member_id, 20, now_us)
    do.block("r6", bert.member_id, now_us)
    version = do.reset_pin("r9", anna.member_id, now_us)["version"]
    own = do.leave("r7", carl.member_id, now_us)["account"]
    settled(first, second)
    before = {each.account: balance(shop, each.account) for each in (anna, bert)}
    acts = first.directory.acts(10)
    put_back(shop, copy)
    settled(first)
    assert shop.books.restored().status().active
    settled(first, second)
    assert not shop.books.restored().status().active
    assert {each.account: balance(shop, each.account) for each in (anna, bert)} == before
    found = {each: second.directory.member(each.member_id) for each in (bert, carl)}
    assert [each.status if each else "" for each in found.values()] == ["blocked", "active"]
    assert (found[carl] or carl).account == own
    pin = second.directory.pin(anna.member_id)
    assert pin is not None
    assert pin.version >= version > 1
    # Under their own ids; only a PIN that is taken away once more has another.
    assert {act.event_id for act in acts} <= {act.event_id for act in first.directory.acts(20)}
    assert shop.books.verify().first_difference is None
    settled(first, second)
    assert {each.account: balance(shop, each.account) for each in (anna, bert)} == before


def test_what_only_somebody_else_sealed_is_not_done(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    anna = enrol.make(first.desk, card_stock.fresh(first.desk), "+31612345678")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    shop.books.commands().adjust("r1", anna.member_id, 500, "complaint", shop.clock.us)
    settled(first, second)
    for till in tills:
        database = till.directory.database
        with database.transaction():
            database.run(text(FORGED), {})
    put_back(shop, copy)
    settled(first, second)
    assert not shop.books.restored().status().active
    assert balance(shop, anna.account) == 0


def test_a_till_that_comes_when_the_owner_has_ended_it_still_brings_a_correction(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    anna = enrol.make(first.desk, card_stock.fresh(first.desk), "+31612345678")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    shop.books.commands().adjust("r1", anna.member_id, 500, "complaint", shop.clock.us)
    shop.books.commands().block("r2", anna.member_id, shop.clock.us)
    settled(second)  # the first till was away
    put_back(shop, copy)
    settled(first)
    shop.books.restored().end(shop.clock.us)
    assert balance(shop, anna.account) == 0
    settled(first, second)
    assert balance(shop, anna.account) == 500
    # Whoever is let in or kept out was the owner's to say when they ended it.
    found = first.directory.member(anna.member_id)
    assert found is not None
    assert found.status == "active"
    assert shop.books.verify().first_difference is None


def test_who_was_looked_up_before_the_first_pull_stands_as_the_books_that_were_put_back_say(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    member = enrol.make(first.desk, card_stock.fresh(first.desk), "")
    sold(first, member.account, 10, "a")
    settled(first, second)
    third = Counter(shop, "Till 3")
    copy = backup(shop, data_dir / "copy")
    sold(first, ANNA, 5, "b")
    sold(first, member.account, 90, "c")
    settled(first)
    wanted = LookupRequest(kind="member", key=member.member_id)
    found = shop.answer(third.device, Lookup(request=wanted))
    assert isinstance(found, Found)
    looking_up.learn(third.desk, found)
    told = third.directory.standing(member.account)
    assert told is not None
    assert told.balance == {"points": 100}
    put_back(shop, copy)
    shop.books.restored().end(shop.clock.us)  # what the first sold after the backup never comes
    settled(second, third)
    said = third.directory.standing(member.account)
    assert said is not None
    assert said.balance == {"points": 10}
    third.close()
