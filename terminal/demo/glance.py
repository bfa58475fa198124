"""What the recorded camera sees of a card in the hand: for pictures of the day, never for a scan.

No frame of the till's camera is ever written or sent, so a picture gets one that was rendered
and read anew.
"""

from __future__ import annotations

from scanner.drawing import Card
from scanner.image import grey_of
from scanner.preview import Preview, preview_of
from scanner.reader import Reader
from scanner.recorded import SLIDE_FRAMES, Act, RecordedSource, Reel

HELD_FRAMES = 3


def glance(text: str) -> Preview:
    """Look at a card with this text, or at the empty counter."""
    card = Card(text=text) if text else None
    reel = Reel([Act(card=card, frames=HELD_FRAMES)])
    stream = RecordedSource(script=reel, fps=None, seed=sum(text.encode())).open()
    try:
        for _ in range(SLIDE_FRAMES):
            stream.read()
        frame = stream.read()
    finally:
        stream.close()
    found = Reader().read(grey_of(frame)) if card else []
    return preview_of(frame, found, number=1, at_ms=0)
