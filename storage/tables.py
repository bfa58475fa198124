"""The tables of ledger.db and directory.db as SQLAlchemy Core sees them.

The migrations make them; tests/storage/test_schema.py holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import MetaData, Table

from storage.columns import blob, text, whole

LEDGER = MetaData()
DIRECTORY = MetaData()

meta = Table("meta", LEDGER, text("name", key=True), text("value"))
setting = Table("setting", LEDGER, text("name", key=True), text("value"))
chain = Table(
    "chain",
    LEDGER,
    whole("epoch", key=True),
    text("device"),
    whole("seq"),
    blob("hash"),
    whole("acked_seq"),
)
event = Table(
    "event",
    LEDGER,
    whole("epoch", key=True),
    whole("seq", key=True),
    text("id"),
    text("type"),
    whole("at_us"),
    text("day"),
    text("account"),
    text("sale"),
    text("corrects"),
    whole("amount_minor"),
    blob("raw"),
    blob("hash"),
)
posting = Table(
    "posting",
    LEDGER,
    whole("epoch", key=True),
    whole("seq", key=True),
    whole("n", key=True),
    text("debit"),
    text("credit"),
    text("unit"),
    whole("amount"),
    text("lot"),
    text("taken_from", empty=True),
    text("given_to", empty=True),
)
carried = Table(
    "carried",
    LEDGER,
    whole("epoch", key=True),
    whole("seq", key=True),
    whole("of_epoch"),
    whole("of_seq"),
    blob("hash"),
)
outbox = Table("outbox", LEDGER, whole("epoch", key=True), whole("seq", key=True))
held = Table(
    "held",
    LEDGER,
    text("account", key=True),
    text("unit", key=True),
    text("lot", key=True),
    whole("amount"),
)
grant_taken = Table(
    "grant_taken",
    LEDGER,
    text("grant_id", key=True),
    text("request_id"),
    whole("epoch"),
    text("feed_epoch"),
    text("account"),
    text("unit"),
)
grant_lot = Table(
    "grant_lot", LEDGER, text("grant_id", key=True), text("lot", key=True), whole("amount")
)
grant_asked = Table(
    "grant_asked",
    LEDGER,
    text("request_id", key=True),
    text("account"),
    text("unit"),
    whole("amount"),
)
home = Table(
    "home",
    LEDGER,
    text("home_id", key=True),
    text("account"),
    whole("epoch"),
    whole("position"),
    whole("is_here"),
)
open_sale = Table("open_sale", LEDGER, whole("n", key=True), blob("raw"))
register_told = Table(
    "register_told",
    LEDGER,
    text("kind", key=True),
    text("name", key=True),
    text("sale"),
    whole("at_us"),
    text("day"),
    whole("amount_minor"),
    text("event"),
    blob("reply"),
)
person_out = Table(
    "person_out", LEDGER, text("person_id", key=True), whole("version"), text("blind")
)

directory_meta = Table("meta", DIRECTORY, text("name", key=True), text("value"))
standing = Table(
    "standing",
    DIRECTORY,
    text("account", key=True),
    whole("position"),
    whole("own_epoch"),
    whole("own_seq"),
    text("figures"),
)
programme = Table("programme", DIRECTORY, blob("digest", key=True), whole("n"), blob("raw"))
phone_key = Table(
    "phone_key", DIRECTORY, whole("key_id", key=True), blob("public"), whole("last_step")
)
act = Table("act", DIRECTORY, text("event_id", key=True), blob("raw"), blob("seal"))
shop_device = Table("device", DIRECTORY, text("device", key=True), text("name"), blob("public"))
refund_answer = Table(
    "refund_answer",
    DIRECTORY,
    text("wish", key=True),
    text("sale"),
    text("state"),
    text("reason"),
    whole("money_minor"),
)
redirect = Table(
    "redirect", DIRECTORY, text("kind", key=True), text("key", key=True), text("target")
)
pin_out = Table("pin_out", LEDGER, text("member_id", key=True), whole("version"))
visit_pin_out = Table("visit_pin_out", LEDGER, text("member_id", key=True), text("key"))


def member_table(metadata: MetaData) -> Table:
    """Declare who a credential belongs to; `backwards` is the number from its end."""
    return Table(
        "member",
        metadata,
        text("member_id", key=True),
        text("account"),
        text("number"),
        text("backwards"),
        text("joined_day"),
        text("status"),
    )


def credential_table(metadata: MetaData) -> Table:
    """Declare what a member can show."""
    return Table(
        "credential", metadata, text("kind", key=True), text("key", key=True), text("member_id")
    )


def person_table(metadata: MetaData) -> Table:
    """Declare personal data; the index of names (FTS5) points at `n`."""
    return Table(
        "person",
        metadata,
        whole("n", key=True),
        text("person_id"),
        whole("version"),
        text("name"),
        text("phone"),
        text("email"),
        text("language"),
        text("birthday"),
        text("consents"),
    )


def erased_table(metadata: MetaData) -> Table:
    """Declare whose personal data may never come back."""
    return Table("erased", metadata, text("person_id", key=True))


def pin_table(metadata: MetaData) -> Table:
    """Declare what members' PINs are checked with."""
    return Table(
        "pin",
        metadata,
        text("member_id", key=True),
        whole("version"),
        text("verifier"),
        whole("pepper"),
    )


# Both files keep people in the same shape, so that one piece of code (people.py) serves both.
for _metadata in (LEDGER, DIRECTORY):
    member_table(_metadata)
    credential_table(_metadata)
    person_table(_metadata)
    erased_table(_metadata)
    pin_table(_metadata)
member, credential, person, erased = (
    LEDGER.tables[name] for name in ("member", "credential", "person", "erased")
)
