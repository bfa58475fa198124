"""Asks a Linux video node what it is, and why it cannot be opened."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

BUSY = "busy"
DENIED = "denied"
MISSING = "missing"

# From the kernel's videodev2.h: the question, the size of its answer, and where in it the
# abilities of this very node stand.
_QUERYCAP = 0x80685600
_ANSWER_BYTES = 104
_NODE_ABILITIES_AT = 88
_TAKES_PICTURES = 0x00000001 | 0x00001000
_CONVERTS_FILMS = 0x00008000 | 0x00004000


def takes_pictures(node: Path) -> bool | None:
    """Say whether a node gives pictures of a camera; None when it cannot be asked.

    Most webcams have a second node for data about the pictures, and small computers have nodes
    that convert films: neither is a camera. Asking does not switch a camera on.
    """
    if sys.platform != "linux":
        return None
    import fcntl

    answer = bytearray(_ANSWER_BYTES)
    try:
        opened = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.ioctl(opened, _QUERYCAP, answer)
    except OSError:
        return None
    finally:
        os.close(opened)
    return is_camera(int.from_bytes(answer[_NODE_ABILITIES_AT : _NODE_ABILITIES_AT + 4], "little"))


def is_camera(abilities: int) -> bool:
    """Say whether the abilities of a node are those of a camera."""
    return bool(abilities & _TAKES_PICTURES) and not abilities & _CONVERTS_FILMS


def why_not(node: Path) -> str:
    """Say why OpenCV could not open a node: MISSING, DENIED to this user, or BUSY with another."""
    try:
        if not stat.S_ISCHR(node.stat().st_mode):
            return MISSING
        os.close(os.open(node, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        return reason_of(error.errno)
    # It is there and answers, and still gives no picture: somebody else is being given them.
    return BUSY


def reason_of(number: int | None) -> str:
    """Give what an error of the system means for somebody who wants to use the camera."""
    if number == errno.EBUSY:
        return BUSY
    return DENIED if number in {errno.EACCES, errno.EPERM} else MISSING
