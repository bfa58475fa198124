"""Reads a story and plays it: one act a line, and after `=>` what the screen must give.

Acts: `scan CARD [SOURCE [SYMBOLOGY]]`, `left CARD`, `type TEXT`, `key NAME`, `pick ROW`,
`use ROW`, `wait SECONDS`, `sync`, `line down|up`, `camera STATE [REASON]`, `code KIND`, `crash`,
`disk full|ok`, `clock back DAYS`, `pad KEYS` (digits, or one named key),
`device none|own|shared` (starts again with it), `member NAME CARD [PHONE]`,
`earn CARD AMOUNT` (a whole sale), `till NAME` (another counter),
`accept SYMBOLOGY[:PREFIX[:LENGTH]] ...` (cards of before), `made CARD ...` (a batch of cards),
`drawing PERCENT`, `drawn` (a job of cards is so far, or is drawn and read back),
`server merge|household CARD CARD`, `server adjust CARD N`, `server block|erase CARD`,
`list NAME TEXT` (a file of members among the downloads, `|` between rows),
`picture NAME [WIDE]` (a PNG among the downloads),
`limits JSON` (the owner's, for all tills), `lost TILL` (the owner declares it lost),
`display on|off` (a screen for the member), `tap ACTION` (a button on it),
`agreed CARD [CONSENT,...]` (what somebody agreed to today), `printers WAY:NAME ...` (at hand),
`printer [PROBLEM]` (a slip fails, or goes out),
`register VERB ...` (the cash register; tests.stories.register).
After `=>`, separated by `;`: a screen's name, `"text on the screen"`, `!"text not on it"`,
`pad KIND`, `pad "text"`, `pad !"text"`, `pad filled N`, `pad rests|awake`,
`sound NAME`, `prints`, `prints nothing`, `prints "text"`, `refused`, `balance CARD UNIT N`,
`events N`, `answer FIELD VALUE`, `tells KIND`.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from loyalty import ids
from storage.ports import Ledger
from storage.records import Person, PersonOut
from terminal.till import card_stock, roll
from terminal.till.messages import (
    CameraChanged,
    CardLeft,
    CodeRefused,
    DisplayLive,
    DisplayTap,
    Key,
    PadKey,
    Pick,
    PrinterTried,
    Scan,
    SlipPrinted,
    SyncDue,
    Text,
    Tick,
    UseReward,
)
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import AnyDisplay, Welcome
from terminal.till.slip_values import SYSTEM
from tests.stories import orders, register
from tests.stories.counter import Counter, Shopfront
from tests.stories.full_disk import FullDisk
from tests.stories.owner import Owner
from tests.stories.words import StoryError, card


def said(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines of a story that say something, each with its number."""
    for at, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield at, bare


class Player:
    """Plays one story against real parts."""

    def __init__(self, folder: Path, programme: str = "coffee-bar", language: str = "en") -> None:
        self.shop = Shopfront(folder, programme)
        self._language = language
        self.counters = {"1": Counter(self.shop, "Till 1", language)}
        self.counter = self.counters["1"]
        self._owner = Owner(self.shop, self.sync)
        self.sync()

    def play(self, text: str) -> None:
        """Play every line; raises StoryError that names the guilty one."""
        for at, bare in said(text):
            act, _, wanted = bare.partition("=>")
            try:
                self.act(*shlex.split(act.strip()))
                for one in clauses(wanted):
                    self.expect(one)
            except StoryError as error:
                screen = self.counter.till.screen()
                drawn = "\n  ".join(_texts(msgspec.to_builtins(screen)))
                raise StoryError(
                    f"line {at}: {bare}\n{error}\nscreen {name_of(screen)}:\n  {drawn}"
                ) from error

    def close(self) -> None:
        """Check what must hold after any story, and close everything."""
        for counter in self.counters.values():
            found = counter.ledger.verify()
            assert found.ok, found
            assert counter.head_hash_is_right()
            counter.close()
        found = self.shop.books.verify()
        assert found.ok, found
        self.shop.close()

    def sync(self) -> None:
        """Push and pull until there is nothing more to say."""
        for _ in range(6):
            self.shop.clock.wait(20)
            self.counter.do(SyncDue())

    def act(self, verb: str, *words: str) -> None:
        act: Callable[..., None] | None = getattr(
            self, f"_do_{verb}", getattr(self._owner, f"do_{verb}", None)
        )
        if act is None:
            raise StoryError(f"there is no act {verb!r}")
        act(*words)

    def _do_scan(self, name: str, source: str = "camera", symbology: str = "QRCode") -> None:
        named = "" if symbology == "unnamed" else symbology
        self.counter.do(Scan(text=card(name), source=source, symbology=named))

    def _do_slip(self, till: str, how: str = "") -> None:
        """Scan the last slip that a till printed with a code; `forged` spoils its signature."""
        code = self.counters[till].last_slip
        if how == "forged":
            code = code[:-9] + ("B" if code[-9] == "A" else "A") + code[-8:]
        self.counter.do(Scan(text=code, source="wedge", symbology="QRCode"))

    def _do_printers(self, *named: str) -> None:
        """Let the machine have printers, each as WAY:NAME."""
        self.counter.printers = orders.at_hand(named)
        of_system = [one.printer for one in self.counter.printers if one.way == SYSTEM]
        self.counter.cards.printers.at_hand = tuple(of_system)

    def _do_printer(self, problem: str = "") -> None:
        """Let the printer fail at a slip, and at a test; without a problem it takes them again."""
        model = "" if problem else orders.MODEL
        self.counter.answer_of_printer = PrinterTried(problem=problem, model=model)
        self.counter.do(SlipPrinted(problem=problem))

    def _do_register(self, verb: str, *words: str) -> None:
        """Let the cash register tell or ask something (tests.stories.register)."""
        self.counter.do(register.message(verb, words))

    def _do_made(self, *names: str) -> None:
        """Make cards with these numbers at this till, as a batch."""
        card_stock.keep(self.counter.desk, tuple(card(name) for name in names))

    def _do_drawing(self, percent: str) -> None:
        """Let the job of cards be so far."""
        self.counter.do(self.counter.cards.come_to(int(percent)))

    def _do_drawn(self) -> None:
        """Draw the cards that were ordered, and read them back."""
        for message in self.counter.cards.draw():
            self.counter.do(message)

    def _do_left(self, name: str) -> None:
        self.counter.do(CardLeft(text=card(name)))

    def _do_type(self, text: str) -> None:
        for char in text:
            self.counter.do(Text(text=char))

    def _do_key(self, name: str) -> None:
        self.counter.do(Key(name=name))

    def _do_pad(self, keys: str) -> None:
        for name in keys if keys.isdecimal() else (keys,):
            self.counter.do(PadKey(name=name))

    def _do_device(self, which: str) -> None:
        self.counter.side = which
        self.counter.crash()

    def _do_pick(self, row: str) -> None:
        self.counter.do(Pick(row=int(row)))

    def _do_use(self, row: str) -> None:
        self.counter.do(UseReward(row=int(row)))

    def _do_wait(self, seconds: str) -> None:
        self.shop.clock.wait(int(seconds))
        self.counter.do(Tick())

    def _do_sync(self) -> None:
        self.sync()

    def _do_line(self, state: str) -> None:
        self.counter.line_up = state == "up"

    def _do_camera(self, state: str, reason: str = "") -> None:
        self.counter.do(CameraChanged(state=state, reason=reason))

    def _do_code(self, kind: str) -> None:
        self.counter.do(CodeRefused(kind=kind))

    def _do_crash(self) -> None:
        self.counter.crash()

    def _do_disk(self, state: str) -> None:
        real = self.counter.ledger
        self.counter.desk.ledger = cast("Ledger", FullDisk(real)) if state == "full" else real

    def _do_clock(self, direction: str, days: str) -> None:
        sign = -1 if direction == "back" else 1
        self.shop.clock.us += sign * int(days) * 86_400_000_000

    def _do_list(self, name: str, text: str) -> None:
        """Put a list of members among the downloads; `|` ends a row."""
        folder = self.shop.folder / "home" / "Downloads"
        folder.mkdir(parents=True, exist_ok=True)
        for older in folder.iterdir():
            older.unlink()
        (folder / name).write_text(text.replace("|", "\n") + "\n", "utf-8")

    def _do_picture(self, name: str, wide: str = "600") -> None:
        """Put a picture so many dots wide among the downloads, beside what is there."""
        from PIL import Image, ImageDraw

        folder = self.shop.folder / "home" / "Downloads"
        folder.mkdir(parents=True, exist_ok=True)
        drawn = Image.new("RGBA", (int(wide), int(wide) // 2), (0, 0, 0, 0))
        pen, step = ImageDraw.Draw(drawn), int(wide) // 6
        pen.ellipse((step, step // 2, 3 * step, 2 * step + step // 2), fill="#0f766e")
        pen.rectangle((3 * step, step, 5 * step, 2 * step), fill="#c2410c")
        drawn.save(folder / name, "PNG")

    def _do_till(self, name: str) -> None:
        if name not in self.counters:
            self.counters[name] = Counter(self.shop, f"Till {name}", self._language)
        self.counter = self.counters[name]

    def _do_member(self, name: str, card_name: str, phone: str = "") -> None:
        """Enrol somebody and give them a name, as the member does on their own phone."""
        self._do_scan(card_name)
        self._do_type(phone)
        self._do_key("Enter")
        self._do_key("Esc")
        member = roll.by_number(self.counter.desk, card(card_name))
        if member is None:
            raise StoryError(f"{name} was not enrolled")
        known = roll.person(self.counter.desk, member.member_id)
        row = Person(
            person_id=member.member_id,
            version=(known.version if known else 0) + 1,
            name=name,
            phone=known.phone if known else "",
        )
        blind = {}
        if row.phone:
            key = self.counter.desk.tenant_key
            blind = {"phone": ids.blind_phone(key, row.phone)}
        out = PersonOut(person=row, blind=blind)
        self.shop.take_person(self.counter, out)
        self.sync()

    def _do_tap(self, action: str) -> None:
        """Touch a button of the member's side."""
        self.counter.do(DisplayTap(action=action))

    def _do_agreed(self, name: str, wanted: str = "") -> None:
        """Check what somebody agreed to, and that the day is today's."""
        member = roll.by_number(self.counter.desk, card(name))
        known = roll.person(self.counter.desk, member.member_id) if member else None
        found = dict(known.consents) if known else {}
        days = {self.counter.desk.day()} if found else set()
        is_right = set(found) == set(wanted.split(",")) - {""} and set(found.values()) == days
        self._check(is_right, f"agreed to {found}")

    def _do_display(self, state: str) -> None:
        """Plug a screen for the member in (`on`), or pull it out (`off`)."""
        self.counter.do(DisplayLive(source="window", live=state == "on"))

    def _do_earn(self, name: str, amount: str) -> None:
        self._do_wait("200")
        self._do_left(name)
        self._do_wait("200")
        self._do_scan(name)
        self._do_type(amount)
        self._do_key("Enter")
        self.sync()

    def expect(self, clause: str) -> None:
        verb, _, rest = clause.partition(" ")
        if clause.startswith(('"', '!"')):
            self._expect_text(clause)
        elif verb == "sound":
            self._check(rest in self.counter.heard, f"heard {self.counter.heard}")
        elif verb == "pad":
            self._expect_pad(rest)
        elif verb in ("answer", "tells"):
            said = self.counter.register
            self._check(said.holds(verb, rest), f"{said.told} {said.answers[-1:]}")
        elif verb == "prints":
            self._check(orders.has_printed(self.counter, rest), f"printed {self.counter.printed}")
        elif verb == "refused":
            strip = self.counter.till.screen().frame.strip
            self._check(strip is not None and strip.state == "refused", f"{strip}")
        elif verb == "balance":
            self._expect_balance(*rest.split())
        elif verb == "trains":
            self._check(self.counter.trains == rest, f"training is {self.counter.trains}")
        elif verb == "events":
            seq = self.counter.ledger.head().seq
            self._check(seq == int(rest), f"{seq} events")
        else:
            found = name_of(self.counter.till.screen())
            self._check(found == clause, f"the screen is {found}")

    def _expect_text(self, clause: str) -> None:
        wanted = clause.lstrip("!").strip('"')
        drawn = texts_of(self.counter.till.screen())
        there = any(wanted in text for text in drawn)
        self._check(
            there != clause.startswith("!"), f"{wanted!r} is {'' if there else 'not '}there"
        )

    def _expect_pad(self, wanted: str) -> None:
        shown = self.counter.pad
        if wanted in ("rests", "awake"):
            rests = isinstance(shown, Welcome) and shown.rests
            self._check(rests == (wanted == "rests"), f"the pad is {shown}")
        elif shown is None or not wanted.startswith(('"', '!"', "filled")):
            self._check(wanted == side_of(shown), f"the pad is {shown}")
        elif wanted.startswith("filled"):
            filled = shown.filled if isinstance(shown, Pad) else None
            self._check(f"filled {filled}" == wanted, f"the pad is {shown}")
        else:
            there = any(wanted.lstrip("!").strip('"') in text for text in texts_of(shown))
            self._check(there != wanted.startswith("!"), f"the pad is {shown}")

    def _expect_balance(self, name: str, unit: str, amount: str) -> None:
        member = roll.by_number(self.counter.desk, card(name))
        if member is None:
            raise StoryError(f"nobody has card {name}")
        found = roll.standing(self.counter.desk, member.account).amount(unit)
        self._check(found == int(amount), f"the balance is {found}")

    @staticmethod
    def _check(is_right: bool, what: str) -> None:  # noqa: FBT001
        if not is_right:
            raise StoryError(what)


def name_of(screen: object) -> str:
    """Name a screen as stories do."""
    return str(msgspec.to_builtins(screen)["screen"])


def side_of(shown: AnyDisplay | None) -> str:
    """Name the scene of the member's side as stories do; a pad by what it asks."""
    if shown is None:
        return "none"
    return shown.kind if isinstance(shown, Pad) else str(msgspec.to_builtins(shown)["scene"])


def texts_of(screen: object) -> list[str]:
    """Give every text of a screen or pad, with plain spaces."""
    return [
        text.replace("\u00a0", " ").replace("\u202f", " ")
        for text in _texts(msgspec.to_builtins(screen))
    ]


def clauses(wanted: str) -> Iterator[str]:
    return (part.strip() for part in wanted.split(";") if part.strip())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
