"""A report of a day is a whole file for this user's eyes, also the second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty.errors import Outage
from storage import reports
from storage.folder import Folder


def test_it_is_written_anew_and_read_by_a_spreadsheet(tmp_path: Path) -> None:
    folder = Folder(root=tmp_path, kind="shop")
    reports.keep(folder, "2026-11-20-day-0001.csv", "old,old\n")
    reports.keep(folder, "2026-11-20-day-0001.csv", "who,sales\nJosé,3\n")
    (path,) = reports.place(folder).iterdir()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text("utf-8-sig") == "who,sales\nJosé,3\n"
    assert path.stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(Outage):
        reports.keep(Folder(root=tmp_path, kind="shop"), "a.csv", "a\n")
