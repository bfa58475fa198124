"""Every screen there is, also those that have a module of their own."""

from __future__ import annotations

from terminal.till.screens import CounterScreen
from terminal.till.screens_cards import Cards
from terminal.till.screens_help import Help
from terminal.till.screens_history import History
from terminal.till.screens_staff import Day, Lock
from terminal.till.screens_steps import FirstStart
from terminal.till.screens_tablet import TabletSetUp

AnyScreen = CounterScreen | Cards | Day | FirstStart | Help | History | Lock | TabletSetUp
"""Every screen that the counter can show."""
