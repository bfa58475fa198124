"""What the owner settled about changing the programme: notice, limit, whom members can ask."""

from __future__ import annotations

import msgspec

from loyalty.errors import Refusal
from server.work import Work
from storage.server import settings
from storage.server.database import Connection

SETTING = "publishing"
NOTICE_DAYS_MAX = 365
WEEKS_MAX = 104
TEXT_MAX = 200


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How the programme may be changed.

    A change for the worse is told `notice_days` ahead. What rewards may cost in a month before a
    second person has to agree is `cost_limit_minor`; 0 is no limit. Forecasts look at the last
    `weeks`. `keeper` answers for members' data and is asked at `contact`; both may be empty.
    """

    notice_days: int = 30
    cost_limit_minor: int = 0
    weeks: int = 13
    keeper: str = ""
    contact: str = ""

    def check(self) -> None:
        """Raise Refusal `publishing_rules` for figures that cannot be."""
        wanted = (
            (0 <= self.notice_days <= NOTICE_DAYS_MAX, f"notice of 0 to {NOTICE_DAYS_MAX} days"),
            (self.cost_limit_minor >= 0, "a limit of 0 or more"),
            (1 <= self.weeks <= WEEKS_MAX, f"1 to {WEEKS_MAX} weeks of sales"),
            (max(len(self.keeper), len(self.contact)) <= TEXT_MAX, f"{TEXT_MAX} characters"),
        )
        for is_right, text in wanted:
            if not is_right:
                raise Refusal("publishing_rules", f"give {text}", expected=text)


def read(connection: Connection, tenant: str) -> Rules:
    """Give what was settled; what nobody settled is as it comes."""
    kept = settings.read(connection, tenant, [SETTING]).get(SETTING, "")
    return msgspec.json.decode(kept, type=Rules) if kept else Rules()


def write(work: Work, rules: Rules) -> None:
    """Settle it. Raises Refusal `publishing_rules`."""
    rules.check()
    text = msgspec.json.encode(rules).decode()
    # No till needs it, so it is told to none.
    settings.put(work.connection, work.tenant.tenant, SETTING, text)
