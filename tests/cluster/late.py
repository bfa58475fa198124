"""Somebody who goes on writing to the old primary: what it confirms has to stay."""

from __future__ import annotations

import threading
import time
from typing import Final

import psycopg
from psycopg import pq

from storage.server.lines import Line
from tests.cluster.cluster import Cluster, Node

BEGUN: Final = "begun before"
ANSWER_S: Final = 10
COMMITTED: Final = b"COMMIT"


class LateWriter:
    """Writes to one node past its cables, whatever becomes of it, and notes what it confirmed."""

    def __init__(self, cluster: Cluster, node: Node) -> None:
        self._cluster, self._node = cluster, node
        self._ending = threading.Event()
        self.tried = 0
        self.confirmed: set[str] = set()
        self.begun_was_confirmed = False
        with cluster.connect(node) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS late_writes (words text PRIMARY KEY)")
            connection.execute("DELETE FROM late_writes")
        self._begun = cluster.connect(node)
        self._begun.execute("BEGIN")
        self._begun.execute("INSERT INTO late_writes VALUES (%s)", [BEGUN])
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def commit_what_was_begun(self) -> None:
        """Say COMMIT to the old primary, which may read it only when it goes on."""
        self._begun.pgconn.send_query(COMMITTED)
        self._begun.pgconn.flush()

    def stop(self) -> None:
        """End, and hear what became of the commit."""
        self._ending.set()
        self._thread.join()
        line = self._begun.pgconn
        give_up = time.monotonic() + ANSWER_S
        while time.monotonic() < give_up and line.status == pq.ConnStatus.OK:
            try:
                line.consume_input()
            except psycopg.OperationalError:
                break
            if not line.is_busy():
                result = line.get_result()
                self.begun_was_confirmed = result is not None and (
                    result.command_status == COMMITTED
                )
                break
            time.sleep(0.1)
        self._begun.close()

    def kept(self, node: Node) -> set[str]:
        """Give what a node has of all that."""
        return {row[0] for row in self._cluster.rows(node, "SELECT words FROM late_writes")}

    def _write(self) -> None:
        connection: Line | None = None
        while not self._ending.is_set():
            self.tried += 1
            words = f"write {self.tried}"
            try:
                connection = connection or self._cluster.connect(self._node)
                connection.execute("INSERT INTO late_writes VALUES (%s)", [words])
                self.confirmed.add(words)
            except psycopg.Error:
                if connection is not None:
                    connection.close()
                connection = None
            time.sleep(0.05)
        if connection is not None:
            connection.close()
