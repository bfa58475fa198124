"""The till under a line that is thin and a server that is busy: less at a time, less often."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.exchange import Failed, Pull, Push, Reply, Request
from sync.schedule import IDLE_MS, KNOCK_MS
from terminal.till.messages import SyncDue, Tick
from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.test_pins_line import record

EVENTS = 180


class Weather:
    """Stands between a till and its server: notes what is asked, and fails what it is told to."""

    def __init__(self, shop: Shopfront) -> None:
        self._answer = shop.answer
        self.asked: list[Request] = []
        self.codes: list[str] = []
        self.retry_after_s: int | None = None
        shop.answer = self.answer  # type: ignore[method-assign]

    def answer(self, device: str, request: Request) -> Reply:
        """Answer as the server does, or as the weather is."""
        self.asked.append(request)
        if self.codes:
            code = self.codes.pop(0)
            return Failed(asked=request, code=code, retry_after_s=self.retry_after_s)
        return self._answer(device, request)

    def pushed(self) -> list[int]:
        """Give how many events each push had."""
        return [len(one.request.events) for one in self.asked if isinstance(one, Push)]


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


@pytest.fixture
def till(shop: Shopfront) -> Iterator[Counter]:
    opened = Counter(shop)
    opened.do(SyncDue())
    yield opened
    opened.close()


def later(shop: Shopfront, till: Counter, seconds: int) -> None:
    """Let time pass, and the till look whether it is time."""
    shop.clock.wait(seconds)
    till.do(Tick())


def test_a_push_shrinks_on_a_thin_line_and_grows_again(shop: Shopfront, till: Counter) -> None:
    later(shop, till, 60)
    for number in range(EVENTS):
        record(till, 1_000 + number, "noted")
    weather = Weather(shop)
    weather.codes = ["timeout"] * 3
    for _ in range(3):
        later(shop, till, 301)
    assert weather.pushed() == [EVENTS, EVENTS, 125]
    later(shop, till, 301)
    assert weather.pushed()[3:] == [62, 112, 6]
    assert sum(weather.pushed()[3:]) == EVENTS


def test_a_busy_server_is_left_alone_for_as_long_as_it_says(shop: Shopfront, till: Counter) -> None:
    weather = Weather(shop)
    weather.codes, weather.retry_after_s = ["server_busy"], 900
    later(shop, till, 120)
    assert len(weather.asked) == 1
    later(shop, till, 890)
    assert len(weather.asked) == 1
    later(shop, till, 11)
    assert len(weather.asked) > 1


def test_a_refusal_is_not_hammered_at(shop: Shopfront, till: Counter) -> None:
    weather = Weather(shop)
    weather.codes = ["device_unknown"] * 2
    later(shop, till, 120)
    later(shop, till, KNOCK_MS // 1_000 - 1)
    assert len(weather.asked) == 1
    later(shop, till, 2)
    assert len(weather.asked) == 2


def test_a_quiet_till_asks_less_often_and_a_sale_goes_at_once(
    shop: Shopfront, till: Counter
) -> None:
    weather = Weather(shop)
    for _ in range(40):
        later(shop, till, IDLE_MS // 1_000)
    asked = [one for one in weather.asked if isinstance(one, Pull)]
    assert 10 <= len(asked) <= 13, "every minute, not four times"
    record(till, 1, "noted")
    shop.clock.wait(1)
    till.do(SyncDue())
    later(shop, till, IDLE_MS // 1_000 * 4)
    assert weather.pushed() == [1]
