"""No frame is ever written or sent: a camera reads a film while every way out is watched."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.scanner.camera_tried import ANNA, pictures

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")

# What could write or send a picture; a film is written by VideoWriter, whose fourcc only is used.
WAYS_OUT = {
    "imwrite",
    "imwritemulti",
    "imencode",
    "imencodemulti",
    "VideoWriter",
    "FileStorage",
    "tofile",
    "save",
    "savez",
    "savez_compressed",
    "savetxt",
    "dump",
    "write_bytes",
    "write_text",
    "memmap",
    "imshow",
}
SENDERS = {
    "socket",
    "socketserver",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "httpx2",
    "requests",
    "asyncio",
    "ssl",
    "shutil",
    "tempfile",
    "pickle",
    "shelve",
    "multiprocessing",
}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import cv2

    path = tmp_path_factory.mktemp("film") / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (1280, 720))
    show = pictures()
    for frame in [show() for _ in range(12)] + [np.full((720, 1280, 3), 90, np.uint8)] * 4:
        writer.write(frame)
    writer.release()
    return path


def watched(film: Path, offence: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.scanner.watched_reading", str(film), offence],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(film.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_film_is_read_without_a_file_written_or_a_socket_made(film: Path) -> None:
    result = watched(film)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["scans"] == [ANNA]
    assert told["shown"] > 1
    assert told["offences"] == []


@pytest.mark.parametrize("offence", ["picture", "film", "file", "socket", "hidden socket"])
def test_the_watch_would_notice(film: Path, offence: str) -> None:
    result = watched(film, offence)
    if result.returncode == -signal.SIGXFSZ:
        assert offence in {"picture", "film"}, "written by machine code"
        return
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["offences"], offence


@pytest.mark.parametrize(
    "path", sorted((ROOT / "scanner").glob("*.py")), ids=lambda path: str(path.name)
)
def test_the_scanner_has_nothing_to_write_or_send_with(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & SENDERS
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in SENDERS
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called.rpartition(".")[2] not in WAYS_OUT, f"{called} in line {node.lineno}"
            assert called != "open", "a picture file is read with read_bytes"
