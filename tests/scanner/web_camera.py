"""A network camera on loopback whose faults a test can switch on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from scanner.image import Image

PERIOD_S = 0.02


class Fault(Enum):
    """What the camera does instead of sending a new picture every PERIOD_S."""

    NONE = "none"
    STALL = "stall"
    GARBAGE = "garbage"
    BLACK = "black"
    FROZEN = "frozen"
    TORN = "torn"
    GREY = "grey"
    SMALL = "small"
    CUT = "cut"


class WebCamera:
    """Serves multipart JPEG on a fixed port, so that it can die and come back."""

    def __init__(self, picture: Callable[[], Image]) -> None:
        """Begin healthy; `picture` gives the next frame."""
        self.fault = Fault.NONE
        self.served = 0
        self._picture = picture
        self._still = picture()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self._changed = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/camera.mjpg"

    def up(self) -> None:
        """Start to listen."""
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.serve(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._changed.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        # Closing waits for the handlers otherwise, and a stalled one never ends.
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def down(self) -> None:
        """Stop to listen and cut every line."""
        self._changed.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = None

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Send parts until the line is cut."""
        self.served += 1
        handler.send_response(200)
        handler.send_header("Content-Type", "multipart/x-mixed-replace; boundary=part")
        handler.end_headers()
        with suppress(OSError):
            while not self._changed.wait(PERIOD_S):
                body = self._body()
                if body is None:
                    continue
                handler.wfile.write(
                    b"--part\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(body)
                )
                if self.fault is Fault.CUT:
                    # The line goes dead in the middle of a picture.
                    handler.wfile.write(body[: len(body) // 2])
                    return
                handler.wfile.write(body + b"\r\n")

    def _body(self) -> bytes | None:
        match self.fault:
            case Fault.NONE | Fault.CUT:
                return jpeg(self._picture())
            case Fault.TORN:
                whole = jpeg(self._picture())
                return whole[: len(whole) // 3]
            case Fault.GREY:
                return jpeg(self._picture()[:, :, 1])
            case Fault.SMALL:
                return jpeg(self._picture()[::2, ::2])
            case Fault.GARBAGE:
                return b"this is no picture " * 40
            case Fault.BLACK:
                return jpeg(np.zeros_like(self._still))
            case Fault.FROZEN:
                return jpeg(self._still)
            case Fault.STALL:
                return None


def jpeg(picture: Image) -> bytes:
    """Encode a picture."""
    import cv2

    ok, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert ok
    return bytes(data)


@contextmanager
def web_camera(picture: Callable[[], Image]) -> Iterator[WebCamera]:
    """Give a running camera and take it down afterwards."""
    camera = WebCamera(picture)
    camera.up()
    try:
        yield camera
    finally:
        camera.down()
