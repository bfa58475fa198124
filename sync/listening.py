"""Takes a port for a server of this program: the books, the register's API, the tablets' page."""

from __future__ import annotations

import errno
import os
import socket

from loyalty.errors import Outage

BACKLOG = 512
"""So many connections may wait; a shop's own till needs fewer, and waiting costs nothing."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port; 0 takes a free one. Raises Outage `port_in_use`."""
    # With the protocol named, asyncio turns Nagle off; without it every answer takes 40 ms more.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows this would let a second program share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise Outage(
                "port_in_use",
                f"port {port} is taken by another program: close it, or choose another port",
                got=port,
            ) from error
        raise Outage("port_in_use", f"cannot listen on {host}: {error.strerror}") from error
    return listener
