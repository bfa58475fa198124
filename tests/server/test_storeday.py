"""The store-day goes on after a day that failed, whatever it was."""

import asyncio
import logging
import threading

import pytest

from loyalty.errors import Outage
from server import storeday
from server.nightly import Nightly, Ran


class Failing(Nightly):
    """A run that fails in one way, and then says when it is asked again."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error
        self.ran = threading.Event()

    def run(self, now_us: int, day: str = "", **_how: object) -> Ran:
        error, self.error = self.error, None
        if error is not None:
            raise error
        self.ran.set()
        return Ran(days=(day,), events=now_us)


@pytest.mark.parametrize("error", [Outage("disk_full", "full"), KeyError("a name")], ids=repr)
def test_the_next_day_is_run_after_one_that_failed(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(storeday, "LOOK_S", 0)
    nightly = Failing(error)

    async def look() -> None:
        async with storeday.kept(nightly, lambda: 0):
            assert await asyncio.to_thread(nightly.ran.wait, 4)

    with caplog.at_level(logging.WARNING):
        asyncio.run(look())
    assert [record.name for record in caplog.records] == ["regulars.server"]
