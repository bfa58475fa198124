"""Which cameras a counter looks through."""

from collections.abc import Sequence

from loyalty import number
from scanner.camera_profile import CameraProfile
from scanner.chosen import TurnedSource
from scanner.devices import CameraDevice
from terminal.commands.cameras import Cameras, CardShow, Parade

NUMBERS = [number.make("0000", f"{digits:09d}") for digits in (1, 2)]


INTERNAL = CameraDevice(path="/dev/video0", name="Integrated Camera", index=0)
GOOSENECK = CameraDevice(path="/dev/video2", name="HD Webcam C270", index=2)


def cameras(
    asked: str, numbers: Sequence[str], *there: CameraDevice, cheaply: bool = True
) -> Cameras:
    """What a counter can look through while these webcams are plugged in."""
    return Cameras(asked, numbers, lambda: there, lists_cheaply=cheaply)


def test_a_real_shop_never_sees_an_invented_card() -> None:
    """Without a webcam its camera is missing, which the screen says; it is no recorded one."""
    found = cameras("", ())
    assert found.listed() == ()
    assert not isinstance(found.source(CameraProfile()), CardShow)
    assert not isinstance(found.source(CameraProfile(source="recorded")), CardShow)


def test_all_that_are_plugged_in_are_offered_by_their_names() -> None:
    names = [one.name for one in cameras("", (), INTERNAL, GOOSENECK).listed()]
    assert names == ["Integrated Camera", "HD Webcam C270"]


def test_a_camera_by_its_number_is_one_of_those_that_are_listed() -> None:
    asked = cameras("2", (), INTERNAL, GOOSENECK)
    assert asked.asked == "/dev/video2"
    assert [one.source for one in asked.listed()] == ["/dev/video0", "/dev/video2"]


def test_an_address_is_offered_without_its_password() -> None:
    listed = cameras("rtsp://till:secret@door/1", (), INTERNAL).listed()
    assert [one.name for one in listed] == ["rtsp://door", "Integrated Camera"]


def test_a_system_without_a_list_still_offers_the_camera_that_is_in_use() -> None:
    assert [one.source for one in cameras("", (), cheaply=False).listed()] == ["0"]


def test_the_demo_has_the_recorded_camera_beside_any_other() -> None:
    """One key goes through them."""
    assert cameras("recorded", NUMBERS, GOOSENECK).listed()[0].source == "recorded"
    assert cameras("", NUMBERS, GOOSENECK).listed()[-1].source == "recorded"
    assert isinstance(cameras("", NUMBERS).source(CameraProfile()), CardShow)
    assert not isinstance(cameras("", NUMBERS, GOOSENECK).source(CameraProfile()), CardShow)
    turned = cameras("", NUMBERS).source(CameraProfile(source="recorded", turn_degrees=180))
    assert isinstance(turned, TurnedSource)


def test_the_recorded_camera_is_opened_again_whenever_it_is_asked_for() -> None:
    """A camera that gets the same source again leaves it open, and no next card would come."""
    made = cameras("", NUMBERS)
    assert made.source(CameraProfile()) is not made.source(CameraProfile())


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
