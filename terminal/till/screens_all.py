"""Every screen there is, also those that have a module of their own."""

from __future__ import annotations

from terminal.till.screens import AnyScreen
from terminal.till.screens_staff import Day, Lock

EveryScreen = AnyScreen | Lock | Day
