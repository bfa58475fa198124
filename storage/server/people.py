"""Personal data, sealed under a key per person that lives in another file.

The database, its WAL and its backups hold ciphertext only. Whoever deletes a person's key has
deleted the person from all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, select

from loyalty.errors import Corrupt
from storage.server.database import Database, open_sqlite, put
from storage.server.matching import find
from storage.server.rows import among
from storage.server.steps import PEOPLE_KEY_STEPS
from storage.server.tables import ERASED, PEOPLE

KEY_BYTES = 32
NONCE_BYTES = 12
KEYS_METADATA = MetaData()
_KEYS = Table(
    "person_keys",
    KEYS_METADATA,
    Column("tenant_id", Text(), primary_key=True),
    Column("person_id", Text(), primary_key=True),
    Column("key", LargeBinary(), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
_FORGOTTEN = Table(
    "forgotten",
    KEYS_METADATA,
    Column("tenant_id", Text(), primary_key=True),
    Column("person_id", Text(), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    """A person row as the database keeps it."""

    person_id: str
    version: int
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPerson:
    """A person row as it can be read."""

    person_id: str
    version: int
    plain: bytes


class PeopleKeys:
    """The keys of people, in a file of their own."""

    def __init__(self, database: Database, randomness: Callable[[int], bytes]) -> None:
        self._database = database
        self._randomness = randomness

    def seal(
        self, tenant: str, rows: Sequence[PlainPerson], purpose: str = ""
    ) -> list[SealedPerson]:
        """Encrypt people's rows, making the keys of those that have none yet.

        What was sealed for one purpose opens for no other.
        """
        keys = self._keys(tenant, [row.person_id for row in rows])
        missing = {row.person_id for row in rows} - keys.keys()
        if missing:
            keys |= self._make(tenant, sorted(missing))
        sealed = []
        for row in rows:
            nonce = self._randomness(NONCE_BYTES)
            about = _about(tenant, row.person_id, row.version, purpose)
            hidden = AESGCM(keys[row.person_id]).encrypt(nonce, row.plain, about)
            sealed.append(
                SealedPerson(person_id=row.person_id, version=row.version, sealed=nonce + hidden)
            )
        return sealed

    def open(
        self, tenant: str, rows: Sequence[SealedPerson], purpose: str = ""
    ) -> list[PlainPerson]:
        """Decrypt people's rows; those whose key is gone are left out.

        Raises Corrupt `person_sealed` when a row was changed.
        """
        keys = self._keys(tenant, [row.person_id for row in rows])
        opened = []
        for row in rows:
            about = _about(tenant, row.person_id, row.version, purpose)
            try:
                if row.person_id in keys:
                    opened.append(_opened(row, keys[row.person_id], about))
            except Corrupt:
                # Books that were put back may have a row from before its person was forgotten:
                # the key that is there now was made after that, and the row's own is gone.
                if row.person_id not in self.forgotten(tenant):
                    raise
        return opened

    def forget(self, tenant: str, person_id: str) -> None:
        """Delete a person's key, and every trace of it in the file; keep that it was deleted."""
        self._forget(tenant, [person_id])

    def _forget(self, tenant: str, person_ids: Sequence[str]) -> None:
        with self._database.write() as connection:
            for person_id in person_ids:
                connection.execute(
                    _KEYS.delete().where(
                        _KEYS.c.tenant_id == tenant, _KEYS.c.person_id == person_id
                    )
                )
            rows = [{"tenant_id": tenant, "person_id": person_id} for person_id in person_ids]
            put(connection, _FORGOTTEN, rows)
        with self._database.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forgotten(self, tenant: str) -> list[str]:
        """Give everybody whose key was deleted, whatever books that were put back still say."""
        with self._database.read() as connection:
            return [row.person_id for row in find(connection, _FORGOTTEN, tenant)]

    def forget_all(self, tenant: str, person_ids: Sequence[str]) -> None:
        """Delete the keys of these people that are still there, and keep that nobody has one."""
        unnoted = set(person_ids) - set(self.forgotten(tenant))
        gone = sorted(unnoted | self._keys(tenant, person_ids).keys())
        if gone:
            self._forget(tenant, gone)

    def rows_after(self, tenant: str, after: str, limit: int) -> list[tuple[str, bytes]]:
        """Give people with their keys after one of them (empty: from the first)."""
        statement = (
            select(_KEYS.c.person_id, _KEYS.c.key)
            .where(_KEYS.c.tenant_id == tenant, _KEYS.c.person_id > after)
            .order_by(_KEYS.c.person_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(row.person_id, row.key) for row in connection.execute(statement)]

    def take_over(
        self, tenant: str, keys: Sequence[tuple[str, bytes]], forgotten: Sequence[str]
    ) -> None:
        """Keep keys that came from another server, and who was forgotten there.

        A key that came before its person was forgotten goes, with every trace of it.
        """
        self.forget_all(tenant, forgotten)
        gone = set(self.forgotten(tenant)) | set(forgotten)
        kept = [row for row in keys if row[0] not in gone]
        with self._database.write() as connection:
            put(
                connection,
                _KEYS,
                [{"tenant_id": tenant, "person_id": one, "key": key} for one, key in kept],
            )
            put(
                connection,
                _FORGOTTEN,
                [{"tenant_id": tenant, "person_id": one} for one in forgotten],
            )

    def check(self) -> None:
        """Raise an Outage unless the file answers and is of this program's version."""
        self._database.check()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _keys(self, tenant: str, ids: Sequence[str]) -> dict[str, bytes]:
        if not ids:
            return {}
        with self._database.read() as connection:
            return _known_keys(connection, tenant, ids)

    def _make(self, tenant: str, ids: Sequence[str]) -> dict[str, bytes]:
        with self._database.write() as connection:
            known = _known_keys(connection, tenant, ids)
            made = {one: self._randomness(KEY_BYTES) for one in ids if one not in known}
            put(
                connection,
                _KEYS,
                [
                    {"tenant_id": tenant, "person_id": person_id, "key": key}
                    for person_id, key in made.items()
                ],
            )
        return known | made


def open_keys(path: Path, key: bytes, randomness: Callable[[int], bytes]) -> PeopleKeys:
    """Open or make the file of people's keys. Raises as `open_sqlite` does."""
    database = open_sqlite(path, key, steps=PEOPLE_KEY_STEPS)
    # The copy that is made before a step would keep the keys of whoever is erased later.
    for copy in path.parent.glob(f"{path.stem}.v*.backup*"):
        copy.unlink()
    return PeopleKeys(database, randomness)


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> list[SealedPerson]:
    """Give people's rows."""
    if not ids:
        return []
    rows = connection.execute(
        select(PEOPLE).where(
            PEOPLE.c.tenant_id == tenant, among(connection, PEOPLE.c.person_id, ids)
        )
    )
    return [
        SealedPerson(person_id=row.person_id, version=row.version, sealed=row.sealed)
        for row in rows
    ]


def ids_after(connection: Connection, tenant: str, after: str, limit: int) -> list[str]:
    """Give the ids of people with a row after one of them (empty: from the first)."""
    statement = (
        select(PEOPLE.c.person_id)
        .where(PEOPLE.c.tenant_id == tenant, PEOPLE.c.person_id > after)
        .order_by(PEOPLE.c.person_id)
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def versions(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, int]:
    """Give which version is kept of these people."""
    if not ids:
        return {}
    rows = connection.execute(
        select(PEOPLE.c.person_id, PEOPLE.c.version).where(
            PEOPLE.c.tenant_id == tenant, among(connection, PEOPLE.c.person_id, ids)
        )
    )
    return {row.person_id: row.version for row in rows}


def save(connection: Connection, tenant: str, rows: Sequence[SealedPerson]) -> None:
    """Write people's rows."""
    put(
        connection,
        PEOPLE,
        [
            {
                "tenant_id": tenant,
                "person_id": row.person_id,
                "version": row.version,
                "sealed": row.sealed,
            }
            for row in rows
        ],
    )


def erase(connection: Connection, tenant: str, person_id: str, now_us: int) -> None:
    """Delete a person's row and keep that this person was erased."""
    connection.execute(
        PEOPLE.delete().where(PEOPLE.c.tenant_id == tenant, PEOPLE.c.person_id == person_id)
    )
    put(
        connection,
        ERASED,
        [{"tenant_id": tenant, "person_id": person_id, "erased_us": now_us}],
    )


def erased(connection: Connection, tenant: str, ids: Sequence[str]) -> set[str]:
    """Give those of the ids that were erased."""
    rows = find(connection, ERASED, tenant, only=("person_id",), person_id=list(ids))
    return {row.person_id for row in rows}


def all_erased(connection: Connection, tenant: str) -> list[str]:
    """Give everybody who was erased."""
    statement = select(ERASED.c.person_id).where(ERASED.c.tenant_id == tenant)
    return list(connection.execute(statement.order_by(ERASED.c.person_id)).scalars())


def _known_keys(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, bytes]:
    rows = find(connection, _KEYS, tenant, person_id=list(ids))
    return {row.person_id: row.key for row in rows}


def _opened(row: SealedPerson, key: bytes, about: bytes) -> PlainPerson:
    nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, about)
    except InvalidTag as error:
        raise Corrupt("person_sealed", "a person's row does not open") from error
    return PlainPerson(person_id=row.person_id, version=row.version, plain=plain)


def _about(tenant: str, person_id: str, version: int, purpose: str) -> bytes:
    return "\0".join(filter(None, (tenant, person_id, str(version), purpose))).encode()
