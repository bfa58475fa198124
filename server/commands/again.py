"""What the owner had done after a backup was made, and tills still know: done once more.

Who goes on as whom, and every correction, travels in the feed, so that every till that pulled it
knows it. Books that were put back hear it with the tills' claims, and do it again when the recovery
is over: until then nobody knows what the accounts have (DESIGN.md section 6, "Rights, exactly").
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from loyalty.errors import Refusal
from server.commands import merge, replay
from server.commands.uniting import HOUSEHOLD, unite
from server.judge import is_account, is_name
from server.people import People
from server.work import Work
from storage.server import members, recovering, redirects
from sync.wire import UNITED_MAX, RejoinRequest


def told(work: Work, request: RejoinRequest) -> None:
    """Keep what a till says in its claim of what the owner had done.

    Who goes on as whom only while nothing but a recovery can be told by it; an act has the
    server's own seal, and counts whenever it comes. What the books know is left out.
    """
    acts = replay.unknown(work, request.acts)
    merged, united = dict[str, str](), dict[str, str]()
    if work.recovery.active:
        merged = _unknown(work, redirects.MEMBER, request.merged)
        united = _unknown(work, redirects.ACCOUNT, request.redirects)
    else:
        acts = {each: text for each, text in acts.items() if replay.is_value(text)}
    if merged or united or acts:
        work.take_turn()
        work.recovery = msgspec.structs.replace(
            work.recovery,
            merged={**work.recovery.merged, **merged},
            redirects={**work.recovery.redirects, **united},
            acts={**work.recovery.acts, **acts},
        )
        recovering.save(work.connection, work.tenant.tenant, work.recovery)


def is_wanted(work: Work) -> bool:
    """Say whether a recovery is over that left something to be done again."""
    now = work.recovery
    return not now.active and bool(now.merged or now.redirects or now.acts)


def do_again(work: Work, sealed_by: People) -> list[str]:
    """Let everything be as the owner had it before the backup was put back.

    Gives the members who were merged: their keys are deleted after the transaction.
    """
    work.take_turn()
    if not is_wanted(work):
        return []
    now, gone = work.recovery, list[str]()
    for drop, keep in sorted(now.merged.items()):
        with suppress(Refusal):  # of somebody whose joining is on no disk any more
            merge.merge(work, sealed_by, keep, drop)
            gone.append(drop)
    for old, new in sorted(now.redirects.items()):
        work.shelf.fetch([old, new])
        if work.shelf.book.root(old) != work.shelf.book.root(new):
            found = members.on_account(work.connection, work.tenant.tenant, [old])
            unite(work, HOUSEHOLD, old, new, {"member": found[0].member_id if found else ""})
    replay.do(work, sealed_by, now.acts)
    work.recovery = msgspec.structs.replace(now, merged={}, redirects={}, acts={})
    recovering.save(work.connection, work.tenant.tenant, work.recovery)
    return gone


def _unknown(work: Work, kind: str, said: dict[str, str]) -> dict[str, str]:
    is_sound = is_account if kind == redirects.ACCOUNT else is_name
    pairs = list(said.items())[:UNITED_MAX]
    fresh = {key: to for key, to in pairs if key != to and is_sound(key) and is_sound(to)}
    known = redirects.read(work.connection, work.tenant.tenant, kind, fresh)
    return {key: to for key, to in fresh.items() if key not in {each.key for each in known}}
