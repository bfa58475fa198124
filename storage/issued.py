"""Numbers of batches that the server told of, kept beside the cards of members."""

from __future__ import annotations

from loyalty import card_stock
from storage.records import CARD_ISSUED, Credential


def is_batch(name: str) -> bool:
    """Say whether a setting of the shop tells the numbers of a batch."""
    return name.startswith(card_stock.SETTING)


def credentials(name: str, value: str) -> list[Credential]:
    """Give the cards of such a setting; what they belong to is the event that made them."""
    made_by = name.removeprefix(card_stock.SETTING)
    return [
        Credential(kind=CARD_ISSUED, key=number, member_id=made_by)
        for number in card_stock.of_setting(value)
    ]
