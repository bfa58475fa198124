"""Step 1 of ledger.db: events and postings that nobody can change, and what follows from them."""

from __future__ import annotations

from storage.migrations.people_0001 import PEOPLE
from storage.migrations.step import Step


def _append_only(table: str, same_row: str) -> tuple[str, ...]:
    """Forbid UPDATE and DELETE, and INSERT OR REPLACE, which deletes without saying so."""
    abort = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same_row})"  # noqa: S608 - words of this module
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {abort}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {abort}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {abort}",
    )


_EVENTS = (
    """CREATE TABLE meta (
        name TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE setting (
        name TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE chain (
        epoch INTEGER NOT NULL PRIMARY KEY,
        device TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq >= 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        acked_seq INTEGER NOT NULL CHECK (acked_seq BETWEEN 0 AND seq)
    ) STRICT""",
    """CREATE TABLE event (
        epoch INTEGER NOT NULL REFERENCES chain (epoch),
        seq INTEGER NOT NULL CHECK (seq > 0),
        id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        day TEXT NOT NULL,
        account TEXT NOT NULL,
        sale TEXT NOT NULL,
        corrects TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        raw BLOB NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (epoch, seq)
    ) STRICT""",
    "CREATE INDEX event_account ON event (account, epoch, seq) WHERE account <> ''",
    "CREATE INDEX event_corrects ON event (corrects) WHERE corrects <> ''",
    # An event that records a sale has the sale's name; others are about it.
    "CREATE INDEX event_sale_day ON event (day, epoch, seq) WHERE sale = id",
    """CREATE TABLE posting (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        n INTEGER NOT NULL,
        debit TEXT NOT NULL,
        credit TEXT NOT NULL,
        unit TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        lot TEXT NOT NULL,
        taken_from TEXT,
        given_to TEXT,
        PRIMARY KEY (epoch, seq, n),
        FOREIGN KEY (epoch, seq) REFERENCES event (epoch, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE INDEX posting_taken ON posting (taken_from, epoch, seq, unit, amount)
        WHERE taken_from IS NOT NULL""",
    """CREATE INDEX posting_given ON posting (given_to, epoch, seq, unit, amount)
        WHERE given_to IS NOT NULL""",
    *_append_only("event", "id = NEW.id OR (epoch = NEW.epoch AND seq = NEW.seq)"),
    *_append_only("posting", "epoch = NEW.epoch AND seq = NEW.seq AND n = NEW.n"),
)

_RIGHTS = (
    """CREATE TABLE held (
        account TEXT NOT NULL,
        unit TEXT NOT NULL,
        lot TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        PRIMARY KEY (account, unit, lot)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE grant_taken (
        grant_id TEXT NOT NULL PRIMARY KEY,
        request_id TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        feed_epoch TEXT NOT NULL,
        account TEXT NOT NULL,
        unit TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE grant_lot (
        grant_id TEXT NOT NULL REFERENCES grant_taken (grant_id),
        lot TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        PRIMARY KEY (grant_id, lot)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE grant_asked (
        request_id TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL,
        unit TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0)
    ) STRICT, WITHOUT ROWID""",
)

_OUTGOING = (
    """CREATE TABLE outbox (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE person_out (
        person_id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        blind TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE open_sale (
        n INTEGER NOT NULL PRIMARY KEY CHECK (n = 1),
        raw BLOB NOT NULL
    ) STRICT""",
)

STEP = Step(
    version=1,
    min_reader=1,
    statements=(
        *_EVENTS,
        *_RIGHTS,
        *_OUTGOING,
        *PEOPLE,
        "CREATE INDEX member_joined ON member (joined_day)",
    ),
)
