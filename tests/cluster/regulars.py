"""The Regulars server as an operator starts it: `main.py server --database` with all hosts."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx2

from server.books import Books
from server.boot import Shop, open_books
from storage.keys import FileKeyStore
from storage.records import Verification
from sync.pairing import parse
from tests.cluster.cluster import Cluster

ROOT: Final = Path(__file__).parents[2]
BEGUN_S: Final = 60


class Regulars:
    """A running server, and a look into its books beside it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._place = tempfile.TemporaryDirectory(prefix="regulars-server-")
        self.folder = Path(self._place.name)
        self._log = self.folder / "log"
        self._environment = os.environ | {
            "PGPASSFILE": str(cluster.own_passwords),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        command = ["server", "--data", str(self.folder / "data"), "--database", cluster.url()]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "main.py", *command],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self.log()
        self.ready = json.loads(line)

    @property
    def url(self) -> str:
        """Give its address."""
        return str(self.ready["url"])

    def pairing(self) -> str:
        """Make a pairing string, beside the running server as `server pair` does."""
        parsed = parse(self.ready["pairing"])
        with closing(self._books()) as books:
            code = books.make_code(time.time_ns() // 1_000)
        return f"{parsed.host}:{parsed.port}/{code}-{parsed.fingerprint}"

    def verify(self) -> Verification:
        """Rebuild the books from their events and compare."""
        with closing(self._books()) as books:
            return books.verify()

    def balance(self) -> int:
        """Give the sum of all points."""
        with closing(self._books()) as books:
            return sum(n for (_, unit), n in books.balances().items() if unit == "points")

    def is_ready(self) -> bool:
        """Say whether it says that it is."""
        return httpx2.get(f"{self.url}/ready", trust_env=False, timeout=20).status_code == 200

    def log(self) -> str:
        """Give what it wrote to its standard error."""
        return self._log.read_text("utf-8")[-3_000:]

    def is_running(self) -> bool:
        """Say whether its process is still the one that was started."""
        return self._process.poll() is None

    def end(self) -> int:
        """End it politely; gives its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(40)
        finally:
            self._process.kill()

    def remove(self) -> None:
        """Remove its folder."""
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._place.cleanup()

    def _books(self) -> Books:
        folder = self.folder / "data" / "server"
        given: dict[str, Any] = {"issuer": "0000", "zone": "UTC"}
        os.environ["PGPASSFILE"] = str(self._cluster.own_passwords)
        return open_books(
            folder,
            FileKeyStore(folder / "keys"),
            Shop(**given, database=self._cluster.url()),
            now_us=time.time_ns() // 1_000,
            randomness=secrets.token_bytes,
        )
