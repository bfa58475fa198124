"""One encrypted SQLite file: its key, its pragmas, its transactions, its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql import ClauseElement
from sqlcipher3 import dbapi2

from loyalty.errors import Outage
from storage import failures

KEY_BYTES: Final = 32
OLDEST_SQLITE: Final = (3, 51, 3)
BUSY_TIMEOUT_MS: Final = 5_000
QUICK_CHECK_PAGES_MAX: Final = 4_096

# SQLite plans a statement anew at every run to look at a bare bound limit: many times its cost.
_LIMIT: Final = ("LIMIT ?", "LIMIT ? + 0")

Row = tuple[Any, ...]


class Compiled(NamedTuple):
    """A statement as the driver takes it; `constants` are values written into the statement."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def ordered(self, values: Mapping[str, Any]) -> list[Any]:
        """Give the values as the driver takes them."""
        if self.constants:
            values = {**self.constants, **values}
        return [values[name] for name in self.names]


class Database:
    """A keyed connection, held by the thread that opened it and by no other.

    Statements are SQLAlchemy Core, compiled once and then run through the driver's own cursor,
    because a sale's few small statements would otherwise cost as much as its fsync. The driver
    raises ProgrammingError when another thread calls.
    """

    def __init__(self, path: Path, key: bytes, *, file: str, create: bool = True) -> None:
        """Open `path` under a raw 256-bit key, making it when it is not there.

        Raises Outage `sqlite_old`, `disk_*`, `database_busy`, Corrupt `wrong_key` or
        `<file>_corrupt`.
        """
        assert len(key) == KEY_BYTES, "a raw 256-bit key"
        if dbapi2.sqlite_version_info < OLDEST_SQLITE:
            raise Outage(
                "sqlite_old",
                f"SQLite {dbapi2.sqlite_version} can damage a file in WAL mode: install 3.51.3",
            )
        self.path = path
        self.file = file
        with failures.translated(file):
            self._driver: Any = _connect(path, key, create=create)
        self._cursor = self._driver.cursor()
        self._is_writing = False

    @property
    def is_writing(self) -> bool:
        """Say whether a transaction is open that may still come to nothing."""
        return self._is_writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one durable step: all of it, or nothing and an error."""
        with failures.translated(self.file):
            self._cursor.execute("BEGIN IMMEDIATE")
            self._is_writing = True
            try:
                yield
                self._cursor.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back after some errors (a full disk is one).
                if self._driver.in_transaction:
                    self._driver.execute("ROLLBACK")
                raise
            finally:
                self._is_writing = False

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one unchanging state."""
        with failures.translated(self.file):
            self._cursor.execute("BEGIN")
            try:
                yield
            finally:
                if self._driver.in_transaction:
                    self._driver.execute("ROLLBACK")

    def run(self, statement: ClauseElement, values: Mapping[str, Any] | None = None) -> int:
        """Run a writing statement inside a transaction; give how many rows it touched."""
        known = compiled(statement)
        self._cursor.execute(known.sql, known.ordered(values or {}))
        return int(self._cursor.rowcount)

    def run_rows(
        self, statement: ClauseElement, columns: tuple[str, ...], rows: Sequence[Row]
    ) -> None:
        """Run a writing statement for rows whose values stand in the order of `columns`."""
        known = compiled(statement)
        assert known.names == columns, "the statement takes its values in another order"
        self._cursor.executemany(known.sql, rows)

    def all(self, statement: ClauseElement, **values: Any) -> list[Row]:
        """Give all rows of a query."""
        known = compiled(statement)
        try:
            self._cursor.execute(known.sql, known.ordered(values))
            rows: list[Row] = self._cursor.fetchall()
        except dbapi2.Error as error:
            # What `failures.translated` does, without its cost at each of a sale's many questions.
            ours = failures.of(error, self.file)
            if ours is None:
                raise
            raise ours from error
        return rows

    def one(self, statement: ClauseElement, **values: Any) -> Row | None:
        """Give the first row of a query, or None."""
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def stream(self, statement: ClauseElement, **values: Any) -> Iterator[Row]:
        """Give rows one by one, for queries that do not fit in memory."""
        known = compiled(statement)
        with failures.translated(self.file):
            yield from self._driver.execute(known.sql, known.ordered(values))

    def sql(self, text: str) -> list[Row]:
        """Run one statement that Core cannot say: a pragma, or a step of a migration."""
        with failures.translated(self.file):
            return list(self._driver.execute(text).fetchall())

    def copy_into(
        self, other: Database, pages: int = -1, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Copy the whole file, as it is at one moment, into another one, under that one's key.

        With `pages` it goes so many at a time, and `progress` hears how many of how many are done.
        """

        def moved(_status: int, left: int, whole: int) -> None:
            if progress is not None:
                progress(whole - left, whole)

        with failures.translated(other.file):
            self._driver.backup(other._driver, pages=pages, progress=moved)

    def fold_log(self) -> None:
        """Write the log into the file and empty it, so that what was deleted is in neither."""
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self, *, whole: bool = False) -> None:
        """Raise Corrupt `<file>_corrupt` when the pages contradict each other.

        At start only small files are read through, so that a start takes the same time after
        ten years; `whole` reads everything.
        """
        pages = int(self.sql("PRAGMA page_count")[0][0])
        if pages > QUICK_CHECK_PAGES_MAX and not whole:
            return
        found = self.sql("PRAGMA integrity_check(1)" if whole else "PRAGMA quick_check(1)")
        if found != [("ok",)]:
            raise failures.damaged(self.file, str(found[0][0]))

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._cursor.close()
        self._driver.close()


@cache
def compiled(statement: ClauseElement) -> Compiled:
    """Compile a statement for SQLite, once: it is a constant, or comes out of a cache itself."""
    made = cast("Any", statement.compile(dialect=pysqlite.dialect()))
    return Compiled(
        sql=str(made).replace(*_LIMIT),
        names=tuple(made.positiontup or ()),
        constants={k: v for k, v in made.params.items() if v is not None},
    )


def _connect(path: Path, key: bytes, *, create: bool) -> dbapi2.Connection:
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
    )
    try:
        # SQLCipher writes its own lines about a wrong key to stderr; our error says it better.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
            "mmap_size = 0",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
