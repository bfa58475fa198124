"""A PIN leaves no trace: not in effects, texts, the saved sale, the ledger, or what ends a till."""

import copy
import json
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from terminal import headless
from terminal.till.effects import Effect, HashPin, Print, Show, ShowPad, Sound
from terminal.till.messages import Key, PadKey, PinHashed, Scan, Text
from terminal.till.secret import Digits
from tests.stories.play import Player
from tests.stories.words import card

PIN, WRONG = "830519"[:4], "7426"


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """A shop whose member stands at the till and is asked for a PIN."""
    made = Player(data_dir)
    made.play(
        """
        member "Anna de Vries" A
        earn A 50000
        earn A 50000
        left A
        wait 200
        scan A
        """
    )
    yield made
    made.close()


def everything(player: Player, effects: list[Effect]) -> str:
    """Give all that anybody could see or find of the till: in one text."""
    desk = player.counter.desk
    said = [
        json.dumps(headless.line_of(one))
        for one in effects
        if isinstance(one, Show | ShowPad | Print | Sound)
    ]
    saved = (desk.ledger.open_sale() or b"").decode()
    events = b"".join(desk.ledger.export()).decode()
    return "\n".join(
        [*said, *map(repr, effects), repr(desk), repr(desk.asking), repr(desk.jobs), saved, events]
    )


def bare(text: str) -> str:
    """Take ids and hashes out, which hold any four digits by chance."""
    words = text.replace("\\", " ").replace('"', " ").replace("'", " ").split()
    return " ".join(word for word in words if not any(c.isalpha() for c in word))


def typed(player: Player, digits: str, *, at_till: bool) -> list[Effect]:
    """Type digits, and keep every effect."""
    done: list[Effect] = []
    for digit in digits:
        message = Text(text=digit) if at_till else PadKey(name=digit)
        assert digit not in repr(message).replace("1 characters", "")
        done += player.counter.do(message)
    return done


@pytest.mark.parametrize("at_till", [True, False])
def test_no_digit_of_a_pin_is_seen_anywhere(player: Player, *, at_till: bool) -> None:
    """Chosen, typed wrong, typed right: the four digits stand together nowhere."""
    done = [*player.counter.do(Key(name="F6")), *player.counter.do(Key(name="F6"))]
    for digits in (PIN, PIN):
        done += typed(player, digits, at_till=at_till)
        assert digits not in bare(everything(player, done))
    done += player.counter.do(Key(name="Esc"))
    player.play("left A\nwait 200")
    done += player.counter.do(Scan(text=card("A")))
    done += [*player.counter.do(Key(name="F6")), *player.counter.do(Key(name="F6"))]
    done += typed(player, WRONG, at_till=at_till)
    done += typed(player, PIN[:3], at_till=at_till)
    found = bare(everything(player, done))
    assert WRONG not in found
    assert PIN not in found
    assert PIN[:3] not in repr(player.counter.desk.asking)
    assert any(isinstance(one, HashPin) for one in done)


def test_what_holds_digits_tells_none() -> None:
    """No repr, no encoder, no pickle, no copy; and only the same digits are equal."""
    digits = Digits("8305")
    assert "8305" not in f"{digits!r} {digits}"
    assert digits == Digits("83").plus("0").plus("5")
    assert digits.shorter() == Digits("830")
    assert len({digits, Digits("9216")}) == len((digits, WRONG))
    with pytest.raises(TypeError):
        msgspec.json.encode(digits)
    with pytest.raises(TypeError):
        msgspec.to_builtins({"pin": digits})
    with pytest.raises(TypeError):
        pickle.dumps(digits)
    with pytest.raises(TypeError):
        copy.deepcopy(digits)


def test_a_crash_while_a_pin_is_open_tells_none(player: Player) -> None:
    """What a fault of ours prints has the digits nowhere, also with its variables."""
    player.counter.do(Key(name="F6"))
    player.counter.do(Key(name="F6"))
    typed(player, PIN[:3], at_till=False)

    def broken() -> None:
        asking = player.counter.desk.asking
        raise AssertionError(f"broken: {asking}")

    with pytest.raises(AssertionError) as caught:
        broken()
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert PIN[:3] not in bare("".join(report.format()))


def test_messages_and_effects_of_pins_tell_only_their_job() -> None:
    """What travels between threads may stand in a log."""
    effect = HashPin(job="j", keyed=b"secret", verifier="$argon2id$secret")
    answer = PinHashed(job="j", fits=True, verifier="$argon2id$secret")
    assert "secret" not in f"{effect!r} {answer!r}"
    assert "8" not in repr(PadKey(name="8"))
    assert "Later" in repr(PadKey(name="Later"))
