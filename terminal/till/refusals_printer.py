"""One sentence for every code that keeps a slip from its paper: what to do, and that F5 repeats."""

from __future__ import annotations

from terminal.till.marking import mark

PRINTER = {
    "printer_failed": mark("The slip was not printed. Check the printer, then press F5."),
    "printer_away": mark(
        "The printer does not answer. Check its switch, its cable and F10, Slips; then press F5."
    ),
    "printer_denied": mark(
        "This computer does not let the till use the printer. See the guide, part Slips."
    ),
    "printer_stuck": mark(
        "The printer takes nothing any more. Look at its paper and its cover, then press F5."
    ),
    "printer_gone": mark(
        "The printer went away in the middle of a slip. Check its cable, then press F5."
    ),
    "printer_paper": mark("The printer has no paper. Put in a new roll, then press F5."),
    "printer_cover": mark("The printer is open. Close its cover, then press F5."),
    "printer_fault": mark("The printer reports a fault. Turn it off and on, then press F5."),
    "printer_busy": mark("The printer is behind. Some slips were left out; F5 prints the newest."),
    "printer_letters": mark(
        "Some letters are in no font of this computer; the slip says (?). Install a font."
    ),
    "printer_address": mark("This is no address of a printer. Type it like 192.168.1.50."),
}
