# Every verb makes its own environment from the committed lock (requirements.txt), once.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: install example test lint check fix lock

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13), "Python 3.11, 3.12 or 3.13 is needed, this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ..."'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt
	@touch $@

example: install          ## run the example experiment
	$(BIN)/toolkit run experiments/example.yaml

test: install             ## pass the tests, the slow ones too
	$(BIN)/python -m pytest

lint: install             ## style, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

check: lint test          ## everything that CI asks

fix: install              ## mend what a machine can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:                     ## renew requirements.txt (needs uv); the lock names no registry
	uv lock --quiet --upgrade
	uv export --quiet --no-hashes --no-annotate --no-header --no-emit-project -o requirements.txt
	echo "-e ." >> requirements.txt
	rm uv.lock
