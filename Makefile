# Two commands for a newcomer: `make run` and `make test`. Everything is installed on the way.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := .make
ASSETS := wayline/common/static/wayline/app.css

# Publishers' files, when they lie beside the clone; wayline data looks there before the network.
SHARED := $(wildcard $(abspath ../shared/data))
ifneq ($(SHARED),)
export WAYLINE_DATA ?= $(SHARED)
endif

# Some images switch off Python's compiled files; then each process that is started compiles 1,600 modules anew.
unexport PYTHONDONTWRITEBYTECODE

# One more than there are processors: tests of a browser or of a started service wait for a good part of their time.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

.PHONY: run data test machine collect check bench assets messages install wheel clean
.DELETE_ON_ERROR:

run: $(STAMP)/product $(ASSETS) $(STAMP)/messages  ## start Wayline on http://127.0.0.1:8000
	@exec $(BIN)/wayline run --demo

data: $(STAMP)/product  ## load every classification and figure found in WAYLINE_DATA
	$(BIN)/wayline data add --all --write

install: $(STAMP)/dev $(ASSETS) $(STAMP)/messages

machine: $(STAMP)/browser $(STAMP)/java $(STAMP)/film  ## what tests need that is no library of Python

test: install machine  ## run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --create-db

# In a clean clone: one process compiles what each of several would compile. What is wrong, `make test` says.
collect: install
	-@$(BIN)/python -m pytest --collect-only >/dev/null

check: install  ## run the static rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint wayline
	$(BIN)/deptry .
	$(BIN)/uv lock --check
	$(BIN)/wayline manage makemigrations --check --dry-run

bench: install  ## run the benchmarks, print tables
	$(BIN)/python -m benchmarks $(BENCH)

wheel: install  ## build the wheel, assets and messages inside
	$(BIN)/uv build --wheel

messages: install  ## collect the texts to translate (needs GNU gettext)
	cd wayline && ../$(BIN)/wayline manage makemessages -l it --no-obsolete --no-wrap --add-location file
	-$(BIN)/python scripts/messages.py missing

assets: $(ASSETS)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV) || scripts/bare-machine python $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP)/product: pyproject.toml uv.lock | $(VENV)/bin/python
	@mkdir -p $(STAMP)
	@scripts/bare-machine libraries
	UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact --no-dev --group build
	@touch $@

$(STAMP)/dev: pyproject.toml uv.lock | $(VENV)/bin/python
	@mkdir -p $(STAMP)
	@scripts/bare-machine libraries
	UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --group build
	@touch $@ $(STAMP)/product

$(STAMP)/browser:
	@mkdir -p $(STAMP)
	@scripts/bare-machine browser
	@touch $@

$(STAMP)/java:
	@mkdir -p $(STAMP)
	@scripts/bare-machine java
	@touch $@

# Without it the tests of videos are skipped.
$(STAMP)/film:
	@mkdir -p $(STAMP)
	@-scripts/bare-machine film
	@touch $@

$(ASSETS): package.json package-lock.json $(shell find wayline/common/assets -type f 2>/dev/null) | $(STAMP)/product
	@PATH="$(abspath $(BIN)):$$PATH" scripts/build-assets
	@touch $@

$(STAMP)/messages: $(shell find wayline/locale -name '*.po' 2>/dev/null) | $(STAMP)/product
	@mkdir -p $(STAMP)
	$(BIN)/python scripts/messages.py compile
	@touch $@

clean:
	rm -rf $(VENV) $(STAMP) build dist node_modules wayline/common/static/wayline
