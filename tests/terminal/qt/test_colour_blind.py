"""No state of the counter is told from another by a colour that some eyes do not see.

The matrices simulate the three kinds of dichromacy at full severity in linear RGB; they are those
of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, table 1.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from terminal.qt.inspection import contrast
from terminal.qt.tokens import State, Tokens

Matrix = tuple[tuple[float, float, float], ...]
EYES: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 1.5
"""Two colours whose luminance differs by less look alike where their hue cannot be seen."""
LEGIBLE = 4.5


def linear(channel: float) -> float:
    """The light of a channel of sRGB."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def encoded(light: float) -> float:
    """The channel of sRGB that gives a light."""
    bounded = min(max(light, 0.0), 1.0)
    return bounded * 12.92 if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055


def seen(colour: str, eye: str) -> QColor:
    """A colour as an eye of a kind sees it."""
    sent = QColor(colour)
    light = [linear(one) for one in (sent.redF(), sent.greenF(), sent.blueF())]
    made = [sum(part * one for part, one in zip(row, light, strict=True)) for row in EYES[eye]]
    return QColor.fromRgbF(*(encoded(one) for one in made))


def is_one_look(one: State, other: State) -> bool:
    """Whether two states are meant to look the same; their words tell them apart."""
    return (one.icon, one.ink) == (other.icon, other.ink)


def looks_alike(one: State, other: State, colours: dict[str, str], eye: str) -> bool:
    """Whether neither shape nor luminance tells two states apart."""
    apart = contrast(seen(colours[one.ink], eye), seen(colours[other.ink], eye))
    return one.icon == other.icon and apart < APART


def test_grey_stays_grey_and_red_and_green_come_near_each_other() -> None:
    for eye in EYES:
        grey = seen("#808080", eye)
        assert max(abs(one - 0x80) for one in (grey.red(), grey.green(), grey.blue())) <= 1
    red, green = (seen(colour, "deuteranopia").hslHueF() for colour in ("#CC3311", "#557711"))
    assert abs(red - green) < 0.03


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_states_differ_by_more_than_colour(tokens: Tokens, eye: str, theme: str) -> None:
    colours = dict(tokens.colours[theme])
    alike = [
        (name, other)
        for (name, state), (other, another) in combinations(tokens.state.items(), 2)
        if not is_one_look(state, another) and looks_alike(state, another, colours, eye)
    ]
    assert alike == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_every_state_can_be_read_by_every_eye(tokens: Tokens, eye: str, theme: str) -> None:
    colours = tokens.colours[theme]
    pale = [
        name
        for name, state in tokens.state.items()
        if contrast(seen(colours[state.ink], eye), seen(colours[state.ground], eye)) < LEGIBLE
    ]
    assert pale == []


def test_two_states_with_one_shape_would_be_found(tokens: Tokens) -> None:
    colours = dict(tokens.colours["light"])
    good = tokens.state["found"]
    bad = State(icon=good.icon, ink="danger", ground=good.ground, assertive=True)
    assert looks_alike(good, bad, colours, "protanopia")
