"""Who may do what at the console: one table, asked by every page and every action."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OWNER: Final = "owner"
MANAGER: Final = "manager"
SUPPORT: Final = "support"
ANALYST: Final = "analyst"
ROLES: Final = (OWNER, MANAGER, SUPPORT, ANALYST)

_ALL = frozenset(ROLES)
_OWNER = frozenset({OWNER})
_LEADS = frozenset({OWNER, MANAGER})
_HELPS = frozenset({OWNER, MANAGER, SUPPORT})
_READS = frozenset({OWNER, MANAGER, ANALYST})

RIGHTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "self": _ALL,
        "today.see": _ALL,
        "figures.see": _READS,
        "figures.goal": _LEADS,
        "accounting.see": _READS,
        "exceptions.see": _LEADS,
        "exceptions.judge": _LEADS,
        "members.see": _HELPS,
        "members.help": _HELPS,
        "members.change": _LEADS,
        "members.erase": _LEADS,
        "members.approve": _LEADS,
        "cases.see": _HELPS,
        "cases.answer": _HELPS,
        "keeping.change": _OWNER,
        "programme.see": _ALL,
        "programme.draft": _LEADS,
        "programme.publish": _OWNER,
        "programme.approve": _LEADS,
        "messages.see": _READS,
        "messages.write": _LEADS,
        "messages.send": _LEADS,
        "segments.see": _READS,
        "segments.write": _LEADS,
        "feedback.see": _READS,
        "feedback.write": _LEADS,
        "tills.see": _HELPS,
        "tills.change": _LEADS,
        "settings.see": _LEADS,
        "settings.change": _OWNER,
        "people.see": _OWNER,
        "people.change": _OWNER,
        "log.see": _OWNER,
    }
)


def may(role: str, right: str) -> bool:
    """Say whether a role has a right; a right that does not exist is a fault of ours."""
    return role in RIGHTS[right]
