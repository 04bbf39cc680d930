# Everything a person does with the academy, one word each. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
HOST ?= 127.0.0.1
PORT ?= 8000
FLASK := $(BIN)/flask --app wsgi
# What was compiled is kept: a start takes a second, not six.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## list these words
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: setup
setup: $(VENV)/.installed catalogues ## make the environment: Python packages, catalogues, style sheets

# With ONLINE tests and tools: what `make test` needs on top.
.PHONY: setup-dev
setup-dev: $(VENV)/.installed-dev catalogues

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" || echo "uv is not to be had; pip serves, more slowly"

INSTALL = if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi

$(VENV)/.installed: requirements.lock | $(VENV)/bin/uv
	$(call INSTALL,requirements.lock)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/bin/uv
	$(call INSTALL,requirements-dev.lock)
	@touch $@ $(VENV)/.installed

.PHONY: catalogues
catalogues: $(VENV)/.installed
	@$(BIN)/python -m academy.catalogues compile

.PHONY: run
run: setup ## the demo academy on http://127.0.0.1:8000 (PORT, HOST, ACADEMY_HOME)
	@$(BIN)/python -m academy.serving demo

.PHONY: serve
serve: setup ## the production server on its own data folder, without demo accounts
	@$(BIN)/python -m academy.serving production

# The fences that look at files; those that open every page are part of `make test`.
QUICK_FENCES := floors sizes glossary templates tokens catalogues doors
# Files that mean harm take their time to be refused, each in a process of its own: in `make test` as well.
SLOW_RULES := tests/rules/items/test_formats_hostile.py
TESTS ?=

.PHONY: check
check: setup-dev ## the developer's loop (under two minutes): lint, types, floors, rules; TESTS=tests/pages/test_x.py adds yours
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q -n auto --dist worksteal tests/rules $(SLOW_RULES:%=--ignore=%) $(QUICK_FENCES:%=tests/fences/test_%.py) $(TESTS)

.PHONY: test
test: setup-dev ## everything CI runs, browser and PostgreSQL included (under 25 minutes)
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml academy
	$(BIN)/pytest -q -n auto --dist worksteal tests

.PHONY: browser
browser: setup-dev ## the journeys in Chromium, with axe on every page
	$(BIN)/pytest -q -n auto --dist worksteal tests/browser

.PHONY: bench
bench: setup-dev ## figures beside their targets (JSON=FILE writes them, ONLY=… picks)
	@$(BIN)/python -m tests.bench $(if $(JSON),--json $(JSON)) $(if $(ONLY),--only $(ONLY))

.PHONY: faults
faults: setup-dev ## kill, cut, double and race what saves answers (ONLY=… picks, PLANT=… must go red, RELEASE=1 takes longer)
	@$(BIN)/python -m tests.faults $(if $(ONLY),--only $(ONLY)) $(if $(PLANT),--plant $(PLANT)) $(if $(RELEASE),--release) $(if $(SEED),--seed $(SEED))

.PHONY: migration
migration: setup-dev ## a new migration from the models: make migration NAME=add_cohort
	$(FLASK) academy migration "$(NAME)"

.PHONY: translations
translations: setup-dev ## collect the words of the interface and update every catalogue
	@$(BIN)/python -m academy.catalogues update

.PHONY: doors
doors: setup-dev ## write down anew who may open which address
	$(FLASK) academy doors > tests/fences/doors.txt

.PHONY: fix
fix: setup-dev ## format and mend what ruff can mend
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
