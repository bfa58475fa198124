"""The list of rewards, each row a button that posts what its key would."""

from terminal.qt.panels import boxed, column
from terminal.qt.reward import RewardRow
from terminal.qt.rolling import Rolling
from terminal.qt.views.scene import Scene
from terminal.till.messages import UseReward
from terminal.till.screens import Reward


def reward_list(scene: Scene, rewards: tuple[Reward, ...]) -> Rolling:
    """The rewards in their order; at least one of them stays in view."""
    look = scene.look
    pile = column(look.size("row_gap"))
    for index, reward in enumerate(rewards):
        line = RewardRow(
            look,
            reward.key,
            reward.icon,
            reward.title,
            reward.cost,
            reward.note,
            reward.note_icon,
            reward.state,
        )
        line.clicked.connect(lambda _=False, row=index: scene.post(UseReward(row=row)))
        pile.addWidget(line)
    return Rolling(boxed(pile), look.size("reward"))
