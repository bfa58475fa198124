"""Lists of members are found where people save them, and looked at on a thread."""

from __future__ import annotations

import os
import queue
from pathlib import Path

from terminal.commands import list_reader
from terminal.commands.list_reader import ListReader
from terminal.till.bring_values import FindLists, ListSaid, ListSeen, ListsFound, LookAtList

WAIT_S = 20.0


def reader(folder: Path, region: str = "NL") -> tuple[ListReader, queue.Queue[ListSaid]]:
    """Make one that looks into a folder, with what it says."""
    said: queue.Queue[ListSaid] = queue.Queue()
    return ListReader(said.put, region, lambda: (folder, folder / "missing")), said


def test_the_newest_lists_come_first_and_others_do_not(tmp_path: Path) -> None:
    for at, name in enumerate(("a.csv", "b.xlsx", "c.pdf", "d.TSV", "a.rejects.csv")):
        (tmp_path / name).write_text("name\n", "utf-8")
        os.utime(tmp_path / name, (at * 86_400 + 1, at * 86_400 + 1))
    found = reader(tmp_path)[0].answer(FindLists())
    assert isinstance(found, ListsFound)
    assert [(one.name, one.day) for one in found.lists] == [
        ("d.TSV", "1970-01-04"),
        ("b.xlsx", "1970-01-02"),
        ("a.csv", "1970-01-01"),
    ]
    assert {one.place for one in found.lists} == {tmp_path.name}


def test_a_list_is_looked_at_on_its_thread(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("Name,Joined,Shoes\nAnna,03/04/2024,38\n,,\nBram,,43\n", "utf-8")
    ours, said = reader(tmp_path, "US")
    ours.start()
    ours.put(LookAtList(path=str(file)))
    seen = said.get(timeout=WAIT_S)
    assert isinstance(seen, ListSeen)
    assert (seen.rows, seen.problem) == (2, "")
    assert [(one.field, one.heading, one.samples) for one in seen.columns] == [
        ("name", "Name", "Anna \u00b7 Bram"),
        ("joined", "Joined", "03/04/2024"),
    ]
    assert "Anna" not in repr(seen), "there are people in the cells"
    for content, problem in ((b"", "file_empty"), (b"a,b\n1,2\n", "members_columns")):
        file.write_bytes(content)
        ours.put(LookAtList(path=str(file)))
        seen = said.get(timeout=WAIT_S)
        assert isinstance(seen, ListSeen)
        assert seen.problem == problem
    file.unlink()
    ours.put(LookAtList(path=str(file)))
    seen = said.get(timeout=WAIT_S)
    assert isinstance(seen, ListSeen)
    assert seen.problem == "file_unreadable"
    ours.stop()


def test_the_usual_folders_are_this_users_own(tmp_path: Path) -> None:
    folders = list(list_reader.usual_folders())
    assert len(folders) >= 3
    assert all(isinstance(one, Path) for one in folders)
