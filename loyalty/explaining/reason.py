"""Says one reason in one voice: what was given or taken, or what stands in the way."""

from __future__ import annotations

from loyalty.explaining.earned import EARNED
from loyalty.explaining.given import GIVEN
from loyalty.explaining.obstacles import OBSTACLES
from loyalty.explaining.teller import Teller
from loyalty.explaining.voice import Voice
from loyalty.why import Why

_TELLERS = {**EARNED, **GIVEN, **OBSTACLES}
SENTENCES = frozenset(_TELLERS)


def told(why: Why, voice: Voice) -> str:
    """Say one reason in a voice; an unknown one is its code."""
    teller = _TELLERS.get(why.code)
    return why.code if teller is None else teller(Teller(why, voice))
