"""The members of a forecast: their accounts, what time brings them, which rewards they use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from loyalty import accounts, lots
from loyalty.basket import Basket, Claim
from loyalty.benefits import bonuses, daily
from loyalty.benefits.totals import needs
from loyalty.booking import Booking
from loyalty.days import moment
from loyalty.earning.plan import Plan
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import NEVER
from loyalty.postings import of_entries
from loyalty.programme import Programme
from loyalty.programme.rewards import AccessReward, PayReward
from loyalty.programme.terms import Ever
from loyalty.rewards.offers import Offer, offers
from loyalty.scene import Facts, Scene

_WHOLE = 100
_TIME_DIGITS = 12


class Member:
    """One member: the account, the day on which time was last looked at, the habit of using."""

    __slots__ = (
        "account",
        "booking",
        "ends_first",
        "facts",
        "habit",
        "reached",
        "seen_day",
        "tiers",
    )

    def __init__(self, account: str, day: str) -> None:
        self.account = account
        self.booking = Booking(account)
        self.facts = Facts(member=account, joined_day=day)
        self.seen_day = day
        self.ends_first = NEVER
        self.habit = 0
        self.reached = False
        """Whether there was ever a reward that they could have used."""
        self.tiers: set[str] = set()


class Club:
    """All members of one forecast under one programme, and what the whole shop has used.

    Of every hundred chances to use a reward members take `use_percent`, evenly spread: the first
    chance is taken unless the share is small. Draws come from `seed`.
    """

    def __init__(self, programme: Programme, *, use_percent: int, seed: bytes) -> None:
        self.programme = programme
        self.members: dict[str, Member] = {}
        self._plan = Plan.of(programme)
        self._use_percent = use_percent
        self._seed = seed
        self._shop = Booking(accounts.WHOLE_SHOP)
        self._costs = _costs(programme)
        self._needs_days = bool(programme.bonuses) or _has_periods(programme)

    def scene(self, member: Member, day: str, minute: int | None = None) -> Scene:
        """Give the scene of a member on a day."""
        return Scene(
            programme=self.programme,
            standing=member.booking.standing(),
            facts=member.facts,
            day=day,
            minute=minute,
            shop=self._shop.standing().counters,
            seed=self._seed,
            plan=self._plan,
        )

    def join(self, name: str, day: str) -> tuple[Member, tuple[Posting, ...]]:
        """Let somebody become a member; what joining brings is booked and given."""
        member = self.members[name] = Member(name, day)
        brought = bonuses.enrolled(self.scene(member, day))
        postings = of_entries(name, day, given=brought.given, counted=brought.counted)
        self.book(member, postings)
        return member, postings

    def book(self, member: Member, postings: tuple[Posting, ...]) -> None:
        """Book postings of a member's sale or day, those about the whole shop among them."""
        member.booking.book(postings)
        for posting in postings:
            if posting.credit.endswith(accounts.OPEN) and posting.lot:
                member.ends_first = min(member.ends_first, lots.last_day(posting.lot))
            elif accounts.WHOLE_SHOP in posting.credit:
                self._shop.book((posting,))

    def days_until(self, member: Member, day: str) -> Iterator[Posting]:
        """Bring what the days since the member was last seen bring, booked, through `day`.

        Only days on which something can happen are run: a day is the same whenever it is run.
        """
        if member.seen_day >= day:
            return
        if member.ends_first >= day and not self._needs_days:
            member.seen_day = day
            return
        member.seen_day = day
        held = member.booking.standing().held
        for draft in daily.drafts(self.scene(member, day), held, part=accounts.HELD):
            self.book(member, draft.postings)
            yield from draft.postings
        member.ends_first = min(
            (lots.last_day(lot) for those in member.booking.lots.values() for lot in those),
            default=NEVER,
        )

    def claims(self, member: Member, scene: Scene, basket: Basket) -> tuple[Claim, ...]:
        """Choose what a member uses with a sale: the best reward there is, as often as they do."""
        if not self._can_have(member, basket):
            return ()
        try:
            listed = offers(scene, basket)
        except Refusal:
            return ()
        usable = [each for each in listed if each.usable and not _is_access(each)]
        if not usable:
            return ()
        member.reached = True
        member.habit += self._use_percent
        if member.habit < _WHOLE:
            return ()
        member.habit -= _WHOLE
        best = usable[0]
        choice = best.choices[0] if best.choices else ""
        return (Claim(reward=best.reward_id, choice=choice),)

    def _can_have(self, member: Member, basket: Basket) -> bool:
        """Say whether any reward could be had at all: looking at every offer takes long."""
        balance, total_minor = member.booking.standing().balance, basket.total_minor
        return any(
            minimum_minor <= total_minor and balance.get(unit, 0) >= least
            for unit, least, minimum_minor in self._costs
        )


def _is_access(offer: Offer) -> bool:
    return isinstance(offer.reward, AccessReward)


def _costs(programme: Programme) -> tuple[tuple[str, int, int], ...]:
    """Give with how much of a unit, in a sale of how much, each reward can be had at the least."""
    costs: list[tuple[str, int, int]] = []
    for reward in programme.rewards:
        costs.append((accounts.voucher(reward.id), 1, reward.minimum_minor))
        if isinstance(reward, PayReward):
            least = max(reward.minimum_points, reward.points)
            costs.append((accounts.POINTS, least, reward.minimum_minor))
        elif reward.cost is not None:
            costs.append((reward.cost.unit, reward.cost.amount, reward.minimum_minor))
    return tuple(costs)


def _has_periods(programme: Programme) -> bool:
    return any(not isinstance(need.period, Ever) for need in needs(programme))


def age_days(lot: str, day: str) -> int:
    """Give how old a lot is: its name begins with the day it was given, or with its moment."""
    return (date.fromisoformat(day) - _given_day(lot)).days


def _given_day(lot: str) -> date:
    head = lot.partition("~")[0]
    if len(head) == len(lots.NEVER):
        return date.fromisoformat(head)
    # What a day brings has an id that begins with that day's milliseconds since 1970 (UUIDv7).
    return moment(int(head.replace("-", "")[:_TIME_DIGITS], 16) * 1_000).date()
