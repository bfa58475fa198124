"""One sentence for every code that stops a tablet in the shop's network."""

from __future__ import annotations

from terminal.till.marking import mark

TABLET = {
    "tablet_unknown": mark("This tablet is not connected. Type the code that the till shows."),
    "tablet_code_wrong": mark("This is not the code that the till shows. Type it again."),
    "tablet_code_over": mark("This code is of no more use. Ask for a new one at the till."),
    "tablet_other_till": mark("This code belongs to another till. Ask for a new one there."),
    "tablet_stale": mark("This page is an old one. Load it again."),
    "tablet_plain": mark("Nothing is typed on this tablet. Use the pad at the counter."),
    "tablet_body": mark("The till did not understand this page. Load it again."),
    "tablet_away": mark("The till does not answer. Try again in a moment."),
    "tablet_page": mark("There is nothing at this address. Scan the code at the till."),
    "tablet_site": mark("This page was opened from somewhere else. Scan the code at the till."),
    "tablet_many": mark("Too many tablets look at this till. Disconnect one at the till."),
    "no_network": mark("This till is in no network. Connect it, then turn this on again."),
}
