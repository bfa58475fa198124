"""Draws: published odds, a seed that was promised, the same prize whenever it is drawn again."""

import hashlib
import hmac
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme.rewards import MysteryReward, Prize
from loyalty.rewards.drawing import Odds, commitment, draw, drawn, odds

BOX = MysteryReward(
    id="box",
    name="Box",
    prizes=(
        Prize(weight=1, reward="cake"),
        Prize(weight=3, points=50),
        Prize(weight=6),
    ),
)
SEED = b"laid down beforehand"


def test_the_odds_are_those_of_the_document() -> None:
    assert odds(BOX) == tuple(Odds(prize, prize.weight, 10) for prize in BOX.prizes)


def test_a_published_seed_can_be_checked_against_its_commitment() -> None:
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()
    assert commitment(b"another") != commitment(SEED)


def test_anybody_can_work_out_a_draw_from_the_published_seed() -> None:
    digest = hmac.new(SEED, b"aa|box|4", hashlib.sha256).digest()
    at = int.from_bytes(digest, "big") * 10 // 2**256
    expected = BOX.prizes[0] if at < 1 else BOX.prizes[1] if at < 4 else BOX.prizes[2]
    assert draw(BOX, seed=SEED, account="aa", nth=4) == expected


def test_the_same_draw_comes_out_the_same_and_others_differ() -> None:
    first = [draw(BOX, seed=SEED, account="aa", nth=nth) for nth in range(60)]
    assert first == [draw(BOX, seed=SEED, account="aa", nth=nth) for nth in range(60)]
    assert first != [draw(BOX, seed=SEED, account="ab", nth=nth) for nth in range(60)]
    assert first != [draw(BOX, seed=b"x", account="aa", nth=nth) for nth in range(60)]


def test_prizes_come_as_often_as_their_weight_says() -> None:
    came = Counter(draw(BOX, seed=SEED, account="aa", nth=nth).weight for nth in range(10_000))
    for weight, expected in ((1, 1000), (3, 3000), (6, 6000)):
        assert abs(came[weight] - expected) < 200


@given(st.binary(max_size=40), st.integers(0, 10**6), st.lists(st.integers(1, 10**12), min_size=1))
def test_every_draw_has_a_prize(seed: bytes, nth: int, weights: list[int]) -> None:
    box = MysteryReward(id="b", name="B", prizes=tuple(Prize(weight=each) for each in weights))
    assert draw(box, seed=seed, account="m", nth=nth) in box.prizes


def test_draws_are_counted_by_member_and_reward() -> None:
    assert drawn("box") == "drawn:box"
