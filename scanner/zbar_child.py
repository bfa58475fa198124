"""Reads bars with zbar in a process of its own: it has ways to take its process down with it.

Frames come on standard input, each as a line of JSON (`wide`, `high`, `symbols`) and its grey
bytes; for each one line of JSON goes out. The process ends with its input.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, BinaryIO

MISSING = 3
NAMES = {"EAN13": "EAN13", "UPCA": "EAN13", "Code39": "CODE39", "ITF": "I25", "Codabar": "CODABAR"}
GIVEN = {"I25": "ITF", "CODE39": "Code39", "CODABAR": "Codabar"}
_UPC_AS_EAN = 13


def main() -> int:
    """Serve until the input ends; MISSING when zbar is not on this machine."""
    try:
        # Not every machine has it, so it is asked for by its name.
        zbar = importlib.import_module("pyzbar.pyzbar")
    except ImportError:
        return MISSING
    serve(sys.stdin.buffer, sys.stdout.buffer, zbar)
    return 0


def serve(frames: BinaryIO, answers: BinaryIO, zbar: Any) -> None:
    """Answer frame after frame."""
    while head := frames.readline():
        asked = json.loads(head)
        grey = frames.read(asked["wide"] * asked["high"])
        wanted = sorted({NAMES[name] for name in asked["symbols"]})
        codes = zbar.decode(
            (grey, asked["wide"], asked["high"]),
            symbols=[zbar.ZBarSymbol[name] for name in wanted],
        )
        answers.write(json.dumps([told(code) for code in codes]).encode() + b"\n")
        answers.flush()


def told(code: Any) -> dict[str, Any]:
    """Give text, symbology and corners of one code that zbar found."""
    text = code.data.decode("utf-8", "replace")
    name = GIVEN.get(code.type, code.type)
    if name == "EAN13" and len(text) == _UPC_AS_EAN and text.startswith("0"):
        name, text = "UPCA", text[1:]
    left, top = code.rect.left, code.rect.top
    right, bottom = left + code.rect.width, top + code.rect.height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return {"text": text, "symbology": name, "corners": corners}


if __name__ == "__main__":
    sys.exit(main())
