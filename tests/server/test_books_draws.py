"""The seed of a month's draws: never said before the shop's own month is over."""

from datetime import UTC, datetime

from loyalty.days import microseconds
from server.books import Books


def at(*moment: int) -> int:
    """Give a UTC moment in microseconds."""
    return microseconds(datetime(*moment, tzinfo=UTC))  # type: ignore[arg-type,misc]


def test_a_month_is_over_on_the_shops_own_morning(books: Books) -> None:
    """The shop is in Amsterdam and its day begins at four: the bar is open past midnight."""
    before, _ = books.draw_seed("2026-11", at(2026, 11, 15))
    assert books.draw_seed("2026-11", at(2026, 12, 1, 2, 59)) == (before, False)
    assert books.draw_seed("2026-11", at(2026, 12, 1, 3, 0)) == (before, True)
    assert books.draw_seed("2026-12", at(2026, 12, 1, 3, 0))[1] is False


def test_each_month_has_a_seed_of_its_own(books: Books) -> None:
    seeds = {books.draw_seed(f"2026-{month:02}", at(2026, 11, 15))[0] for month in range(1, 13)}
    assert len(seeds) == 12
