# README.md tells what these are for. PORT, VAR and PYTHON may be given: make demo PORT=9000 VAR=/tmp/other

PYTHON ?= python3
PORT ?= 8000
VAR ?= var
export PORT VAR
BIN := .venv/bin

.PHONY: demo test test-faults lint bench clean

demo: .venv/run.stamp
	@$(BIN)/python manage.py demo

test: .venv/dev.stamp
	@$(BIN)/python manage.py compile_catalogues
	$(BIN)/pytest -n auto --dist loadgroup -m "not faults" $(TESTS)

# Starts, stops and kills Elasticsearch servers of its own (scripts/elasticsearch): some minutes
test-faults: .venv/dev.stamp
	$(BIN)/pytest -m faults tests/faults

lint: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --lint --quiet portal practices search
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py compile_catalogues
	$(BIN)/python .ci/catalogues.py
	DJANGO_SETTINGS_MODULE=portal.settings.production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  ALLOWED_HOSTS=portal.example.org DATABASE_URL=sqlite:////tmp/unused $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_elasticsearch

clean:
	rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, not " + sys.version)'
	@echo "Environment (.venv)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing (on Debian: python3-venv)"; exit 1; }

.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Packages (about half a minute)"
	@$(BIN)/pip install --quiet --progress-bar on --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	@echo "Packages (about half a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run.stamp
