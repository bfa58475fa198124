"""The shapes of a copy of all members on the wire (docs/protocol.md tells a stranger)."""

from __future__ import annotations

import msgspec

from sync.wire import PullReply


class SnapshotRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a copy of the directory, in at most this format; its key is sealed for this one."""

    sealing_key: str
    format: int


class SnapshotReply(msgspec.Struct, frozen=True, kw_only=True):
    """A copy: `done` of `whole`, or a `ready` file; `mine` is what was for this till alone."""

    snapshot: str = ""
    ready: bool = False
    done: int = 0
    whole: int = 0
    size_bytes: int = 0
    sha256: str = ""
    sealed: str = ""
    sealing_key: str = ""
    format: int = 0
    mine: PullReply | None = None
    server_time_us: int
