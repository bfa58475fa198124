"""The server that a shop moves to, as a real process that is killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from server.moved import CAME
from tests.terminal.commands.place import ROOT, environment, kill


class Taker:
    """`move in`, and `server` once the books have all come, one process after the other."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it in an empty folder; `words` are further options of `move in`."""
        self._folder = folder
        folder.mkdir()
        self.kills = 0
        self._process = self._begin("move", "in", *words)
        self._line = self._read()

    @property
    def pid(self) -> int:
        """Give the number of the process."""
        return self._process.pid

    @property
    def place(self) -> str:
        """Give what is typed at the old server; as it was, once the books are served here."""
        return str(self._line["moving"])

    def was_killed(self) -> None:
        """Start it again, as somebody does who finds it dead: with the same command."""
        self._process.wait(30)
        kill(self._process)
        self.kills += 1
        if (self._folder / "server" / CAME).exists():
            self._process = self._begin("server")
            assert "pairing" in self._read()
        else:
            self._process = self._begin("move", "in")
            self._line = self._read()

    def serves(self) -> Any:
        """Wait until it serves; give its ready line. Not to be called after `server` was ready."""
        found = self._read()
        assert "pairing" in found, found
        return found

    def end(self) -> None:
        """See to it that no process is left, whatever happened."""
        if self._process.poll() is None:
            kill(self._process)

    def close(self) -> int:
        """End it politely; give the exit code."""
        self._process.terminate()
        code = self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "it ended by itself"
        return json.loads(line)

    def _begin(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *words],
            env=environment(self._folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
