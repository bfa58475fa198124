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


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    """A person row as the database keeps it."""

    person_id: str
    version: int
    sealed: bytes


class PeopleKeys:
    """The keys of people, in a file of their own."""

    def __init__(self, database: Database, randomness: Callable[[int], bytes]) -> None:
        self._database = database
        self._randomness = randomness

    def seal(self, tenant: str, person_id: str, version: int, plain: bytes) -> bytes:
        """Encrypt a person's row, making the person's key at the first time."""
        key = self._key(tenant, person_id) or self._make(tenant, person_id)
        nonce = self._randomness(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, _about(tenant, person_id, version))

    def open(self, tenant: str, row: SealedPerson) -> bytes | None:
        """Decrypt a person's row; None when the key is gone.

        Raises Corrupt `person_sealed` when the row was changed.
        """
        key = self._key(tenant, row.person_id)
        if key is None:
            return None
        nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, sealed, _about(tenant, row.person_id, row.version))
        except InvalidTag as error:
            raise Corrupt("person_sealed", "a person's row does not open") from error

    def forget(self, tenant: str, person_id: str) -> None:
        """Delete a person's key, and every trace of it in the file."""
        with self._database.write() as connection:
            connection.execute(
                _KEYS.delete().where(_KEYS.c.tenant_id == tenant, _KEYS.c.person_id == person_id)
            )
        with self._database.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _key(self, tenant: str, person_id: str) -> bytes | None:
        with self._database.read() as connection:
            return connection.execute(
                select(_KEYS.c.key).where(
                    _KEYS.c.tenant_id == tenant, _KEYS.c.person_id == person_id
                )
            ).scalar_one_or_none()

    def _make(self, tenant: str, person_id: str) -> bytes:
        key = self._randomness(KEY_BYTES)
        with self._database.write() as connection:
            found = connection.execute(
                select(_KEYS.c.key).where(
                    _KEYS.c.tenant_id == tenant, _KEYS.c.person_id == person_id
                )
            ).scalar_one_or_none()
            if found is not None:
                return bytes(found)
            put(
                connection,
                _KEYS,
                [{"tenant_id": tenant, "person_id": person_id, "key": key}],
            )
        return key


def open_keys(path: Path, key: bytes, randomness: Callable[[int], bytes]) -> PeopleKeys:
    """Open or make the file of people's keys. Raises as `open_sqlite` does."""
    return PeopleKeys(open_sqlite(path, key, metadata=KEYS_METADATA, triggers=()), randomness)


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> list[SealedPerson]:
    """Give people's rows."""
    rows = connection.execute(
        select(PEOPLE).where(PEOPLE.c.tenant_id == tenant, PEOPLE.c.person_id.in_(ids))
    )
    return [
        SealedPerson(person_id=row.person_id, version=row.version, sealed=row.sealed)
        for row in rows
    ]


def versions(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, int]:
    """Give which version is kept of these people."""
    rows = connection.execute(
        select(PEOPLE.c.person_id, PEOPLE.c.version).where(
            PEOPLE.c.tenant_id == tenant, PEOPLE.c.person_id.in_(ids)
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
    rows = connection.execute(
        select(ERASED.c.person_id).where(ERASED.c.tenant_id == tenant, ERASED.c.person_id.in_(ids))
    )
    return set(rows.scalars())


def _about(tenant: str, person_id: str, version: int) -> bytes:
    return f"{tenant}\0{person_id}\0{version}".encode()
