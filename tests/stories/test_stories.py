"""Every story under this folder, played against the real engine on real files."""

from pathlib import Path

import pytest

from tests.stories.play import Player

STORIES = sorted(Path(__file__).parent.glob("*.story"))


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story(story: Path, data_dir: Path) -> None:
    """The screens are those of the story, and all books agree at its end."""
    player = Player(data_dir)
    player.play(story.read_text("utf-8"))
    player.close()
