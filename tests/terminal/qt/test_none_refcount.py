"""No call into Qt loses a reference of None: a PySide6 that does so aborts after seconds."""

import importlib.metadata
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

CALLS = 200
# Python's own caches come and go by a few; the fault loses one a call.
NOISE = 20

Calls = dict[str, Callable[[], object]]


def widget_calls(keep: list[QObject]) -> Calls:
    """Return calls on widgets; `keep` holds what they need alive."""
    widget, label, line, button = QWidget(), QLabel(), QLineEdit(), QPushButton()
    keep += [widget, label, line, button]
    layout = QVBoxLayout(widget)
    return {
        "QWidget.setEnabled": lambda: widget.setEnabled(True),
        "QWidget.setGeometry": lambda: widget.setGeometry(QRect(0, 0, 90, 40)),
        "QWidget.setWindowTitle": lambda: widget.setWindowTitle("till"),
        "QWidget.setAccessibleName": lambda: widget.setAccessibleName("till"),
        "QWidget.setMinimumSize": lambda: widget.setMinimumSize(QSize(4, 4)),
        "QWidget.setObjectName": lambda: widget.setObjectName("till"),
        "QWidget.update": widget.update,
        "QWidget.updateGeometry": widget.updateGeometry,
        "QWidget.hide": widget.hide,
        "QLabel.setText": lambda: label.setText("12"),
        "QLabel.setAlignment": lambda: label.setAlignment(Qt.AlignmentFlag.AlignRight),
        "QLabel.clear": label.clear,
        "QLineEdit.setText": lambda: line.setText("12"),
        "QLineEdit.selectAll": line.selectAll,
        "QLineEdit.setCursorPosition": lambda: line.setCursorPosition(0),
        "QPushButton.setText": lambda: button.setText("pay"),
        "QPushButton.setChecked": lambda: button.setChecked(False),
        "QLayout.setSpacing": lambda: layout.setSpacing(4),
        "QLayout.setContentsMargins": lambda: layout.setContentsMargins(1, 1, 1, 1),
    }


def painter_calls(painter: QPainter) -> Calls:
    """Return calls that draw."""
    pixmap = QPixmap(4, 4)
    pen = QPen(QColor("black"))
    return {
        "QPainter.drawRect": lambda: painter.drawRect(1, 1, 8, 8),
        "QPainter.drawLine": lambda: painter.drawLine(1, 1, 8, 8),
        "QPainter.drawText": lambda: painter.drawText(QPoint(2, 12), "7"),
        "QPainter.drawPixmap": lambda: painter.drawPixmap(0, 0, pixmap),
        "QPainter.fillRect": lambda: painter.fillRect(QRect(0, 0, 4, 4), QColor("white")),
        "QPainter.setPen": lambda: painter.setPen(pen),
        "QPainter.setFont": lambda: painter.setFont(QFont("Inter", 9)),
        "QPainter.save": painter.save,
        "QPainter.restore": painter.restore,
        "QPainter.translate": lambda: painter.translate(0, 0),
    }


def core_calls(keep: list[QObject]) -> Calls:
    """Return calls on what has no picture."""
    timer, model = QTimer(), QStandardItemModel()
    timer.setInterval(60_000)
    keep += [timer, model]
    item = QStandardItem("one")
    model.appendRow(item)
    image, data = QImage(8, 8, QImage.Format.Format_RGB32), QByteArray()
    return {
        "QTimer.start": timer.start,
        "QTimer.stop": timer.stop,
        "QTimer.setInterval": lambda: timer.setInterval(60_000),
        "QObject.blockSignals": lambda: timer.blockSignals(False),
        "QStandardItem.setText": lambda: item.setText("two"),
        "QImage.fill": lambda: image.fill(Qt.GlobalColor.white),
        "QByteArray.clear": data.clear,
        "QCoreApplication.processEvents": QCoreApplication.processEvents,
    }


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_no_reference_of_none_is_lost(qapp: QApplication) -> None:
    """What returns None owns a reference of it."""
    keep: list[QObject] = [qapp]
    canvas = QImage(32, 32, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    try:
        for name, call in (widget_calls(keep) | painter_calls(painter) | core_calls(keep)).items():
            before = sys.getrefcount(None)
            for _ in range(CALLS):
                call()
            lost = before - sys.getrefcount(None)
            # Stopping at the first one matters: a few thousand more and Python itself aborts.
            assert lost <= NOISE, f"{name} lost {lost} references of None in {CALLS} calls"
    finally:
        painter.end()


def test_the_release_that_loses_them_is_not_installed() -> None:
    """6.12.0 aborts within seconds of painting on Python 3.11."""
    if sys.version_info < (3, 12):
        assert importlib.metadata.version("PySide6-Essentials") != "6.12.0"


@pytest.mark.parametrize("name", ["opencv-python", "opencv-contrib-python"])
def test_no_opencv_with_its_own_qt_is_installed(name: str) -> None:
    """It would share a folder with the headless one and bring a second Qt into the process."""
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(name)
