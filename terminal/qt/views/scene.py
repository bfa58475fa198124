"""What every view is given, and the parts that several views put together alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from terminal.qt.buttons import ActionButton, Kind
from terminal.qt.chips import Chip
from terminal.qt.fields import Field
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.panels import Hairline, Panel, boxed, column, row
from terminal.qt.reader import Preview
from terminal.qt.rows import FigureRow
from terminal.qt.sale_band import SaleBand
from terminal.till.messages import Key, Message
from terminal.till.screens import Action, Row, TierMark

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The look, where messages go, the camera's newest picture, and who wants the number pad."""

    look: Look
    post: Callable[[Message], None]
    preview: Preview
    pad: Callable[[], None]

    def press(self, key: str) -> None:
        """Posts what the key itself would post."""
        self.post(Key(name=key))


class View(QWidget):
    """A stage that draws one kind of screen; `field` is where tentative keys are painted."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.look, self.scene = scene.look, scene
        self.field: Field | SaleBand | None = None

    def set_tentative(self, text: str) -> None:
        """Paints keys that may still turn out to be a scan."""
        if self.field is not None:
            self.field.set_tentative(text)

    def show_time(self, words: str) -> None:
        """Moves a clock on; most views leave that to the top bar."""

    def listen(self, field: Field | SaleBand) -> None:
        """Makes `field` the one that shows tentative keys and opens the number pad."""
        self.field = field
        field.tapped.connect(self.scene.pad)


class Part(QWidget, Generic[V]):
    """A place whose contents are built again only when its value changed."""

    def __init__(self, build: Callable[[V], QWidget | None]) -> None:
        super().__init__()
        self.build = build
        self.value: V | None = None
        self.built: QWidget | None = None
        self.place = column()
        self.setLayout(self.place)

    def draw(self, value: V) -> None:
        """Shows `value`; nothing is built when it is what stands there."""
        if self.value == value and self.value is not None:
            return
        self.value = value
        if self.built is not None:
            self.place.removeWidget(self.built)
            self.built.hide()
            self.built.deleteLater()
        self.built = self.build(value)
        if self.built is not None:
            self.place.addWidget(self.built)
        self.setVisible(self.built is not None)


def action_button(
    scene: Scene, action: Action, kind: Kind, size: str = "primary", icon: str = ""
) -> ActionButton:
    """A button that posts its action's key."""
    if action.harmful:
        kind = Kind.HARMFUL
    button = ActionButton(
        scene.look,
        action.label,
        kind,
        key=action.key,
        size=size,
        ready=action.ready,
        icon=icon,
    )
    button.clicked.connect(lambda: scene.press(action.key))
    return button


def ends(scene: Scene, actions: tuple[Action | None, Action | None]) -> QWidget:
    """The foot of a stage: Esc bottom left, Enter bottom right."""
    esc, enter = actions
    line = row(scene.look.space(4))
    if esc is not None:
        line.addWidget(action_button(scene, esc, Kind.QUIET))
    line.addStretch(1)
    if enter is not None:
        button = action_button(scene, enter, Kind.PRIMARY)
        button.setMinimumWidth(min(scene.look.size("primary_wide"), button.sizeHint().width() * 2))
        line.addWidget(button)
    return boxed(line)


def tier_chip(look: Look, tier: TierMark, ground: str = "sunken") -> Chip:
    """A level as a chip with its strokes."""
    return Chip(look, tier.name, ground=ground, strokes=tier.strokes)


def figures(look: Look, title: str, rows: tuple[Row, ...]) -> QWidget:
    """Labelled figures under an eyebrow."""
    pile = column()
    if title:
        pile.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        pile.addSpacing(look.space(2))
    for entry in rows:
        pile.addWidget(figure_row(look, entry, "sum_row"))
    return boxed(pile)


def figure_row(
    look: Look, entry: Row, height: str = "figure_row", *, figure_px: int = 0
) -> FigureRow:
    """One labelled figure; `figure_px` keeps the figures of a list in one column."""
    return FigureRow(
        look,
        entry.label,
        entry.figure,
        entry.second,
        entry.icon,
        strong=entry.strong,
        height=height,
        figure_px=figure_px,
    )


def member_panel(look: Look, *, lit: bool = True) -> tuple[Panel, QVBoxLayout]:
    """The large panel of a stage and its column, with the stage's padding."""
    panel = Panel(look, lit=lit)
    x, y = look.size("pad_x"), look.size("pad_y")
    pile = column(0, (x, y, x, y))
    panel.setLayout(pile)
    return panel, pile


def side_panel(look: Look, panel: Panel | None = None) -> tuple[Panel, QVBoxLayout]:
    """A panel of the right column and its column, with the panel's padding."""
    panel = panel or Panel(look)
    x, y = look.size("panel_x"), look.size("panel_y")
    pile = column(0, (x, y, x, y))
    panel.setLayout(pile)
    return panel, pile


def stage_row(view: View) -> QHBoxLayout:
    """The stage's own row, set as the view's layout."""
    look, margin = view.look, view.look.size("margin")
    line = row(look.size("gutter"), (margin, 0, margin, 0))
    view.setLayout(line)
    return line


def rule(look: Look) -> Hairline:
    """A hairline between groups of figures."""
    return Hairline(look)
