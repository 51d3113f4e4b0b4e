# Everything happens in .venv, made with the pinned releases of constraints.txt; remove it with `make clean`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
INSTALL = $(PIP) install --quiet --constraint constraints.txt

.PHONY: demo test lint types bench clean
.DEFAULT_GOAL := help

help:                ## this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

demo: $(VENV)/.run   ## start the demo newsroom, crawl it into output/, print what was found
	$(BIN)/archiver demo

test: $(VENV)/.test  ## all tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.lint  ## ruff
	$(BIN)/ruff check .

types: $(VENV)/.lint ## mypy, strict
	$(BIN)/mypy

bench: $(VENV)/.test ## speed against peers, as ratios within one run
	$(BIN)/python -m benchmarks

clean:               ## remove the environment and what tests and tools left
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[test]'
	@touch $@

$(VENV)/.lint: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[test,lint]'
	@touch $@
