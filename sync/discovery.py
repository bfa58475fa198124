"""Finds shops on the network, and says that one is here (mDNS): name, port, fingerprint.

What is heard is a hint and no more: whoever joins still types the code and the fingerprint from the
server, and the fingerprint found here only says where to go.
"""

from __future__ import annotations

import queue
import re
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.errors import Refusal
from sync.pairing import CODE_LENGTH, FINGERPRINT_LENGTH, Pairing, parse

if TYPE_CHECKING:
    from zeroconf import Zeroconf

LOOPBACK = "127.0.0.1"
# Nothing is sent there (RFC 5737): the system only says by which address it would go out.
AWAY = ("192.0.2.1", 9)
KIND = "_regulars._tcp.local."
LOOK_MS = 3_000
NAME_MAX = 63
_CODE = re.compile(rf"[0-9A-Z]{{{CODE_LENGTH}}}-[2-7A-Z]{{{FINGERPRINT_LENGTH}}}")
_FINGERPRINT = re.compile(rf"[2-7A-Z]{{{FINGERPRINT_LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A shop that says it is here."""

    name: str
    host: str
    port: int
    fingerprint: str


def own_address() -> str:
    """Give this computer's address in the shop's network; loopback where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(AWAY)
        except OSError:
            return LOOPBACK
        return str(asked.getsockname()[0])


def announce(found: Found, interfaces: Sequence[str] = ()) -> Callable[[], None]:
    """Say on the network that a shop is here, until the function that is given back is called.

    `interfaces` are own addresses; without any it is said on all of them. Raises OSError where
    there is no network to say it on.
    """
    from zeroconf import Error, ServiceInfo

    network = _network(interfaces)
    # Named by the fingerprint, so that two shops of one name do not stand in each other's way.
    info = ServiceInfo(
        KIND,
        f"regulars-{found.fingerprint.lower()}.{KIND}",
        port=found.port,
        parsed_addresses=[found.host],
        properties={"shop": _short(found.name), "fingerprint": found.fingerprint},
        server=f"regulars-{found.fingerprint.lower()}.local.",
    )
    try:
        network.register_service(info, allow_name_change=True)
    except (Error, OSError) as error:
        network.close()
        raise OSError("the network takes no announcement") from error

    def end() -> None:
        network.unregister_service(info)
        network.close()

    return end


def find(look_ms: int = LOOK_MS, interfaces: Sequence[str] = ()) -> list[Found]:
    """Give the shops that say they are here, by name; waits `look_ms` milliseconds.

    Raises OSError where there is no network to ask on.
    """
    from zeroconf import ServiceBrowser, ServiceStateChange

    network = _network(interfaces)
    names: queue.SimpleQueue[str] = queue.SimpleQueue()

    def heard(*, name: str, state_change: ServiceStateChange, **_rest: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            names.put(name)

    found: dict[str, Found] = {}
    try:
        ServiceBrowser(network, KIND, handlers=[heard])
        deadline_s = time.monotonic() + look_ms / 1000
        while (left_s := deadline_s - time.monotonic()) > 0:
            try:
                name = names.get(timeout=left_s)
            except queue.Empty:
                break
            shop = _ask(network, name, look_ms)
            if shop is not None:
                found[shop.fingerprint] = shop
    finally:
        network.close()
    return sorted(found.values(), key=lambda one: (one.name, one.fingerprint))


def choose(shops: Sequence[Found], typed: str) -> Pairing:
    """Make the pairing of CODE-FINGERPRINT with the shop that has this fingerprint.

    Raises Refusal `pairing_string`, or `shop_not_found` when no such shop was found.
    """
    text = "".join(typed.split()).upper().rpartition("/")[2]
    if _CODE.fullmatch(text) is None:
        raise Refusal("pairing_string", "type what stands after the / at the server, all of it")
    for shop in shops:
        if text.endswith(f"-{shop.fingerprint}"):
            host = f"[{shop.host}]" if ":" in shop.host else shop.host
            return parse(f"{host}:{shop.port}/{text}")
    raise Refusal("shop_not_found", "none of the shops found here has this fingerprint")


def _network(interfaces: Sequence[str]) -> Zeroconf:
    from zeroconf import InterfaceChoice, Zeroconf

    return Zeroconf(interfaces=list(interfaces) or InterfaceChoice.Default)


def _ask(network: Zeroconf, name: str, look_ms: int) -> Found | None:
    info = network.get_service_info(KIND, name, timeout=look_ms)
    if info is None or not info.port or not info.parsed_addresses():
        return None
    said = info.decoded_properties
    fingerprint = said.get("fingerprint") or ""
    if _FINGERPRINT.fullmatch(fingerprint) is None:
        return None
    # Anybody on the network may write these: no control characters reach a terminal.
    shop = "".join(filter(str.isprintable, said.get("shop") or ""))
    return Found(
        name=_short(shop), host=info.parsed_addresses()[0], port=info.port, fingerprint=fingerprint
    )


def _short(name: str) -> str:
    return name.encode()[:NAME_MAX].decode(errors="ignore")
