"""Files of a cash register: told once, waited for while they are written, kept with a reason."""

import json
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from loyalty.errors import Outage, Refusal
from terminal.register import sale_files
from terminal.register.counter import Counter
from terminal.register.folder import PATIENCE_LOOKS, QUIET_LOOKS, WatchedFolder
from terminal.till.register_calls import AnyTold, SaleClosed, SaleRefunded, SaleVoided
from terminal.till.register_state import OWN_FOLDER, RegisterSetting
from tests.terminal.register.linked import Linked, linked


class Heard(Counter):
    """Notes what would be told, in the order in which it is; never busy unless a test says so."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.told: list[tuple[str, AnyTold]] = []
        self.outage: Outage | None = None

    def ask(self, sale: str, told: AnyTold) -> Future[bytes]:
        answered: Future[bytes] = Future()
        if self.outage is not None:
            answered.set_exception(self.outage)
        elif sale:
            self.told.append((sale, told))
            answered.set_result(b"{}")
        else:
            answered.set_result(b'{"shop":"","till":"","currency":"EUR","scale":2}')
        return answered


def looked(folder: WatchedFolder, times: int = QUIET_LOOKS + 1) -> None:
    for _ in range(times):
        folder.look()


@pytest.fixture
def till(data_dir: Path) -> Iterator[Linked]:
    with linked(data_dir) as made:
        yield made


def test_a_file_is_told_to_a_real_till_once(till: Linked) -> None:
    runs = till.switch(RegisterSetting(is_on=True, port=0, folder=OWN_FOLDER))
    assert Path(runs.folder) == till.folder
    counter = till.service._counter
    watched = WatchedFolder(till.folder / "by-hand", counter)
    for name in ("a.csv", "b.csv"):
        (till.folder / "by-hand" / name).write_text("sale,total\nR-1,7.50\n", "utf-8")
        looked(watched)
        assert (till.folder / "by-hand" / "done" / name).exists()
    sent = till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 751})
    assert sent[1]["error"]["code"] == "sale_differs"


def test_a_half_written_file_is_waited_for(tmp_path: Path) -> None:
    heard = Heard()
    watched = WatchedFolder(tmp_path, heard)
    path = tmp_path / "day.json"
    path.write_text('[{"sale": "R-1", "total_minor": 700}', "utf-8")
    looked(watched, PATIENCE_LOOKS)
    assert not heard.told
    path.write_text('[{"sale": "R-1", "total_minor": 700}]', "utf-8")
    looked(watched, QUIET_LOOKS)
    assert not heard.told
    looked(watched, 1)
    assert heard.told == [("R-1", SaleClosed(total_minor=700))]
    assert (tmp_path / "done" / "day.json").exists()


def test_a_file_that_is_never_whole_fails_with_its_reason(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path, Heard())
    (tmp_path / "day.json").write_text("[{", "utf-8")
    (tmp_path / "notes.txt").write_text("not ours", "utf-8")
    (tmp_path / "day.csv.part").write_text("not yet", "utf-8")
    looked(watched, PATIENCE_LOOKS + 1)
    reason = json.loads((tmp_path / "failed" / "day.json.reason.json").read_text("utf-8"))
    assert reason["error"]["code"] == "file_unreadable"
    assert (tmp_path / "failed" / "day.json").read_text("utf-8") == "[{"
    assert (tmp_path / "notes.txt").exists()
    assert (tmp_path / "day.csv.part").exists()


def test_a_till_without_time_leaves_the_file_where_it_is(tmp_path: Path) -> None:
    heard = Heard()
    watched = WatchedFolder(tmp_path, heard)
    (tmp_path / "day.csv").write_text("sale,total\nR-1,7.50\n", "utf-8")
    heard.outage = Outage("disk_full")
    looked(watched)
    assert (tmp_path / "day.csv").exists()
    heard.outage = None
    looked(watched, 1)
    assert heard.told == [("R-1", SaleClosed(total_minor=750))]


def test_what_lies_in_done_is_never_overwritten(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path, Heard())
    for total in (100, 200):
        (tmp_path / "sale.json").write_text(f'{{"total_minor": {total}}}', "utf-8")
        looked(watched)
    found = {path.name: path.read_text("utf-8") for path in (tmp_path / "done").iterdir()}
    assert found == {"sale.json": '{"total_minor": 100}', "sale-2.json": '{"total_minor": 200}'}


def test_a_table_is_read_with_its_decimals() -> None:
    text = "\ufeffTold;Sale;Total;Refund;Amount;Currency\nclosed;R-1;12,50;;;EUR\n"
    text += "refunded;R-1;;F-1;3,5;\nvoided;R-2;;;;\nclosed;R-3;12,505;;;\nclosed;R 4;1;;;\n"
    entries = sale_files.read("day.csv", text.encode(), 2)
    told = [one.told for one in entries if isinstance(one, sale_files.Entry)]
    assert told == [
        SaleClosed(total_minor=1250, currency="EUR"),
        SaleRefunded(refund="F-1", amount_minor=350),
        SaleVoided(),
    ]
    wrong = [one for one in entries if isinstance(one, Refusal)]
    assert [one.details["path"] for one in wrong] == ["row 4.total", "row 5"]


def test_an_entry_without_a_number_is_known_by_its_file_and_place() -> None:
    first, again, other = (
        sale_files.read(name, b'[{"total_minor": 1}, {"total_minor": 1}]', 2)
        for name in ("a.json", "a.json", "b.json")
    )
    assert first == again
    names = [one.sale for one in (*first, *other) if isinstance(one, sale_files.Entry)]
    assert len(set(names)) == 4


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", b"[]", "file_empty"),
        ("a.csv", b"sale,total\n", "file_empty"),
        ("a.csv", b"when,total\n1,2\n", "file_unreadable"),
        ("a.json", b"\xff\xfe", "file_unreadable"),
    ],
)
def test_a_file_that_says_nothing_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as found:
        sale_files.read(name, content, 2)
    assert found.value.code == code
