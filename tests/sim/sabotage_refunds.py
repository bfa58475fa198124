"""Guards of refunds, taken away from outside (see `sabotage`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from server import refunding
from storage.server import refunds


@contextmanager
def refund_right() -> Iterator[None]:
    """The server decides over a slip at once, although the till that sold still may."""
    with mock.patch.object(refunding, "_is_open", return_value=False):
        yield


@contextmanager
def refund_once() -> Iterator[None]:
    """Whoever judges a slip at the server does not look at what came back before."""
    with mock.patch.object(refunds, "of_sale", return_value={}):
        yield
