"""`server --host`: where a shop's server listens, kept in its folder until it is said otherwise."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

import msgspec

from loyalty.errors import Refusal
from sync import certificates
from sync.http import is_loopback
from terminal.commands import own_server
from terminal.commands.doctor_readers import Finding
from terminal.commands.surroundings import Surroundings

KEPT = "outside.json"
SOON_US = 7 * 24 * 3_600 * 1_000_000
DAY_US = 24 * 3_600 * 1_000_000


class Outside(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was asked for: the address to listen on, the name to say, and certificate files."""

    host: str = "127.0.0.1"
    name: str = ""
    certificate: str = ""
    key: str = ""
    announce: bool = True


def choose(
    around: Surroundings,
    *,
    host: str = "",
    name: str = "",
    certificate: Path | None = None,
    key: Path | None = None,
    announce: bool | None = None,
) -> Outside:
    """Keep what is asked for beside what was asked before; `--host 127.0.0.1` begins anew.

    Raises Refusal `certificate_file`, `host_wrong`.
    """
    known = read(around)
    if host:
        known = Outside(host=_checked(host), announce=known.announce)
    if name:
        known = msgspec.structs.replace(known, name=name)
    if (certificate is None) != (key is None):
        raise Refusal("certificate_file", "give --certificate and --key together")
    if certificate is not None and key is not None:
        if is_loopback(known.host):
            raise Refusal("certificate_file", "a certificate is for other machines: give --host")
        known = msgspec.structs.replace(
            known, certificate=str(certificate.resolve()), key=str(key.resolve())
        )
    if announce is not None:
        known = msgspec.structs.replace(known, announce=announce)
    if known != read(around):
        (around.folder.server / KEPT).write_bytes(msgspec.json.encode(known))
    return known


def read(around: Surroundings) -> Outside:
    """Give what was kept; loopback where nothing was."""
    kept = around.folder.server / KEPT
    if not kept.exists():
        return Outside()
    try:
        return msgspec.json.decode(kept.read_bytes(), type=Outside)
    except msgspec.DecodeError as error:
        raise Refusal("host_wrong", f"{kept} is broken: delete it, then give --host") from error


def fields(known: Outside, shop: str = "") -> dict[str, Any]:
    """Give what `server.outside.Outside` takes; files as a pair of paths."""
    files = (Path(known.certificate), Path(known.key)) if known.certificate else None
    return {
        "host": known.host,
        "name": known.name,
        "announce": known.announce,
        "shop": shop,
        "files": files,
    }


def shop_name(around: Surroundings) -> str:
    """Give the name that the shop's first rules say. Raises as `own_server.first_programme`."""
    rules = own_server.first_programme(around)
    return rules.text(rules.name, rules.languages[0])


def look(around: Surroundings) -> Finding:
    """Say for `doctor` who may come to this server, and how long its certificate lasts."""
    known = read(around)
    if is_loopback(known.host):
        return Finding(
            name="other machines",
            ok=True,
            found="this server is for this computer alone",
            advice="For more tills on your network: `server --host 0.0.0.0`, then `server pair`.",
        )
    kept = Path(known.certificate) if known.certificate else around.folder.server / "leaf.pem"
    try:
        text = kept.read_bytes()
        left_us = certificates.ends_us(text[text.index(b"-----BEGIN CERT") :])
    except (OSError, ValueError):
        return _bad(f"{kept} cannot be read", "Start the server again, or name the right files.")
    days = (left_us - around.clock.now_us()) // DAY_US
    if left_us - around.clock.now_us() < SOON_US:
        return _bad(
            f"the certificate {kept} ends in {days} days",
            "Renew the file; the server reads it again by itself."
            if known.certificate
            else "Is the date of this computer right? The running server renews it by itself.",
        )
    said = "said on the network" if known.announce else "not said on the network"
    return Finding(
        name="other machines",
        ok=True,
        found=f"over TLS at {known.name or known.host}, {said}; certificate for {days} more days",
    )


def _bad(found: str, advice: str) -> Finding:
    return Finding(name="other machines", ok=False, found=found, advice=advice)


def _checked(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError as error:
        raise Refusal(
            "host_wrong",
            "an address of this computer, or 0.0.0.0 for every one it has",
            got=host,
        ) from error
