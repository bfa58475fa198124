"""The rules of Citus for tables and statements spread by tenant, asked of a real PostgreSQL.

Citus itself is in no distribution. What it demands is written in its documentation
(docs/citus.md names the pages), and each rule can be looked up in the catalogue or in a plan.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from psycopg import sql
from sqlalchemy import Engine, event

from storage.server.tables import METADATA

TESTS: Final = Path(__file__).parent
TENANT: Final = "tenant_id"
LOCAL: Final = frozenset({"meta"})
"""What is true of all tables belongs to no tenant: it stays on the coordinator."""
GUARDED: Final = frozenset({"events", "postings"})
"""Only these have triggers, which change and read nothing: they refuse."""

_OF_OURS = "n.nspname = 'public' AND NOT c.relispartition AND c.relkind IN ('r', 'p')"
_TABLES = f"SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OF_OURS}"  # noqa: S608,E501
_FAULTS: Final = {
    "has no tenant_id that is text and never null": f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {_OF_OURS} AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
            AND a.attname = 'tenant_id' AND a.atttypid = 'text'::regtype AND a.attnotnull)""",  # noqa: S608
    "has a primary or unique key without the tenant": """
        SELECT x.indexrelid::regclass::text FROM pg_index x
        JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND (x.indisunique OR x.indisexclusion) AND NOT EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
            AND a.attnum = ANY (x.indkey))""",
    "has no primary key": f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {_OF_OURS} AND NOT EXISTS (
            SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)""",  # noqa: S608
    "is a foreign key that does not lead from tenant to tenant": """
        SELECT f.conname FROM pg_constraint f WHERE f.contype = 'f' AND NOT EXISTS (
            SELECT FROM unnest(f.conkey, f.confkey) AS k(here, there)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.here
            JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.there
            WHERE a.attname = 'tenant_id' AND b.attname = 'tenant_id')""",
    "is a sequence": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'S'""",
    "counts by itself or is made of other columns": """
        SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND (a.attidentity <> '' OR a.attgenerated <> '')""",
    "has a rule": """
        SELECT r.ev_class::regclass || '.' || r.rulename FROM pg_rewrite r
        JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'""",
    "inherits without being a partition, or is parted twice": """
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        AND (NOT c.relispartition OR c.relkind = 'p')""",
    "is not an ordinary table on disk": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'
        AND (c.relpersistence <> 'p' OR c.relkind IN ('v', 'm', 'f') OR c.relrowsecurity)""",
    "has a trigger": """
        SELECT coalesce(parent.relname, c.relname) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
        LEFT JOIN pg_class parent ON parent.oid = i.inhparent
        WHERE n.nspname = 'public' AND NOT t.tgisinternal""",
}


def tables(tell: Any) -> set[str]:
    """Give every table that is no partition; `tell` runs a statement and gives its rows."""
    return {row[0] for row in tell(_TABLES)}


def faults_of_tables(tell: Any) -> set[str]:
    """Give what Citus would refuse to spread by tenant, in words."""
    found = {f"{row[0]} {what}" for what, asked in _FAULTS.items() for row in tell(asked)}
    known = {f"{name} has a trigger" for name in GUARDED}
    known |= {f"{name} has no {TENANT} that is text and never null" for name in LOCAL}
    known |= {f"{name}_pkey has a primary or unique key without the tenant" for name in LOCAL}
    return found - known


# Each of these words with a table of ours is a statement that Citus has to route.
_OURS = re.compile(rf"\b({'|'.join(sorted(METADATA.tables, key=len, reverse=True))})\b")
_FREE = re.compile(
    r"\s*(SET LOCAL|SHOW|SELECT pg_catalog\.|SELECT pg_advisory_xact_lock|CREATE |ALTER TABLE)"
)
_CATALOGUE = re.compile(r"\bpg_(catalog|class|inherits|stat_activity|database_size)\b")
_INSERT = re.compile(r'\s*INSERT INTO "?(\w+)"? \("?tenant_id"?, [^)]*\) (SELECT|VALUES)')
_CONDITIONS = ("Index Cond", "Filter", "Recheck Cond", "Hash Cond", "Join Filter", "Merge Cond")


class Watch:
    """Looks at every statement that the product sends to PostgreSQL, once each."""

    def __init__(self, *, of_tests: bool) -> None:
        self._of_tests = of_tests
        self.faults: list[str] = []
        self.seen: dict[str, str] = {}
        self._lock = threading.Lock()

    def look(
        self,
        _connection: Any,
        cursor: Any,
        statement: str,
        parameters: Any,
        context: Any,
        _many: bool,  # noqa: FBT001 - as SQLAlchemy calls it
    ) -> None:
        """Judge a statement that is about to run."""
        if context.dialect.name != "postgresql" or (not self._of_tests and is_of_a_test()):
            return
        with self._lock:
            if statement in self.seen:
                return
            self.seen[statement] = ""
        wrong = fault_of(cursor.connection, statement, parameters)
        if wrong:
            self.faults.append(f"{wrong}: {statement}")


def is_of_a_test() -> bool:
    """Say whether a test sends this statement itself, as one does that falsifies the books."""
    frame = sys._getframe(2)
    while "sqlalchemy" in Path(frame.f_code.co_filename).parts and frame.f_back is not None:
        frame = frame.f_back
    return TESTS in Path(frame.f_code.co_filename).parents


def fault_of(connection: Any, statement: str, parameters: Any) -> str:
    """Say what Citus could not send to one tenant's shard alone; empty when it could."""
    if _FREE.match(statement) or _CATALOGUE.search(statement) or not _OURS.search(statement):
        return ""
    if statement.lstrip().startswith("INSERT"):
        conflict = re.search(r"ON CONFLICT \(([^)]*)\)", statement)
        if not _INSERT.match(statement):
            return "names no tenant first"
        return "" if conflict is None or TENANT in conflict[1] else "is unique beyond a tenant"
    with connection.cursor() as cursor:
        explain = sql.SQL("EXPLAIN (FORMAT JSON, COSTS OFF) ") + sql.SQL(statement)
        cursor.execute(explain, parameters)
        plan = cursor.fetchone()[0][0]["Plan"]
    alone = {alias for alias, text in scans(plan).items() if f"{TENANT} = " not in text}
    return f"reads {', '.join(sorted(alone))} of every tenant" if alone else ""


def scans(plan: dict[str, Any], around: str = "") -> dict[str, str]:
    """Give for each table that a plan reads every condition that it or what joins it has."""
    said = " ".join(str(plan[name]) for name in _CONDITIONS if name in plan)
    found: dict[str, str] = {}
    if "Relation Name" in plan and plan["Node Type"] != "ModifyTable":
        alias = plan["Alias"]
        joined = " ".join(re.findall(rf"\b{re.escape(alias)}\.\w+ = \S+", around))
        found[alias] = f"{said} {joined}"
    for part in plan.get("Plans", ()):
        found |= scans(part, f"{around} {said}")
    return found


@contextmanager
def watching(*, of_tests: bool = False) -> Iterator[Watch]:
    """Look at every statement of every engine while this is open; those of tests if asked."""
    watch = Watch(of_tests=of_tests)
    event.listen(Engine, "before_cursor_execute", watch.look)
    try:
        yield watch
    finally:
        event.remove(Engine, "before_cursor_execute", watch.look)
