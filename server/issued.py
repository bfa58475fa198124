"""Numbers that are cards from now on: every till hears them, so that all know a blank one."""

from __future__ import annotations

from loyalty import card_stock
from server import number_places
from server.judge import Judged
from server.work import Work
from storage.server import changes, settings


def heard(work: Work, one: Judged) -> None:
    """Tell every till of a batch; numbers of another issuer are kept in the event and told nobody.

    A batch travels as a setting, which tills that do not know it pass over.
    """
    if one.type != card_stock.ISSUED:
        return
    said = card_stock.issued(one.data, work.tenant.issuer)
    if said is None:
        return
    name = f"{card_stock.SETTING}{one.event_id}"
    text = card_stock.as_setting(said.numbers)
    number_places.give(work)
    settings.put(work.connection, work.tenant.tenant, name, text)
    work.tell(changes.SETTING, name)
