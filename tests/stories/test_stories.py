"""Every story under this folder, played against the real engine on real files."""

from pathlib import Path

import pytest

from tests.stories.first import FirstPlayer
from tests.stories.play import Player

STORIES = sorted(Path(__file__).parent.glob("*.story"))


def told_under(text: str) -> str:
    """Name the ready programme of a story: its first line may be `# programme NAME`."""
    first = text.partition("\n")[0].split()
    return first[2] if first[:2] == ["#", "programme"] else "coffee-bar"


def is_first_start(text: str) -> bool:
    """Say whether a story is of the question before there is a till."""
    return text.startswith("# first start\n")


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story(story: Path, data_dir: Path) -> None:
    """The screens are those of the story, and all books agree at its end."""
    text = story.read_text("utf-8")
    player = FirstPlayer(data_dir) if is_first_start(text) else Player(data_dir, told_under(text))
    player.play(text)
    player.close()
