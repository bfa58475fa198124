"""Finds and looks at lists of members for the counter, on a thread: a slow stick stops nobody."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from loyalty.errors import LoyaltyError, Refusal
from storage import places
from terminal.imports import layouts, member_files
from terminal.imports.bringing import Run, Wishes
from terminal.imports.member_figures import NEAREST
from terminal.imports.member_files import Form
from terminal.imports.member_words import bare
from terminal.imports.moments import DAY_FIRST, MONTH_FIRST
from terminal.till.bring_values import (
    FindLists,
    FoundList,
    ListColumn,
    ListOrder,
    ListSaid,
    ListSeen,
    ListsFound,
    LookAtList,
    WentOn,
)
from terminal.till.desk import Desk

ORDERS_MAX = 16
STOP_S = 2.0
LISTS_MAX = 9
SAMPLES = 3
SAMPLE_MAX = 24
TOGETHER = 25
"""Members that are written before the counter hears what came in meanwhile."""
_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx"})
_NOT_HERE = ".rejects.csv"
_MONTH_FIRST_IN = frozenset({"US"})


class ListReader:
    """One thread that looks at files; `begin` is called on the till's."""

    def __init__(
        self,
        post: Callable[[ListSaid], None],
        region: str,
        folders: Callable[[], Iterable[Path]],
    ) -> None:
        """`region` says how dates are written that say nothing; `folders` where lists may lie."""
        self._post = post
        self._dates = MONTH_FIRST if region in _MONTH_FIRST_IN else DAY_FIRST
        self._folders = folders
        self._forms: dict[str, Form] = {}
        self._orders: queue.Queue[ListOrder | None] = queue.Queue(ORDERS_MAX)
        self._thread = threading.Thread(target=self._run, name="lists", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: ListOrder) -> None:
        """Take an order; its answer is posted."""
        with suppress(queue.Full):
            self._orders.put_nowait(order)

    def stop(self) -> None:
        """End; a file that is being read is not waited for."""
        with suppress(queue.Full):
            self._orders.put_nowait(None)
        self._thread.join(STOP_S)

    def answer(self, order: ListOrder) -> ListSaid:
        """Carry out one order, whatever comes of it."""
        match order:
            case FindLists():
                return ListsFound(lists=tuple(newest(self._folders(), is_list)))
            case LookAtList():
                return self._look(Path(order.path))
            case _:
                return WentOn()

    def begin(self, desk: Desk, path: str, left_out: frozenset[str]) -> Run:
        """Begin to take over a list that was looked at. Raises Refusal as `Run` does."""
        form = self._forms[path]
        kept = {name: at for name, at in form.columns.items() if name not in left_out}
        if not layouts.is_header(kept):
            raise Refusal("members_columns", "nothing is left that a member could be found by")
        wishes = Wishes(form=replace(form, columns=kept), rounding=NEAREST, together=TOGETHER)
        return Run(desk, Path(path), wishes)

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._post(self.answer(order))

    def _look(self, path: Path) -> ListSeen:
        try:
            form = self._form(path)
            first = [
                record
                for _, record in zip(range(SAMPLES), member_files.rows(path, form), strict=False)
            ]
        except LoyaltyError as error:
            return ListSeen(path=str(path), problem=error.code)
        except OSError:
            return ListSeen(path=str(path), problem="file_unreadable")
        self._forms[str(path)] = form
        columns = [
            ListColumn(
                field=name,
                title=layouts.TITLES[name.partition(":")[0]],
                heading=form.names[at],
                samples=" \u00b7 ".join(
                    bare(record.cells[at])[:SAMPLE_MAX]
                    for record in first
                    if at < len(record.cells) and record.cells[at]
                ),
            )
            for name, at in sorted(form.columns.items(), key=lambda pair: pair[1])
        ]
        return ListSeen(path=str(path), rows=form.rows, columns=tuple(columns))

    def _form(self, path: Path) -> Form:
        try:
            return member_files.form_of(path)
        except Refusal as error:
            if error.code != "dates_ambiguous":
                raise
            return member_files.form_of(path, dates=self._dates)


def usual_folders() -> Iterator[Path]:
    """Give where people keep a file that they just saved: in their own folders, or on a stick."""
    from platformdirs import user_desktop_path, user_documents_path, user_downloads_path

    for place in (user_downloads_path, user_desktop_path, user_documents_path):
        with suppress(RuntimeError, OSError):
            # Without a home there is none of them.
            yield place()
    yield from (place.path for place in places.mounted())


def is_list(path: Path) -> bool:
    """Say whether a file may be a list of members, by its name."""
    return path.suffix.casefold() in _ENDINGS and not path.name.endswith(_NOT_HERE)


def newest(folders: Iterable[Path], wanted: Callable[[Path], bool]) -> list[FoundList]:
    """Give the newest files of folders that are wanted, at most nine."""
    found: list[tuple[float, Path]] = []
    for folder in folders:
        with suppress(OSError):
            found += [
                (path.stat().st_mtime, path)
                for path in folder.iterdir()
                if wanted(path) and path.is_file()
            ]
    found.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [
        FoundList(
            path=str(path),
            name=path.name,
            place=path.parent.name or str(path.parent),
            day=datetime.fromtimestamp(written_s, tz=UTC).date().isoformat(),
        )
        for written_s, path in found[:LISTS_MAX]
    ]
