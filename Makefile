# make demo: the demo shop on http://127.0.0.1:8777   make test: everything the suite needs, then the suite   make site: the documentation as a site
PYTHON ?= python3
PORT ?= 8777
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: install demo test lint audit bench soak docs site clean
.DEFAULT_GOAL := demo

# Where this is set, each command compiles the whole program anew, which takes a second.
unexport PYTHONDONTWRITEBYTECODE

install: $(VENV)/installed
	@$(BIN)/python tools/sizes.py

demo: install
	@$(BIN)/shopkeeper demo --port $(PORT)

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy

audit: $(VENV)/installed-test
	$(BIN)/bandit --quiet --recursive src --configfile pyproject.toml
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip

bench: $(VENV)/installed-test
	@for question in benchmarks/[a-z]*.py; do echo "$$question"; $(BIN)/python $$question || exit 1; done

soak: $(VENV)/installed-test
	SHOPKEEPER_SOAK=$${SHOPKEEPER_SOAK:-100} $(BIN)/python -m pytest --timeout=7200 -v tests/soak $$(grep -rl "hypothesis import" tests --include="test_*.py")

docs: $(VENV)/installed
	$(BIN)/python tools/docs.py

site: $(VENV)/installed-docs
	@$(BIN)/mkdocs build --quiet
	@echo "build/site/index.html is written; to read it: $(BIN)/python -m http.server --directory build/site 8779"

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Shopkeeper needs Python 3.11 or newer, $$($(PYTHON) --version 2>&1) is here; try: make PYTHON=python3.12"; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "the module venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

# Stamps: an install runs again only when what it installs has changed. Of what the tests need half is never imported: that is not compiled.
$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing Shopkeeper and what it needs"
	@$(PIP) --editable . && touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what the tests need"
	@$(PIP) --no-compile --editable '.[test,train,cluster,docs]' && touch $@ $(VENV)/installed $(VENV)/installed-docs

$(VENV)/installed-docs: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what the site of the documentation needs"
	@$(PIP) --editable '.[docs]' && touch $@ $(VENV)/installed
