"""Every screen that the counter can show."""

from __future__ import annotations

from terminal.till.screens import CounterScreen
from terminal.till.screens_help import Help
from terminal.till.screens_history import History

AnyScreen = CounterScreen | History | Help
