# Everything a developer or a curious user runs. Needs Python 3.11 or newer and make; the rest is fetched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := env -u PIP_FIND_LINKS $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --prerelease if-necessary-or-explicit \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs guides pictures lock vis-network soak clean system-packages

help: ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/run ## Set up, load the built-in data, answer five questions, write the page
	@$(BIN)/macrosur demo

test: $(VENV)/dev system-packages ## Set up, run all tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not soak" $(TESTS)

lint: $(VENV)/dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev ## Format the code
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

docs: $(VENV)/dev ## Write the pages in docs/ that the program itself knows best
	@$(BIN)/python -m docs.generate

guides: $(VENV)/dev ## Write into the guides what their commands say today
	@$(BIN)/python -m docs.play

pictures: $(VENV)/dev system-packages ## Take the pictures of the README and the guides anew
	@$(BIN)/python -m docs.pictures

vis-network: ## Make the drawing library that pages carry anew
	@$(PYTHON) .ci/bundle_vis_network.py

lock: $(VENV)/dev ## Choose the versions of what this depends on anew
	@$(PIP) install uv
	@$(LOCK) --upgrade --group build --output-file requirements.lock
	@$(LOCK) --upgrade --group dev --extra fast --output-file requirements-dev.lock

soak: $(VENV)/dev system-packages ## Run the long tests
	@$(BIN)/python -m pytest -m soak -s

clean: ## Remove what the other targets made in this folder
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

system-packages:
	@$(PYTHON) .ci/system_packages.py

$(VENV)/bin/python:
	@$(PYTHON) .ci/make_venv.py $(VENV)

$(VENV)/run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what macrosur needs into $(VENV) …" >&2
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) …" >&2
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
