"""A key store in memory, for tests that keep no secrets longer than they run."""

from __future__ import annotations


class Pocket:
    """Keeps secrets by name."""

    def __init__(self, **secrets: bytes) -> None:
        self.secrets = dict(secrets)

    def get(self, name: str) -> bytes | None:
        """Give a secret, or None."""
        return self.secrets.get(name)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        self.secrets[name] = secret

    def where(self) -> str:
        """Say where the secrets lie."""
        return "in memory"
