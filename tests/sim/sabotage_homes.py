"""Guards of what is given once over all tills, taken away from outside (see `sabotage`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from server import doubled
from server.commands import uniting
from storage.homes import Homes
from terminal.till import homes


@contextmanager
def home_right() -> Iterator[None]:
    """Every till gives what counts over several tills, whoever has the member's home."""
    with mock.patch.object(homes, "is_here", return_value=True):
        yield


@contextmanager
def home_back() -> Iterator[None]:
    """A till gives a home back and goes on as if it had it."""
    with mock.patch.object(Homes, "give_back", return_value=None):
        yield


@contextmanager
def given_once() -> Iterator[None]:
    """Nobody notices that a gift comes in which the server gave by itself meanwhile."""
    with mock.patch.object(doubled, "heard", return_value=None):
        yield


@contextmanager
def merge_home() -> Iterator[None]:
    """Counters of merged accounts add up while tills still have the homes of both."""
    with mock.patch.object(uniting, "ask_back", return_value=False):
        yield
