"""What has to be true of a till at every moment, beside what the auditor finds at the server."""

from __future__ import annotations

from collections import Counter

from terminal.till import roll
from terminal.till.old_cards import SETTING
from tests.sim.auditor import Auditor, rebuilt
from tests.sim.faults import need
from tests.sim.till_end import TillEnd
from tests.sim.truth import Key


def chain(till: TillEnd, auditor: Auditor) -> None:
    """Nothing committed is missing, and nothing is forgotten before the server has it."""
    truth, head = till.truth, till.files.head()
    need(
        (head.seq, head.hash) == (len(truth.events), truth.head),
        "committed_missing",
        f"{till.name} ends at {head.seq}, {len(truth.events)} were committed",
    )
    waiting, kept = till.files.unsent(), auditor.acked[till.identity.device]
    need(
        waiting >= len(truth.events) - kept,
        "forgotten_unsent",
        f"{till.name} waits with {waiting}, the server lacks {len(truth.events) - kept}",
    )


def held(till: TillEnd, auditor: Auditor, account: str) -> None:
    """Held here == held for us at the server - grants on the way + own events on the way."""
    truth, identity = till.truth, till.identity
    should: Counter[Key] = Counter()
    should.update(auditor.held.get((account, f"{identity.device}.{identity.epoch}"), {}))
    for grant_id, grant in auditor.grants.items():
        away = grant_id not in truth.grants
        if away and grant.device == identity.device and grant.account == account:
            should.subtract(grant.lots)
    for key, delta in truth.held_since(auditor.acked[identity.device], account).items():
        should[key] += delta
    does = {
        (unit, lot.lot): lot.amount
        for unit, lots in till.desk.ledger.held(account).items()
        for lot in lots
        if lot.amount
    }
    need(
        does == {key: amount for key, amount in should.items() if amount},
        "held_differs",
        f"{till.name} holds {does} of {account}, should {dict(should)}",
    )


def shown(till: TillEnd, auditor: Auditor, account: str) -> None:
    """Shown == what the server said then + own events that were not in it."""
    said = till.directory.standing(account)
    sums: list[dict[str, int]] = []
    seen = 0
    if said is not None:
        told = auditor.told.get(account, {}).get(said.position)
        need(told is not None, "never_said", till.name, account, "at", said.position)
        assert told is not None
        sums.append(told.figures)
        seen = told.acked[till.identity.device]
    sums.append(till.truth.since(seen, account))
    should = rebuilt(sums)
    standing = roll.standing(till.desk, account)
    does = rebuilt([dict(standing.balance), dict(standing.counters)])
    need(does == should, "shown_differs", f"{till.name} shows {does} of {account}, not {should}")


def agreed(till: TillEnd, auditor: Auditor, account: str) -> None:
    """At the end a till shows exactly what the server has."""
    standing = roll.standing(till.desk, account)
    does = rebuilt([dict(standing.balance), dict(standing.counters)])
    has = {unit: n for (name, unit), n in auditor.balances.items() if name == account and n}
    need(does == has, "end_differs", f"{till.name} shows {does} of {account}, server has {has}")
    owed = {unit: n for (name, unit), n in auditor.owed.items() if name == account and n}
    need(dict(standing.owed) == owed, "end_owed", till.name, account, dict(standing.owed), owed)


def settled(till: TillEnd, auditor: Auditor) -> None:
    """At the end nothing waits, every grant arrived, and the books verify."""
    need(till.files.unsent() == 0, "unsent", till.name, till.files.unsent())
    mine = {name for name, grant in auditor.grants.items() if grant.device == till.identity.device}
    need(mine == till.truth.grants, "grant_stuck", till.name, mine ^ till.truth.grants)
    need(not till.files.unanswered(), "wish_stuck", till.name, till.files.unanswered())
    found = till.files.verify()
    need(found.ok, "ledger_verify", till.name, found.first_difference)
    told(till, auditor)
    people(till, auditor)


def told(till: TillEnd, auditor: Auditor) -> None:
    """At the end every till has the members, programmes, settings and PINs of the server."""
    for member in till.truth.shop.members:
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
    for person in shop.people:
        is_gone = person in gone
        need((person in kept) != is_gone, "erased_kept" if is_gone else "person_lost", person)
        has = till.directory.person(person) is not None
        wrong = "erased_at_till" if is_gone else "person_missing"
        need(has != is_gone, wrong, till.name, person)
        if is_gone:
            need(till.files.person(person) is None, "erased_in_ledger", till.name, person)


def alike(tills: list[TillEnd]) -> None:
    """At the end a member has the same PIN at every till."""
    for member in tills[0].truth.shop.pin_members:
        pins = {roll.pin(till.desk, member) for till in tills}
        need(len(pins) == 1, "pins_differ", member, pins)
