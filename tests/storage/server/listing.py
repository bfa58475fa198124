"""Writes down what the tables of a server's database are, engine by engine, for golden files."""

from __future__ import annotations

from sqlalchemy import Connection

_SQLITE = """
    SELECT kind, text FROM (
        SELECT 1 AS kind, name || CASE strict WHEN 1 THEN ' strict' ELSE ' LOOSE' END AS text
        FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
            AND name NOT LIKE 'sqlite_%'
        UNION ALL
        SELECT 2, t.name || '.' || c.name || ' ' || c.type
            || CASE c."notnull" WHEN 1 THEN '' ELSE ' NULL' END
            || CASE c.pk WHEN 0 THEN '' ELSE ' key ' || c.pk END
        FROM pragma_table_list t, pragma_table_info(t.name) c
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
        UNION ALL
        SELECT 3, m.name || ' on ' || m.tbl_name || ' (' || (
            SELECT group_concat(name, ', ') FROM pragma_index_info(m.name)
        ) || ')' || CASE WHEN m.sql LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END
        FROM sqlite_schema m WHERE m.type = 'index' AND m.sql IS NOT NULL
        UNION ALL
        SELECT 4, name || ' on ' || tbl_name FROM sqlite_schema WHERE type = 'trigger'
    ) ORDER BY kind, text
"""

_POSTGRES = """
    SELECT kind, text FROM (
        SELECT 1 AS kind, c.relname || CASE WHEN c.relkind = 'p'
            THEN ' by ' || pg_get_partkeydef(c.oid)
            ELSE coalesce(' ' || pg_get_expr(c.relpartbound, c.oid), '') END AS text
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        UNION ALL
        SELECT 2, c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL)
            || CASE WHEN a.attnotnull THEN '' ELSE ' NULL' END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT c.relispartition AND a.attnum > 0
        UNION ALL
        SELECT 3, replace(replace(indexdef, 'public.', ''), 'USING btree ', '')
        FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 4, tgname || ' on ' || tgrelid::regclass::text FROM pg_trigger
        WHERE tgrelid::regclass::text !~ '^pg_'
    ) listed ORDER BY kind, text COLLATE "C"
"""


def listing(connection: Connection) -> str:
    """List tables, columns, keys, indexes and triggers, a line each."""
    statement = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
    # Two per cent signs are one where the driver looks for parameters.
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(statement)
    else:
        rows = connection.exec_driver_sql(statement.replace("%", "%%"))
    return "\n".join(row[1] for row in rows) + "\n"
