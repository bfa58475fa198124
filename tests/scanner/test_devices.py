"""Which webcams are plugged in, on a made tree, and which of them a profile means."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scanner.camera_profile import CameraProfile
from scanner.devices import CameraDevice, find_again, plugged_in, probed
from tests.scanner.device_tree import DeviceTree

C270 = CameraDevice(path="/dev/video0", name="C270 HD WEBCAM", index=0)
LID = CameraDevice(path="/dev/video2", name="Integrated Camera", index=2)
TWIN = CameraDevice(path="/dev/video4", name="C270 HD WEBCAM", index=4)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its cameras")


@linux_only
def test_webcams_are_listed_by_number_with_their_names(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    tree.plug(10, "Wärmebild Zwei", index=0)
    tree.plug(2, "Integrated Camera: Integrated C", index=0)
    assert tree.devices() == (
        CameraDevice(
            path=str(tree.nodes / "video2"), name="Integrated Camera: Integrated C", index=2
        ),
        CameraDevice(path=str(tree.nodes / "video10"), name="Wärmebild Zwei", index=10),
    )


@linux_only
def test_the_second_node_of_a_webcam_is_none(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    tree.plug(0, "C270 HD WEBCAM", index=0)
    tree.plug(1, "C270 HD WEBCAM", index=1)
    assert [device.index for device in tree.devices()] == [0]


@linux_only
def test_what_a_node_says_of_itself_counts_more_than_its_place(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    tree.plug(0, "film converter", index=0)
    tree.plug(1, "two lenses", index=1)
    says = {"video0": False, "video1": True}
    found = plugged_in(tree.listed, nodes=tree.nodes, can_take=lambda node: says[node.name])
    assert [device.name for device in found] == ["two lenses"]


@linux_only
def test_odd_entries_and_missing_lines_are_lived_with(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    (tree.listed / "vbi0").mkdir()
    (tree.listed / "videoX").mkdir()
    (tree.listed / "video7").mkdir()
    named = tree.plug(8, "", index=0)
    (named / "name").write_bytes(b"caf\xe9 camera\n")
    assert [(device.index, device.name) for device in tree.devices()] == [
        (7, ""),
        (8, "caf\N{REPLACEMENT CHARACTER} camera"),
    ]


@linux_only
def test_without_a_list_there_is_no_camera(tmp_path: Path) -> None:
    assert plugged_in(tmp_path / "none") == ()


def test_probing_opens_nothing_that_is_not_there_and_says_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert probed((91, 92)) == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("profile", "devices", "meant"),
    [
        (CameraProfile(), (), None),
        (CameraProfile(), (C270, LID), C270),
        (CameraProfile(source="2"), (C270, LID), LID),
        (CameraProfile(source="/dev/video2"), (C270, LID), LID),
        (CameraProfile(source="/dev/video9"), (C270, LID), None),
        # Its number changed, or another camera took its number.
        (CameraProfile(source="/dev/video0", device_name=LID.name), (C270, LID), LID),
        (CameraProfile(source="/dev/video6", device_name=LID.name), (C270, LID), LID),
        # Unplugged: no other camera takes its part.
        (CameraProfile(source="/dev/video0", device_name="Brio"), (C270, LID), None),
        # Two of a kind: the one at its old place, or else the first.
        (CameraProfile(source="/dev/video4", device_name=TWIN.name), (C270, LID, TWIN), TWIN),
        (CameraProfile(source="/dev/video6", device_name=TWIN.name), (C270, LID, TWIN), C270),
        (CameraProfile(device_name=LID.name), (C270, LID), LID),
    ],
)
def test_a_profile_means_one_camera_or_none(
    profile: CameraProfile, devices: tuple[CameraDevice, ...], meant: CameraDevice | None
) -> None:
    assert find_again(profile, devices) == meant


def test_a_link_by_name_means_its_device(tmp_path: Path) -> None:
    node = tmp_path / "video5"
    node.touch()
    link = tmp_path / "usb-C270-index0"
    link.symlink_to(node)
    device = CameraDevice(path=str(node), name="C270", index=5)
    assert find_again(CameraProfile(source=str(link)), (LID, device)) == device
