"""The screens of each scene, taken once for all tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.screens.taking import Shot, first_start, scenes, taken_of

Take = Callable[[str, str], list[Shot]]
FIRST_START = "first-start"
NAMES = (*(scene.stem for scene in scenes()), FIRST_START)


@pytest.fixture(scope="session")
def take(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """Gives the screens of a scene in a language."""
    known: dict[tuple[str, str], list[Shot]] = {}

    def played(name: str, language: str) -> list[Shot]:
        if (name, language) not in known:
            known[name, language] = list(fresh(name, language))
        return known[name, language]

    def fresh(name: str, language: str) -> list[Shot]:
        if name == FIRST_START:
            return list(first_start(language))
        scene = next(one for one in scenes() if one.stem == name)
        return list(taken_of(scene, language, tmp_path_factory.mktemp(f"{name}-{language}")))

    return played
