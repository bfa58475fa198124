"""Where frames come from: a device, a URL, a video file or a folder of pictures."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from loyalty.errors import Outage
from scanner.camera_profile import HIGH_PX, WIDE_PX, Exposure
from scanner.exposure import wishes
from scanner.image import as_image
from scanner.video_node import MISSING, why_not

if TYPE_CHECKING:
    import cv2

    from scanner.image import Image

ENDED = "ended"
PICTURE_ENDINGS = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
_FPS_FALLBACK = 15.0
_FPS_BELIEVABLE_MAX = 120.0


class Stream(Protocol):
    """Frames from an open source; used by one thread."""

    def read(self) -> Image:
        """Wait for the next frame, BGR or grey. Raises Outage when there is none any more.

        What a device really sends is for `image.sane` to judge.
        """
        ...

    def close(self) -> None:
        """Give the device back. May be called twice."""
        ...


class Source(Protocol):
    """A description of a camera that can be opened, again and again."""

    @property
    def name(self) -> str:
        """What a person calls it; holds no password."""
        ...

    @property
    def live(self) -> bool:
        """Whether two equal frames in a row mean that it hangs."""
        ...

    def open(self) -> Stream:
        """Open it. Raises Outage `missing` when it is not there; a device also says `busy`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSource:
    """A webcam: its index, or its path such as /dev/v4l/by-id/..., which survives replugging."""

    device: int | str = 0
    live: bool = True
    wide_px: int = WIDE_PX
    high_px: int = HIGH_PX
    exposure: Exposure = "auto"

    @property
    def name(self) -> str:
        """The device's index or the last part of its path."""
        return f"camera {self.device}" if isinstance(self.device, int) else Path(self.device).name

    def open(self) -> Stream:
        """Open the device at the wanted size with the shortest queue that it offers.

        Raises Outage `missing`, `denied` (to this user) or `busy` (with another program).
        """
        import cv2

        be_quiet()
        if isinstance(self.device, str) and not Path(self.device).exists():
            raise Outage(MISSING, f"no camera at {self.device}", source=self.name)
        # Asked for by name, because OpenCV would try every path as a film first.
        kind = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
        capture = cv2.VideoCapture(self.device, kind)
        if not capture.isOpened():
            capture.release()
            reason = self._why_not()
            raise Outage(reason, f"{self.name} cannot be opened: {reason}", source=self.name)
        # MJPG, because most webcams reach 720p at full speed only in it; all these are wishes.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self.wide_px)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self.high_px)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        for prop, value in wishes(self.exposure, sys.platform):
            capture.set(prop, value)
        return _opened(capture, self.name)

    def _why_not(self) -> str:
        """Say why the device cannot be opened; only Linux has a file that can be asked."""
        if isinstance(self.device, int):
            return why_not(Path(f"/dev/video{self.device}")) if sys.platform == "linux" else MISSING
        return why_not(Path(self.device))


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlSource:
    """A network camera: an RTSP or HTTP address."""

    url: str
    live: bool = True
    timeout_ms: int = 5_000

    @property
    def name(self) -> str:
        """The address without user name and password."""
        scheme, _, rest = self.url.partition("://")
        host = rest.partition("/")[0].rpartition("@")[2]
        return f"{scheme}://{host}"

    def open(self) -> Stream:
        """Connect; a silent server fails after `timeout_ms`, here and in every read."""
        import cv2

        be_quiet()
        waits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            self.timeout_ms,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            self.timeout_ms,
        ]
        return _opened(cv2.VideoCapture(self.url, cv2.CAP_FFMPEG, waits), self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A video file, played at its own speed, from the start again when `loop` is set."""

    path: Path
    loop: bool = False
    fps: float | None = None
    live: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def open(self) -> Stream:
        """Open the file. Raises Outage `missing` when it is absent or no video."""
        import cv2

        be_quiet()
        if not self.path.is_file():
            raise Outage(MISSING, f"no video at {self.path.name}", source=self.name)
        capture = cv2.VideoCapture(str(self.path))
        own_fps = capture.get(cv2.CAP_PROP_FPS)
        believable = 0 < own_fps <= _FPS_BELIEVABLE_MAX
        fps = self.fps or (own_fps if believable else _FPS_FALLBACK)
        return _Paced(_opened(capture, self.name, rewind=self.loop), fps)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """A folder of pictures, shown one after the other by name."""

    path: Path
    loop: bool = False
    fps: float = _FPS_FALLBACK
    live: bool = False

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    def open(self) -> Stream:
        """List the folder. Raises Outage `missing` when it holds no picture."""
        be_quiet()
        files = (
            sorted(file for file in self.path.iterdir() if file.suffix.lower() in PICTURE_ENDINGS)
            if self.path.is_dir()
            else []
        )
        if not files:
            raise Outage(MISSING, f"no pictures in {self.path.name}", source=self.name)
        return _Paced(_Pictures(files, loop=self.loop, name=self.name), self.fps)


def source_from(text: str) -> Source:
    """Give the source that a setting means: an index, an address, a device, a file or a folder."""
    if text.isdecimal():
        return DeviceSource(device=int(text))
    if "://" in text:
        return UrlSource(url=text)
    path = Path(text)
    if path.is_dir():
        return FolderSource(path=path, loop=True)
    if text.startswith("/dev/"):
        return DeviceSource(device=text)
    return FileSource(path=path, loop=True)


class _Capture:
    """A stream on an OpenCV capture."""

    def __init__(self, capture: cv2.VideoCapture, name: str, *, rewind: bool) -> None:
        self._capture = capture
        self._name = name
        self._rewind = rewind

    def read(self) -> Image:
        import cv2

        ok, frame = self._capture.read()
        if not ok and self._rewind:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            ok, frame = self._capture.read()
        if not ok:
            # A film that begins again never ends: the file has gone.
            reason = MISSING if self._rewind else ENDED
            raise Outage(reason, f"{self._name} gives no more frames", source=self._name)
        return cast("Image", frame)

    def close(self) -> None:
        self._capture.release()


class _Pictures:
    """A stream on picture files."""

    def __init__(self, files: list[Path], *, loop: bool, name: str) -> None:
        self._files = files
        self._loop = loop
        self._name = name
        self._next = 0

    def read(self) -> Image:
        for _ in self._files:
            if self._next >= len(self._files):
                if not self._loop:
                    break
                self._next = 0
            file = self._files[self._next]
            self._next += 1
            with suppress(OSError):
                # A picture that cannot be read any more is passed over like a broken one.
                picture = picture_of(file)
                if picture is not None:
                    return picture
        reason = MISSING if self._loop else ENDED
        raise Outage(reason, f"{self._name} holds no more pictures", source=self._name)

    def close(self) -> None:
        self._files = []


class _Paced:
    """A stream that gives frames no faster than a camera would."""

    def __init__(self, stream: Stream, fps: float) -> None:
        self._stream = stream
        self._period_s = 1.0 / fps
        self._due_s: float | None = None

    def read(self) -> Image:
        now_s = time.monotonic()
        if self._due_s is not None and self._due_s > now_s:
            time.sleep(self._due_s - now_s)
        # Late frames do not come in a burst afterwards: the next is due one period from now.
        self._due_s = max(self._due_s or now_s, now_s) + self._period_s
        return self._stream.read()

    def close(self) -> None:
        self._stream.close()


def picture_of(file: Path) -> Image | None:
    """Read a picture file as BGR; None when it is not a picture. Raises OSError."""
    import cv2
    import numpy as np

    # Not cv2.imread: it fails on paths with letters outside the system's code page on Windows.
    raw = np.frombuffer(file.read_bytes(), dtype=np.uint8)
    if raw.size == 0:
        return None
    try:
        picture: object = cv2.imdecode(raw, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else as_image(picture)


def _opened(capture: cv2.VideoCapture, name: str, *, rewind: bool = False) -> Stream:
    if not capture.isOpened():
        capture.release()
        raise Outage(MISSING, f"{name} cannot be opened", source=name)
    return _Capture(capture, name, rewind=rewind)


def be_quiet() -> None:
    """Keep OpenCV and FFmpeg from writing to the error stream; states say it better."""
    import os

    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    # A webcam that hangs keeps a read, and itself, for this long instead of for ten seconds.
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
    # Windows takes up to twenty seconds to open a webcam without this; read at cv2's import.
    os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    # One core for the camera: the other belongs to the window.
    cv2.setNumThreads(1)
