"""Plays a story of the first start: the real question, before there is a till, and a real server.

Acts: `type TEXT`, `key NAME`, `pick ROW`, `scan TEXT`, `hear` (what was looked for on the network
comes in: the server, when it was announced), `announce`, `codes` (a new code),
`wait SECONDS` (on the server's clock). In texts `ADDRESS`,
`CODE`, `NAME` (the server's fingerprint) and `OTHER` (another one's) are filled in. After `=>`:
`first_start`, `begun` (it is the first till), `joined NAME`, texts, `refused`, `sound NAME`.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from loyalty.errors import LoyaltyError
from storage import folder as folders
from storage import keys
from storage.keys import FileKeyStore
from sync.discovery import Found
from sync.pairing import Pairing, fingerprint
from terminal.till import joining, opening
from terminal.till.effects import Sound
from terminal.till.first_start import FirstStart
from terminal.till.first_values import (
    BeginShop,
    Heard,
    JoinShop,
    NotJoined,
    ShopsFound,
)
from terminal.till.messages import Key, Pick, Scan, Text
from tests.server.running import serving
from tests.stories.counter import Chance, Shopfront
from tests.stories.play import clauses, said, texts_of
from tests.stories.words import StoryError

OTHER = "ABCDEFGHIJKLMNOP"


class FirstPlayer:
    """Plays one story against the question, a shop's server, and a till's folder."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.ends = ExitStack()
        self.shop = Shopfront(folder / "shop")
        self.server = self.ends.enter_context(
            serving(self.shop.books, now_us=self.shop.clock.now_us)
        )
        self.folder = folders.prepare(folder / "till", folders.SHOP)
        self.store = FileKeyStore(self.folder.keys)
        keys.ensure(self.store, Chance("till"))
        self.asked = FirstStart(language)
        self.shops: tuple[Found, ...] = ()
        self.heard: list[str] = []
        self.is_begun = False
        self.new_code()

    def play(self, text: str) -> None:
        """Play every line; raises StoryError that names the guilty one."""
        for at, bare in said(text):
            act, _, wanted = bare.partition("=>")
            self.heard.clear()
            try:
                verb, *words = shlex.split(act.strip())
                self.act(verb, *map(self.filled, words))
                for one in clauses(wanted):
                    self.expect(self.filled(one))
            except StoryError as error:
                drawn = "\n  ".join(texts_of(self.asked.screen()))
                raise StoryError(f"line {at}: {bare}\n{error}\n  {drawn}") from error

    def close(self) -> None:
        """End the server and close its books."""
        self.ends.close()
        self.shop.close()

    def new_code(self) -> None:
        """Let the server make a code, at the moment of the story."""
        named = fingerprint(self.shop.books.signer.public)
        code = self.shop.books.make_code(self.shop.clock.us)
        self.pairing = Pairing(
            host="127.0.0.1", port=self.server.port, code=code, fingerprint=named
        )

    def filled(self, words: str) -> str:
        """Fill in what differs from run to run."""
        for name, value in (
            ("ADDRESS", f"{self.pairing.host}:{self.pairing.port}"),
            ("CODE", self.pairing.code),
            ("NAME", self.pairing.fingerprint),
            ("OTHER", OTHER),
        ):
            words = words.replace(name, value)
        return words

    def act(self, verb: str, *words: str) -> None:
        """Do one act."""
        acts: dict[str, Callable[[], None]] = {
            "type": lambda: self.type(words[0]),
            "key": lambda: self.do(Key(name=words[0])),
            "pick": lambda: self.do(Pick(row=int(words[0]))),
            "scan": lambda: self.do(Scan(text=words[0], source="wedge")),
            "hear": lambda: self.do(ShopsFound(shops=self.shops)),
            "codes": self.new_code,
            "announce": self.announce,
            "wait": lambda: self.shop.clock.wait(int(words[0])),
        }
        if verb not in acts:
            raise StoryError(f"there is no act {verb!r}")
        acts[verb]()

    def announce(self) -> None:
        """Let the server say on the network that it is here."""
        place = self.pairing
        found = Found(
            name="Zonnewijzer", host=place.host, port=place.port, fingerprint=place.fingerprint
        )
        self.shops = (found,)

    def type(self, text: str) -> None:
        """Type characters, one after the other."""
        for char in text:
            self.do(Text(text=char))

    def do(self, message: Heard) -> None:
        """Let the question hear something, and do what it wants done."""
        for one in self.asked.handle(message):
            match one:
                case JoinShop():
                    self.join(one)
                case BeginShop():
                    self.is_begun = True
                case Sound():
                    self.heard.append(one.name)
                case _:
                    pass

    def join(self, order: JoinShop) -> None:
        """Go to the real server, and keep what it said."""
        try:
            met = joining.meet(str(order.place), name=order.name, randomness=Chance(order.name))
        except LoyaltyError as error:
            self.do(NotJoined(error=error))
            return
        joining.keep(
            self.folder,
            self.store,
            met,
            name=order.name,
            language=self.asked.language,
            day="2026-11-20",
            own_server=False,
        )

    def expect(self, clause: str) -> None:
        """Check one clause."""
        screen = self.asked.screen()
        verb, _, rest = clause.partition(" ")
        if clause.startswith(('"', '!"')):
            there = any(clause.lstrip("!").strip('"') in text for text in texts_of(screen))
            is_right = there != clause.startswith("!")
        elif verb == "sound":
            is_right = rest in self.heard
        elif verb == "refused":
            is_right = screen.frame.strip is not None and screen.frame.strip.state == "refused"
        elif verb == "begun":
            is_right = self.is_begun
        elif verb == "joined":
            is_right = self.joined() == rest
        else:
            is_right = verb == "first_start"
        if not is_right:
            raise StoryError(f"{clause} is not so")

    def joined(self) -> str:
        """Give the name of this till, as it was kept; empty before it has joined."""
        ledger = opening.ledger_of(self.folder, self.store)
        try:
            known = opening.identity(ledger)
            return opening.shop(ledger).till if known is not None else ""
        finally:
            ledger.close()
