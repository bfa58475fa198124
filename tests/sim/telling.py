"""Says in one short line what happened, for the trace of a violation."""

from __future__ import annotations

from sync.exchange import AskGrant, Failed, Granted, Lookup, Pull, Pulled, Push, Pushed
from terminal.till.effects import Send
from terminal.till.messages import Answered

LONGEST = 200


def told(what: object) -> str:
    """Tell a message, a request or a plain text."""
    if isinstance(what, Send):
        return f"sends {asked(what.request)}"
    if isinstance(what, Answered):
        return f"hears {answered(what.reply)}"
    return str(what)[:LONGEST]


def asked(request: object) -> str:
    """Tell a request."""
    match request:
        case Push(request=push):
            last = push.from_seq + len(push.events) - 1
            return f"Push {push.from_seq}..{last} people {len(push.people)}"
        case Pull():
            return f"Pull after {request.cursor or 'nothing'}, own head {request.seq}"
        case AskGrant(request=wish):
            return f"AskGrant {wish.amount} {wish.unit} of {wish.account}, head {request.seq}"
        case Lookup(request=wish):
            return f"Lookup {wish.kind}"
        case _:
            return str(request)[:LONGEST]


def answered(reply: object) -> str:
    """Tell a reply."""
    match reply:
        case Pushed(reply=kept):
            return f"Pushed, kept up to {kept.acked_seq}"
        case Pulled(reply=page):
            figures = {row.account[:6]: row.balance for row in page.standings}
            grants = [
                (row.account[:6], row.unit, sum(n.amount for n in row.lots)) for row in page.grants
            ]
            return f"Pulled to {page.cursor}, own {page.own.seq}, grants {grants}, {figures}"
        case Granted(reply=given):
            lots = given.grant.lots if given.grant else []
            return f"Granted {[(lot.lot, lot.amount) for lot in lots]} {given.reason or ''}"
        case Failed():
            return f"Failed {reply.code} expected {reply.expected} for {asked(reply.asked)}"
        case _:
            return str(reply)[:LONGEST]
