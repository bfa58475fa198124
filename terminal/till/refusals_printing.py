"""One sentence for every code that stops what is drawn and printed: cards, sheets, posters."""

from __future__ import annotations

from terminal.till.marking import mark

PRINTING = {
    "no_fonts": mark("This computer has no fonts. Install Inter or DejaVu, then try again."),
    "letters_without_font": mark(
        "A name has letters that no font here can draw. Install Noto fonts, then try again."
    ),
    "text_does_not_fit": mark("A text does not fit. Make it shorter, then try again."),
    "picture_too_large": mark("This picture is too large. Save it smaller, then try again."),
    "picture_unreadable": mark("This picture does not open. Save it as PNG, then try again."),
    "design_wrong": mark("This card design cannot be read or printed. Mend it, or take another."),
    "design_unknown": mark("There is no card design of this name. Choose another."),
    "stock_unknown": mark("There are no sheets of this name. Choose others."),
    "stock_size": mark("These sheets are for cards of another size. Choose others."),
    "stock_start": mark("The sheet has no such place. Count from the top left, starting at 1."),
    "pdf_unreadable": mark("This PDF does not open. It is broken, so make it again."),
}
