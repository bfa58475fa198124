"""One layout for everything that is printed: placed shapes, and what turns them into files.

A `shapes.Page` says what stands where in millimetres. `pdf.write`, `svg.write` and `png.render`
turn the same page into files, and a painter of the terminal draws it on a screen; `setting` turns
its texts into outlines of glyphs first, so that all of them have the very same geometry.
"""
