"""A disk that has only a part of a write, also of the first one after the file was opened."""

from pathlib import Path

import pytest

from tests.sim.faults import Faults, TornCrash
from tests.sim.plan import Plan
from tests.sim.ports import torn


def test_a_first_write_is_torn_where_no_log_was(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    path.write_bytes(b"pages")
    with pytest.raises(TornCrash) as caught, torn(path, Faults(Plan(seed=1))):
        path.with_name("server.db-wal").write_bytes(b"written")
    assert caught.value.torn.file == b"pages"
    assert len(caught.value.torn.log) <= len(b"written")
