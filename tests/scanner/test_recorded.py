"""The recorded camera: the same seed gives the same frames, cards come, stay and leave."""

from __future__ import annotations

import numpy as np

from loyalty import number
from scanner.decode import decode
from scanner.drawing import Card, Layout, draw
from scanner.image import Image, grey_of
from scanner.recorded import SLIDE_FRAMES, Act, Difficulty, Hand, RecordedSource, Reel, moments
from scanner.rendering import FRAME_PX, Presentation, Renderer, hard, moved, typical

ANNA = number.make("0000", "123456789")
CARD = Card(text=ANNA)


def frames(seed: int, count: int) -> list[Image]:
    script = Reel([Act(card=CARD, frames=2, difficulty=Difficulty.HARD)])
    stream = RecordedSource(script=script, seed=seed, fps=None).open()
    return [stream.read() for _ in range(count)]


def test_the_same_seed_gives_the_same_frames_and_another_does_not() -> None:
    one, same, other = frames(1, 8), frames(1, 8), frames(2, 8)
    assert all(np.array_equal(left, right) for left, right in zip(one, same, strict=True))
    assert not any(np.array_equal(left, right) for left, right in zip(one, other, strict=True))
    assert one[0].shape == (FRAME_PX[1], FRAME_PX[0], 3)


def test_an_act_slides_in_holds_and_slides_out() -> None:
    shown = moments(Act(card=CARD, frames=6), np.random.default_rng(0))
    heights = [presentation.pose.center_px[1] for _, presentation in shown]
    assert len(shown) == 6 + 2 * SLIDE_FRAMES
    assert heights[0] > FRAME_PX[1]
    assert heights[:SLIDE_FRAMES] == sorted(heights[:SLIDE_FRAMES], reverse=True)
    assert heights[-SLIDE_FRAMES:] == sorted(heights[-SLIDE_FRAMES:])
    assert {card for card, _ in shown} == {CARD}


def test_nothing_is_shown_between_acts_and_after_the_last() -> None:
    stream = RecordedSource(script=Reel([Act(card=None, frames=2)]), fps=None).open()
    for _ in range(4):
        assert decode(grey_of(stream.read())) == []


def test_a_reel_plays_once_or_for_ever() -> None:
    act = Act(card=None, frames=1)
    once = Reel([act])
    assert [once.next_act(), once.next_act()] == [act, None]
    again = Reel([act], loop=True)
    assert [again.next_act() for _ in range(3)] == [act] * 3
    assert Reel([], loop=True).next_act() is None


def test_a_hand_shows_what_it_is_told_in_turn() -> None:
    hand = Hand()
    assert hand.next_act() is None
    hand.show(CARD, frames=5)
    hand.rest(frames=3)
    assert hand.next_act() == Act(card=CARD, frames=5)
    assert hand.next_act() == Act(card=None, frames=3)
    assert hand.next_act() is None


def test_typical_cards_are_read_within_eight_frames() -> None:
    for seed in range(3):
        random = np.random.default_rng(seed)
        renderer = Renderer(random)
        for layout in (Layout.CLASSIC, Layout.BARS_70_MM, Layout.PHONE_NUMBER):
            moment, card = typical(random, phone=layout.is_phone), Card(text=ANNA, layout=layout)
            read = 0
            for _ in range(8):
                found = decode(grey_of(renderer.frame(card, moment)))
                read += {one.text for one in found} == {ANNA}
                moment = moved(moment, random)
            assert read >= 2, (seed, layout)


def test_hard_is_harder_than_typical() -> None:
    random = np.random.default_rng(0)
    easy, bad = ([draw_of(random).optics for _ in range(40)] for draw_of in (typical, hard))
    for field in ("defocus_px", "motion_px", "noise", "falloff", "glare"):
        assert sum(getattr(one, field) for one in bad) > sum(getattr(one, field) for one in easy)
    assert sum(one.light for one in bad) < sum(one.light for one in easy)


def test_a_card_outside_the_frame_is_no_error() -> None:
    renderer = Renderer(np.random.default_rng(0))
    for x, y in ((-900.0, 360.0), (640.0, 2_000.0), (1_290.0, 730.0)):
        away = Presentation()
        away = Presentation(pose=type(away.pose)(center_px=(x, y)))
        assert renderer.frame(CARD, away).shape == (FRAME_PX[1], FRAME_PX[0], 3)


def test_the_flat_card_itself_is_readable_in_every_layout() -> None:
    for layout in Layout:
        found = decode(grey_of(draw(Card(text=ANNA, layout=layout))))
        assert {one.text for one in found} == {ANNA}, layout
