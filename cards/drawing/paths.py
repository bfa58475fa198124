"""Paths of ornaments and logos: SVG path data, circles and round corners as moves and curves."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from cards.drawing.shapes import Path, Step

# How far the handles of a quarter circle reach, as a part of its radius.
_QUARTER = 0.5522847498307936
_TOKENS = re.compile(
    r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([\s,]+)"
)
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_LARGEST = 20_000


def rounded(
    x_mm: float, y_mm: float, width_mm: float, height_mm: float, radius_mm: float = 0.0
) -> Path:
    """Give a rectangle as a path; its corners are round by as much as it has room for."""
    radius = min(radius_mm, width_mm / 2, height_mm / 2)
    right, bottom = x_mm + width_mm, y_mm + height_mm
    if radius <= 0:
        return (
            ("M", (x_mm, y_mm)),
            ("L", (right, y_mm)),
            ("L", (right, bottom)),
            ("L", (x_mm, bottom)),
        )
    reach = radius * (1 - _QUARTER)
    return (
        ("M", (x_mm + radius, y_mm)),
        ("L", (right - radius, y_mm)),
        ("C", (right - reach, y_mm, right, y_mm + reach, right, y_mm + radius)),
        ("L", (right, bottom - radius)),
        ("C", (right, bottom - reach, right - reach, bottom, right - radius, bottom)),
        ("L", (x_mm + radius, bottom)),
        ("C", (x_mm + reach, bottom, x_mm, bottom - reach, x_mm, bottom - radius)),
        ("L", (x_mm, y_mm + radius)),
        ("C", (x_mm, y_mm + reach, x_mm + reach, y_mm, x_mm + radius, y_mm)),
    )


def circle(x_mm: float, y_mm: float, radius_mm: float) -> Path:
    """Give a circle around a point as a path."""
    return rounded(x_mm - radius_mm, y_mm - radius_mm, 2 * radius_mm, 2 * radius_mm, radius_mm)


def moved(path: Path, across: Callable[[float, float], tuple[float, float]]) -> Path:
    """Give a path with each of its points where `across` puts it."""
    return tuple(
        (letter, tuple(part for x, y in batched(points) for part in across(x, y)))
        for letter, points in path
    )


def batched(points: tuple[float, ...]) -> zip[tuple[float, float]]:
    """Give the points of a step as pairs of x and y."""
    return zip(points[::2], points[1::2], strict=True)


def bounds(path: Path) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of the box around a path's points and handles."""
    xs = [part for _, points in path for part in points[::2]]
    ys = [part for _, points in path for part in points[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def parse(text: str) -> Path:
    """Read SVG path data (all of its letters). Raises ValueError for anything else."""
    pen = _Pen()
    for letter, numbers in _segments(text):
        pen.draw(letter, numbers)
    if not pen.steps:
        raise ValueError("a path begins with M")
    return tuple(pen.steps)


def _segments(text: str) -> Iterator[tuple[str, list[float]]]:
    letter, numbers, at = "", list[float](), 0
    if len(text) > _LARGEST:
        raise ValueError(f"a path has at most {_LARGEST} characters")
    while at < len(text):
        found = _TOKENS.match(text, at)
        if found is None:
            raise ValueError(f"a path cannot hold {text[at]!r}")
        at = found.end()
        if found[1]:
            yield from _full(letter, numbers)
            letter, numbers = found[1], []
        elif found[2]:
            numbers.append(float(found[2]))
    yield from _full(letter, numbers)


def _full(letter: str, numbers: list[float]) -> Iterator[tuple[str, list[float]]]:
    """Cut numbers into as many as the letter takes; further pairs of a move are lines."""
    if not letter:
        if numbers:
            raise ValueError("a path begins with M")
        return
    size = _ARGUMENTS[letter.upper()]
    if (not size and numbers) or (size and (not numbers or len(numbers) % size)):
        raise ValueError(f"{letter} in a path takes {size} numbers")
    if not size:
        yield letter, []
    for at in range(0, len(numbers), size or 1):
        yield letter, numbers[at : at + size]
        letter = {"M": "L", "m": "l"}.get(letter, letter)


class _Pen:
    """Where the pen of SVG is, and what it drew in steps of ours."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._at = (0.0, 0.0)
        self._start = (0.0, 0.0)
        self._closed = False
        self._handle: tuple[float, float] | None = None

    def draw(self, letter: str, numbers: list[float]) -> None:
        kind = letter.upper()
        points = self._absolute(letter, numbers)
        handle = self._mirrored()
        self._handle = None
        if kind != "M" and not self.steps:
            raise ValueError("a path begins with M")
        if kind == "Z":
            self._at, self._closed = self._start, True
            return
        if self._closed and kind != "M":
            # After a closed contour the next one begins where that one did.
            self.steps.append(("M", self._at))
        self._closed = False
        if kind == "M":
            self._start = (points[0], points[1])
            self.steps.append(("M", tuple(points)))
        elif kind in "LHV":
            self.steps.append(("L", tuple(points)))
        elif kind in "CS":
            self._curve(points if kind == "C" else [*handle, *points])
        elif kind in "QT":
            self._quadratic(points if kind == "Q" else [*handle, *points])
        else:
            self._arc(points)
        self._at = (points[-2], points[-1])

    def _absolute(self, letter: str, numbers: list[float]) -> list[float]:
        """Give a segment's points where they are on the page."""
        from_x, from_y = self._at if letter.islower() else (0.0, 0.0)
        match letter.upper():
            case "A":
                return [*numbers[:5], numbers[5] + from_x, numbers[6] + from_y]
            case "H":
                return [numbers[0] + from_x, self._at[1]]
            case "V":
                return [self._at[0], numbers[0] + from_y]
            case _:
                return [part + (from_y if at % 2 else from_x) for at, part in enumerate(numbers)]

    def _mirrored(self) -> tuple[float, float]:
        if self._handle is None:
            return self._at
        return 2 * self._at[0] - self._handle[0], 2 * self._at[1] - self._handle[1]

    def _curve(self, points: list[float]) -> None:
        self._handle = (points[2], points[3])
        self.steps.append(("C", tuple(points)))

    def _quadratic(self, points: list[float]) -> None:
        (x0, y0), (x1, y1, x2, y2) = self._at, points
        self.steps.append(("C", cubic((x0, y0), (x1, y1), (x2, y2))))
        self._handle = (x1, y1)

    def _arc(self, points: list[float]) -> None:
        radius_x, radius_y, tilt, large, sweep, x, y = points
        if not radius_x or not radius_y:
            self.steps.append(("L", (x, y)))
            return
        shape = (abs(radius_x), abs(radius_y), math.radians(tilt), bool(large), bool(sweep))
        self.steps.extend(_arc_curves(self._at, (x, y), shape))


def cubic(
    start: tuple[float, float], handle: tuple[float, float], end: tuple[float, float]
) -> tuple[float, float, float, float, float, float]:
    """Give the handles and the end of the cubic curve that is the same as a quadratic one."""
    (x0, y0), (x1, y1), (x2, y2) = start, handle, end
    return (
        x0 + 2 / 3 * (x1 - x0),
        y0 + 2 / 3 * (y1 - y0),
        x2 + 2 / 3 * (x1 - x2),
        y2 + 2 / 3 * (y1 - y2),
        x2,
        y2,
    )


def _arc_curves(
    start: tuple[float, float],
    end: tuple[float, float],
    shape: tuple[float, float, float, bool, bool],
) -> Iterator[Step]:
    """Give an elliptical arc as curves, by the formulas of the SVG specification."""
    radius_x, radius_y, tilt, large, sweep = shape
    cos, sin = math.cos(tilt), math.sin(tilt)
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
    grown = math.sqrt(max(1.0, (x1 / radius_x) ** 2 + (y1 / radius_y) ** 2))
    radius_x, radius_y = radius_x * grown, radius_y * grown
    under = (radius_x * y1) ** 2 + (radius_y * x1) ** 2
    if not under:
        return
    root = math.sqrt(max(0.0, (radius_x * radius_y) ** 2 / under - 1))
    side = root if large != sweep else -root
    centre = (side * radius_x * y1 / radius_y, -side * radius_y * x1 / radius_x)
    first = math.atan2((y1 - centre[1]) / radius_y, (x1 - centre[0]) / radius_x)
    last = math.atan2((-y1 - centre[1]) / radius_y, (-x1 - centre[0]) / radius_x)
    turn = (last - first) % math.tau if sweep else -((first - last) % math.tau)
    middle_x = cos * centre[0] - sin * centre[1] + (start[0] + end[0]) / 2
    middle_y = sin * centre[0] + cos * centre[1] + (start[1] + end[1]) / 2

    def across(x: float, y: float) -> tuple[float, float]:
        x, y = x * radius_x, y * radius_y
        return middle_x + cos * x - sin * y, middle_y + sin * x + cos * y

    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    part = turn / count
    reach = 4 / 3 * math.tan(part / 4)
    for at in range(count):
        a, b = first + at * part, first + (at + 1) * part
        points = (
            across(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            across(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            across(math.cos(b), math.sin(b)),
        )
        yield "C", tuple(part for point in points for part in point)
