"""The shop's peppers at a till: which it has, and how it comes by those that were made since."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from loyalty.errors import Outage, Refusal
from storage import keys
from storage import peppers as kept
from storage.keys import KeyStore
from sync import pairing
from sync.exchange import AskPeppers, Peppered
from sync.wire_secrets import (
    PepperRow,
    PepperSecrets,
    PeppersReply,
    PeppersRequest,
)


class Peppers:
    """What this till's key store has; `due` says that the server is to be asked for others."""

    def __init__(self, store: KeyStore) -> None:
        """Read them. Raises Outage `keys_missing` before the till was connected."""
        self._store = store
        self._known = kept.read(store)
        self._tried = 0
        self.due = False
        if kept.FIRST not in self._known:
            raise Outage("keys_missing", "the keys of this till are not in the key store")

    def __repr__(self) -> str:
        """Show nothing of them."""
        return f"Peppers({len(self._known)})"

    def of(self, number: int) -> bytes | None:
        """Give a pepper; None where this till does not have it."""
        return self._known.get(number)

    def newest(self) -> tuple[int, bytes]:
        """Give what new verifiers are made under."""
        return max(self._known.items())

    def told(self, setting: str) -> None:
        """Hear which one is the newest. One that is not here is asked for, once a connection."""
        number = int(setting) if setting.isascii() and setting.isdecimal() else 0
        if number and number not in self._known and number != self._tried:
            self._tried = number
            self.due = True

    def line_broke(self) -> None:
        """Let what was asked for in vain be asked for once more."""
        self._tried = 0

    def failed(self, code: str) -> bool:
        """Hear why they were not given; False when the line goes on without them.

        A server of before has one pepper for ever, and nothing at this address.
        """
        self.due = code not in ("not_found", "body_broken", "device_lost")
        return code != "not_found"

    def ask(self, epoch: int) -> AskPeppers:
        """Ask for those that are not here. Raises Outage `keys_missing`, `key_store`.

        Whatever this says that the till has lies in its key store.
        """
        self.due = False
        public = pairing.sealing_public(self._private()).hex()
        return AskPeppers(
            request=PeppersRequest(sealing_key=public, has=list(self._known)), epoch=epoch
        )

    def heard(
        self, reply: Peppered, device: str, randomness: Callable[[int], bytes]
    ) -> AskPeppers | None:
        """Keep what came; give what is to be sent back to a server that lacks some, or None.

        What cannot be kept is asked for again later: nobody at the counter waits for it.
        """
        try:
            self.take(reply.reply, device)
            return self.bring(reply.asked, reply.reply, device, randomness(pairing.NONCE_BYTES))
        except (Refusal, Outage, ValueError, msgspec.MsgspecError):
            return None

    def bring(
        self, asked: AskPeppers, reply: PeppersReply, device: str, nonce: bytes
    ) -> AskPeppers | None:
        """Give what the server said that it lacks, sealed for it; None when that is nothing.

        Only a server that was put back lacks any. What it got once it is not given again.
        """
        wanted = {one: self._known[one] for one in reply.lacks if one in self._known}
        if not wanted or asked.request.sealed:
            return None
        rows = [PepperRow(number=one, secret=secret.hex()) for one, secret in wanted.items()]
        sealed = pairing.seal(
            self._private(),
            bytes.fromhex(reply.sealing_key),
            nonce,
            msgspec.json.encode(PepperSecrets(peppers=rows)),
            pairing.about_peppers(device, to_till=False),
        )
        fresh = self.ask(asked.epoch)
        return replace(fresh, request=replace(fresh.request, sealed=sealed.hex()))

    def take(self, reply: PeppersReply, device: str) -> None:
        """Keep what the server sealed for this till, in the key store first.

        Raises Refusal `sealed_broken`, Outage `key_store` or `disk_*`, ValueError or MsgspecError;
        what was not kept is not here, and is asked for again.
        """
        if not reply.sealed:
            return
        peer, hidden = bytes.fromhex(reply.sealing_key), bytes.fromhex(reply.sealed)
        about = pairing.about_peppers(device, to_till=True)
        plain = pairing.unseal(self._private(), peer, hidden, about)
        told = msgspec.json.decode(plain, type=PepperSecrets).peppers
        secrets = {row.number: bytes.fromhex(row.secret) for row in told}
        for number, secret in sorted(secrets.items()):
            kept.add(self._store, number, secret)
            self._known[number] = secret

    def _private(self) -> bytes:
        private = self._store.get(keys.SEALING_SEED)
        if private is None:
            raise Outage("keys_missing", "the keys of this till are not in the key store")
        return private
