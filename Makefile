# The whole of Regulars in five words; each brings what it needs by itself (tools/setup.sh).
SHELL := /bin/bash
.PHONY: setup run test test-slow test-cluster
export PYTHON

# Where Qt's system libraries are missing, pytest-qt would stop every test and not only the window's.
WITHOUT_QT = $$(.venv/bin/python -c "import PySide6.QtWidgets, PySide6.QtTest" 2>/dev/null || echo "-p no:pytest-qt")

setup:
	@bash tools/setup.sh run again

# make run ARGS="demo --out demo-out" passes any command of `main.py --help`.
run:
	@bash tools/setup.sh run
	@.venv/bin/python main.py $(ARGS)

# make test ARGS="tests/loyalty -x" passes anything to pytest.
test:
	@bash tools/setup.sh test
	@.venv/bin/python -m pytest $(WITHOUT_QT) -m "not slow" -n auto --dist loadfile $(ARGS)

test-slow:
	@bash tools/setup.sh test
	@.venv/bin/python -m pytest $(WITHOUT_QT) -m "slow and not cluster" --hypothesis-profile=slow -o faulthandler_timeout=1800 $(ARGS)

# A PostgreSQL with two standbys under pg_auto_failover, whose primary is killed, frozen and cut off.
test-cluster:
	@bash tools/setup.sh cluster
	@.venv/bin/python -m pytest $(WITHOUT_QT) -m cluster tests/cluster -o faulthandler_timeout=900 $(ARGS)
