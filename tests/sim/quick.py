"""Lets a seed run without what only the outside world needs: slow hashes and a tidy memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from argon2 import PasswordHasher

from storage import pin_hash


@contextmanager
def quick() -> Iterator[None]:
    """Hash PINs as cheaply as the shape of a verifier allows, and the same at every run."""

    def salted(keyed: bytes) -> str:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        return str(hasher.hash(keyed, salt=keyed[:16]))

    with mock.patch.object(pin_hash, "make", salted):
        yield


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nobody look for unused cycles: a seed ends soon, and it is looked through between two."""
    was_on = gc.isenabled()
    gc.disable()
    # What was there before stays: nobody has to look through every module between two seeds.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
