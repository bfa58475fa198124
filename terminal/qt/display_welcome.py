"""The welcome of the member's side: a greeting, where the card goes, and the owner's slides."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.qt.display_parts import SignedWords, Words
from terminal.qt.display_places import fitted, place
from terminal.qt.display_slides import Slides, draw_picture
from terminal.qt.look import Look
from terminal.qt.pad_pictures import AimPicture
from terminal.qt.pad_places import is_upright
from terminal.till.screens_display import Welcome

PICTURE_SHARE = 0.42
FOOT_SHARE = 0.34


class WelcomeStage(QWidget):
    """Words and the picture of a card, or one slide in their place."""

    def __init__(self, look: Look, scene: Welcome, slides: Slides, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.scene, self.slides = look, scene, slides
        self.headline = self.words(scene.headline, "display_headline", "on_welcome")
        self.caption = self.words(scene.caption, "pad_caption", "welcome_muted")
        self.note = self.words(scene.note, "display_strong", "welcome_muted")
        self.promise = SignedWords(look, "pad_note", "welcome_muted", "eye-slash", self)
        self.promise.set_words(scene.promise)
        self.text = self.words("", "display_headline", "on_welcome")
        self.aim = AimPicture(look, self)

    def words(self, said: str, role: str, ink: str) -> Words:
        """Some words on the welcome's ground."""
        made = Words(self.look, role, ink, self)
        made.set_words(said)
        return made

    def lay_out(self) -> None:
        """Gives everything its place: the welcome, a text of the owner's, or their picture."""
        slide = self.slides.now()
        parts = (self.headline, self.caption, self.note, self.promise, self.text)
        for part in (*parts, self.aim):
            part.setVisible(False)
        self.setAccessibleName(slide.text if slide is not None else "")
        if slide is not None and slide.picture:
            return
        if slide is not None:
            self.text.set_words(slide.text)
            high = fitted((self.text,), self.size(), self.look)
            top = max(0, (self.height() - high) // 2)
            place((self.text,), QRect(0, top, self.width(), high), self.look)
            return
        self.lay_out_welcome()

    def lay_out_welcome(self) -> None:
        """The words, the picture beside or under them, and what ends them."""
        look, upright = self.look, is_upright(self.window().size())
        foot = [part for part in (self.note, self.promise) if part.text()]
        most = round(self.height() * FOOT_SHARE)
        foot_px = fitted(foot, self.size(), look, most=most) if foot else 0
        place(foot, QRect(0, self.height() - foot_px, self.width(), foot_px), look)
        high = self.height() - foot_px - look.size("pad_part_gap")
        wide = self.width()
        picture_px = round((high if upright else wide) * PICTURE_SHARE)
        gap = look.size("pad_gap")
        column = (
            QSize(wide, high - picture_px - gap)
            if upright
            else QSize(wide - picture_px - gap, high)
        )
        words = (self.headline, self.caption)
        taken = fitted(words, column, look)
        top = 0 if upright else max(0, (column.height() - taken) // 2)
        place(words, QRect(0, top, column.width(), taken), look)
        if upright:
            room = QRect(0, high - picture_px, wide, picture_px)
        else:
            room = QRect(wide - picture_px, 0, picture_px, high)
        shown = QSize(look.size("pad_aim_width"), look.size("pad_aim_height"))
        shown = shown.boundedTo(room.size())
        self.aim.setGeometry(QRect(room.center() - QRect(0, 0, *wh(shown)).center(), shown))
        self.aim.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the owner's picture, where one stands."""
        slide = self.slides.now()
        if slide is None or not slide.picture:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self.slides.picture(slide.picture, self.size())
        if not image.isNull():
            draw_picture(painter, image, QRectF(self.rect()))
        painter.end()


def wh(size: QSize) -> tuple[int, int]:
    """Width and height."""
    return size.width(), size.height()
