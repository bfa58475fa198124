"""Sources: what a setting means, what is refused, and names that hold no secrets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from loyalty.errors import Outage
from scanner.frames import DeviceSource, FileSource, FolderSource, Source, UrlSource, source_from
from tests.scanner.web_camera import jpeg


def test_a_setting_names_its_source(tmp_path: Path) -> None:
    assert source_from("0") == DeviceSource(device=0)
    assert source_from("/dev/v4l/by-id/cam") == DeviceSource(device="/dev/v4l/by-id/cam")
    assert source_from("rtsp://u:p@cam/1") == UrlSource(url="rtsp://u:p@cam/1")
    assert source_from(str(tmp_path)) == FolderSource(path=tmp_path, loop=True)
    film = tmp_path / "film.mp4"
    assert source_from(str(film)) == FileSource(path=film, loop=True)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (DeviceSource(device=1), "camera 1"),
        (DeviceSource(device="/dev/v4l/by-id/usb-Cam-index0"), "usb-Cam-index0"),
        (UrlSource(url="rtsp://anna:secret@10.0.0.5:554/live?key=k"), "rtsp://10.0.0.5:554"),
        (FileSource(path=Path("/shop/film.avi")), "film.avi"),
    ],
)
def test_names_hold_no_passwords(source: Source, name: str) -> None:
    assert source.name == name


@pytest.mark.parametrize(
    "source",
    [
        DeviceSource(device="/dev/not-there"),
        UrlSource(url="http://127.0.0.1:9/none", timeout_ms=500),
        FileSource(path=Path("/not/there.avi")),
        FolderSource(path=Path("/not/there")),
    ],
    ids=lambda source: type(source).__name__,
)
def test_what_is_not_there_is_an_outage(source: Source) -> None:
    with pytest.raises(Outage) as outage:
        source.open()
    assert outage.value.code == "missing"


def test_a_file_that_is_no_video_is_an_outage(tmp_path: Path) -> None:
    film = tmp_path / "film.avi"
    film.write_bytes(b"not a film" * 100)
    with pytest.raises(Outage):
        FileSource(path=film).open()


def test_a_folder_is_shown_by_name_skips_what_is_broken_and_ends(tmp_path: Path) -> None:
    for name, shade in (("b.jpg", 200), ("a.jpg", 20)):
        (tmp_path / name).write_bytes(jpeg(np.full((48, 64, 3), shade, np.uint8)))
    (tmp_path / "aa.jpg").write_bytes(b"broken")
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    stream = FolderSource(path=tmp_path, fps=1_000.0).open()
    assert [round(float(stream.read().mean()), -1) for _ in range(2)] == [20, 200]
    with pytest.raises(Outage) as outage:
        stream.read()
    assert outage.value.code == "ended"


def test_a_folder_of_broken_pictures_ends_although_it_loops(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"broken")
    stream = FolderSource(path=tmp_path, loop=True).open()
    with pytest.raises(Outage):
        stream.read()
