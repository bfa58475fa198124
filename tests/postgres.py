"""A real PostgreSQL of its own for tests and benches: started once, and gone afterwards."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from storage.server.postgres import open_postgres

BINARIES = Path("/usr/lib/postgresql")
USER = "regulars"
TEMPLATE = "shop_template"
PARTITION_ROWS = 40
"""So few that ordinary tests cross from one partition into the next."""
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "fsync": "off",
}


def binaries() -> Path | None:
    """Find the programs of PostgreSQL 15 or newer, as Debian lays them; None where none are."""
    found = [p for p in BINARIES.glob("*/bin") if (p / "initdb").exists()]
    fitting = [p for p in found if p.parent.name.isdecimal() and int(p.parent.name) >= 15]
    return max(fitting, key=lambda path: int(path.parent.name), default=None)


def why_not() -> str:
    """Say why no PostgreSQL can be started here; empty when one can."""
    if binaries() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    if os.name != "posix" or (os.geteuid() == 0 and shutil.which("runuser") is None):
        return "PostgreSQL does not run as root, and there is no runuser to start it as another"
    return ""


class Cluster:
    """A PostgreSQL that listens on a socket in its own folder; databases come from a template."""

    def __init__(self, folder: Path | None = None, **settings: str) -> None:
        """Start it, in memory where possible; `settings` are those of its configuration."""
        base = folder or (Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None)  # noqa: S108
        self.folder = Path(tempfile.mkdtemp(prefix="regulars-pg-", dir=base))
        self._count = 0
        found = binaries()
        assert found is not None, why_not()
        self._binaries = found
        # PostgreSQL refuses to run as root, which is what tests in a container are.
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        if os.geteuid() == 0:
            shutil.chown(self.folder, self._user)
        data = str(self.folder / "data")
        self._run("initdb", "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "-D", data)
        self.options = SETTINGS | {"unix_socket_directories": str(self.folder)} | settings
        self.start()

    def start(self) -> None:
        """Start it, after it was stopped too."""
        options = " ".join(f"-c {name}={value}" for name, value in self.options.items())
        log = str(self.folder / "log")
        self._control("start", "-w", "-o", options, "-l", log)

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as in a power cut."""
        self._control("stop", "-w", "-m", how)

    def remove(self) -> None:
        """Stop it and remove everything."""
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def url(self, name: str) -> str:
        """Give a database's address as an operator writes it."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def new(self) -> str:
        """Make a database with the tables of today, and give its address."""
        if not self._count:
            self.empty(TEMPLATE)
            open_postgres(self.url(TEMPLATE), partition_rows=PARTITION_ROWS).close()
        self._count += 1
        name = f"shop_{self._count}"
        self.tell(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def empty(self, name: str) -> str:
        """Make an empty database, and give its address."""
        self.tell(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.partition("@/")[2].partition("?")[0]
        self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    def tell(self, statement: str, name: str = "postgres") -> list[Any]:
        """Run one statement as the owner of everything; give its rows."""
        with psycopg.connect(
            host=str(self.folder), user=USER, dbname=name, autocommit=True
        ) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *words)

    def _run(self, program: str, *words: str) -> None:
        before = ["runuser", "-u", self._user, "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*before, str(self._binaries / program), *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
