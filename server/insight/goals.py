"""The owner's goal: which figure, how much, by when, and where it stands."""

from __future__ import annotations

import msgspec

from loyalty.errors import Refusal
from server.access import Access
from server.insight.overview import Figure, Overview
from storage.server import settings

SETTING = "goal"
GOALS = ("participation", "active_30", "again", "frequency", "basket")
AMOUNT_MAX = 10**12


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """`figure` (one of GOALS) is to reach `value`, in the figure's own unit, by a date."""

    figure: str
    value: int
    by: str


def kept(access: Access) -> Goal | None:
    """Give the goal; None where the owner set none."""
    with access.database.read() as connection:
        text = settings.read(connection, access.tenant, [SETTING]).get(SETTING, "")
    try:
        return msgspec.json.decode(text, type=Goal) if text else None
    except msgspec.MsgspecError:
        return None


def keep(access: Access, goal: Goal, today: str) -> None:
    """Set the goal. Raises Refusal `goal_unclear` for one that nothing could reach."""
    if goal.figure not in GOALS or not 0 < goal.value <= AMOUNT_MAX:
        raise Refusal("goal_unclear", "Write a number above 0 that this figure can reach.")
    if goal.by <= today:
        raise Refusal("goal_unclear", "Choose a day that is still to come.")
    with access.database.write() as connection:
        settings.put(connection, access.tenant, SETTING, msgspec.json.encode(goal).decode())


def stands(goal: Goal, found: Overview) -> Figure:
    """Give the figure that a goal is about."""
    return next(figure for figure in found.figures if figure.code == goal.figure)
