"""What a scenario expects, kind by kind: how it is read, what is so, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loyalty.book.people import Person
from loyalty.programme import Programme
from loyalty.standing import Standing
from terminal.scenarios.table import Table
from terminal.scenarios.world import Outcome, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as expected, and what the engine says about it."""

    path: str
    expected: object
    got: object
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to see after an event: the world, what came of it, and whose figures."""

    world: World
    outcome: Outcome
    person: Person
    language: str

    @property
    def programme(self) -> Programme:
        """Give the programme in force."""
        return self.world.shop.programme

    @property
    def standing(self) -> Standing:
        """Give the member's standing as the first till sees it, with all that it can reach."""
        shop = self.world.shop
        shop.reach("")
        found = shop.standing(self.person.account)
        shop.hand_out()
        return found

    def money(self, amount_minor: int) -> str:
        """Write money as a scenario does."""
        return self.programme.plain_money(amount_minor)


Check = Callable[[View], list[Difference]]
Reader = Callable[[Table, str], Check]


def number(get: Callable[[View], int]) -> Reader:
    """Expect a whole number."""

    def read(table: Table, key: str) -> Check:
        path, wanted = f"{table.path}.{key}", table.whole(key)
        return lambda view: compared(path, wanted, get(view))

    return read


def money(get: Callable[[View], int]) -> Reader:
    """Expect an amount of money; under `key_minor` in minor units."""

    def read(table: Table, key: str) -> Check:
        path = f"{table.path}.{key}"
        if key.endswith("_minor"):
            exact = table.whole(key)
            return lambda view: compared(path, exact, get(view))
        wanted = table.as_money(table.take(key), key)
        return lambda view: compared(path, view.money(wanted), view.money(get(view)))

    return read


def moneys(get: Callable[[View], Sequence[int]]) -> Reader:
    """Expect a list of amounts of money."""

    def read(table: Table, key: str) -> Check:
        path, value = f"{table.path}.{key}", table.take(key)
        listed = value if isinstance(value, list) else [value]
        minor = key.endswith("_minor")
        wanted = [
            table.as_whole(each, key) if minor else table.as_money(each, key) for each in listed
        ]

        def check(view: View) -> list[Difference]:
            got = list(get(view))
            if minor:
                return compared(path, wanted, got)
            return compared(path, list(map(view.money, wanted)), list(map(view.money, got)))

        return check

    return read


def text(get: Callable[[View], str]) -> Reader:
    """Expect a word; `none` and false mean that there is none."""

    def read(table: Table, key: str) -> Check:
        path, value = f"{table.path}.{key}", table.take(key)
        wanted = "" if value in (False, "none") else value
        if not isinstance(wanted, str):
            table.wrong(key, value, "a text, or false for none")
        return lambda view: compared(path, wanted, get(view))

    return read


def day(get: Callable[[View], str]) -> Reader:
    """Expect a day."""

    def read(table: Table, key: str) -> Check:
        path, wanted = f"{table.path}.{key}", table.day(key)
        return lambda view: compared(path, wanted, get(view))

    return read


def flag(get: Callable[[View], bool]) -> Reader:
    """Expect true or false."""

    def read(table: Table, key: str) -> Check:
        path, wanted = f"{table.path}.{key}", table.flag(key)
        return lambda view: compared(path, wanted, get(view))

    return read


def figures(
    get: Callable[[View], Mapping[str, int]],
    *,
    unit: Callable[[str], str] = str,
    usual: str = "",
) -> Reader:
    """Expect figures by name: those that are named are compared. A number alone is `usual`'s.

    Without a usual name a number alone is the sum of all.
    """

    def read(table: Table, key: str) -> Check:
        path, value = f"{table.path}.{key}", table.take(key)
        if not isinstance(value, Mapping):
            alone = table.as_whole(value, key)

            def check_alone(view: View) -> list[Difference]:
                seen = get(view)
                got = seen.get(unit(usual), 0) if usual else sum(seen.values())
                return compared(path, alone, got)

            return check_alone
        wanted = {name: table.as_whole(each, f"{key}.{name}") for name, each in value.items()}

        def check(view: View) -> list[Difference]:
            seen = get(view)
            return [
                found
                for name, amount in wanted.items()
                for found in compared(f"{path}.{name}", amount, seen.get(unit(name), 0))
            ]

        return check

    return read


def names(get: Callable[[View], Sequence[str]], *, ordered: bool = False) -> Reader:
    """Expect exactly these names, in any order unless it matters."""

    def read(table: Table, key: str) -> Check:
        path, wanted = f"{table.path}.{key}", list(table.texts(key))

        def check(view: View) -> list[Difference]:
            got = list(get(view))
            if ordered:
                return compared(path, wanted, got)
            return compared(path, sorted(wanted), sorted(got))

        return check

    return read


def compared(path: str, expected: object, got: object) -> list[Difference]:
    """Give the difference, if there is one."""
    return [] if expected == got else [Difference(path=path, expected=expected, got=got)]
