"""What a fresh machine relies on: the lock file, the Makefile and the set-up script."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def plain(name: str) -> str:
    """Return a package name as indexes compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Return the version that is locked for each package, by plain name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", LOCK, re.MULTILINE)
    return {plain(name): version for name, version in found}


def make(*words: str) -> subprocess.CompletedProcess[str]:
    """Run make in the root, as if from a shell, and return what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *words], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )


def test_no_lock_file_names_an_address() -> None:
    """Where packages come from is the machine's business."""
    locks = [p for p in ROOT.iterdir() if p.name.endswith((".lock", ".lock.txt"))]
    assert ROOT / "requirements.lock" in locks
    for path in locks:
        text = path.read_text("utf-8")
        assert "://" not in text, path
        assert "--index" not in text, path
        assert "--extra-index" not in text, path
        assert "--find-links" not in text, path
    assert not (ROOT / "uv.lock").exists(), "uv.lock names hosts; see CONTRIBUTING.md"
    assert not (ROOT / "pylock.toml").exists(), "pylock.toml names hosts; see CONTRIBUTING.md"


def test_every_locked_package_has_a_hash() -> None:
    """pip refuses the whole file otherwise, on the shop's machine."""
    assert locked()
    for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_dependency_is_locked() -> None:
    """Somebody who adds a dependency locks it in the same commit."""
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    for requirement in wanted:
        name = NAME.match(requirement)
        assert name, requirement
        assert plain(name.group()) in locked(), requirement


def test_qt_is_the_version_that_was_tried() -> None:
    """One release of PySide6 loses references of None; the version is chosen, never drifted to."""
    exact = next(r for r in PROJECT["dependencies"] if r.startswith("PySide6-Essentials"))
    assert exact == f"PySide6-Essentials=={locked()['pyside6-essentials']}"
    assert "pyside6" not in locked(), "Essentials is enough and 430 MB smaller"
    assert "opencv-python" not in locked(), "the headless build brings no second Qt"


@pytest.mark.parametrize(
    ("target", "runs"),
    [
        ("setup", "tools/setup.sh run again"),
        ("run", ".venv/bin/python main.py"),
        ("test", '-m "not slow"'),
        ("test-slow", '-m "slow and not cluster"'),
        ("test-cluster", "-m cluster tests/cluster"),
    ],
)
def test_each_target_sets_up_first(target: str, runs: str) -> None:
    """Nobody has to know that there is a set-up."""
    said = make("--dry-run", target)
    assert said.returncode == 0, said.stderr
    assert runs in said.stdout
    assert said.stdout.lstrip().startswith("bash tools/setup.sh")


def test_run_passes_arguments_on() -> None:
    """Every command of main.py can be reached by make."""
    assert "main.py doctor --json" in make("--dry-run", "run", "ARGS=doctor --json").stdout


@pytest.mark.parametrize(
    "script",
    [
        "tools/setup.sh",
        ".ci/run",
        *(f"deploy/postgresql/{name}.sh" for name in ("common", "monitor", "node", "passwords")),
        "deploy/postgresql/cluster.conf.example",
    ],
)
def test_scripts_are_well_formed(script: str) -> None:
    """A slip in a script shows here and not on the shop's machine."""
    subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.mark.slow
def test_a_clone_sets_itself_up_once(tmp_path: Path) -> None:
    """The first run makes the environment, the second says nothing and changes nothing."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    command = ["bash", "tools/setup.sh", "run"]
    subprocess.run(command, cwd=clone, check=True, capture_output=True)
    stamp = clone / ".venv" / ".setup-run"
    made = stamp.stat().st_mtime_ns
    program = clone / ".venv" / "bin" / "python"
    subprocess.run([program, "-c", "import loyalty, PySide6.QtWidgets"], cwd=tmp_path, check=True)

    again = subprocess.run(command, cwd=clone, check=True, capture_output=True, text=True)
    assert again.stdout == ""
    assert stamp.stat().st_mtime_ns == made
    shutil.rmtree(clone)
