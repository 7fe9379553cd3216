# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the others.
SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
PROVIDE := scripts/provide.sh
WORKERS ?= 2
# Tests have an embedded server of their own: never the one that holds the demo company.
TEST_HOME := $(or $(PAIRWELL_HOME),$(CURDIR)/var/tests)
IN_TESTS := PAIRWELL_HOME="$(TEST_HOME)" PAIRWELL_TEST_DATABASE_FAST=1
RUN_PACKAGES := .venv/.packages-run
DEV_PACKAGES := .venv/.packages-dev
FRONTEND := node_modules/.packages

.PHONY: help journey demo test test-url check format engine compiled bench screenshots wheel lock release-check clean install dev chromium

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/uv: requirements/bootstrap.txt
	@$(PROVIDE) environment
	@touch $@

$(RUN_PACKAGES): $(BIN)/uv requirements/base.txt
	@$(PROVIDE) packages requirements/base.txt
	@touch $@

$(DEV_PACKAGES): $(BIN)/uv requirements/dev.txt
	@$(PROVIDE) packages requirements/dev.txt
	@touch $@ $(RUN_PACKAGES)

$(FRONTEND): $(BIN)/uv package.json package-lock.json
	@$(PROVIDE) frontend
	@touch $@

# The engine's loops, compiled while nobody waits; after a change of the engine only what changed.
compiled: $(RUN_PACKAGES)
	@$(BIN)/python -m pairwell.matching.warming

install: $(RUN_PACKAGES) $(FRONTEND) compiled  ## make everything that running needs

dev: $(DEV_PACKAGES) $(FRONTEND)  ## make everything that developing needs

chromium:
	@$(PROVIDE) test_browser

demo: $(RUN_PACKAGES) $(FRONTEND)  ## a realistic company on this machine; DEMO="--people 20000 --port 9000" passes options on
	@exec $(BIN)/pairwell demo $(DEMO)

check: dev  ## formatting, lint, types, contracts between rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src/pairwell
	$(IN_TESTS) $(BIN)/pytest tests/architecture

format: dev  ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet src/pairwell

journey: dev chromium  ## only the main job, in a browser, with a real mail server
	$(IN_TESTS) $(BIN)/pytest tests/journeys

test: check chromium  ## every check and every test, browser tests included; part of them over TCP too
	$(IN_TESTS) $(BIN)/pytest -n $(WORKERS) --dist loadfile --ignore tests/browser --ignore tests/journeys $(TESTS)
	$(IN_TESTS) $(BIN)/pytest -n $(WORKERS) --dist loadfile tests/browser tests/journeys
	$(IN_TESTS) $(BIN)/python -m tests.with_tcp_server $(BIN)/pytest -n $(WORKERS) --dist loadfile tests/core tests/people

test-url: dev chromium  ## the whole suite against a PostgreSQL that DATABASE_URL names
	$(IN_TESTS) $(BIN)/python -m tests.with_tcp_server $(BIN)/pytest -n $(WORKERS) --dist loadfile --ignore tests/browser --ignore tests/journeys $(TESTS)

engine: dev  ## a long look at the matching engine: more examples, dense solvers up to 2,000
	$(IN_TESTS) PAIRWELL_EXAMPLES=5 $(BIN)/pytest -n $(WORKERS) tests/matching

bench: dev  ## measure; BENCH="name --option" chooses
	$(BIN)/python -m benchmarks $(BENCH)

screenshots: dev chromium  ## pictures of the demo company's pages, in screenshots/
	$(IN_TESTS) $(BIN)/python -m tests.browser.screenshots

wheel: dev  ## dist/pairwell-*.whl, which needs no npm to run
	@rm -rf dist
	$(BIN)/uv build --wheel --quiet --out-dir dist .

lock: $(BIN)/uv  ## choose versions anew; UPGRADE=--upgrade takes the newest
	for name in bootstrap node; do \
	  $(COMPILE) requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	$(COMPILE) pyproject.toml --extra meaning -o requirements/base.txt
	$(COMPILE) pyproject.toml --extra meaning --extra cluster --group dev -o requirements/dev.txt

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate $(UPGRADE)

release-check: test engine test-url wheel  ## what a release needs: also a long look at the engine, the suite over TCP, a wheel

clean:  ## remove what make made, except the data in var/
	rm -rf .venv .node node_modules dist screenshots .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
