"""Sends what is due in a process of its own, for a test that kills it: `sending.py FOLDER`."""

import sys
from pathlib import Path

from tests.server.messages.shop import NOON_US, messages_of
from tests.server.shop import open_books

if __name__ == "__main__":
    messages_of(open_books(Path(sys.argv[1]), later="again")).round(lambda: NOON_US)
