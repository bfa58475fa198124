"""What the camera sees becomes messages, through the shop's gate."""

import threading

from cards.salecode import PREFIX
from loyalty import number
from scanner.drawing import Card
from scanner.recorded import Act, RecordedSource, Reel
from terminal.till.eye import ShopEye
from terminal.till.messages import CameraChanged, CardLeft, CodeRefused, Message, Scan

WAIT_S = 30
MINE = number.make("0000", "123456789")
OTHERS = number.make("4711", "123456789")


def test_a_card_is_scanned_leaves_and_another_shops_is_refused() -> None:
    """From pixels to messages; every thread ends with stop."""
    heard: list[Message] = []
    done = threading.Event()

    def post(message: Message) -> None:
        heard.append(message)
        if isinstance(message, CodeRefused):
            done.set()

    acts = [
        Act(card=Card(text=MINE), frames=20),
        Act(card=None, frames=30),
        Act(card=Card(text=OTHERS), frames=20),
        Act(card=None, frames=30),
    ]
    eye = ShopEye([RecordedSource(script=Reel(acts, loop=True))], issuer="0000", post=post)
    eye.start()
    assert done.wait(WAIT_S)
    assert eye.preview() is not None
    eye.stop()
    scans = [message for message in heard if isinstance(message, Scan)]
    assert scans[0].text == MINE
    assert not [scan for scan in scans if scan.text == OTHERS]
    assert any(isinstance(message, CardLeft) for message in heard)
    refused = [message for message in heard if isinstance(message, CodeRefused)]
    assert {one.kind for one in refused} <= {"other_issuer", "conflict"}
    assert CameraChanged(state="running") in heard


def test_a_slips_code_can_never_be_a_member_number() -> None:
    """Its prefix is no digit."""
    assert not number.is_shaped(PREFIX + MINE)
