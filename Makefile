.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements-dev.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
# Where tests write: to memory where there are four gigabytes of it, since thousands of databases are made and dropped.
SCRATCH = room=$$(df --output=avail /dev/shm 2>/dev/null | tail -1); \
	scratch=$$(mktemp -d "$$([ "$${room:-0}" -gt 4000000 ] && echo /dev/shm || echo "$${TMPDIR:-/tmp}")/rondo-XXXXXX") || exit 1; \
	chmod 711 "$$scratch"; trap 'rm -rf "$$scratch"' EXIT; export TMPDIR="$$scratch"
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help setup demo test unit laws pictures check chaos bench fmt lock wheel editor

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(DEV_STAMP) ## install everything for development into .venv

demo: $(RUN_STAMP) ## watch rituals.yaml run in a workspace in your browser (no Slack needed)
	@$(BIN)/rondo demo

test: $(DEV_STAMP) ## all checks and tests, on SQLite and on PostgreSQL, and in a browser
	@$(BIN)/python -m tests.browser.chromium & browser=$$!; $(MAKE) --no-print-directory check && wait $$browser
	@$(SCRATCH); $(BIN)/python -m pytest -n 4 --dist loadscope --no-loadscope-reorder

unit: $(DEV_STAMP) ## the pure half alone: seconds
	@$(BIN)/python -m pytest tests/unit

laws: $(DEV_STAMP) ## the laws swept to the end, and what takes turns on its other database
	@$(BIN)/python -m pytest tests/unit/schedule tests/stateful -m "slow or not slow"
	@$(BIN)/python -m pytest -n 4 --dist loadscope tests/integration tests/process tests/chaos -m slow
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest tests/browser -m slow

pictures: $(DEV_STAMP) ## take the README's pictures anew, in docs/
	@$(BIN)/python -m tests.browser.chromium
	@RONDO_PICTURES=docs $(BIN)/python -m pytest tests/browser -m pictures

check: $(DEV_STAMP) ## lint, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

chaos: $(DEV_STAMP) ## hurt real processes in every way and compare what Slack received (README: SEED, ONLY, ENGINE)
	@$(BIN)/python -m tests.chaos $(ONLY) --engine $(or $(ENGINE),embedded) $(if $(SEED),--seed $(SEED))

bench: $(DEV_STAMP) ## measure speed against a baseline in the same run (README: hostile, year)
	@$(BIN)/python -m bench

fmt: $(DEV_STAMP) ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(DEV_STAMP) ## renew the lock files from pyproject.toml
	@$(PIP) install uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

wheel: $(DEV_STAMP) ## build the wheel into dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

editor: ## renew the page's editor from bot/demo/editor (needs Node 20 and npm)
	@mkdir -p build/editor && cp bot/demo/editor/*.js* build/editor/
	@cd build/editor && npm ci --ignore-scripts --no-audit --no-fund --silent
	@cd build/editor && npm run --silent build -- --outfile=../../bot/demo/static/vendor/editor.js --log-level=warning
	@cd build/editor && node licences.js > ../../bot/demo/static/vendor/editor.licences.txt

$(RUN_STAMP): | $(BIN)/python
	@[ -e $(DEV_STAMP) ] || { echo "Installing Rondo into $(VENV) (once) ..."; $(PIP) install --require-hashes -r requirements.lock && $(PIP) install --no-deps --no-build-isolation -e .; }
	@touch $@

$(DEV_STAMP): | $(BIN)/python
	@echo "Installing Rondo and its test tools into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)
