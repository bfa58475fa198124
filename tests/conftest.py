"""What holds for every test: no window, no thread left, no stray warning, no trace on disk."""

import importlib
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.sharing import Workers

if TYPE_CHECKING:
    from tests.postgres import Cluster

# Before anything can import Qt. A test that wants a real window starts a program under Xvfb.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# A developer's own key ring is not for tests; keys go to files, as on a machine without one.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# What a till notes outside its folder is not for the developer's own account.
_STATE = tempfile.TemporaryDirectory(prefix="regulars-state-")
os.environ["XDG_STATE_HOME"] = _STATE.name

THREAD_GRACE_S = 5.0

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, database=None)
settings.register_profile(
    "slow", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")

SUMMARY = pytest.StashKey[list[str]]()


def why_qt_cannot_start() -> str | None:
    """Return the loader's own words when a system library of Qt is missing, else None."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return str(error)
    return None


QT_MISSING = why_qt_cannot_start()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know pytest-qt's settings even where the Makefile had to leave the plugin out."""
    group = parser.getgroup("regulars")
    group.addoption(
        "--processes-seconds", default="300", help="how long tests/processes kills and cuts"
    )
    group.addoption("--processes-seed", default="", help="the choices of an earlier run again")
    if QT_MISSING is not None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "belongs to pytest-qt, which cannot start here")


def pytest_configure(config: pytest.Config) -> None:
    """Open the list of lines that tests want to see at the end of the run."""
    config.stash[SUMMARY] = []
    config.pluginmanager.register(Workers(config.stash[SUMMARY]))
    if QT_MISSING is not None:
        config.stash[SUMMARY].append(f"SKIPPED tests/terminal/qt: Qt cannot start: {QT_MISSING}")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the window's tests out where Qt cannot start; the summary says so."""
    if QT_MISSING is not None and collection_path.parts[-2:] == ("terminal", "qt"):
        return True
    return None


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what `said_at_the_end` collected."""
    for line in config.stash[SUMMARY]:
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's lines to who prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["said"] = session.config.stash[SUMMARY]


@pytest.fixture
def said_at_the_end(pytestconfig: pytest.Config) -> list[str]:
    """Lines put in here are printed after the last test."""
    return pytestconfig.stash[SUMMARY]


@pytest.fixture(scope="session", autouse=True)
def shop_left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point the default data folder at an empty one: the shop on this machine is never touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGULARS_DATA", str(tmp_path_factory.mktemp("shop")))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator["Cluster"]:
    """Give a real PostgreSQL, started at the first test that asks for it."""
    from tests.postgres import Cluster, why_not

    if why_not():
        pytest.skip(why_not())
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shop_dir(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Path]:
    """Give a data folder for a server whose books are in SQLite, and one with PostgreSQL.

    `tests.server.shop.open_books` opens the one or the other by the address in the folder. Each
    statement that a test has PostgreSQL run is one that Citus could send to one tenant's shard.
    """
    if request.param == "sqlite":
        yield data_dir
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.new()
    (data_dir / "database").write_text(url, "utf-8")
    from tests.citus import watching

    with watching() as watch:
        yield data_dir
    cluster.drop(url)
    assert not watch.faults, watch.faults


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """Give a data folder in memory where possible (an fsync is free there), and remove it."""
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="regulars-test-", dir=memory))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    started = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in started:
        thread.join(THREAD_GRACE_S)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left running: {left}"


class Listener(logging.Handler):
    """Keeps every record that a shop's log would show as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as one line."""
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test with a warning in the log; one that asks for `caplog` judges for itself."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if "caplog" not in request.fixturenames:
        assert not listener.heard, f"unexpected in the log: {listener.heard}"
