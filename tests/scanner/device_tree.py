"""A made tree of video devices, as Linux shows them, into which a test plugs webcams."""

from __future__ import annotations

import shutil
from pathlib import Path

from scanner.devices import CameraDevice, plugged_in


class DeviceTree:
    """The list and the nodes; a node is a link to a character device that is no camera."""

    def __init__(self, root: Path) -> None:
        """Begin with nothing plugged in."""
        self.listed = root / "video4linux"
        self.nodes = root / "dev"
        self.listed.mkdir()
        self.nodes.mkdir()

    def plug(self, number: int, name: str, *, index: int, node: str = "/dev/null") -> Path:
        """Plug a webcam in under a number; give its entry in the list."""
        entry = self.listed / f"video{number}"
        entry.mkdir()
        (entry / "name").write_text(f"{name}\n", encoding="utf-8")
        (entry / "index").write_text(f"{index}\n", encoding="utf-8")
        (self.nodes / f"video{number}").symlink_to(node)
        return entry

    def unplug(self, number: int) -> None:
        """Take it out again."""
        shutil.rmtree(self.listed / f"video{number}")
        (self.nodes / f"video{number}").unlink()

    def devices(self) -> tuple[CameraDevice, ...]:
        """List what is plugged in; the nodes are asked as those of a real system."""
        return plugged_in(self.listed, nodes=self.nodes)
