"""The peppers of a shop's PINs: a new one whenever a till is lost, sealed for each of the others.

They lie in the server's key store and in no database. All of them stay: a till that was away may
send what was made under any of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from loyalty.errors import Refusal
from server.work import Work
from storage import peppers as kept
from storage.keys import SECRET_BYTES, KeyStore
from storage.server import changes, settings
from sync import pairing
from sync.wire_secrets import (
    PEPPER_SETTING,
    PepperRow,
    PepperSecrets,
    PeppersReply,
    PeppersRequest,
)

NUMBER_MAX = 2**53
AHEAD_MAX_S = 10 * 366 * 24 * 60 * 60
"""What a till brings back was made at most so long after now: there is always a number above it."""
COUNT_MAX = 2_000
_SECOND_US = 1_000_000


class Peppers:
    """What lies in the key store; read each time, because `server lost` is another process."""

    def __init__(self, store: KeyStore) -> None:
        """Keep the store; its first pepper is there already."""
        self._store = store

    def known(self) -> dict[int, bytes]:
        """Give every pepper by its number, the newest last."""
        return kept.read(self._store)

    def newest(self) -> tuple[int, bytes]:
        """Give what new verifiers are made under."""
        return max(self.known().items())

    def add(self, number: int, secret: bytes) -> None:
        """Keep one more."""
        kept.add(self._store, number, secret)


def rotate(work: Work, peppers: Peppers) -> int:
    """Make verifiers under a new pepper from now on, and tell the tills; gives its number.

    The number says when it was made. So two lives of a server that was put back never give the
    same one to two peppers.
    """
    work.take_turn()
    number = max(peppers.newest()[0] + 1, work.now_us // _SECOND_US)
    # Before the books know of it: a till that is told of it finds it here.
    peppers.add(number, work.chance(SECRET_BYTES))
    settings.put(work.connection, work.tenant.tenant, PEPPER_SETTING, str(number))
    work.tell(changes.SETTING, PEPPER_SETTING)
    return number


def rows(peppers: Mapping[int, bytes]) -> list[PepperRow]:
    """Write peppers for the wire."""
    return [PepperRow(number=number, secret=secret.hex()) for number, secret in peppers.items()]


def answer(
    work: Work, peppers: Peppers, sealing_private: bytes, device: str, request: PeppersRequest
) -> PeppersReply:
    """Give a till the peppers that it has not, sealed for it; and keep those that only it has.

    A server that was put back gets back so what was made after its backup. Raises Refusal
    `sealing_key`, `sealed_broken`, `body_broken`.
    """
    work.take_turn()
    latest = work.now_us // _SECOND_US + AHEAD_MAX_S
    pairing.check_sealing(request.sealing_key)
    peer = bytes.fromhex(request.sealing_key)
    if request.sealed:
        _bring(peppers, latest, _opened(sealing_private, peer, device, request.sealed))
    known = peppers.known()
    missing = {number: secret for number, secret in known.items() if number not in request.has}
    plain = msgspec.json.encode(PepperSecrets(peppers=rows(missing)))
    about = pairing.about_peppers(device, to_till=True)
    sealed = b""
    if missing:
        nonce = work.chance(pairing.NONCE_BYTES)
        sealed = pairing.seal(sealing_private, peer, nonce, plain, about)
    return PeppersReply(
        sealing_key=pairing.sealing_public(sealing_private).hex(),
        sealed=sealed.hex(),
        lacks=[number for number in request.has if 0 < number <= latest and number not in known],
        server_time_us=work.now_us,
    )


def _bring(peppers: Peppers, latest: int, told: list[PepperRow]) -> None:
    for row in told:
        secret = _secret(row)
        if not 0 < row.number <= latest or len(peppers.known()) >= COUNT_MAX:
            raise _broken("there is no such pepper")
        peppers.add(row.number, secret)


def _opened(private: bytes, peer: bytes, device: str, sealed: str) -> list[PepperRow]:
    try:
        hidden = bytes.fromhex(sealed)
    except ValueError as error:
        raise _broken("what is sealed is hexadecimal") from error
    plain = pairing.unseal(private, peer, hidden, pairing.about_peppers(device, to_till=False))
    try:
        return msgspec.json.decode(plain, type=PepperSecrets).peppers
    except msgspec.MsgspecError as error:
        raise _broken("these are no peppers") from error


def _secret(row: PepperRow) -> bytes:
    try:
        secret = bytes.fromhex(row.secret)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise _broken("a pepper is 64 hexadecimal digits")
    return secret


def _broken(message: str) -> Refusal:
    return Refusal("body_broken", message, path="$.sealed")
