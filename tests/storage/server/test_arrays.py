"""Columns reach PostgreSQL as what they are, whatever is in them."""

import psycopg
import pytest

from storage.server import arrays
from storage.server.rows import Blobs, Numbers, Texts
from tests.postgres import USER, Cluster

NUMBERS = [0, -1, 1, 2**63 - 1, -(2**63)]
TEXTS = ["", "Zoë", "€ 1", "a,b}", "\U0001f600", "x" * 70_000]
BLOBS = [b"", b"\0", bytes(range(256)), b"x" * 70_000]


@pytest.mark.postgres
def test_what_is_sent_comes_back(postgres: Cluster) -> None:
    with psycopg.connect(host=str(postgres.folder), user=USER, dbname="postgres") as connection:
        arrays.register(connection.adapters)
        for kind, values in (
            ("bigint", Numbers(NUMBERS)),
            ("text", Texts(TEXTS)),
            ("bytea", Blobs(BLOBS)),
            ("text", Texts()),
        ):
            row = connection.execute(f"SELECT %b::{kind}[]", [values]).fetchone()
            assert row is not None
            assert row[0] == list(values)


def test_a_number_that_is_too_large_is_the_senders_fault() -> None:
    with pytest.raises(psycopg.DataError):
        arrays.numbers([1, 2**63])
