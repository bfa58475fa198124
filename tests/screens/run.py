"""`screens`: draws every screen in every language, theme and size, and lists what is wrong."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terminal.qt.inspection import FINDS, PLANTS, inspect, plant
from terminal.till.wording import LANGUAGES
from tests.screens.drawing import THEMES, Drawn, Easel, Sheet, draw, sheets
from tests.screens.taking import scenes, taken, taken_of

LISTS = ("clipped", "small_targets", "low_contrast", "unnamed")
WORKERS_MOST = 4
PLANTED_IN = "charity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many pictures were drawn, what was looked at, and each fault with where it is."""

    pictures: int
    widgets: int
    texts: int
    faults: dict[str, list[str]]

    @property
    def is_clean(self) -> bool:
        """Say whether nothing is wrong anywhere."""
        return not any(self.faults.values())

    def answer(self) -> dict[str, Any]:
        """Give it in the shape of the command's answer."""
        checked = {"widgets": self.widgets, "texts": self.texts}
        return {"pictures": self.pictures, "checked": checked, **self.faults}


def added(drawn: Iterable[Drawn]) -> Found:
    """Count what was looked at and list what was found."""
    pictures = widgets = texts = 0
    faults: dict[str, list[str]] = {name: [] for name in LISTS}
    for one in drawn:
        pictures += 1
        widgets += one.found.widgets
        texts += one.found.texts
        for name, listed in faults.items():
            listed += [f"{one.where}: {words}" for words in getattr(one.found, name)]
    return Found(pictures=pictures, widgets=widgets, texts=texts, faults=faults)


def run(out: Path, progress: Callable[[str], None]) -> Found:
    """Draw everything into folders below `out`. Raises OSError when it cannot be written.

    Qt draws on one thread only, so each language and theme has a process of its own.
    """
    out.mkdir(parents=True, exist_ok=True)
    found: list[Found] = []
    workers = min(os.cpu_count() or 1, WORKERS_MOST)
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(part, lang, dark, out) for lang in LANGUAGES for dark in THEMES]
        for done, future in enumerate(as_completed(parts), 1):
            found.append(future.result())
            progress(f"{done} of {len(parts)}: {sum(one.pictures for one in found)} pictures")
    return Found(
        pictures=sum(one.pictures for one in found),
        widgets=sum(one.widgets for one in found),
        texts=sum(one.texts for one in found),
        faults={name: sorted(line for one in found for line in one.faults[name]) for name in LISTS},
    )


def part(language: str, dark: bool, out: Path) -> Found:  # noqa: FBT001 - called by a pool
    """Draw everything of one language in one theme."""
    without_screen()
    with tempfile.TemporaryDirectory() as folder:
        shots = list(taken(language, Path(folder)))

    def drawn() -> Iterator[Drawn]:
        for sheet in sheets():
            if sheet.dark == dark:
                yield from draw(shots, sheet, language, out)

    return added(drawn())


def self_test(out: Path) -> Found:
    """Plant one fault of each kind, each into a screen of its own, and list what is found."""
    without_screen()
    scene = next(one for one in scenes() if one.stem == PLANTED_IN)
    with tempfile.TemporaryDirectory() as folder:
        shot = next(taken_of(scene, "en", Path(folder)))
    easel = Easel(Sheet(1366, 768), "en")

    def planted() -> Iterator[Drawn]:
        for fault in PLANTS:
            window = easel.show(shot)
            widget = plant(fault, window, easel.counter.look_now())
            easel.settle()
            picture = window.grab()
            out.mkdir(parents=True, exist_ok=True)
            if not picture.save(str(out / f"planted-{fault}.png")):
                raise OSError(out)
            yield Drawn(fault, inspect(window))
            widget.setParent(None)
            easel.settle()

    try:
        return added(planted())
    finally:
        easel.close()


def missed(found: Found) -> tuple[str, ...]:
    """Name what was planted by `self_test` and not found, or found where nothing was planted."""
    wanted = {
        name: [plant for plant in PLANTS if FINDS.get(plant, plant) == name] for name in LISTS
    }
    return tuple(
        name
        for name in LISTS
        if sorted(line.partition(":")[0] for line in found.faults[name]) != sorted(wanted[name])
    )


def without_screen() -> None:
    """Let Qt draw where there is no display, and where there is one without showing anything."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
