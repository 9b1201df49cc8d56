# The commands of this house. `make` alone lists them.

PORT ?= 8000
# On the command line: PYTHON=/path/to/python3.12, BROWSER=/path/to/chrome or BROWSER=none, RESET=1,
# ARGS="-k deadline". Set here, so that what a shell happens to export under these names changes nothing.
PYTHON :=
BROWSER :=
RESET :=
ARGS :=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-compile
# One more than there are cores, eight at most: a test in a browser waits more than it works.
WORKERS := $(shell cores=$$(getconf _NPROCESSORS_ONLN || echo 2); echo $$((cores < 8 ? cores + 1 : 8)))
PYTEST := $(PY) -m pytest --numprocesses=$(WORKERS) --dist=worksteal

ifeq ($(BROWSER),none)
find_browser = echo "The browser tests are left out (BROWSER=none)."
on_sqlite := -m "not browser"
on_postgres := -m "postgres and not browser"
else
find_browser = BROWSER_PATH=$$($(PY) .ci/browser.py $(BROWSER)) && export BROWSER_PATH
on_sqlite :=
on_postgres := -m postgres
endif

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres bench bench-postgres faults pictures lint format
.DELETE_ON_ERROR:

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/installed  ## Open the real round with demonstration data on 127.0.0.1 (PORT=8000; RESET=1 starts over)
	@DEMO=yes DATABASE_URL="$${DATABASE_URL:-sqlite:///demo.sqlite3}" \
		$(PY) manage.py run_demo --port $(PORT) $(if $(RESET),--reset)

test: test-sqlite test-postgres  ## Run all tests (ARGS="-k deadline"; BROWSER=none leaves the browser tests out)

test-sqlite: $(VENV)/installed-dev  ## Run the tests on SQLite
	@$(find_browser) && env -u DATABASE_URL $(PYTEST) $(on_sqlite) $(ARGS)

# Chosen tests (ARGS) may hold none for PostgreSQL: pytest's exit code 5 is a failure only for the whole suite.
test-postgres: $(VENV)/installed-dev  ## Run the tests marked postgres on a PostgreSQL started for them
	@$(find_browser) && $(PY) .ci/with_postgres.py $(PYTEST) $(on_postgres) $(ARGS) \
		$(if $(ARGS),|| test $$? -eq 5)

bench: $(VENV)/installed-dev  ## Measure what pages, spreadsheets and Word files cost, on SQLite (ARGS="pages" chooses parts)
	@env -u DATABASE_URL $(PY) -m tests.bench $(ARGS)

bench-postgres: $(VENV)/installed-dev  ## The same on a PostgreSQL started for it
	@$(PY) .ci/with_postgres.py $(PY) -m tests.bench $(ARGS)

pictures: $(VENV)/installed-dev  ## Take the pictures of the guides anew (docs/images)
	@$(find_browser) && PICTURES=yes $(PY) -m pytest tests/browser/test_pictures.py $(ARGS)

faults: $(VENV)/installed-dev  ## Crash, fill and flood the site in earnest and count what is lost (ARGS="kill disk")
	@$(if $(ARGS),,$(find_browser) && LONG_FAULTS=yes $(PY) -m pytest -q tests/browser/test_drafting.py &&) \
		env -u DATABASE_URL $(PY) -m tests.faults $(ARGS)

lint: $(VENV)/installed-dev  ## Check style, imports, templates and migrations (also part of the tests)
	@env -u DATABASE_URL $(PY) -m pytest tests/test_house.py $(ARGS)

format: $(VENV)/installed-dev  ## Lay out the code and the templates as agreed
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .
	@find templates -type f -exec $(VENV)/bin/djade --target-version 5.2 {} +

# An unfinished virtual environment, or one whose Python is gone, is made again; so is what stands in it.
ifneq ($(shell test -x $(PY) && test -x $(VENV)/bin/pip && echo whole),whole)
.PHONY: $(PY)
endif
$(PY):
	@python=$$(.ci/python $(PYTHON)) && "$$python" -m venv --clear $(VENV)

# Dated by the last installation: newer requirements, or a newer Python, install again.
$(VENV)/installed: requirements.txt $(PY)
	@echo "Installing what the application runs on (once) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt $(PY)
	@echo "Installing what the tests need (once) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@
