"""What a listener shows to other machines: a certificate of its own, or a public one from files."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import LoyaltyError, Refusal
from sync import certificates, trust
from sync.certificates import Leaf

KEPT = "leaf.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A public certificate with its chain, and its private key, both PEM."""

    certificate: Path
    key: Path


class Shown:
    """The TLS context of a listener, whose certificate is renewed while it serves."""

    def __init__(self, renew: Callable[[ssl.SSLContext], None]) -> None:
        """Show a certificate at once. Raises Refusal `certificate_file`."""
        self.context = trust.serving()
        self._renew = renew
        renew(self.context)

    def renew(self) -> LoyaltyError | None:
        """Show a newer one where it is time; one that cannot be read leaves the old one shown."""
        try:
            self._renew(self.context)
        except LoyaltyError as error:
            return error
        return None


def own(
    seed: bytes,
    folder: Path,
    hosts: Sequence[str],
    now_us: Callable[[], int],
    life_days: int = certificates.LIFE_DAYS,
) -> Callable[[ssl.SSLContext], None]:
    """Give what keeps a leaf of this identity in the folder, and makes it anew in time."""
    shown: list[Leaf] = []

    def renew(context: ssl.SSLContext) -> None:
        kept = shown[-1] if shown else _read(folder / KEPT)
        if kept is None or certificates.is_due(kept.certificate, seed, hosts, now_us()):
            kept = certificates.leaf(seed, hosts, now_us(), life_days)
            _write(folder / KEPT, kept)
        if not shown or shown[-1] != kept:
            trust.show(context, kept)
            shown[:] = [kept]

    return renew


def from_files(files: Files) -> Callable[[ssl.SSLContext], None]:
    """Give what reads a public certificate, and reads it again whenever its file has changed."""
    read: list[tuple[int, int]] = []

    def renew(context: ssl.SSLContext) -> None:
        try:
            stamp = (files.certificate.stat().st_mtime_ns, files.key.stat().st_mtime_ns)
            if read != [stamp]:
                context.load_cert_chain(files.certificate, files.key)
        except (OSError, ssl.SSLError) as error:
            raise Refusal(
                "certificate_file",
                f"{files.certificate} and {files.key} cannot be used: {error}",
                path=str(files.certificate),
            ) from error
        read[:] = [stamp]

    return renew


def _read(path: Path) -> Leaf | None:
    try:
        private_key, mark, rest = path.read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
    except OSError:
        return None
    return Leaf(certificate=mark + rest, private_key=private_key) if mark else None


def _write(path: Path, made: Leaf) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(made.private_key + made.certificate)
