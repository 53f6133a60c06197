# Every target sets itself up first: scripts/setup returns at once when there is nothing to do.
PYTHON_BIN := .venv/bin
PYTEST := $(PYTHON_BIN)/python -m pytest
IN_PARALLEL := -n 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup run test test-long lint docs bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

setup: ## create .venv and install the package with its development tools
	@scripts/setup

run: setup ## recompute every half-year and print it beside what was published
	@$(PYTHON_BIN)/usufruct replay

test: setup ## the tests, except the long ones
	@$(PYTEST) $(IN_PARALLEL)

test-long: setup ## only the long tests
	@$(PYTEST) $(IN_PARALLEL) -m long

lint: setup ## ruff, mypy and the rules of the house
	@$(PYTHON_BIN)/ruff check .
	@$(PYTHON_BIN)/ruff format --check .
	@$(PYTHON_BIN)/mypy
	@$(PYTEST) tests/test_house.py

docs: setup ## check the documents against the code
	@$(PYTEST) tests/docs

bench: setup ## every speed beside its peer and its limit; writes bench/latest.json
	@$(PYTHON_BIN)/python -m bench

lock: setup ## renew requirements-dev.lock from pyproject.toml (Python 3.11)
	@$(PYTHON_BIN)/python scripts/lock.py

clean: ## remove what the other targets made, .venv included
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
