"""PINs are hashed on a thread of their own, and every one of them is answered."""

import queue

from storage import pin_hash
from terminal.till.effects import HashPin
from terminal.till.hashing import PinWorker, answer
from terminal.till.messages import Message, PinHashed

KEYED = pin_hash.keyed(bytes(32), "anna", "8305")
WAIT_S = 20


def test_what_was_made_of_a_pin_fits_that_pin_only() -> None:
    made = answer(HashPin(job="one", keyed=KEYED))
    assert made.job == "one"
    assert made.verifier.startswith("$argon2id$")
    other = pin_hash.keyed(bytes(32), "anna", "8306")
    assert answer(HashPin(job="two", keyed=KEYED, verifier=made.verifier)).fits
    assert not answer(HashPin(job="two", keyed=other, verifier=made.verifier)).fits


def test_what_cannot_be_hashed_is_answered_too() -> None:
    broken = HashPin(job="one", keyed=None)  # type: ignore[arg-type]
    assert answer(broken) == PinHashed(job="one", problem="failed")


def test_the_worker_answers_in_order_and_ends() -> None:
    heard: queue.Queue[Message] = queue.Queue()
    worker = PinWorker(heard.put)
    worker.start()
    for name in ("one", "two"):
        worker.put(HashPin(job=name, keyed=KEYED, verifier=""))
    worker.stop()
    found = [heard.get(timeout=WAIT_S) for _ in range(2)]
    assert [one.job for one in found if isinstance(one, PinHashed)] == ["one", "two"]
    assert heard.empty()
