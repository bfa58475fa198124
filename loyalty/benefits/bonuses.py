"""Bonuses: for joining, birthdays, anniversaries, bringing a friend, and what staff record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from loyalty.accounts import issued
from loyalty.benefits.counting import qualified
from loyalty.benefits.gifts import Benefit, Due, due_of
from loyalty.benefits.periods import label, months_after
from loyalty.entries import Counted
from loyalty.errors import Refusal
from loyalty.programme import (
    ActivityBonus,
    AnniversaryBonus,
    BirthdayBonus,
    Bonus,
    Gift,
    ReferralBonus,
    WelcomeBonus,
)
from loyalty.programme.terms import Calendar
from loyalty.scene import Scene

_CATCH_UP = timedelta(days=30)
"""How long after its day a birthday or anniversary is still given when nobody gave it in time."""

_YEAR_MONTHS = 12


def owing(benefit_id: str) -> str:
    """Name the counter that says that a bonus was recorded away from the home right."""
    return f"due:{benefit_id}"


def enrolled(scene: Scene) -> Due:
    """Give what joining brings. Raises Refusal `member_blocked`."""
    _refuse_blocked(scene)
    bonuses = [each for each in scene.programme.bonuses if isinstance(each, WelcomeBonus)]
    return _recorded(scene, bonuses, "welcome")


def activity(scene: Scene, name: str) -> Due:
    """Give what an activity brings that staff or another program records; nothing twice.

    Raises Refusal `activity_unknown`, which names the known ones, and `member_blocked`.
    """
    _refuse_blocked(scene)
    bonuses = [each for each in scene.programme.bonuses if isinstance(each, ActivityBonus)]
    known = sorted({each.activity for each in bonuses})
    if name not in known:
        shown = ", ".join(known) or "none"
        raise Refusal(
            "activity_unknown",
            f"there is no activity {name!r}; known: {shown}",
            activity=name,
            known=known,
        )
    return _recorded(scene, [each for each in bonuses if each.activity == name], "activity")


def referrals(scene: Scene, counters: Mapping[str, int]) -> Iterator[Benefit]:
    """Give what a friend's first sale that was enough brings both sides.

    The member who brought them gets it for at most `most` friends, and where it is not known how
    many those were (`scene.referrer`), later.
    """
    brought_by = scene.facts.referred_by
    if brought_by in {"", scene.standing.account}:
        return
    for bonus in scene.programme.bonuses:
        if not isinstance(bonus, ReferralBonus) or counters.get(qualified(bonus), 0) <= 0:
            continue
        pending = bonus.pending_days or scene.programme.points.pending_days
        friend = f"referral/{bonus.id}/{scene.standing.account}"
        if not _is_issued(counters, friend):
            yield _benefit(bonus, bonus.gift, "referral_friend", friend, pending_days=pending)
        if not _is_issued(counters, f"{friend}/by") and _has_room(scene, bonus):
            more = Counted(unit=brought(bonus), delta=1, account=brought_by)
            yield _benefit(
                bonus,
                bonus.referrer,
                "referral",
                f"{friend}/by",
                pending_days=pending,
                account=brought_by,
                also=(more,),
            )


def brought(bonus: ReferralBonus) -> str:
    """Name the counter of the friends that a member got something for."""
    return f"brought:{bonus.id}"


def dated(scene: Scene, counters: Mapping[str, int]) -> Iterator[Benefit]:
    """Give the birthdays and anniversaries that have come and were not given yet."""
    for bonus in scene.programme.bonuses:
        match bonus:
            case BirthdayBonus():
                named = _birthday(scene, bonus)
            case AnniversaryBonus():
                named = _anniversary(scene, bonus)
            case _:
                continue
        if named and not _is_issued(counters, named):
            because = "birthday" if isinstance(bonus, BirthdayBonus) else "anniversary"
            yield _benefit(bonus, bonus.gift, because, named)


def remembered(
    scene: Scene, counters: Mapping[str, int], *, every: bool = False
) -> Iterator[Benefit]:
    """Give the welcome and the activities that were recorded away from the home right.

    Those of today's periods are looked up; with `every` all counters are searched.
    """
    for bonus in scene.programme.bonuses:
        if not isinstance(bonus, WelcomeBonus | ActivityBonus):
            continue
        because = "welcome" if isinstance(bonus, WelcomeBonus) else "activity"
        ids = [_id(scene, bonus)]
        if every:
            prefix = owing(f"{because}/{bonus.id}/")
            ids = [unit.removeprefix(owing("")) for unit in counters if unit.startswith(prefix)]
        for benefit_id in ids:
            if counters.get(owing(benefit_id), 0) > 0 and not _is_issued(counters, benefit_id):
                yield _benefit(bonus, bonus.gift, because, benefit_id)


def _id(scene: Scene, bonus: WelcomeBonus | ActivityBonus) -> str:
    """Give the id under which a bonus is issued today; empty when it may be every time."""
    member = _member(scene)
    if isinstance(bonus, WelcomeBonus):
        return f"welcome/{bonus.id}/{member}"
    if bonus.once == "always":
        return ""
    named = "-" if bonus.once == "ever" else label(Calendar(unit=bonus.once), scene.day)
    return f"activity/{bonus.id}/{member}/{named}"


def _birthday(scene: Scene, bonus: BirthdayBonus) -> str:
    """Name the birthday whose days run now, if the member may have it; otherwise empty."""
    facts, today = scene.facts, date.fromisoformat(scene.day)
    if not facts.birthday:
        return ""
    for year in (today.year + 1, today.year, today.year - 1):
        on = _in_year(facts.birthday, year)
        begins = on - timedelta(days=bonus.days_before)
        if begins <= today <= on + _CATCH_UP:
            break
    else:
        return ""
    told = facts.birthday_told_day <= begins.isoformat()
    joined = facts.joined_day
    if joined:
        member_since = date.fromisoformat(joined) + timedelta(days=bonus.member_days)
        is_member = member_since <= begins
    else:
        is_member = not bonus.member_days
    return f"birthday/{bonus.id}/{_member(scene)}/{year}" if told and is_member else ""


def _in_year(birthday: str, year: int) -> date:
    """Give the day of a birthday (MM-DD) in a year; the 29th of February is the 28th in most."""
    try:
        return date(year, int(birthday[:2]), int(birthday[3:]))
    except ValueError:
        return date(year, 2, 28)


def _anniversary(scene: Scene, bonus: AnniversaryBonus) -> str:
    """Name the anniversary that was reached in the last days; otherwise empty."""
    if not scene.facts.joined_day:
        return ""
    joined, today = date.fromisoformat(scene.facts.joined_day), date.fromisoformat(scene.day)
    for n in (today.year - joined.year, today.year - joined.year - 1):
        if n >= 1 and (not bonus.years or n in bonus.years):
            on = months_after(joined, n * _YEAR_MONTHS)
            if on <= today <= on + _CATCH_UP:
                return f"anniversary/{bonus.id}/{_member(scene)}/{n}"
    return ""


def _recorded(scene: Scene, bonuses: Sequence[WelcomeBonus | ActivityBonus], because: str) -> Due:
    """Give bonuses for what happens now; away from the home right they are kept to be given."""
    counters = scene.standing.counters
    found = []
    for bonus in bonuses:
        benefit_id = _id(scene, bonus)
        if not benefit_id or not _is_issued(counters, benefit_id):
            found.append(
                _benefit(bonus, bonus.gift, because, benefit_id, everywhere=not benefit_id)
            )
    due = due_of(scene, found)
    if scene.standing.home:
        return due
    kept = tuple(
        Counted(unit=owing(each.id), delta=1)
        for each in found
        if each.id and counters.get(owing(each.id), 0) <= 0
    )
    return due._replace(counted=(*due.counted, *kept))


def _benefit(
    bonus: Bonus,
    gift: Gift,
    because: str,
    benefit_id: str,
    *,
    pending_days: int = 0,
    account: str = "",
    everywhere: bool = False,
    also: tuple[Counted, ...] = (),
) -> Benefit:
    return Benefit(
        id=benefit_id,
        because=because,
        rule=bonus.id,
        name=bonus.name,
        gift=gift,
        life=bonus.life,
        pending_days=pending_days or bonus.pending_days or 0,
        account=account,
        everywhere=everywhere,
        also=also,
    )


def _has_room(scene: Scene, bonus: ReferralBonus) -> bool:
    if bonus.most is None:
        return True
    return scene.referrer is not None and scene.referrer.get(brought(bonus), 0) < bonus.most


def _is_issued(counters: Mapping[str, int], benefit_id: str) -> bool:
    return counters.get(issued(benefit_id), 0) > 0


def _member(scene: Scene) -> str:
    return scene.facts.member or scene.standing.account


def _refuse_blocked(scene: Scene) -> None:
    if scene.facts.blocked:
        raise Refusal("member_blocked", "this member is blocked", member=scene.facts.member)
