.PHONY: demo test fast check bench promises figures lock clean

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin

demo: $(VENV)/run
	@FRITTVALG_MODE=demo $(BIN)/frittvalg demo

test: $(VENV)/dev check
	@bash tests/ensure_chromium.sh
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
	@echo "Loggen og lesemodellene en gang til, på PostgreSQL 16:"
	@FRITTVALG_TEST_POSTGRES=16 $(BIN)/pytest -m "not slow" tests/registry/store tests/registry/application

fast: $(VENV)/dev check
	@$(BIN)/pytest -n 2 -m "not browser and not slow"

check: $(VENV)/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/dev
	@$(BIN)/python -m bench

promises: $(VENV)/dev
	@FRITTVALG_WHOLE=1 $(BIN)/pytest tests/tables/test_hostile_forms.py
	@$(BIN)/python -m tests.promises $(ONLY)

figures: $(VENV)/dev
	@$(BIN)/python docs/figures.py

lock:
	@$(BIN)/pip install --quiet uv
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" $$name.in -o $$name.txt; done

clean:
	rm -rf var var.key var.backups $(VENV)

$(VENV)/bin/python:
	@echo "Lager et eget Python-miljø i $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	@echo "Installerer det programmet trenger (låst med hasher) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements-dev.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	@echo "Installerer det programmet og testene trenger (låst med hasher) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run
