"""A real cluster of PostgreSQL servers under pg_auto_failover, and what a server does with it."""
