"""The folder in which a till practises: beside its own data, made when it is first wanted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Final

from loyalty import days
from loyalty.errors import Outage
from storage import failures, folder
from storage.keys import FileKeyStore
from terminal.commands.shop import Ready
from terminal.commands.surroundings import Surroundings
from terminal.till import opening, training_shop
from terminal.till.opening import Identity

FOLDER: Final = "training"


def enter(real: Surroundings, *, anew: bool) -> tuple[Surroundings, Ready]:
    """Give the till to practise on; with `anew` everything that was done there is deleted first.

    Nobody may have either till's databases open. Raises Outage `disk_*`.
    """
    around = _around(real, anew=anew)
    known = _identity(around)
    if known is None:
        # Cut off while it was made, or from an older version: there is nothing in it to keep.
        around = _around(real, anew=True)
        now_us = around.clock.now_us()
        known = training_shop.begin(
            around.folder,
            around.store,
            training_shop.example(real.folder, real.store),
            now_us=now_us,
            day=days.business_date(now_us, "UTC").isoformat(),
            randomness=around.randomness,
        )
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        shop, epoch = opening.shop(ledger), ledger.head().epoch
    finally:
        ledger.close()
    ready = Ready(identity=known, epoch=epoch, server_url="", shop=shop, is_new=False)
    return around, ready


def _around(real: Surroundings, *, anew: bool) -> Surroundings:
    root = real.folder.root / FOLDER
    try:
        if anew and root.exists():
            shutil.rmtree(root)
    except OSError as error:
        raise failures.of_os(error, root) from error
    made = folder.prepare(root, folder.DEMO)
    return replace(real, folder=made, store=FileKeyStore(made.keys))


def _identity(around: Surroundings) -> Identity | None:
    if not around.folder.ledger.exists():
        return None
    try:
        ledger = opening.ledger_of(around.folder, around.store)
    except Outage:
        return None
    try:
        return opening.identity(ledger)
    finally:
        ledger.close()
