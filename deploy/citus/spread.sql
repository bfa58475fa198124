-- Spreads the tables of Regulars over the workers of a Citus cluster, by tenant. Run it on the coordinator while
-- no server runs, after its first start and after each version that brings tables: what is spread already stays.
--   psql -v ON_ERROR_STOP=1 -d regulars -f deploy/citus/spread.sql
SELECT c.relname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname <> 'tenants', c.relname;

-- The triggers of events and postings only refuse; they read and change nothing, on whatever worker.
ALTER DATABASE :"DBNAME" SET citus.enable_unsafe_triggers = on;
SET citus.enable_unsafe_triggers = on;

-- All lie where the tenant itself lies, so that a transaction of one tenant stays on one worker.
SELECT format(
    'SELECT create_distributed_table(%L, %L, colocate_with => %L)', c.relname, 'tenant_id',
    CASE c.relname WHEN 'tenants' THEN 'none' ELSE 'tenants' END)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
AND NOT EXISTS (SELECT FROM citus_tables t WHERE t.table_name = c.oid)
ORDER BY c.relname <> 'tenants', c.relname
\gexec
