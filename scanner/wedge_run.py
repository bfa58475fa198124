"""Finds the scan in a run of keys: what was typed before it, the code itself, what came after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.wedge_letters import readings
from scanner.wedge_profile import GunProfile

AIM = "]"
AIM_LENGTH = 3
EDGE_KEYS = 3
MARKED_LEAST = 4
SYMBOLOGIES = {
    "]A": "Code39",
    "]C": "Code128",
    "]E": "EAN13",
    "]F": "Codabar",
    "]I": "ITF",
    "]L": "PDF417",
    "]Q": "QRCode",
    "]d": "DataMatrix",
    "]z": "Aztec",
}
EAN8 = "]E4"
Known = Callable[[str], bool]
"""Says whether a text is for certain a code of this shop: by shape and check digits."""
Cards = Callable[[str], bool]
"""Says whether a whole text has the shape of a card that the shop gave out before.

That is asked of all that came, and never of a part: twelve of the fourteen digits of a carton's
code can look just like an old card, whose member would then be somebody else.
"""


def no_cards(text: str) -> bool:
    """Know no other cards."""
    del text
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One key: a character, or a named key; `mark` is the caller's own, to find its event."""

    at_ms: int
    text: str = ""
    name: str = ""
    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a gun read; `symbology` is empty where the gun does not name it."""

    text: str
    symbology: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A run taken apart. Without a code everything stands in `before`."""

    before: tuple[Stroke, ...] = ()
    code: Code | None = None
    meanwhile: tuple[Stroke, ...] = ()
    after: tuple[Stroke, ...] = ()


def find(
    strokes: Sequence[Stroke], profile: GunProfile, known: Known, cards: Cards = no_cards
) -> Found:
    """Take a run apart by rhythm and marks; where the rhythm leaves a doubt, `known` decides.

    A person's key just before or after a scan stands apart by its gap, unless it fell within
    milliseconds: then only the check digits of the code tell which key is not part of it.
    """
    places = [at for at, stroke in enumerate(strokes) if stroke.text]
    letters = [strokes[at] for at in places]
    first, last = _fast_part(letters, profile)
    code = _code(letters[first:last], profile, known, cards)
    if code is None or not known(code.text):
        better = _known_part(letters, profile, known)
        if better is not None:
            first, last, code = better
    if code is None:
        return Found(before=tuple(strokes))
    opening, closing = places[first], places[last - 1] + 1
    return Found(
        before=tuple(strokes[:opening]),
        code=code,
        meanwhile=tuple(stroke for stroke in strokes[opening:closing] if stroke.name),
        after=tuple(strokes[closing:]),
    )


def is_fast(letters: Sequence[Stroke], profile: GunProfile, least: int) -> bool:
    """Say whether these keys came at a gun's pace, and whether there are enough to tell."""
    gaps = len(letters) - 1
    if gaps + 1 < max(least, 2):
        return False
    return letters[-1].at_ms - letters[0].at_ms <= profile.mean_gap_ms * gaps


def _fast_part(letters: Sequence[Stroke], profile: GunProfile) -> tuple[int, int]:
    """Leave out the keys at both ends that are a person's gap away from the rest."""
    slow_ms = profile.human_gap_ms
    first, last = 0, len(letters)
    while last - first > 1 and letters[first + 1].at_ms - letters[first].at_ms >= slow_ms:
        first += 1
    while last - first > 1 and letters[last - 1].at_ms - letters[last - 2].at_ms >= slow_ms:
        last -= 1
    return first, last


def _known_part(
    letters: Sequence[Stroke], profile: GunProfile, known: Known
) -> tuple[int, int, Code] | None:
    """Look for a code of this shop with some keys too many, or stalled, at either end."""
    for at_the_ends in range(EDGE_KEYS + 1):
        for first in range(at_the_ends + 1):
            last = len(letters) - (at_the_ends - first)
            if last - first < profile.least_characters:
                continue
            code = _code(letters[first:last], profile, known)
            if code is not None and known(code.text):
                return first, last, code
    return None


def _code(
    letters: Sequence[Stroke], profile: GunProfile, known: Known, cards: Cards = no_cards
) -> Code | None:
    """Read a part as a code, when it came like one."""
    arrived = "".join(stroke.text for stroke in letters)
    text = profile.meant(arrived)
    is_marked = _has_aim(text) or bool(profile.prefix and arrived.startswith(profile.prefix))
    is_sure = is_marked or cards(read(text, known, cards).text)
    least = MARKED_LEAST if is_sure else profile.least_characters
    if not is_fast(letters, profile, least):
        return None
    if profile.prefix:
        arrived = arrived.removeprefix(profile.prefix)
    if profile.suffix:
        arrived = arrived.removesuffix(profile.suffix)
    code = read(profile.meant(arrived), known, cards)
    if profile.letters and not known(code.text):
        # A second gun, or one that was set to this keyboard after it had been measured.
        plain = read(arrived, known)
        code = plain if known(plain.text) else code
    return code


def read(text: str, known: Known, cards: Cards = no_cards) -> Code:
    """Read a text as it arrived: its AIM identifier goes, wrong layouts are put right if that
    makes it a code of this shop."""
    for meant in readings(text):
        code = _named(meant)
        if known(code.text) or cards(code.text):
            return code
    return _named(text)


def _has_aim(text: str) -> bool:
    marks = text[1:AIM_LENGTH]
    return text.startswith(AIM) and len(text) > AIM_LENGTH and marks.isascii() and marks.isalnum()


def _named(text: str) -> Code:
    if not _has_aim(text):
        return Code(text=text)
    mark, text = text[:AIM_LENGTH], text[AIM_LENGTH:]
    return Code(text=text, symbology="EAN8" if mark == EAN8 else SYMBOLOGIES.get(mark[:2], ""))
