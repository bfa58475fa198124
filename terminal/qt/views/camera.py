"""The camera is being set up: its live picture at the left, cameras and settings at the right."""

from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QWidget

from terminal.qt.buttons import Kind
from terminal.qt.camera_panel import camera_panel
from terminal.qt.camera_rows import CameraButton, SwitchButton
from terminal.qt.chips import Chip
from terminal.qt.line import Line, Span
from terminal.qt.marks import Icon
from terminal.qt.panels import boxed, column, row
from terminal.qt.reader import ReaderView
from terminal.qt.rolling import Rolling
from terminal.qt.sketch import MountSketch
from terminal.qt.views.scene import Part, Scene, View, action_button, member_panel, rule, stage_row
from terminal.till.camera_values import CameraNote, CameraRow, Mount, Switch
from terminal.till.messages import Pick, Text
from terminal.till.screens import Action, CameraSetUp

TONES = {
    "good": ("check-circle-fill", "positive"),
    "warning": ("warning-fill", "warning"),
    "quiet": ("info", "muted"),
}


class CameraView(View):
    """What the camera sees and says; each touch is seen in its picture at once."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        self.reader = ReaderView(look, scene.preview, "", hint=" ")
        self.reader.hint, self.reader.whole = "", True
        self.note = Part(self.build_note)
        self.advice, self.mount = Part(self.build_advice), Part(self.build_mount)
        self.cameras, self.switches = Part(self.build_cameras), Part(self.build_switches)
        self.foot = Part(self.build_foot)
        middle = row(look.space(6))
        middle.addLayout(self.build_left(), 1)
        middle.addWidget(self.build_right())
        pile.addLayout(middle, 1)
        line.addWidget(panel, 1)

    def build_left(self) -> QBoxLayout:
        """The picture, what the camera says of it, and how to place it."""
        look = self.look
        self.over = QStackedLayout()
        self.over.addWidget(self.reader)
        self.over.addWidget(self.note)
        left = column(look.space(2))
        left.addLayout(self.over, 1)
        left.addWidget(self.advice)
        left.addWidget(rule(look))
        left.addWidget(self.mount)
        return left

    def build_right(self) -> QWidget:
        """The cameras to choose from, and the settings."""
        side = column(self.look.space(2))
        side.addWidget(self.cameras)
        side.addStretch(1)
        side.addWidget(self.switches)
        side.addWidget(self.foot)
        holder = boxed(side)
        holder.setFixedWidth(self.look.size("set_up_side"))
        return holder

    def draw(self, screen: CameraSetUp) -> None:
        """Shows the screen."""
        self.reader.aim = screen.aim
        word = " \u00b7 ".join(part for part in (screen.reader_word, screen.pace) if part)
        self.reader.set_word(word, read=False)
        self.note.draw(screen.camera)
        self.over.setCurrentIndex(0 if screen.camera is None else 1)
        self.advice.draw((screen.advice, screen.tone, screen.read))
        self.mount.draw(screen.mount)
        self.cameras.draw((screen.title, screen.cameras, screen.chosen))
        self.switches.draw(screen.switches)
        self.foot.draw((screen.esc, screen.enter))

    def build_note(self, note: CameraNote | None) -> QWidget | None:
        """What stands where the picture was while there is none."""
        return camera_panel(self.look, note, self.scene.press) if note is not None else None

    def build_advice(self, value: tuple[str, str, str]) -> QWidget:
        """What the camera says, and the end of what it read last."""
        sentence, tone, read = value
        look = self.look
        icon, ink = TONES[tone]
        line = row(look.space(3))
        line.addWidget(Icon(look, icon, "icon_line", ink))
        line.addWidget(Line(look, Span(sentence, "body_strong")), 1)
        # The chip keeps its place while there is none, so that nothing jumps at the first card.
        chip = Chip(look, read or " ", "check-circle" if read else "", "positive", "positive_soft")
        if read:
            line.addWidget(chip)
        holder = boxed(line)
        holder.setFixedHeight(max(look.line_px("body_strong"), chip.height()))
        return holder

    def build_mount(self, mount: Mount) -> QWidget:
        """The sketch, and beside it the sentences."""
        look = self.look
        line, words = row(look.space(5)), column()
        line.addWidget(MountSketch(look, mount.height))
        words.addStretch(1)
        words.addWidget(Line(look, Span(mount.title, "caption_strong")))
        for sentence in mount.sentences:
            words.addWidget(Line(look, Span(sentence, "caption", "muted")))
        words.addStretch(1)
        line.addLayout(words, 1)
        return boxed(line)

    def build_cameras(self, value: tuple[str, tuple[CameraRow, ...], int]) -> QWidget:
        """A row for each camera, the one that is looked through is chosen."""
        title, cameras, chosen = value
        look = self.look
        pile = column(look.size("row_gap"))
        wanted: QWidget | None = None
        for index, entry in enumerate(cameras):
            button = CameraButton(look, entry, chosen=index == chosen)
            button.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            pile.addWidget(button)
            wanted = button if index == chosen else wanted
        listing = boxed(pile)
        listing.setAccessibleName(title)
        return Rolling(listing, look.size("journal"), wanted)

    def build_switches(self, switches: tuple[Switch, ...]) -> QWidget:
        """A row for each setting; a touch is the digit that stands on it."""
        pile = column()
        for entry in switches:
            button = SwitchButton(self.look, entry)
            button.clicked.connect(lambda _=False, key=entry.key: self.scene.post(Text(text=key)))
            pile.addWidget(rule(self.look))
            pile.addWidget(button)
        return boxed(pile)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter, under the settings: the picture gets the height of a foot."""
        esc, enter = actions
        line = row(self.look.space(2))
        size = "button" if self.look.layout == "compact" else "primary"
        if esc is not None:
            line.addWidget(action_button(self.scene, esc, Kind.QUIET, size))
        if enter is not None:
            line.addWidget(action_button(self.scene, enter, Kind.PRIMARY, size), 1)
        return boxed(line)
