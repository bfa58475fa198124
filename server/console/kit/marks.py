"""The program's own mark, as the browser's tab shows it."""

from __future__ import annotations

TALLY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g stroke="#1a42bc"'
    ' stroke-width="3" stroke-linecap="round"><path d="M5 4v24M12 4v24M20 4v24M27 4v24M2 23 30 9"/>'
    "</g></svg>"
)
