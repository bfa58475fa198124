"""A server in a process of its own, for tests that kill it: `process.py FOLDER PORT [DATABASE]`."""

import secrets
import sys
import time
from pathlib import Path

from loyalty.errors import Outage
from server.boot import Shop
from server.serve import Place, serve
from storage.keys import FileKeyStore
from tests.server.shop import PROGRAMME


def main(folder: Path, port: int, database: str = "") -> int:
    """Serve; exit code 3 when the world says no, as the command line does."""
    try:
        serve(
            Place(folder=folder, store=FileKeyStore(folder / "keys"), port=port),
            Shop(issuer="0000", zone="UTC", programmes=(PROGRAMME,), database=database),
            now_us=lambda: time.time_ns() // 1_000,
            randomness=secrets.token_bytes,
            say=_say,
        )
    except Outage as error:
        sys.stderr.write(f"{error.code} {error.message}\n")
        return 3
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
