"""The primary dies, freezes and is cut off under load: what was acknowledged is stored, once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import pytest

from loyalty import event
from tests.cluster.cluster import Cluster, Node, why_not
from tests.cluster.fleet import Fleet, Till
from tests.cluster.late import BEGUN, LateWriter
from tests.cluster.regulars import Regulars

pytestmark = [pytest.mark.slow, pytest.mark.cluster]
TILLS: Final = 12
OUTAGE_GOAL_S: Final = 15
CAUGHT_UP_S: Final = 60
BEFORE, AFTER = 10, 10
"""Pushes of each till before a fault and after it."""
FAILOVER_S: Final = 120
AWAY_S: Final = 12
"""Longer than a primary that is cut off from everybody waits before it stops."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a cluster of three nodes, for all tests of this module."""
    if why_not():
        pytest.fail(f"no cluster can be made here: {why_not()}")
    made = Cluster()
    try:
        made.bring_up()
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def regulars(cluster: Cluster) -> Iterator[Regulars]:
    """Give the server that lives through all of it."""
    made = Regulars(cluster)
    try:
        yield made
        assert made.end() == 0, made.log()
    finally:
        made.end()
        made.remove()


def lead(cluster: Cluster) -> Node:
    """Give the primary of a cluster that is whole."""
    cluster.settle()
    found = cluster.primary()
    assert found is not None
    return found


def wait_for_another(cluster: Cluster, old: Node) -> Node:
    """Wait until another node takes writes."""
    give_up = time.monotonic() + FAILOVER_S
    while True:
        found = cluster.primary()
        if found not in (old, None) and cluster.states()[found.name][0] in (
            "wait_primary",
            "primary",
        ):
            return found
        assert time.monotonic() < give_up, cluster.logs()
        time.sleep(0.2)


def under_way(regulars: Regulars) -> Fleet:
    """Let tills sell until each has pushed some times."""
    fleet = Fleet(regulars.url, regulars.pairing, TILLS)
    fleet.start()
    fleet.wait_for(BEFORE)
    return fleet


def end(cluster: Cluster, regulars: Regulars, fleet: Fleet, late: LateWriter | None = None) -> None:
    """Let them sell on after the fault, and compare everything once nothing moves any more."""
    fleet.wait_for(AFTER)
    fleet.stop()
    if late is not None:
        late.stop()
    cluster.settle()
    check(cluster, regulars, fleet)


def check(cluster: Cluster, regulars: Regulars, fleet: Fleet) -> None:
    """Every event of every till is there, once, gap-free and byte for byte, on every node."""
    assert regulars.is_running(), regulars.log()
    assert regulars.is_ready()
    for till in fleet.tills:
        assert till.chain.acked == len(till.chain.chain) > BEFORE + AFTER
    verified = regulars.verify()
    assert verified.ok, verified.first_difference
    for node in cluster.nodes:
        for till in fleet.tills:
            check_till(cluster, node, till)


def check_till(cluster: Cluster, node: Node, till: Till) -> None:
    """Compare what a node has of a till with the till's own chain."""
    device, chain = till.chain.device, till.chain.chain
    statement = (
        "SELECT epoch, seq, event_id, raw FROM events"  # noqa: S608 - a name that we were given
        f" WHERE device = '{device}' ORDER BY epoch, seq"
    )
    give_up = time.monotonic() + CAUGHT_UP_S
    while len(rows := cluster.rows(node, statement)) < len(chain):
        assert time.monotonic() < give_up, f"{node.name} has {len(rows)} of {len(chain)} events"
        time.sleep(0.2)
    assert [(epoch, seq) for epoch, seq, _, _ in rows] == [(1, n + 1) for n in range(len(chain))]
    assert [bytes(raw) for *_, raw in rows] == chain
    assert len({event_id for _, _, event_id, _ in rows}) == len(chain)
    assert [event.decode(raw).id for raw in chain] == [event_id for _, _, event_id, _ in rows]


def tell(lines: list[str], what: str, fleet: Fleet, since: float) -> None:
    """Say what was measured. How long it took is the machine's business too, and fails nothing."""
    outage_s = fleet.outage_s(since)
    repeated = sum(till.repeated for till in fleet.tills)
    goal = "within" if outage_s < OUTAGE_GOAL_S else "BEYOND"
    lines.append(
        f"{what}: {fleet.acked()} events acknowledged = stored, of {len(fleet.tills)} tills;"
        f" nobody got through for {outage_s:.1f} s ({goal} the goal of {OUTAGE_GOAL_S} s), the"
        f" unluckiest till for {fleet.worst_s(since):.1f} s; {repeated} events came again"
        f" whose answer was lost; tills heard {dict(fleet.troubles())}"
    )


def judge(fleet: Fleet) -> None:
    """The server lived through it, and told tills when to come back."""
    heard = fleet.troubles()
    assert heard["server_busy"] > 0, heard
    assert set(heard) <= {"server_busy"}, heard


def test_the_primary_loses_its_power(
    cluster: Cluster, regulars: Regulars, said_at_the_end: list[str]
) -> None:
    old = lead(cluster)
    fleet = under_way(regulars)
    since = time.monotonic()
    cluster.kill(old)
    new = wait_for_another(cluster, old)
    fleet.wait_for(AFTER)
    assert new is not old
    cluster.start(old)  # the power is back
    end(cluster, regulars, fleet)
    tell(said_at_the_end, "killed", fleet, since)
    judge(fleet)


def test_the_primary_freezes_and_comes_back_as_an_old_one(
    cluster: Cluster, regulars: Regulars, said_at_the_end: list[str]
) -> None:
    old = lead(cluster)
    late = LateWriter(cluster, old)
    fleet = under_way(regulars)
    since = time.monotonic()
    cluster.freeze(old)
    late.commit_what_was_begun()
    wait_for_another(cluster, old)
    fleet.wait_for(AFTER)
    cluster.thaw()
    end(cluster, regulars, fleet, late)
    check_late(cluster, late, said_at_the_end)
    tell(said_at_the_end, "frozen", fleet, since)
    judge(fleet)


def test_the_primary_is_cut_off_and_still_reached_by_the_server(
    cluster: Cluster, regulars: Regulars, said_at_the_end: list[str]
) -> None:
    old = lead(cluster)
    late = LateWriter(cluster, old)
    fleet = under_way(regulars)
    since = time.monotonic()
    cluster.cut_off(old)
    time.sleep(1)  # what standbys were sent before the cut has arrived by now
    late.commit_what_was_begun()
    wait_for_another(cluster, old)
    fleet.wait_for(AFTER)
    cluster.mend(old)
    end(cluster, regulars, fleet, late)
    check_late(cluster, late, said_at_the_end)
    tell(said_at_the_end, "cut off", fleet, since)
    judge(fleet)


def test_a_change_on_purpose_and_a_monitor_that_is_away(
    cluster: Cluster, regulars: Regulars, said_at_the_end: list[str]
) -> None:
    old = lead(cluster)
    fleet = under_way(regulars)
    since = time.monotonic()
    cluster.switch_over()
    assert wait_for_another(cluster, old) is not old
    fleet.wait_for(AFTER)
    cluster.settle()
    tell(said_at_the_end, "changed on purpose", fleet, since)
    since = time.monotonic()
    cluster.kill(cluster.monitor)
    time.sleep(AWAY_S)
    fleet.wait_for(AFTER)
    cluster.start(cluster.monitor)
    fleet.stop()
    tell(said_at_the_end, f"without a monitor for {AWAY_S} s", fleet, since)
    cluster.settle()
    check(cluster, regulars, fleet)


def check_late(cluster: Cluster, late: LateWriter, lines: list[str]) -> None:
    """What the old primary confirmed is on every node, and what it could not confirm is nowhere."""
    assert not late.begun_was_confirmed
    kept = [late.kept(node) for node in cluster.nodes]
    assert kept[0] == kept[1] == kept[2]
    assert BEGUN not in kept[0]
    assert late.confirmed
    assert late.confirmed <= kept[0]
    lines.append(
        f"  written past it to the old primary: {late.tried} tries, {len(late.confirmed)} confirmed"
        f" and kept, {len(kept[0] - late.confirmed)} kept though never confirmed"
    )
