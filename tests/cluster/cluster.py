"""A monitor and three nodes, made by the very scripts that an operator runs, on this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from storage.server.lines import Line
from tests.cluster import processes
from tests.cluster.cables import Cable, Cables
from tests.postgres import BINARIES

ROOT: Final = Path(__file__).parents[2]
OWNER: Final = "postgres"
NODES: Final = 3
MADE_S: Final = 180
SETTLED_S: Final = 180
SETTINGS: Final = "shared_buffers = 64MB"
STATES: Final = ["primary", "secondary", "secondary"]


def why_not() -> str:
    """Say why no cluster can be made here; empty when one can."""
    if shutil.which("pg_autoctl") is None or not list(BINARIES.glob("*/bin/pg_ctl")):
        return "apt-get install pg-auto-failover-cli postgresql-15-auto-failover"
    if os.geteuid() != 0 and not os.access("/var/run/postgresql", os.W_OK):
        return "run it as root (it becomes the user postgres) or as a user of the group postgres"
    return ""


@dataclass
class Node:
    """One machine of the cluster."""

    name: str
    port: int
    folder: Path
    cables: list[Cable] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Give the process that everything on this machine comes from."""
        assert self.process is not None
        return self.process.pid


class Cluster:
    """The whole of it. Each node is reached over cables of its own by the others."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
        self.folder = Path(
            tempfile.mkdtemp(
                prefix="regulars-cluster-", dir=memory if os.access(memory, os.W_OK) else None
            )
        )
        self.cables = Cables()
        self.nodes: list[Node] = []
        self._stopped: list[int] = []
        self.monitor = Node("monitor", free_port(), self.folder / "monitor")
        self._scripts = self.folder / "deploy"
        shutil.copytree(ROOT / "deploy" / "postgresql", self._scripts)
        for part in (self.folder / "run", self.folder / "home"):
            part.mkdir(mode=0o700)
        self.passwords = self.folder / "home" / ".pgpass"
        made = subprocess.run([self._scripts / "passwords.sh"], check=True, capture_output=True)
        self.passwords.write_bytes(made.stdout)
        self.passwords.chmod(0o600)
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                shutil.chown(path, OWNER, OWNER)
        # The Regulars server is another user than PostgreSQL's, with a password file of its own.
        self.own_passwords = self.folder / "regulars.pgpass"
        self.own_passwords.write_bytes(made.stdout)
        self.own_passwords.chmod(0o600)

    def bring_up(self) -> None:
        """Make the monitor and three nodes, and wait until they are one cluster."""
        self._make(self.monitor, "127.0.0.1", "monitor.sh")
        for number in range(1, NODES + 1):
            node = Node(f"node{number}", free_port(), self.folder / f"node{number}")
            seen = f"127.0.1.{number}"
            node.cables = [
                self.cables.lay((seen, node.port), node.port),
                self.cables.lay((f"127.0.2.{number}", self.monitor.port), self.monitor.port),
            ]
            self.nodes.append(node)
            self._make(node, f"127.0.2.{number}", "node.sh", node.name, seen)
        self.settle()

    def start(self, node: Node) -> None:
        """Start a machine's service, as systemd does."""
        with (self.folder / f"{node.name}.log").open("ab") as log:
            node.process = subprocess.Popen(
                ["pg_autoctl", "run", "--pgdata", str(node.folder)],
                **self._as_owner(node),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, node: Node) -> None:
        """Take its power away."""
        processes.wait_until_gone(self._ended(node))

    def freeze(self, node: Node) -> None:
        """Stop everything on it: it keeps its connections and answers nobody."""
        self._stopped = processes.freeze(node.pid)

    def thaw(self) -> None:
        """Let what was frozen go on where it was."""
        processes.signal_all(self._stopped, signal.SIGCONT)

    def cut_off(self, node: Node) -> None:
        """Cut it off from the monitor and the other nodes. The Regulars server still reaches it."""
        self.cables.cut(*node.cables)

    def mend(self, node: Node) -> None:
        """Connect it again."""
        self.cables.mend(*node.cables)

    def switch_over(self) -> None:
        """Make another node the primary, as before work on the one that is."""
        self._tell(self.monitor, "perform", "switchover")

    def states(self) -> dict[str, tuple[str, str]]:
        """Give what the monitor knows: the reported and the assigned state of each node."""
        said = self._tell(self.monitor, "show", "state", "--json")
        return {
            row["nodename"]: (row["current_group_state"], row["assigned_group_state"])
            for row in json.loads(said)
        }

    def primary(self) -> Node | None:
        """Give the node that the monitor wants to be the primary; None while it chooses one."""
        leads = {"primary", "wait_primary", "apply_settings", "join_primary"}
        found = [name for name, (_, wanted) in self.states().items() if wanted in leads]
        return next((node for node in self.nodes if found == [node.name]), None)

    def settle(self) -> None:
        """Wait until there is a primary and two standbys that vote."""
        give_up = time.monotonic() + SETTLED_S
        while sorted(now for now, _ in self.states().values()) != STATES or any(
            now != wanted for now, wanted in self.states().values()
        ):
            assert time.monotonic() < give_up, f"{self.states()}\n{self.logs()}"
            time.sleep(0.3)

    def url(self) -> str:
        """Give the address of the cluster as docs/high-availability.md writes it."""
        hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in self.nodes)
        options = "target_session_attrs=read-write&sslmode=require&connect_timeout=2&replicated=yes"
        return f"postgresql://regulars@/regulars?{hosts}&{options}"

    def connect(self, node: Node) -> Line:
        """Connect to one node, whatever it is just now, past its cables."""
        return Line.connect(
            host="127.0.0.1",
            port=node.port,
            user="regulars",
            dbname="regulars",
            sslmode="require",
            passfile=str(self.own_passwords),
            connect_timeout=2,
            autocommit=True,
        )

    def rows(self, node: Node, statement: str) -> list[Any]:
        """Ask one node."""
        with self.connect(node) as connection:
            return connection.execute(psycopg.sql.SQL(statement)).fetchall()

    def logs(self) -> str:
        """Give the last that every service said."""
        texts = {
            path.name: path.read_text("utf-8", "replace") for path in self.folder.glob("*.log")
        }
        return "\n".join(f"--- {name}\n{text[-2_000:]}" for name, text in sorted(texts.items()))

    def remove(self) -> None:
        """End every process and remove every file."""
        left: list[int] = []
        for node in (*self.nodes, self.monitor):
            if node.process is not None:
                left += self._ended(node)
        processes.wait_until_gone(left)
        self.cables.close()
        shutil.rmtree(self.folder)

    def _ended(self, node: Node) -> list[int]:
        assert node.process is not None
        pids = processes.end(node.pid)
        node.process.wait(20)
        return pids

    def _make(self, node: Node, monitor: str, script: str, *words: str) -> None:
        settings = {
            "monitor_host": monitor,
            "monitor_port": str(self.monitor.port),
            "network": "127.0.0.0/8",
            "data": str(node.folder),
            "node_port": str(node.port),
            "listen": "127.0.0.1",
            "settings": f'"{SETTINGS}"',
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        self._settings(node).write_text(lines, "utf-8")
        done = subprocess.run(
            [str(self._scripts / script), *words],
            **self._as_owner(node),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=MADE_S,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout.decode()[-3_000:]}\n{self.logs()}"
        self.start(node)

    def _settings(self, node: Node) -> Path:
        return self.folder / f"{node.name}.conf"

    def _tell(self, node: Node, *words: str) -> bytes:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(
            ["pg_autoctl", *words, "--pgdata", str(node.folder)],
            **self._as_owner(node),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def _as_owner(self, node: Node) -> dict[str, Any]:
        newest = max(BINARIES.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3])).parent
        found: dict[str, Any] = {
            "cwd": "/",
            "env": {
                "HOME": str(self.folder / "home"),
                "XDG_RUNTIME_DIR": str(self.folder / "run"),
                "PATH": f"{newest}:/usr/bin:/bin",
                "LC_ALL": "C.UTF-8",
                "CLUSTER_CONF": str(self._settings(node)),
            },
        }
        if os.geteuid() == 0:
            found |= {"user": OWNER, "group": OWNER, "extra_groups": []}
        return found


def free_port() -> int:
    """Give a port that nobody has just now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
