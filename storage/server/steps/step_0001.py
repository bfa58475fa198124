"""Step 1 of the server's tables; files that were made before there were steps are taken over."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, index, table

_SHARED = (
    table(
        "tenants",
        rest="schema_version whole, issuer text, zone text, feed_epoch text, made_us whole",
    ),
    table("feed", rest="last whole"),
    table(
        "devices",
        "device text",
        "name text, public_key blob, newest_epoch whole, paired_us whole",
    ),
    table("pairing_codes", "code text", "ends_us whole, tries_left whole, device text"),
    table(
        "epochs",
        "device text, epoch whole",
        "parent whole, state text, acked_seq whole, head blob, signature blob",
    ),
    table("event_ids", "event_id text", "device text, epoch whole, seq whole"),
    table("quarantine", "device text, epoch whole, seq whole", "reason text, received_us whole"),
    table("balances", "account text, unit text", "balance whole, owed whole"),
    table("rights", "account text, unit text, holder text, lot text", "amount whole"),
    table(
        "grants",
        "grant_id text",
        "device text, epoch whole, request_id text, feed_epoch text, account text, unit text,"
        " lots blob, made_us whole",
    ),
    table("grant_requests", "device text, request_id text", "grant_id text, reason text"),
    table("members", "member_id text", "account text, number text, joined_day text, status text"),
    index("members_by_account", "members", "account"),
    table("credentials", "kind text, key text, member_id text"),
    index("credentials_by_member", "credentials", "member_id"),
    table("people", "person_id text", "version whole, sealed blob"),
    table("erased", "person_id text", "erased_us whole"),
    table("programmes", "version whole", "from_day text, document blob"),
    table("phone_keys", "key_id whole", "public blob, made_us whole, last_step whole"),
    table("page_links", "token text", "member_id text, ends_us whole"),
    table("page_sessions", "token text", "member_id text, made_us whole, ends_us whole"),
    index("page_sessions_by_member", "page_sessions", "member_id"),
    table("changes", "kind text, key text", "position whole, device text"),
    index("changes_by_position", "changes", "position", unique=True),
)

_APART_SQLITE = (
    """CREATE TABLE IF NOT EXISTS events (
        tenant_id TEXT NOT NULL, device TEXT NOT NULL, epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL,
        type TEXT NOT NULL, day TEXT NOT NULL, outcome TEXT NOT NULL, posted INTEGER NOT NULL,
        raw BLOB NOT NULL, hash BLOB NOT NULL, received_us INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, device, epoch, seq)
    ) STRICT""",
    "CREATE UNIQUE INDEX IF NOT EXISTS events_by_position ON events (tenant_id, position)",
    """CREATE TABLE IF NOT EXISTS postings (
        tenant_id TEXT NOT NULL, device TEXT NOT NULL, epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL, line INTEGER NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
        unit TEXT NOT NULL, amount INTEGER NOT NULL, lot TEXT NOT NULL,
        PRIMARY KEY (tenant_id, device, epoch, seq, line)
    ) STRICT, WITHOUT ROWID""",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"
        for table in ("events", "postings")
        for verb in ("update", "delete")
    ),
)

# A unique key of a partitioned table must hold what it is partitioned by, so that (device, epoch,
# seq) is unique a partition only (storage.server.partitions); across partitions the locked head
# of the device sees to it, and the table `event_ids` for each event that was ever booked.
_APART_POSTGRES = (
    """CREATE TABLE events (
        tenant_id TEXT NOT NULL, position BIGINT NOT NULL, device TEXT NOT NULL,
        epoch BIGINT NOT NULL, seq BIGINT NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
        day TEXT NOT NULL, outcome TEXT NOT NULL, posted BIGINT NOT NULL, raw BYTEA NOT NULL,
        hash BYTEA NOT NULL, received_us BIGINT NOT NULL,
        PRIMARY KEY (tenant_id, position)
    ) PARTITION BY RANGE (position)""",
    """CREATE TABLE postings (
        tenant_id TEXT NOT NULL, position BIGINT NOT NULL, line BIGINT NOT NULL,
        debit TEXT NOT NULL, credit TEXT NOT NULL, unit TEXT NOT NULL, amount BIGINT NOT NULL,
        lot TEXT NOT NULL,
        PRIMARY KEY (tenant_id, position, line)
    ) PARTITION BY RANGE (position)""",
    """CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%% are only ever added', TG_ARGV[0]; END $$""",
    *(
        statement
        for table in ("events", "postings")
        for statement in (
            (
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION only_added('{table}')"
            ),
            (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                f" EXECUTE FUNCTION only_added('{table}')"
            ),
        )
    ),
)

_SQLITE, _POSTGRES = both(_SHARED)
STEP = Step(
    version=1,
    min_reader=1,
    sqlite=(*_SQLITE, *_APART_SQLITE),
    postgres=(*_POSTGRES, *_APART_POSTGRES),
)
"""PostgreSQL came with the second step, so that its first one has postings by position already."""
