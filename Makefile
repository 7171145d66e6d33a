# One set of commands for people and for CI. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test check faults format docs model eval bench status tail play clean
MAKEFLAGS += --no-print-directory

RATE ?= 50

# The environment's own Python does everything; this one only makes the environment.
ifndef PYTHON
PYTHON := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo "$$each" && break; done)
endif
PY := .local/venv/bin/python

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## bring everything this needs into .local/, once
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12, 3.13 or 3.14 is needed, and there is none on the PATH. Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m deploy.local.setup

run: setup ## set up, then run everything on this machine, demo included, until Ctrl-C (ARGS=--no-demo starts empty)
	@exec $(PY) -m deploy.local.run $(ARGS)

test: setup ## set up, then every test, with a real broker and a real browser
	@exec $(PY) -m pytest -n 2 --dist loadfile $(ARGS)

check: setup ## format, lint, types, import direction, generated files, what is committed
	@exec $(PY) -m deploy.local.check

faults: setup ## kill, cut off and lie to everything, then count the posts (FULL=1: every combination, for hours; ARGS names rows)
	@exec $(PY) -m tests.faults $(ARGS)

format: setup ## bring every file into the one format
	@$(PY) -m ruff check --fix --quiet || true
	@exec $(PY) -m ruff format

docs: setup ## write the pages that follow from the contracts; check compares them
	@exec $(PY) -m deploy.docs

model: setup ## build triage's model from the authored lines, for about an hour (ARGS=--heads: its heads alone)
	@exec $(PY) -m learning.build $(ARGS)

eval: setup ## measure triage on the test set that nothing learnt from, and write docs/triage-report (about a minute)
	@exec $(PY) -m learning.evaluation $(ARGS)

bench: setup ## benchmarks beside peers, in one run
	@exec $(PY) -m bench $(ARGS)

status: setup ## is it working, does it need a person? (exit status 1 when it does)
	@exec $(PY) -m operations status $(ARGS)

tail: ## print a topic as any consumer sees it: make tail TOPIC=concern.changed.v1 (ARGS=--once ends at the end)
	@test -n "$(TOPIC)" || { echo "Which topic? For example: make tail TOPIC=concern.changed.v1" >&2; exit 64; }
	@$(MAKE) setup
	@exec $(PY) -m operations tail $(TOPIC) $(ARGS)

play: ## send a file's mentions through the stand-in: make play FILE=mentions.jsonl RATE=50
	@test -n "$(FILE)" || { echo "Which file? For example: make play FILE=mentions.jsonl RATE=50" >&2; exit 64; }
	@$(MAKE) setup
	@exec $(PY) -m operations play "$(FILE)" --rate $(RATE) $(ARGS)

clean: ## remove .local/ and data, after asking
	@exec $(PYTHON) -m deploy.local.clean $(ARGS)
