"""What is kept: the till's two databases, the server's one, keys, secrets and backups."""
