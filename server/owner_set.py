"""What an owner set at a till: the limits of the counter, and a boost, told to every other one."""

from __future__ import annotations

import msgspec

from loyalty import boost, limits, owner_set
from server.judge import Judged
from server.work import Work
from storage.server import changes, settings


def heard(work: Work, one: Judged) -> None:
    """Take what a till set; of two tills the one that was heard last counts.

    What cannot be used changes nothing. Rights of tills are never set like this.
    """
    if one.type != owner_set.KIND:
        return
    counter = owner_set.counter(one.data)
    if counter is not None:
        known = limits.read(_kept(work, limits.SETTING))
        new = msgspec.structs.replace(known, counter=counter)
        _put(work, limits.SETTING, limits.write(new))
    now = owner_set.boost(one.data)
    if now is not None:
        _put(work, boost.BOOST, boost.write(now))


def _kept(work: Work, name: str) -> str:
    return settings.read(work.connection, work.tenant.tenant, [name]).get(name, "")


def _put(work: Work, name: str, text: str) -> None:
    settings.put(work.connection, work.tenant.tenant, name, text)
    work.tell(changes.SETTING, name)
