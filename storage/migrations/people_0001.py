"""Step 1 of both files: members, credentials and personal data with an index of names."""

from __future__ import annotations

PEOPLE = (
    """CREATE TABLE member (
        member_id TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL,
        number TEXT NOT NULL,
        backwards TEXT NOT NULL,
        joined_day TEXT NOT NULL,
        status TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX member_account ON member (account)",
    "CREATE INDEX member_backwards ON member (backwards) WHERE backwards <> ''",
    """CREATE TABLE credential (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        member_id TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX credential_member ON credential (member_id)",
    """CREATE TABLE person (
        n INTEGER NOT NULL PRIMARY KEY,
        person_id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        email TEXT NOT NULL,
        language TEXT NOT NULL,
        birthday TEXT NOT NULL,
        consents TEXT NOT NULL
    ) STRICT""",
    """CREATE VIRTUAL TABLE person_name USING fts5(
        name, content='person', content_rowid='n', tokenize='unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO person_name (person_name, rank) VALUES ('secure-delete', 1)",
    """CREATE TABLE erased (
        person_id TEXT NOT NULL PRIMARY KEY
    ) STRICT, WITHOUT ROWID""",
)
