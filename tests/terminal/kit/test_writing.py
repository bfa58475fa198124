"""A kit is written whole or not at all; what stops it is said in a sentence."""

from __future__ import annotations

import errno
import threading
from pathlib import Path
from typing import Any

import pytest

from cards.kit import files
from cards.kit.values import Look
from loyalty.errors import Outage, Refusal
from terminal.kit import writing
from terminal.kit.looks import look_for
from terminal.kit.writing import KitThread, read_logo, write
from terminal.till.kit_values import KitMade, MakeKit
from terminal.till.refusals import SENTENCES
from tests.terminal.kit.ready import DAY, made, ready

PNG = b"\x89PNG\r\n\x1a\n"


def few(monkeypatch: pytest.MonkeyPatch, *more: BaseException) -> None:
    """Let a kit be two small files, and then perhaps a fault."""

    def drawn(*_: Any) -> Any:
        yield "a.txt", b"a"
        yield "b.txt", b"b"
        yield from ()
        for fault in more:
            raise fault

    monkeypatch.setattr(files, "files", drawn)


def test_a_kit_lies_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)
    folder = tmp_path / "far" / "kit"
    assert [path.name for path in write(made("charity"), Look(), folder)] == ["a.txt", "b.txt"]
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_a_full_disk_leaves_the_kit_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("before")
    few(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(Outage) as refused:
        write(made("charity"), Look(), tmp_path)
    assert refused.value.code == "kit_disk"
    assert "No space left" in refused.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "before"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Outage) as refused:
        write(made("charity"), Look(), tmp_path / "file")
    assert refused.value.code == "kit_disk"
    assert str(tmp_path / "file") in refused.value.message


@pytest.mark.parametrize("data", [b"", b"<svg/>", PNG + b"x" * writing.LOGO_BYTES_MAX])
def test_a_logo_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    with pytest.raises(Refusal) as refused:
        look_for(tmp_path)
    assert refused.value.code == "kit_logo"


def test_a_missing_logo_is_said_and_none_at_all_is_fine(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_logo(tmp_path / "nothing.png")
    assert refused.value.code == "kit_logo"
    assert look_for(tmp_path).logo == b""
    (tmp_path / "logo.png").write_bytes(PNG + b"more")
    assert look_for(tmp_path).logo == PNG + b"more"
    with pytest.raises(Refusal) as unknown:
        look_for(tmp_path, design="none-such")
    assert unknown.value.code == "design_unknown"


def order(name: str = "charity") -> MakeKit:
    return MakeKit(programme=ready(name), language="nl", day=DAY, shop="Noord", region="NL")


def test_the_thread_tells_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)
    said: list[KitMade] = []
    heard = threading.Event()

    def post(message: KitMade) -> None:
        said.append(message)
        heard.set()

    worker = KitThread(post, tmp_path, look=Look, link=lambda: "")
    worker.start()
    worker.put(order())
    assert heard.wait(10)
    worker.stop()
    assert said == [KitMade(folder=str(tmp_path / f"nl-{DAY}"), files=2)]


def test_the_thread_tells_what_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    worker = KitThread(lambda _: None, tmp_path, look=Look, link=lambda: "")
    assert worker.answer(order()) == KitMade(problem="kit_disk")
    assert "kit_disk" in SENTENCES
