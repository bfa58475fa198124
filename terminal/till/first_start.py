"""Asks once whether a till is the first one of its shop, or joins one; from message to effects.

There is no till yet, so this knows no database: what is to be done it says, as the till does.
"""

from __future__ import annotations

from loyalty.errors import LoyaltyError, Refusal
from sync import discovery, pairing
from sync.discovery import Found
from sync.pairing import Pairing
from terminal.till import digits, draw_first_start
from terminal.till.effects import Show, Sound
from terminal.till.first_values import (
    Asked,
    BeginShop,
    FindShops,
    Heard,
    JoinShop,
    NotJoined,
    ShopsFound,
    Wanted,
)
from terminal.till.marking import mark
from terminal.till.messages import Key, Pick, Scan, Text
from terminal.till.screens import Strip
from terminal.till.screens_steps import FirstStart as FirstScreen
from terminal.till.wording import LANGUAGES, SOURCE_LANGUAGE, Wording

TYPED_MAX = 120
NAME_MAX = 40
ROWS = 2
# Here nothing goes on as usual when the line is down, as it does at a till that sells.
SENTENCES = {
    "pairing_string": mark(
        "This code is not whole. It has ten letters, a dash and sixteen letters more."
    ),
    "shop_not_found": mark(
        "No shop that was found here has this code. Check it, or type the address before it."
    ),
    "other_server": mark(
        "Another shop answers there than the code names. Check the code: it was not sent."
    ),
    "line_down": mark(
        "Nobody answers there. Check the address, the network, and that the other computer is on."
    ),
    "timeout": mark(
        "Nobody answers there. Check the address, the network, and that the other computer is on."
    ),
    "server_busy": mark("The other computer is busy. Try again in a minute."),
}


class FirstStart:
    """The question of the first start. Not thread-safe: one thread makes it and calls it."""

    def __init__(self, language: str) -> None:
        """Ask in `language` until somebody chooses another."""
        spoken = language if language in LANGUAGES else SOURCE_LANGUAGE
        self.asked = Asked(language=spoken)
        self._shown: FirstScreen | None = None

    @property
    def language(self) -> str:
        """Give the language that somebody chose here; empty when nobody did."""
        return self.asked.language if self.asked.is_language_chosen else ""

    def handle(self, message: Heard) -> tuple[Wanted, ...]:
        """Do what a message asks; a Refusal becomes a sentence, and what was typed stays."""
        try:
            wanted = self._heard(message)
        except Refusal as error:
            wanted = self._refused(error)
        screen = self.screen()
        if screen == self._shown:
            return tuple(wanted)
        self._shown = screen
        return (*wanted, Show(screen=screen))

    def screen(self) -> FirstScreen:
        """Give the screen as it is now."""
        return draw_first_start.screen(self.asked, words(self.asked.language))

    def _heard(self, message: Heard) -> list[Wanted]:
        asked = self.asked
        match message:
            case ShopsFound():
                asked.has_looked = True
                return self._found(message.shops)
            case NotJoined():
                asked.step = "code"
                return [*self._refused(message.error), *self._look()]
            case Key() if message.name == "F9" and asked.step != "joining":
                return self._speak_next()
            case Key() | Text() | Pick() | Scan():
                return self._by_hand(message)
            case _:
                return []

    def _by_hand(self, message: Key | Text | Pick | Scan) -> list[Wanted]:
        match self.asked.step:
            case "which":
                return self._which(message)
            case "code":
                return self._code(message)
            case "name":
                return self._name(message)
            case "joining":
                return []

    def _which(self, message: Key | Text | Pick | Scan) -> list[Wanted]:
        asked = self.asked
        match message:
            case Key(name="Up"):
                asked.chosen = 0
            case Key(name="Down"):
                asked.chosen = ROWS - 1
            case Key(name="Enter"):
                return self._answer(asked.chosen)
            case Text(text="1" | "2"):
                return self._answer(int(message.text) - 1)
            case Pick():
                return self._answer(message.row)
            case _:
                pass
        return []

    def _answer(self, row: int) -> list[Wanted]:
        asked = self.asked
        if row == 0:
            asked.step, asked.place = "joining", None
            return [BeginShop()]
        if row == 1:
            asked.step, asked.chosen = "code", 1
            return self._look()
        return []

    def _code(self, message: Key | Text | Pick | Scan) -> list[Wanted]:
        asked = self.asked
        match message:
            case Key(name="Esc"):
                asked.step, asked.strip = "which", None
            case Key(name="Enter"):
                asked.place = place_of(asked.code, asked.shops)
                asked.step, asked.strip = "name", None
            case Key(name="Backspace"):
                asked.code = asked.code[:-1]
            case Scan():
                # The code as a picture, read by a scanner gun.
                asked.code = digits.clean(message.text)[:TYPED_MAX]
            case Text():
                asked.code = (asked.code + digits.clean(message.text))[:TYPED_MAX]
            case _:
                pass
        return []

    def _name(self, message: Key | Text | Pick | Scan) -> list[Wanted]:
        asked = self.asked
        match message:
            case Key(name="Esc"):
                asked.step = "code"
            case Key(name="Enter"):
                assert asked.place is not None, "there is a code before there is a name"
                asked.step = "joining"
                name = asked.name.strip() or draw_first_start.usual_name(words(asked.language))
                return [JoinShop(place=asked.place, name=name)]
            case Key(name="Backspace"):
                asked.name = asked.name[:-1]
            case Text():
                asked.name = (asked.name + digits.clean(message.text))[:NAME_MAX]
            case _:
                pass
        return []

    def _found(self, shops: tuple[Found, ...]) -> list[Wanted]:
        """Note who is there; a shop that was not heard this time is not forgotten for that."""
        asked = self.asked
        known = {one.fingerprint: one for one in (*asked.shops, *shops)}
        asked.shops = tuple(sorted(known.values(), key=lambda one: (one.name, one.fingerprint)))
        asked.is_looking = False
        return self._look() if asked.step in ("code", "name") else []

    def _look(self) -> list[Wanted]:
        if self.asked.is_looking:
            return []
        self.asked.is_looking = True
        return [FindShops()]

    def _speak_next(self) -> list[Wanted]:
        asked = self.asked
        at = LANGUAGES.index(asked.language)
        asked.language, asked.strip = LANGUAGES[(at + 1) % len(LANGUAGES)], None
        asked.is_language_chosen = True
        return []

    def _refused(self, error: LoyaltyError) -> list[Wanted]:
        say = words(self.asked.language)
        known = SENTENCES.get(error.code)
        sentence = say.refusal(error) if known is None else say.say(known)
        self.asked.strip = Strip(
            state="refused", word=say.say("Not done"), sentence=sentence, urgent=True
        )
        return [Sound(name="refused")]


def place_of(typed: str, shops: tuple[Found, ...]) -> Pairing:
    """Read what was typed: address and code, or the code of a shop that was found.

    Raises Refusal `pairing_string`, `shop_not_found`.
    """
    bare = "".join(typed.split())
    is_whole = bool(bare.rpartition("/")[0])
    return pairing.parse(bare) if is_whole else discovery.choose(shops, bare)


def words(language: str) -> Wording:
    """Give the words for a till that has no shop, and so no money, yet."""
    return Wording(language, currency="XXX", scale=0, time_zone="UTC")
