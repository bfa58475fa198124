"""Checks rewards: what they cost, what they bring, and whether anybody can ever have one."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.accounts import POINTS, stamps
from loyalty.programme import sense_places as places
from loyalty.programme.rewards import (
    AccessReward,
    ChoiceReward,
    MysteryReward,
    PayReward,
    PercentReward,
    Reward,
)
from loyalty.programme.sense_remark import Remark, absent, hint, known, once, remark
from loyalty.programme.shapes import Programme

_GIVERS = "rewards* stamp_cards* tiers* milestones* staircases* bonuses* memberships*"


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check every reward."""
    given = _given(programme)
    for at, reward in enumerate(programme.rewards):
        path = f"rewards[{at}]"
        yield from _cost(programme, reward, path)
        yield from _for_whom(programme, reward, path)
        yield from _own(programme, reward, path)
        if not _can_be_had(reward, given):
            wanted = (
                "a cost; or automatic, personal or a code; or a milestone, staircase, bonus, "
                "level, membership, choice or prize that gives this reward"
            )
            yield absent(f"{path}.cost", wanted, _GIVERS)


def voucher_for(programme: Programme, reward_id: str, path: str) -> Iterator[Remark]:
    """Check that what is given is a reward which can be handed out as a voucher."""
    ids = [each.id for each in programme.rewards]
    yield from known(reward_id, ids, path, "a reward", "rewards")
    if any(isinstance(each, PayReward) and each.id == reward_id for each in programme.rewards):
        wanted = "a reward of another kind: paying with points has nothing to hand out"
        yield remark(path, reward_id, wanted, "rewards*")


def _given(programme: Programme) -> frozenset[str]:
    """Give the ids of rewards that something else hands out."""
    found = {gift.reward for _, gift in places.gifts(programme)}
    # That the reward of a card costs its stamps is said where the card names it.
    found.update(card.reward for card in programme.stamp_cards)
    for reward in programme.rewards:
        if isinstance(reward, ChoiceReward):
            found.update(reward.options)
        elif isinstance(reward, MysteryReward):
            found.update(prize.reward for prize in reward.prizes)
    return frozenset(each for each in found if each is not None)


def _can_be_had(reward: Reward, given: frozenset[str]) -> bool:
    if isinstance(reward, PayReward | AccessReward):
        return True
    by_itself = reward.automatic or reward.personal or reward.code is not None
    return reward.cost is not None or by_itself or reward.id in given


def _cost(programme: Programme, reward: Reward, path: str) -> Iterator[Remark]:
    if reward.cost is None:
        return
    unit = reward.cost.unit
    if isinstance(reward, PayReward):
        wanted = "left out here: points and minor say what it costs"
        yield remark(f"{path}.cost", reward.cost.amount, wanted)
    elif unit != POINTS and programme.stamp_card(unit) is None:
        near = hint(unit, [POINTS, *(stamps(card.id) for card in programme.stamp_cards)])
        yield remark(f"{path}.cost.unit", unit, f"points or a stamp card{near}", "stamp_cards")


def _for_whom(programme: Programme, reward: Reward, path: str) -> Iterator[Remark]:
    if reward.tier is None:
        return
    ladder = [each.id for each in programme.tiers]
    yield from known(reward.tier, ladder, f"{path}.tier", "a tier", "tiers")
    if reward.tiers and reward.tier in ladder:
        enough = ladder[ladder.index(reward.tier) :]
        if not set(enough) & set(reward.tiers):
            wanted = f"one of tiers or a lower one, {', '.join(reward.tiers)}: nobody is in both"
            yield remark(f"{path}.tier", reward.tier, wanted, "tiers*")


def _own(programme: Programme, reward: Reward, path: str) -> Iterator[Remark]:
    match reward:
        case ChoiceReward():
            yield from _choice(programme, reward, path)
        case MysteryReward():
            yield from _mystery(programme, reward, path)
        case PayReward(automatic=True):
            wanted = "false: the member says how many points to pay with"
            yield remark(f"{path}.automatic", True, wanted)  # noqa: FBT003
        case PercentReward(target="dearest", pieces=None):
            yield absent(f"{path}.pieces", "how many of the dearest pieces it is off")
        case _:
            pass


def _choice(programme: Programme, reward: ChoiceReward, path: str) -> Iterator[Remark]:
    by_id = {each.id: each for each in programme.rewards}
    if not reward.options:
        yield remark(f"{path}.options", [], "a list that is not empty")
    if reward.automatic:
        yield remark(f"{path}.automatic", True, "false: the member chooses")  # noqa: FBT003
    yield from once(reward.options, f"{path}.options", "option")
    for at, option in enumerate(reward.options):
        place = f"{path}.options[{at}]"
        yield from known(option, list(by_id), place, "a reward", "rewards")
        if isinstance(by_id.get(option), ChoiceReward | MysteryReward | PayReward):
            wanted = "a reward that is no choice, no mystery and no paying with points"
            yield remark(place, option, wanted, "rewards*")


def _mystery(programme: Programme, reward: MysteryReward, path: str) -> Iterator[Remark]:
    by_id = {each.id: each for each in programme.rewards}
    if not reward.prizes:
        yield remark(f"{path}.prizes", [], "a list that is not empty")
    elif not any(prize.reward or prize.points for prize in reward.prizes):
        yield remark(f"{path}.prizes", "nothing but blanks", "a prize of points or a reward")
    for at, prize in enumerate(reward.prizes):
        if prize.reward is None:
            continue
        place = f"{path}.prizes[{at}].reward"
        yield from voucher_for(programme, prize.reward, place)
        if isinstance(by_id.get(prize.reward), MysteryReward):
            yield remark(place, prize.reward, "a reward that is no mystery", "rewards*")
