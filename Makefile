# Everything runs in an environment of its own, made from the lock files the first time and again when they change.
PYTHON ?= python3
VENV ?= .venv
BENCH ?= .venv-bench
PIP_FLAGS := -qq --no-deps --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help chat run doctor test check lint bench bench-discord lock clean

help:
	@echo 'make chat    open a conversation in the terminal'
	@echo 'make run     start the Discord bot (.env.example explains its settings)'
	@echo 'make doctor  check what the Discord bot needs'
	@echo 'make test    run the tests'
	@echo 'make check   linters, types, architecture, tests'
	@echo 'make bench   measure against other parsers'
	@echo 'make bench-discord  measure the Discord bot against one that only echoes'
	@echo 'make clean   remove the environments and caches'

chat: $(VENV)/.installed
	@$(VENV)/bin/pledgebot chat

run: $(VENV)/.installed
	@exec $(VENV)/bin/pledgebot run

doctor: $(VENV)/.installed
	@$(VENV)/bin/pledgebot doctor

test: $(VENV)/.dev
	$(VENV)/bin/python -m pytest

check: lint test

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(BENCH)/.installed
	$(BENCH)/bin/python -m bench

bench-discord: $(VENV)/.installed
	$(VENV)/bin/python -m bench.discord --minutes 12

# $(call environment,FOLDER): an empty environment, unless there is one already
define environment
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo 'Setting up $(1) (once) ...'
	@test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef

$(VENV)/.installed: requirements.lock pyproject.toml
	$(call environment,$(VENV))
	@$(VENV)/bin/python -m pip install $(PIP_FLAGS) -r requirements.lock
	@$(VENV)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation --editable .
	@$(VENV)/bin/python -m compileall -q bot knowledge # a start that has to compile takes twice as long
	@$(VENV)/bin/python -c 'from bot.mind import wake; wake()' # a service that builds the snapshot itself keeps 40 MB of it
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	@echo 'Adding what the tests need ...'
	@$(VENV)/bin/python -m pip install $(PIP_FLAGS) -r requirements-dev.lock
	@touch $@

$(BENCH)/.installed: requirements-bench.lock pyproject.toml
	$(call environment,$(BENCH))
	@$(BENCH)/bin/python -m pip install $(PIP_FLAGS) -r requirements-bench.lock
	@$(BENCH)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation --editable .
	@$(BENCH)/bin/python -m compileall -q bot knowledge
	@touch $@

# The lock files anew, from pyproject.toml: the newest versions that fit, for every platform and Python from 3.11 on.
# The bench has its own SQLAlchemy, as ChatterBot holds it back.
LOCK = uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links pyproject.toml
lock:
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group bench --output-file requirements-bench.lock

clean:
	rm -rf $(VENV) $(BENCH) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks
	find bot knowledge tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
