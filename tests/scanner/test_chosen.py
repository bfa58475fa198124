"""The source of a profile: looked up again at each opening, turned, with size and exposure."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from loyalty.errors import Outage
from scanner.camera_profile import CameraProfile, Turn
from scanner.chosen import PluggedSource, TurnedSource, source_for, turned
from scanner.exposure import wishes
from scanner.frames import DeviceSource, FileSource, FolderSource, UrlSource
from tests.scanner.device_tree import DeviceTree
from tests.scanner.web_camera import jpeg

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its cameras")


def test_what_is_no_webcam_is_opened_as_it_is(tmp_path: Path) -> None:
    assert source_for(CameraProfile(source="rtsp://cam/1")) == UrlSource(url="rtsp://cam/1")
    assert source_for(CameraProfile(source=str(tmp_path))) == FolderSource(path=tmp_path, loop=True)
    film = tmp_path / "film.avi"
    assert source_for(CameraProfile(source=str(film))) == FileSource(path=film, loop=True)


def test_without_a_list_of_cameras_the_number_is_opened() -> None:
    profile = CameraProfile(source="1", wide_px=1920, high_px=1080, exposure="bright_shop")
    assert source_for(profile, has_list=False) == DeviceSource(
        device=1, wide_px=1920, high_px=1080, exposure="bright_shop"
    )
    assert source_for(CameraProfile(), has_list=False) == DeviceSource(device=0)


@linux_only
def test_a_webcam_is_looked_up_at_each_opening(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    profile = CameraProfile(source=str(tree.nodes / "video0"), device_name="C270")
    source = source_for(profile, tree.devices, has_list=True)
    assert isinstance(source, PluggedSource)
    assert source.name == "C270"

    def why() -> str:
        with pytest.raises(Outage) as outage:
            source.open()
        return outage.value.code

    tree.plug(0, "another camera", index=0)
    assert why() == "missing", "no other camera takes its part"
    # A node that exists and gives no pictures stands for a camera that another program uses.
    tree.plug(3, "C270", index=0)
    assert why() == "busy"
    tree.unplug(3)
    assert why() == "missing"


@pytest.mark.parametrize(
    ("degrees", "rows"),
    [
        (0, [[1, 2, 3], [4, 5, 6]]),
        (90, [[4, 1], [5, 2], [6, 3]]),
        (180, [[6, 5, 4], [3, 2, 1]]),
        (270, [[3, 6], [2, 5], [1, 4]]),
    ],
)
def test_pictures_are_turned_clockwise(degrees: Turn, rows: list[list[int]]) -> None:
    picture = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    assert turned(picture, degrees).tolist() == rows


def test_a_turned_source_gives_turned_pictures(tmp_path: Path) -> None:
    shades = np.zeros((40, 60, 3), np.uint8)
    shades[:, 30:] = 200
    (tmp_path / "0.jpg").write_bytes(jpeg(shades))
    source = source_for(CameraProfile(source=str(tmp_path), turn_degrees=90))
    assert isinstance(source, TurnedSource)
    assert source.name == tmp_path.name
    assert not source.live
    stream = source.open()
    picture = stream.read()
    stream.close()
    assert picture.shape == (60, 40, 3)
    assert picture[:20].mean() < 20
    assert picture[-20:].mean() > 180


def test_exposures_say_first_who_sets_them() -> None:
    import cv2

    auto, time = cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE
    assert wishes("auto", "linux") == ((auto, 3.0),)
    assert wishes("bright_shop", "linux") == ((auto, 1.0), (time, 40.0))
    assert wishes("dim_shop", "linux") == ((auto, 1.0), (time, 333.0))
    assert wishes("auto", "win32") == ((auto, 0.75),)
    assert wishes("bright_shop", "win32") == ((auto, 0.25), (time, -8.0))
    assert wishes("dim_shop", "darwin") == ((auto, 0.25), (time, -5.0))
