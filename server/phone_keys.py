"""The keys that phones' codes are signed with: the first one, and the next.

The private ones lie in the server's key store; their public halves travel to the tills in the
feed.
"""

from __future__ import annotations

from loyalty.phonecode import KEY_IDS, NO_END, PhoneKey, step_at
from server.keys import PhoneSeeds
from server.work import Work
from storage.server import changes, phone_keys
from sync.sign import Signer

AHEAD_STEPS = 1_440
"""Twelve hours of thirty seconds: how far ahead a phone gets its codes."""
GONE_STEP = 1
"""The last step of a key that must count no longer: long past, and not the 0 of no end."""


def begin(work: Work, seeds: PhoneSeeds) -> None:
    """Make the first key of a shop that has none."""
    if not phone_keys.read(work.connection, work.tenant.tenant):
        _add_key(work, seeds, KEY_IDS[0])


def rotate(work: Work, seeds: PhoneSeeds, *, at_once: bool) -> int:
    """Make a new key and give its id; what phones hold already still counts, unless `at_once`."""
    tenant = work.tenant.tenant
    known = phone_keys.read(work.connection, tenant)
    last_step = GONE_STEP if at_once else step_at(work.now_us) + AHEAD_STEPS
    for old in known:
        if old.last_step == NO_END or at_once:
            phone_keys.end(work.connection, tenant, old.key_id, last_step)
            work.tell(changes.PHONE_KEY, str(old.key_id))
    newest = known[0].key_id if known else KEY_IDS[-1]
    return _add_key(work, seeds, newest % KEY_IDS[-1] + 1)


def _add_key(work: Work, seeds: PhoneSeeds, key_id: int) -> int:
    public = Signer(seeds.make(key_id)).public
    key = PhoneKey(key_id=key_id, public=public)
    phone_keys.add(work.connection, work.tenant.tenant, key, work.now_us)
    work.tell(changes.PHONE_KEY, str(key_id))
    return key_id
