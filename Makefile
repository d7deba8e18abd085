# fairwell: everything a person runs. `make help` lists it.
SHELL := bash
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS ?= never

TOOLS := .tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/uv/bin/uv)
PYTHON ?= python3.11
BUILT := src/fairwell/gateway/static/fairwell-chat.js
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: help install product run test check train rasa bench demo clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: product  ## install, train if needed, start everything, stop on Ctrl-C
	@FAIRWELL_DEMO=$${FAIRWELL_DEMO-1} exec .venv/bin/fairwell run

test: install  ## all tests: types, texts, units, real engine, real browser
	@bash scripts/test-tools
	@bash scripts/test

check: install  ## lint, types, import directions, missing texts
	@bash scripts/check

train: product  ## train a model from the current data
	@.venv/bin/fairwell model train

rasa: product  ## Rasa's own commands: make rasa ARGS="data validate" (docs/rasa.md)
	@PYTHONPATH=engine engine/.venv/bin/python -m fairwell_engine.cli $(ARGS)

bench: install  ## compare with `rasa init`: QUICK=1 (minutes), EVAL=file.jsonl, PHASE="train a b c report"
	@.venv/bin/python -m benchmarks $(if $(QUICK),--quick) $(if $(EVAL),--eval $(EVAL)) $(if $(PHASE),--phase $(PHASE)) $(ARGS)

install: .venv/.installed-dev engine/.venv/.installed-dev $(BUILT)  ## both environments with the tools of tests and checks, and the widget

product: .venv/.installed engine/.venv/.installed $(BUILT)  ## the same without those tools: what `make run` needs

# Compiled at once: the first start is as fast as any, also where Python may not write beside its sources.
SYNC = $(UV) sync --locked --quiet --compile-bytecode --python $(PYTHON)

# With the tools everything else is there too; without them, `make test` has to add them again.
.venv/.installed-dev: pyproject.toml uv.lock | $(UV)
	@echo "Installing fairwell (root environment) …"
	@$(SYNC)
	@touch .venv/.installed $@

engine/.venv/.installed-dev: engine/pyproject.toml engine/uv.lock | $(UV)
	@echo "Installing the engine (Rasa without TensorFlow; about 0.7 GB the first time) …"
	@$(SYNC) --project engine
	@touch engine/.venv/.installed $@

.venv/.installed: pyproject.toml uv.lock | $(UV)
	@echo "Installing fairwell (root environment) …"
	@rm -f $@-dev
	@$(SYNC) --no-dev
	@touch $@

engine/.venv/.installed: engine/pyproject.toml engine/uv.lock | $(UV)
	@echo "Installing the engine (Rasa without TensorFlow; about 0.6 GB the first time) …"
	@rm -f $@-dev
	@$(SYNC) --no-dev --project engine
	@touch $@

$(BUILT): $(WEB_SOURCES) | .venv/.installed
	@echo "Building the chat widget and the desk's static parts …"
	@bash scripts/build-widget

$(TOOLS)/uv/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "fairwell needs Python 3.11: install python3.11 and python3.11-venv, then try again." >&2; exit 1; }
	@echo "Fetching uv into $(TOOLS) …"
	@$(PYTHON) -m venv $(TOOLS)/uv || { echo "Python's venv module is missing: install python3.11-venv, then try again." >&2; exit 1; }
	@$(TOOLS)/uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

demo: product  ## demo accounts as shipped, no cases
	@.venv/bin/fairwell demo reset

clean:  ## remove environments, builds and state (keeps trained models)
	@rm -rf .venv engine/.venv $(TOOLS) web/node_modules src/fairwell/gateway/static src/fairwell/desk/static var
