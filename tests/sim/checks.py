"""What has to be true of a till at every moment, beside what the auditor finds at the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from loyalty.event import decode
from server.work import VALUE_ACTS
from storage.records import ServerStanding
from storage.redirects import ACCOUNT, MEMBER
from sync.wire import ACTS_MAX
from terminal.till import roll
from terminal.till.old_cards import SETTING
from terminal.till.redirects import last
from tests.sim.auditor import OPEN, Auditor, rebuilt
from tests.sim.faults import need
from tests.sim.purses import Key
from tests.sim.reading import is_counter
from tests.sim.till_end import TillEnd
from tests.sim.truth import ShopTruth


def chain(till: TillEnd, auditor: Auditor) -> None:
    """Nothing committed is missing, and nothing is forgotten before the server has it."""
    disk, head = till.truth.disk, till.files.head()
    need(
        (head.epoch, head.seq, head.hash) == (disk.epoch, disk.seq, disk.head),
        *("committed_missing", till.name, "ends at", head.epoch, head.seq),
        *(disk.epoch, disk.seq, "was committed"),
    )
    if head.feed_epoch != auditor.now.feed:
        return  # what a server forgot that was put back goes out again once it says so
    waiting, lacks = till.files.unsent(), len(till.truth.unbooked)
    need(waiting >= lacks, "forgotten_unsent", till.name, "waits with", waiting, "lacks", lacks)


def held(till: TillEnd, auditor: Auditor, account: str) -> None:
    """Held here == held for us at the server - grants on the way + own events on the way."""
    truth, disk = till.truth, till.truth.disk
    group = truth.shop.group(account)
    does: Counter[Key] = Counter()
    for name in group:
        for unit, lots in till.desk.ledger.held(name).items():
            for lot in lots:
                does[unit, lot.lot] += lot.amount
    if till.files.needs_rejoin():
        need(not any(does.values()), "held_without_epoch", till.name, dict(does))
        return
    may_hold = auditor.may_hold(truth.device, disk.epoch, disk.feed)
    if truth.others or not may_hold or auditor.is_beside(truth):
        return  # it has not heard yet that its epoch ended, or has to end
    should: Counter[Key] = Counter()
    for name in group:
        should.update(auditor.held.get((name, f"{truth.device}.{disk.epoch}"), {}))
    ours = (truth.device, disk.epoch, disk.feed)
    for name in group:
        for grant_id, grant in auditor.now.granted.get(name, {}).items():
            if (grant.device, grant.epoch, grant.feed) == ours and grant_id not in disk.grants:
                should.subtract(grant.lots)
    should.update(truth.held_since(auditor.now.booked.__contains__, group))
    is_alike = {key: amount for key, amount in does.items() if amount} == {
        key: amount for key, amount in should.items() if amount
    }
    need(is_alike, "held_differs", till.name, "holds", does, "of", group, "should", should)


def shown(till: TillEnd, auditor: Auditor, account: str) -> None:
    """Shown == what the server said then + own events that were not in it."""
    known = till.directory.redirects(ACCOUNT)
    now = last(known, account)
    said = till.directory.standing(now)
    history = auditor.histories.get(till.directory.feed_epoch(), auditor.now)
    sums: list[dict[str, int]] = []
    seen = 0
    # At no position: nothing was booked on it so far, it is only what another goes on as.
    if said is not None and said.position:
        told = history.told.get(now, {}).get(said.position)
        need(told is not None, "never_said", till.name, now, "at", said.position)
        assert told is not None
        sums.append(told.figures)
        seen = said.position
    names = {now, *(old for old in known if last(known, old) == now)}
    sums.append(till.truth.since(lambda each: 0 < history.booked.get(each, 0) < seen, names))
    if said is not None:
        sums.append(_counted_apart(till, history.booked, said, names - {now}))
    should = rebuilt(sums)
    standing = roll.standing(till.desk, account)
    does = rebuilt([dict(standing.balance), dict(standing.counters)])
    need(does == should, "shown_differs", till.name, "shows", does, "of", account, "not", should)


def _counted_apart(
    till: TillEnd, booked: Mapping[str, int], said: ServerStanding, old_names: set[str]
) -> dict[str, int]:
    """Take out what counts for an account that goes on, until the homes of both are together.

    The server had it before it said these figures; it counts it under the old name meanwhile.
    """

    def is_elsewhere(name: str) -> bool:
        made = till.truth.disk.made.get(name)
        if made is None or booked.get(name, 0) < said.position:
            return False
        return made.epoch == till.truth.disk.epoch == said.own.epoch and made.seq <= said.own.seq

    apart = till.truth.since(lambda name: not is_elsewhere(name), old_names)
    return {unit: -delta for unit, delta in apart.items() if is_counter(unit)}


def agreed(till: TillEnd, auditor: Auditor, account: str) -> None:
    """At the end a till shows exactly what the server has."""
    standing = roll.standing(till.desk, account)
    now = till.truth.shop.root(account)
    does = rebuilt([dict(standing.balance), dict(standing.counters)])
    has = {unit: n for (name, unit), n in auditor.balances.items() if name == now and n}
    need(does == has, "end_differs", till.name, "shows", does, "of", account, "server has", has)
    owed = {unit: n for (name, unit), n in auditor.owed.items() if name == now and n}
    need(dict(standing.owed) == owed, "end_owed", till.name, account, dict(standing.owed), owed)


def settled(till: TillEnd, auditor: Auditor) -> None:
    """At the end nothing waits, every grant arrived, and the books verify."""
    truth, disk = till.truth, till.truth.disk
    need(till.files.unsent() == 0, "unsent", till.name, till.files.unsent())
    missing = disk.made.keys() - auditor.now.booked.keys()
    need(not missing, "never_arrived", till.name, missing)
    ours = (truth.device, disk.epoch, disk.feed)
    mine = {
        name
        for name, given in auditor.now.grants.items()
        if (given.device, given.epoch, given.feed) == ours
    }
    need(mine == disk.grants, "grant_stuck", till.name, mine ^ disk.grants)
    need(not till.files.unanswered(), "wish_stuck", till.name, till.files.unanswered())
    need(auditor.may_hold(*ours), "left_out", till.name, ours)
    found = till.files.verify()
    need(found.ok, "ledger_verify", till.name, found.first_difference)
    told(till, auditor)
    people(till, auditor)


def left_epochs(auditor: Auditor) -> None:
    """At the end nobody holds anything in an epoch that ended."""
    for (account, holder), lots in auditor.held.items():
        device, _, epoch = holder.rpartition(".")
        is_open = not holder or auditor.states[device, int(epoch)] == OPEN
        if not is_open and any(lots.values()) and auditor.is_awaited_in_vain(device, int(epoch)):
            continue  # of a copy that was switched off: its owner has not said so yet
        need(is_open or not any(lots.values()), "left_holds", account, holder, dict(lots))


def told(till: TillEnd, auditor: Auditor) -> None:
    """At the end every till has the members, programmes, settings and PINs of the server."""
    for member in till.truth.shop.members:
        if till.truth.shop.is_lost(member):
            continue
        need(till.directory.member(member) is not None, "member_missing", till.name, member)
    programmes = auditor.programmes()
    need(till.truth.shop.programmes <= set(programmes), "programme_lost", sorted(programmes))
    need(
        set(till.directory.programmes()) == set(programmes.values()),
        "programme_missing",
        till.name,
        len(programmes),
    )
    setting = auditor.setting(SETTING)
    need(till.directory.setting(SETTING) == setting, "setting_differs", till.name, setting)
    for member, version in auditor.pins().items():
        if member in till.truth.shop.merged | auditor.erased():
            # Tills take nothing more of whoever was erased, also no word of a PIN taken away.
            continue
        pin = roll.pin(till.desk, member)
        need(
            pin is not None and pin.version == version,
            "pin_differs",
            f"{till.name}: version {pin and pin.version} of the PIN of {member}, not {version}",
        )


def people(till: TillEnd, auditor: Auditor) -> None:
    """At the end everybody is known everywhere, and who was erased is nowhere."""
    shop, gone, kept = till.truth.shop, auditor.erased(), auditor.people()
    need(shop.erased <= gone, "tombstone_lost", shop.erased - gone)
    for person in shop.people - shop.merged:
        if shop.is_lost(person, person=True):
            continue
        is_gone = person in gone
        need((person in kept) != is_gone, "erased_kept" if is_gone else "person_lost", person)
        has = till.directory.person(person) is not None
        wrong = "erased_at_till" if is_gone else "person_missing"
        need(has != is_gone, wrong, till.name, person)
        if is_gone:
            need(till.files.person(person) is None, "erased_in_ledger", till.name, person)


def merged_again(tills: list[TillEnd], auditor: Auditor, shop: ShopTruth) -> None:
    """At the end whoever went on as another, as a till had heard it, is one with them again.

    The owner may have done it once more meanwhile, the other way.
    """
    now = tills[0].directory.redirects(MEMBER)
    waiting = (shop.told_merged.keys() - shop.merged) & auditor.members()
    apart = {who for who in waiting if last(now, shop.told_merged[who]) != last(now, who)}
    lost = {who for who in apart if not shop.is_lost(who)}
    need(not lost, "merge_lost", sorted(lost))


def acts_again(tills: list[TillEnd], auditor: Auditor) -> None:
    """At the end every correction that a till was told of is in the books, put back or not."""
    for till in tills:
        acts = [decode(act.raw) for act in till.directory.acts(ACTS_MAX)]
        told = {act.id for act in acts if act.type in VALUE_ACTS}
        lost = told - auditor.now.booked.keys()
        need(not lost, "act_lost", till.name, sorted(lost))


def alike(tills: list[TillEnd]) -> None:
    """At the end a member has the same PIN at every till."""
    for member in tills[0].truth.shop.pin_members - tills[0].truth.shop.merged:
        pins = {roll.pin(till.desk, member) for till in tills}
        need(len(pins) == 1, "pins_differ", member, pins)
