"""Small pictures beside words, drawn with strokes on 24 by 24; never alone."""

from __future__ import annotations

from types import MappingProxyType

PATHS = MappingProxyType(
    {
        "accounting": "M5 3h14v18H5zM8 7h8M8 12h2M14 12h2M8 16h2M14 16h2",
        "cases": "M4 5h16v11H9l-5 4zM12 8v3M12 13.5v.1",
        "close": "M6 6l12 12M18 6 6 18",
        "down": "M12 5v14M6 13l6 6 6-6",
        "error": "M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7zM12 8v5M12 16v.1",
        "exceptions": "M12 4 2.5 20h19zM12 10v4M12 17v.1",
        "feedback": "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
        "figures": "M4 20V10M10 20V4M16 20v-8M21 20H3",
        "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8v.1",
        "list": "M4 6h16M4 12h16M4 18h10",
        "members": "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c0-4 3-6 6.5-6"
        "s6.5 2 6.5 6M16 5.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.5 1 3.5 3 3.5 5.5",
        "menu": "M4 7h16M4 12h16M4 17h16",
        "messages": "M3 6h18v12H3zM3 7l9 7 9-7",
        "ok": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l3 3 5-6",
        "people": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7",
        "programme": "M6 4v5M6 13v7M12 4v9M12 17v3M18 4v3M18 11v9M4 11h4M10 15h4M16 9h4",
        "segments": "M12 3v9h9A9 9 0 1 1 12 3zM15 3.5A9 9 0 0 1 20.5 9H15z",
        "settings": "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 2.5v3M12 18.5v3"
        "M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1"
        "M16.6 7.4l2.1-2.1",
        "tills": "M4 9h16v11H4zM7 9V4h10v5M8 13h2M12 13h.1M15 13h1M8 16.5h8",
        "today": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
        "up": "M12 19V5M6 11l6-6 6 6",
        "warning": "M12 4 2.5 20h19zM12 10v4M12 17v.1",
        "you": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 "
        "0 0 0-5.6zM6.5 18.5c.8-2.6 3-3.7 5.5-3.7s4.7 1.1 5.5 3.7",
    }
)
