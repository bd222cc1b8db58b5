# `make run` shows a fair on this machine; `make test` proves the whole product.
# Both keep to .venv, built from requirements.lock by scripts/setup.sh, and touch nothing else.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
unexport PYTHONDONTWRITEBYTECODE # or each command that a test starts is compiled again

.PHONY: run test check faults bench setup

# A demo fair that never closes: the links to open are printed. ARGS="--lan" lets real phones in.
run: setup
	@$(BIN)/kiosk demo $(ARGS)

# Everything but the long fault runs and the figures. Tests of one group share a process; four, as
# browsers wait more than they work.
test: setup
	@$(PYTEST) -n 4 --dist loadgroup -m "not faults and not bench" $(ARGS)

# What a reviewer should not have to look for.
check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python scripts/vendor.py --check

# Power cuts, kills, full disks: long, and one at a time.
faults: setup
	@$(PYTEST) -m faults --timeout 3600 $(ARGS)

# Figures mean something only when nothing else runs.
bench: setup
	@$(BIN)/python -m tests.bench $(ARGS)

setup:
	@PYTHON="$(PYTHON)" sh scripts/setup.sh
