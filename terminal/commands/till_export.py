"""Everything that a till keeps about one person, for whoever asks to have it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Any

from loyalty import number
from loyalty.errors import Refusal
from loyalty.event import decode
from loyalty.subject import LAST_SHOWN, is_about, shown
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.records import CARD, Member
from storage.redirects import ACCOUNT
from terminal.commands.ledger import figures, opened
from terminal.commands.surroundings import Surroundings
from terminal.till import opening
from terminal.till.redirects import last


def export(around: Surroundings, who: str) -> dict[str, Any]:
    """Gather it, in the shape of the server's. Raises Refusal `member_unknown`, `no_ledger`."""
    with (
        opened(around) as ledger,
        closing(opening.directory_of(around.folder, around.store)) as directory,
    ):
        found = _find(ledger, directory, who.replace(" ", ""))
        if found is None:
            raise Refusal("member_unknown", "this till knows no member with this card or id")
        known = directory.redirects(ACCOUNT)
        account = last(known, found.account)
        former = [old for old in known if last(known, old) == account]
        people = (directory.person(found.member_id), ledger.person(found.member_id))
        balance, held = figures(ledger, directory, found.account)
        return {
            "member": {
                "id": found.member_id,
                "account": account,
                "card": found.number[-LAST_SHOWN:],
                "joined": found.joined_day,
                "status": found.status,
            },
            "merged": [],
            "person": [_person(asdict(each)) for each in people if each is not None],
            "credentials": [
                {"kind": each.kind, "last_four": each.key[-LAST_SHOWN:]}
                for each in directory.credentials_of(found.member_id)
            ],
            "standing": {"balance": balance, "held": held},
            "events": [
                shown(made)
                for made in map(decode, ledger.export())
                if is_about(made, {account, *former, found.member_id})
            ],
        }


def _find(ledger: SqlLedger, directory: SqlDirectory, who: str) -> Member | None:
    if number.is_valid(who):
        return directory.member_by(CARD, who) or ledger.member_by(CARD, who)
    return directory.member(who) or ledger.member(who)


def _person(fields: dict[str, Any]) -> dict[str, Any]:
    left = ("person_id", "version", "consents")
    return {
        "version": fields["version"],
        "fields": {name: text for name, text in fields.items() if name not in left and text},
        "consents": dict(fields["consents"]),
    }
