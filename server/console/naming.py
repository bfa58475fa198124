"""Names tills and who stood at them, as the head office reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty import staff
from server.access import Access
from server.console.wording import mark
from storage.server import heads, settings

SERVER = "server"
HERE = mark("The counter")
HEAD_OFFICE = mark("The head office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The tills of a shop and its staff, each id with its name."""

    tills: Mapping[str, str]
    staff: Mapping[str, str]

    def till(self, device: str) -> str:
        """Name a till; one that is not known keeps its id."""
        return self.tills.get(device, device)

    def actor(self, actor: str) -> str:
        """Name who did something; where nobody signs in that is the counter."""
        if actor == staff.ALONE:
            return HERE
        return HEAD_OFFICE if actor == SERVER else self.staff.get(actor, actor)


def names(access: Access) -> Names:
    """Read the names."""
    with access.database.read() as connection:
        tills = heads.devices(connection, access.tenant)
        text = settings.read(connection, access.tenant, [staff.SETTING]).get(staff.SETTING, "")
    return Names(
        tills={one.device: one.name for one in tills if one.name},
        staff={staff.actor(row): row.name for row in staff.read(text) if row.name},
    )
