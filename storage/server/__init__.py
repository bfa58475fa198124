"""The central server's tables: tenant first in every key, one tenant a transaction."""
