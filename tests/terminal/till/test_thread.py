"""The till's thread: one engine, a bounded inbox, no silence when it ends."""

import threading
from pathlib import Path

from terminal.till.effects import Effect, Show
from terminal.till.messages import Key, Message, Text, Tick
from terminal.till.thread import INBOX_MAX, TillThread
from terminal.till.till import Till
from tests.stories.counter import Counter, Shopfront

WAIT_S = 30


def test_it_opens_works_and_closes_on_its_own_thread(data_dir: Path) -> None:
    """The databases are never touched from another thread."""
    names: list[str] = []
    shown: list[Show] = []
    heard = threading.Event()
    holder: list[Counter] = []

    def make() -> Till:
        names.append(threading.current_thread().name)
        holder.append(Counter(Shopfront(data_dir)))
        return holder[0].till

    def perform(effect: Effect) -> None:
        if isinstance(effect, Show):
            shown.append(effect)
            if effect.screen.__class__.__name__ == "Find":
                heard.set()

    def finish() -> None:
        names.append(threading.current_thread().name)
        holder[0].close()

    failures: list[BaseException] = []
    thread = TillThread(make, perform, finish=finish, failed=failures.append)
    thread.start()
    assert thread.wait_ready(WAIT_S)
    thread.post(Key(name="F2"))
    assert heard.wait(WAIT_S)
    thread.stop()
    assert names == ["till", "till"]
    assert not failures


def test_a_fault_is_handed_over_and_ends_it(data_dir: Path) -> None:
    """Nothing is retried after a fault of ours."""
    failures: list[BaseException] = []

    def make() -> Till:
        raise ValueError("a fault of ours")

    thread = TillThread(make, lambda _: None, failed=failures.append)
    thread.start()
    assert thread.wait_ready(WAIT_S)
    thread.stop()
    assert [str(failure) for failure in failures] == ["a fault of ours"]
    assert data_dir.exists()


def test_a_full_inbox_takes_nothing_more() -> None:
    """The one who posts hears it; nothing blocks."""
    thread = TillThread(lambda: None, lambda _: None, failed=lambda _: None)  # type: ignore[arg-type, return-value]
    taken = [thread.post(Text(text="1")) for _ in range(INBOX_MAX + 1)]
    assert taken == [True] * INBOX_MAX + [False]
    thread.stop()


def test_time_passes_also_while_messages_never_end() -> None:
    """What times out does so although somebody posts all the time."""
    ticked = threading.Event()

    class Busy:
        """Posts one more message for each that it gets, until a tick comes."""

        def handle(self, message: Message) -> tuple[Effect, ...]:
            if isinstance(message, Tick) and started.is_set():
                ticked.set()
            if isinstance(message, Text) and not ticked.is_set():
                started.set()
                thread.post(message)
            return ()

    started = threading.Event()
    thread = TillThread(Busy, lambda _: None, failed=lambda _: None, tick_s=0.05)  # type: ignore[arg-type]
    thread.start()
    thread.post(Text(text="1"))
    assert ticked.wait(WAIT_S)
    thread.stop()
