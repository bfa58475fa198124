"""Plants one real fault in the books of a day that is over, which the check has to find."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from loyalty.errors import Refusal
from storage.folder import Folder
from storage.server.database import Connection
from terminal.demo.check import server_database

_NEWEST_SALE = """
    SELECT device, epoch, seq, position FROM events WHERE tenant_id = :tenant AND type = 'sale'
    ORDER BY position DESC LIMIT 1
"""
_HERE = "tenant_id = :tenant AND (device, epoch, seq) = (:device, :epoch, :seq)"
_POSTED = "tenant_id = :tenant AND position = :position"

# The books forbid this by triggers, so a fault has to take them away first.
_LOST = (
    "DROP TRIGGER events_no_delete",
    "DROP TRIGGER postings_no_delete",
    "DELETE FROM postings WHERE {posted}",
    "DELETE FROM events WHERE {here}",
    "DELETE FROM event_ids WHERE {here}",
)
_DOUBLE = (
    """
    INSERT INTO events
    SELECT tenant_id, device, epoch,
        (SELECT MAX(seq) + 1 FROM events
         WHERE tenant_id = :tenant AND device = :device AND epoch = :epoch),
        (SELECT MAX(position) + 1 FROM events WHERE tenant_id = :tenant),
        event_id, type, day, outcome, posted, raw, hash, received_us
    FROM events WHERE {here}
    """,
    """
    INSERT INTO postings
    SELECT tenant_id, (SELECT MAX(position) FROM events WHERE tenant_id = :tenant),
        line, debit, credit, unit, amount, lot
    FROM postings WHERE {posted}
    """,
    """
    UPDATE balances SET balance = balance + (SELECT SUM(amount) FROM postings
        WHERE {posted} AND unit = balances.unit AND credit LIKE 'm:' || account || ':%')
    WHERE tenant_id = :tenant AND EXISTS (SELECT 1 FROM postings
        WHERE {posted} AND unit = balances.unit AND credit LIKE 'm:' || account || ':%')
    """,
)
_POINTS = (
    """
    UPDATE balances SET balance = balance + 100
    WHERE tenant_id = :tenant AND unit = 'points' AND account =
        (SELECT MIN(account) FROM balances WHERE tenant_id = :tenant AND unit = 'points')
    """,
)
FAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"lost": _LOST, "double": _DOUBLE, "points": _POINTS}
)


def known(name: str) -> str:
    """Give the name of a fault back. Raises Refusal `fault_unknown`."""
    if name not in FAULTS:
        raise Refusal("fault_unknown", f"a fault is one of {', '.join(FAULTS)}", got=name)
    return name


def plant(folder: Folder, name: str) -> None:
    """Damage the server's books in one way."""
    database, tenant = server_database(folder)
    try:
        with database.write() as connection:
            where = {"tenant": tenant, **_newest_sale(connection, tenant)}
            for statement in FAULTS[name]:
                _run(connection, statement, where)
    finally:
        database.close()


def _newest_sale(connection: Connection, tenant: str) -> dict[str, object]:
    row = connection.exec_driver_sql(_NEWEST_SALE, {"tenant": tenant}).one()
    return {"device": row[0], "epoch": row[1], "seq": row[2], "position": row[3]}


def _run(connection: Connection, statement: str, where: dict[str, object]) -> None:
    whole = statement.replace("{here}", _HERE).replace("{posted}", _POSTED)
    used = {name: value for name, value in where.items() if f":{name}" in whole}
    connection.exec_driver_sql(whole, used)
