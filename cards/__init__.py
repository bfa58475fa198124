"""Everything that is printed: slips, cards, sheets and codes, drawn from words that others said.

To print cards: `design.load(name)`, `layout.pages_of(design, layout.Card(...))` for the two sides
of one card, `sheet.lay(sides, stock.find(name), start)` for sheets of them, and
`drawing.pdf.write(pages, file)`. `drawing.png.greys(file, pages, dpi)` gives a PDF's pages as
pixels, to read their codes back.
"""
