"""Another card for a member, at the head office: the old one finds nobody from then on."""

from __future__ import annotations

from loyalty.errors import Refusal
from loyalty.number import is_valid, issuer_of
from server import lost_cards
from server.commands import finding
from server.commands.asking import Answer
from server.judge import REPLACED, ReplacedData
from server.work import Work
from storage.records import CARD
from storage.server import members

WAITS_S = 24 * 3600
"""A card that somebody asked for without showing their own pays for nothing for so long."""
_US = 1_000_000


def replace(work: Work, who: str, number: str, *, waits: bool) -> Answer:
    """Let another card take the place of a member's; with `waits` it pays after a day, or with PIN.

    Raises Refusal `member_unknown`, `card_wrong` for digits that are no card of this shop, and
    `card_taken` for one that somebody has.
    """
    member = finding.member(work, who)
    digits = number.replace(" ", "")
    if not is_valid(digits) or issuer_of(digits) != work.tenant.issuer:
        raise Refusal("card_wrong", "these digits are no card of this shop: look at them again")
    if members.by_credential(work.connection, work.tenant.tenant, CARD, digits) is not None:
        raise Refusal("card_taken", "somebody has this card already: take another one")
    waits_until_s = work.now_us // _US + WAITS_S if waits else 0
    data = {
        "member": member.member_id,
        "account": member.account,
        "number": digits,
        "old": member.number,
        "proof": "office",
        "waits_until_s": waits_until_s,
    }
    work.act(REPLACED, (), data)
    said = ReplacedData(
        member=member.member_id, number=digits, old=member.number, waits_until_s=waits_until_s
    )
    lost_cards.replace(work, said)
    return {"member": member.member_id, "card": digits[-4:], "old": member.number[-4:]}
