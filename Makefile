# Everything here sets itself up: a bare machine needs only make and Python 3.11 or newer.
#   make run          serve the app on http://127.0.0.1:8501   (make run PORT=8600 ADDRESS=0.0.0.0)
#   make test         run the tests
#   make check        all that must hold before a change lands
#   make help         the other targets

PORT ?= 8501
ADDRESS ?= 127.0.0.1
# Processes that run tests; those in a browser run one after the other, with the machine to themselves.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -lt 4 ] && echo $$n || echo 4)
VENV ?= .venv
BIN := $(VENV)/bin
export VENV
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check lint format types layers docs schemas generated scenarios frontend wheel lowest bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:
	@tools/bootstrap run

setup-dev:
	@tools/bootstrap dev

run: setup ## serve the app (PORT=8501 ADDRESS=127.0.0.1)
	@$(BIN)/design-sandbox serve --port $(PORT) --address $(ADDRESS)

test: setup-dev ## run every test (ARGS="-k walk" chooses, WORKERS=1 spares the machine)
	@WORKERS=$(WORKERS) tools/run-tests $(ARGS)

check: lint types layers generated test scenarios ## all that must hold before a change lands

lint: setup-dev ## style of the Python code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup-dev ## put the Python code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup-dev ## check the types
	$(BIN)/mypy --strict

layers: setup-dev ## check that dependencies point downwards
	$(BIN)/lint-imports

docs: setup-dev ## write the generated pages of docs/
	$(BIN)/python tools/generate_docs.py

schemas: setup-dev ## write schemas/*.json from the models
	$(BIN)/python tools/generate_schemas.py

generated: setup-dev ## check that generated files are up to date
	$(BIN)/python tools/generate_schemas.py --check
	$(BIN)/python tools/generate_docs.py --check

scenarios: setup-dev ## prove every scenario fair
	$(BIN)/design-sandbox lint

frontend: ## build the canvas from frontend/ (needs Node 20.19 or newer)
	cd frontend && npm ci && npm run check

wheel: setup-dev ## build the wheel and try it in a clean environment
	tools/try-wheel

lowest: setup-dev ## try the lowest versions that pyproject.toml allows
	tools/try-lowest

bench: setup-dev ## print the figures that must stay fast
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/all_numbers.py
	$(BIN)/python benchmarks/availability.py
	$(BIN)/python benchmarks/simulation.py

clean: ## remove what can be made again (not your saved designs)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
