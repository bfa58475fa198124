"""The books of a new shop and a till, as the tests of the server have them."""

from tests.server.conftest import books, till

__all__ = ["books", "till"]
