"""A server put back from a backup: nothing sold is lost, and nothing is paid out twice."""

from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from storage.records import Member
from storage.redirects import MEMBER
from storage.server import redirects
from sync import pairing
from sync.exchange import AskGrant, Failed, Granted, Rejoined
from sync.wire import GrantRequest, PairRequest
from terminal.till import card_stock, enrol, epochs
from tests.contract.entries import ANNA, BERT
from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.recording import sold, used
from tests.terminal.till.restoring import backup, balance, held, put_back, settled


def wish(shop: Shopfront, till: Counter, account: str, name: str) -> str | None:
    """Ask for a grant as the counter would; give why there is none."""
    head = till.ledger.head()
    request = GrantRequest(request_id=name, account=account, unit=POINTS, amount=1)
    asked = AskGrant(request=request, seq=head.seq, head=head.hash.hex())
    reply = shop.answer(till.device, asked)
    if isinstance(reply, Granted):
        return reply.reply.reason
    assert isinstance(reply, Failed)
    return reply.code


def test_what_came_after_the_backup_comes_again_and_rights_wait_for_everybody(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    sold(first, ANNA, 100, "a")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    sold(first, BERT, 40, "b")  # the server acknowledges it and forgets it
    sold(second, ANNA, 30, "c")
    settled(first, second)
    before = {account: balance(shop, account) for account in (ANNA, BERT)}
    assert held(first, ANNA) > 0
    used(first, ANNA, held(first, ANNA), "d")  # nobody but this till knows of it
    put_back(shop, copy)
    settled(second)
    status = shop.books.restored().status()
    assert (status.active, status.waiting) == (True, ("Till 1",))
    assert status.bound[POINTS] >= 100
    # The second till has claimed; it gets nothing while the first one may still be paying out.
    assert held(second, ANNA) == 0
    assert wish(shop, second, ANNA, "too early") in ("recovering", "rejoin")
    sold(second, ANNA, 1, "e")
    settled(second)
    assert held(second, ANNA) == 0
    settled(first, second)
    assert not shop.books.restored().status().active
    assert shop.books.restored().status().bound == {}
    assert balance(shop, ANNA) == before[ANNA] - used_amount(first) + 1
    assert balance(shop, BERT) == before[BERT] == 40
    for till in tills:
        assert till.ledger.unsent() == 0
        assert till.ledger.verify().first_difference is None
    sold(second, ANNA, 1, "f")
    settled(second)
    assert held(second, ANNA) > 0
    assert shop.books.verify().first_difference is None


def used_amount(till: Counter) -> int:
    taken = [sale.taken for sale in till.ledger.recent_sales(50)]
    return sum(taken)


def test_the_owner_ends_it_and_sees_the_bound(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    sold(first, ANNA, 100, "a")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    sold(first, ANNA, 5, "b")
    settled(first)
    put_back(shop, copy)
    settled(second)
    with pytest.raises(Refusal, match="wait"):
        _act(shop)
    assert shop.books.restored().status().bound == {POINTS: 100}
    shop.books.restored().end(shop.clock.us)
    sold(second, ANNA, 1, "c")
    settled(second)
    assert held(second, ANNA) > 0
    # The till that nobody waited for is given nothing before it has come; then all is as before.
    assert wish(shop, first, ANNA, "w") == "rejoin"
    settled(first)
    assert balance(shop, ANNA) == 106
    assert shop.books.restored().status().waiting == ()
    assert shop.books.verify().first_difference is None


def paired_again(shop: Shopfront, till: Counter) -> None:
    """Connect a till to books that do not know it, as `pair --again` does."""
    code = shop.books.make_code(shop.clock.us)
    server_key = bytes.fromhex(shop.books.card(shop.clock.us).public_key)
    public = till.signer.public
    reply = shop.books.pair(
        PairRequest(
            public_key=public.hex(),
            sealing_key=pairing.sealing_public(bytes(range(32))).hex(),
            name="Till 3",
            proof=pairing.proof(code, server_key, public),
            again=True,
        ),
        shop.clock.us,
    )
    assert reply.device == till.device
    till.ledger.require_rejoin()


def test_a_till_that_was_connected_after_the_backup_is_awaited_too(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    sold(first, ANNA, 100, "a")
    member = enrol.make(first.desk, card_stock.fresh(first.desk), "")
    settled(first, second)
    shop.books.commands().adjust("r1", member.member_id, 70, "goodwill", shop.clock.us)
    copy = backup(shop, data_dir / "copy")
    third = Counter(shop, "Till 3")
    settled(third, first, second)
    sold(third, BERT, 30, "b")
    settled(third, first, second)
    put_back(shop, copy)
    settled(first, second)
    status = shop.books.restored().status()
    assert (status.active, status.waiting, status.unknown) == (True, (), 1)
    # What the first till holds it has claimed: it cannot be at the third.
    assert status.bound == {POINTS: 70}
    assert wish(shop, first, ANNA, "too early") in ("recovering", "rejoin")
    shop.clock.wait(60)
    paired_again(shop, third)
    status = shop.books.restored().status()
    assert (status.active, status.waiting, status.unknown) == (True, ("Till 3",), 0)
    settled(third)
    status = shop.books.restored().status()
    assert (status.active, status.waiting, status.bound) == (False, (), {})
    assert (balance(shop, ANNA), balance(shop, BERT)) == (100, 30)
    sold(third, BERT, 1, "c")
    settled(third)
    assert held(third, BERT) > 0
    assert shop.books.verify().first_difference is None
    third.close()


def test_who_was_erased_after_the_backup_is_erased_by_the_first_till_that_comes(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    member = enrol.make(first.desk, card_stock.fresh(first.desk), "+31612345678")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    shop.books.commands().erase("r1", member.member_id, shop.clock.us)
    settled(first, second)
    put_back(shop, copy)  # with the keys of people as they were then
    assert shop.books.commands().export(member.member_id)["person"]
    settled(first)
    assert shop.books.commands().export(member.member_id)["person"] == []
    assert shop.books.verify().first_difference is None


def test_who_was_merged_after_the_backup_is_merged_again_when_every_till_has_come(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    phones = ("+31612345678", "+31687654321", "+31611112222")
    kept, dropped, guest = (
        enrol.make(first.desk, card_stock.fresh(first.desk), phone) for phone in phones
    )
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    shop.books.commands().merge("r1", kept.member_id, dropped.member_id, shop.clock.us)
    shop.books.commands().household("r2", kept.member_id, [guest.member_id], shop.clock.us)
    settled(first, second)
    put_back(shop, copy)
    settled(first)
    assert shop.books.restored().status().active
    assert roots(shop, dropped, guest) == {dropped.account, guest.account}
    settled(second)
    assert roots(shop, dropped, guest) == {kept.account}
    settled(first, second)
    for till in tills:
        assert till.directory.redirects(MEMBER) == {dropped.member_id: kept.member_id}
    assert shop.books.verify().first_difference is None


def roots(shop: Shopfront, *members: Member) -> set[str]:
    """Give what the accounts of members go on as, at the server."""
    with shop.books._database.read() as connection:
        tenant, kind = shop.books._tenant, redirects.ACCOUNT
        return {redirects.now(connection, tenant, kind, each.account) for each in members}


def _act(shop: Shopfront) -> None:
    with shop.books._database.write() as connection:
        shop.books._work(connection, shop.clock.us).act("expire", [], {})


def test_a_till_that_reads_from_the_beginning_hears_that_the_feed_is_another(
    shop: Shopfront, tills: tuple[Counter, Counter], tmp_path: Path
) -> None:
    # An upgrade lets a till read the feed from its beginning.
    one, two = tills
    put_back(shop, backup(shop, tmp_path / "copy"))
    database = one.directory.database
    with database.transaction():
        database.run(text("DELETE FROM meta WHERE name = 'cursor'"), {})
    settled(*tills)
    feeds = {till.directory.feed_epoch() for till in tills}
    assert feeds == {one.ledger.head().feed_epoch} == {two.ledger.head().feed_epoch}
    assert one.directory.cursor()


def test_a_server_put_back_twice(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    first, second = tills
    for n in range(3):
        sold(first, ANNA, 10, f"a{n}")
        sold(second, BERT, 1, f"b{n}")
        settled(first, second)
        if n == 0:
            copy = backup(shop, data_dir / "copy")
    for seed in ("one", "two"):
        put_back(shop, copy, seed)
        settled(first)
    settled(first, second)
    assert (balance(shop, ANNA), balance(shop, BERT)) == (30, 3)
    assert not shop.books.restored().status().active
    assert shop.books.quarantined() == {}
    assert shop.books.verify().first_difference is None


def test_a_restored_server_that_gives_an_epoch_a_second_time_is_told_everything_again(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    """A wish of before the backup was put back arrives late: the epoch it opens is not the till's.

    Both have the same number, and nothing but the feed tells them apart.
    """
    first, second = tills
    sold(first, ANNA, 10, "a")
    settled(first, second)
    copy = backup(shop, data_dir / "copy")
    first.ledger.require_rejoin()
    late = epochs.rejoin(first.desk)
    settled(first)
    sold(first, ANNA, 5, "b")
    settled(first, second)
    assert first.ledger.head().epoch == 2
    put_back(shop, copy)
    given = shop.answer(first.device, late)
    assert isinstance(given, Rejoined)
    assert given.reply.epoch == 2
    settled(first, second)
    assert balance(shop, ANNA) == 15
    assert first.ledger.head().epoch == 3
    assert first.ledger.unsent() == 0
