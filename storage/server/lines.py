"""Connections to a PostgreSQL that may fall silent, or leave its work to one of its copies.

A machine that is frozen or cut off closes no connection: whoever waits for it waits for ever,
also where another one does its work by now. And where copies have to confirm each commit, one
that did not wait for them is not a commit yet.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

import psycopg
from psycopg import errors
from psycopg.abc import RV, PQGen
from psycopg.errors import Diagnostic
from psycopg.rows import RowFactory, tuple_row
from sqlalchemy import ExceptionContext

SILENT_S: Final = 9.0
LOOK_S: Final = 0.1
NOTHING_CAME: Final = 0
COMMIT_WAIT: Final = "SyncRepWaitForLSN"
"""Where PostgreSQL waits for its standbys; what it says there while it commits is no success."""

# A standby says the second where a transaction asks to write before it tries.
_ONLY_READS: Final = (errors.ReadOnlySqlTransaction, errors.FeatureNotSupported)


class SilentError(psycopg.OperationalError):
    """The database said nothing for too long."""


class NotCopiedError(psycopg.OperationalError):
    """What was committed may be on one machine only."""


class Line(psycopg.Connection[Any]):
    """A connection that gives up a silent server, and a commit that no standby has."""

    silent_s = SILENT_S

    def __init__(self, pgconn: Any, row_factory: RowFactory[Any] = tuple_row) -> None:
        """Take an open line of libpq, as psycopg does."""
        super().__init__(pgconn, row_factory)
        self._is_alone = False
        self.add_notice_handler(self._heard)

    def wait(self, gen: PQGen[RV], interval: float = LOOK_S, timeout: float | None = None) -> RV:
        """Wait for an answer; raises SilentError, and closes, after `silent_s` of silence."""
        return super().wait(self._impatient(gen), interval, timeout)

    def commit(self) -> None:
        """Commit. Raises NotCopiedError where nobody can say whether a standby has it too."""
        self._is_alone = False
        super().commit()
        if self._is_alone:
            # It is on that one machine, and gone with it. Whoever repeats it commits behind it,
            # and so hears of success only when a standby has both.
            self.close()
            raise NotCopiedError("a commit did not wait for its standbys")

    def _heard(self, said: Diagnostic) -> None:
        self._is_alone = self._is_alone or said.source_function == COMMIT_WAIT

    def _impatient(self, gen: PQGen[RV]) -> PQGen[RV]:
        last = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready != NOTHING_CAME:
                    last = monotonic()
                elif monotonic() - last > self.silent_s:
                    self.close()
                    raise SilentError("the database fell silent")
                wanted = gen.send(ready)
        except StopIteration as done:
            answer: RV = done.value
            return answer


class CopiedLine(Line):
    """A connection to a database whose every commit some standby has to have as well.

    A standby that became the primary a moment ago waits for nobody until another one follows it.
    """

    def commit(self) -> None:
        """Commit. Raises NotCopiedError as `Line` does, and while there is no standby to ask."""
        super().commit()
        if self.read_only:
            return
        # Asked afterwards: who waits for standbys is let go when there are to be none any more.
        row = self.execute("SHOW synchronous_standby_names").fetchone()
        self.rollback()
        if row is None or not row[0]:
            raise NotCopiedError("no standby keeps what is written just now")


class PatientLine(Line):
    """A connection for work that may take as long as it takes."""

    silent_s = float("inf")


def drop_demoted(context: ExceptionContext) -> None:
    """Throw connections away that lead to a server which only reads: another one writes now."""
    if isinstance(context.original_exception, _ONLY_READS):
        context.is_disconnect = True
