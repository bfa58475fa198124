"""One authority for all tests of signing: its keys take a while."""

import pytest

from tests.sync.authority import Authority, authority


@pytest.fixture(scope="session")
def apple() -> Authority:
    """Give an authority in Apple's place."""
    return authority()
