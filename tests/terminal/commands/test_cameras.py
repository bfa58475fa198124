"""Which cameras a counter looks through."""

from loyalty import number
from scanner.frames import DeviceSource
from terminal.commands import cameras
from terminal.commands.cameras import CardShow, Parade

NUMBERS = [number.make("0000", f"{digits:09d}") for digits in (1, 2)]


def test_a_real_shop_never_sees_an_invented_card() -> None:
    """Without a webcam its camera is missing, which the screen says; it is no recorded one."""
    found = cameras.sources("", ())
    assert not any(isinstance(source, CardShow) for source in found)
    assert isinstance(found[0], DeviceSource)
    assert len(cameras.sources("1", ())) == 1


def test_the_demo_has_the_recorded_camera_beside_any_other() -> None:
    """One key goes through them."""
    assert isinstance(cameras.sources("recorded", NUMBERS)[0], CardShow)
    assert isinstance(cameras.sources("1", NUMBERS)[1], CardShow)
    assert isinstance(cameras.sources("", NUMBERS)[-1], CardShow)


def test_cards_come_after_a_pause_and_at_once_when_hurried() -> None:
    """A pause, the first card, a pause, the second; the key skips a pause."""
    parade = Parade(NUMBERS)
    acts = [parade.next_act() for _ in range(4)]
    shown = [act.card.text if act and act.card else "" for act in acts]
    assert shown == ["", NUMBERS[0], "", NUMBERS[1]]
    parade.hurry()
    act = parade.next_act()
    assert act is not None
    assert act.card is not None
    assert act.card.text == NUMBERS[0]
