# One set of commands for people and for CI. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench status tail play clean format docs
MAKEFLAGS += --no-print-directory

PY := .local/venv/bin/python
ARGS ?=
RATE ?= 50
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo "$$each" && break; done)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## bring everything this needs into .local/, once
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12, 3.13 or 3.14 is needed, and none is on the PATH. Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m deploy.local.setup

run: setup ## set up, then everything on this machine: Kafka, the stand-ins, the services, the desk, the demo (ARGS=--no-demo starts empty)
	@exec $(PY) -m deploy.local.run $(ARGS)

test: setup ## set up, then every test, with a real broker and a real browser
	@exec $(PY) -m pytest $(ARGS)

check: setup ## format, lint, types, import rules, generated files, nothing forbidden committed
	@exec $(PY) -m deploy.local.check

format: setup ## bring every file into the one format
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix

docs: setup ## write the pages that follow from the contracts
	@exec $(PY) -m deploy.docs

bench: setup ## benchmarks beside peers, in one run
	@exec $(PY) -m bench $(ARGS)

status: ## is it working, and does it need a person? (exit status 1 when it does)
	@exec $(PY) -m deploy.local.operate status $(ARGS)

tail: ## print a topic's records as any plain consumer sees them: make tail TOPIC=concern.changed.v1 (ARGS=--once ends at the end)
	@exec $(PY) -m deploy.local.operate tail $(TOPIC) $(ARGS)

play: ## send a file's mentions through the stand-in: make play FILE=mentions.jsonl RATE=50
	@exec $(PY) -m deploy.local.operate play $(FILE) --rate $(RATE) $(ARGS)

clean: ## remove .local/ and data, after asking
	@exec $(PYTHON) -m deploy.local.clean
