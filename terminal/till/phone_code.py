"""A phone's rotating code was read: how strongly it shows its member, here and now."""

from __future__ import annotations

import msgspec

from loyalty import phonecode
from loyalty.phonecode import PhoneCode, Strength
from sync.sign import verify
from terminal.till.desk import Desk

USED = "phone_codes_used"
CLOCK_OFF = "clock_off"
CLOCK_OFF_MAX_US = 60 * 1_000_000
YES = "1"


def strength(desk: Desk, code: PhoneCode) -> Strength:
    """Judge a code, and remember across restarts that its step was used.

    Raises Refusal `phone_code_forged`, `phone_code_over` or `phone_code_used`.
    """
    at_us = believed_us(desk)
    used = _used(desk)
    found = phonecode.judge(
        code,
        desk.directory.phone_keys(),
        at_us=at_us,
        used_step=used.get(code.number, 0),
        verify=verify,
    )
    if found == "qr_rotating" and at_us is not None:
        used = phonecode.remember(used, code, at_us)
        desk.ledger.put(USED, msgspec.json.encode(used).decode())
    return found


def believed_us(desk: Desk) -> int | None:
    """Give the time by which codes are judged; None when the clock cannot be believed.

    Where the server was heard, its own time counts, carried on by the monotonic clock.
    """
    if desk.mark.suspect():
        return None
    now_us, off_us = desk.clock.now_us(), desk.mark.off_us()
    if off_us is None:
        return None if desk.ledger.get(CLOCK_OFF) == YES else now_us
    return None if abs(off_us) > CLOCK_OFF_MAX_US else now_us - off_us


def keep_clock(desk: Desk) -> None:
    """Keep across restarts whether the clock was off when the server was last heard."""
    off_us = desk.mark.off_us()
    is_off = YES if off_us is not None and abs(off_us) > CLOCK_OFF_MAX_US else ""
    if (desk.ledger.get(CLOCK_OFF) or "") != is_off:
        desk.ledger.put(CLOCK_OFF, is_off)


def _used(desk: Desk) -> dict[str, int]:
    return msgspec.json.decode(desk.ledger.get(USED) or "{}", type=dict[str, int])
