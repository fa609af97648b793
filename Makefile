# make run: the site on http://127.0.0.1:8000 (PORT= changes it). make test: everything that is checked.
# Both need nothing but make and Python 3.11 or later with venv.

PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PY = .venv/bin/python

.PHONY: run test test-fast lint format lock bench fuzz lighthouse password

run: _python
	@$(PYTHON) deploy/start.py run

password: _python ## fresh passwords for the editor and the staff account
	@$(PYTHON) deploy/start.py password

test: _python
	@$(PYTHON) deploy/start.py test

test-fast: .venv/dev
	@$(PY) -m pytest -q -m "not browser and not processes"

lint: .venv/dev
	@$(PY) deploy/start.py lint

format: .venv/dev
	@$(PY) deploy/start.py tidy

bench: .venv/dev
	@$(PY) -m tests.bench

fuzz: .venv/dev ## every value in every field and parameter; DATABASE_URL for PostgreSQL
	@$(PY) -m pytest -q -m fuzz -s tests/site/test_fuzz.py

lighthouse: .venv/dev
	@$(PY) -m tests.lighthouse

lock: .venv/dev ## pin the newest allowed versions, with hashes and without addresses
	@$(PY) -m pip install --quiet uv
	@for each in requirements requirements-postgres requirements-dev; do .venv/bin/uv pip compile --quiet --universal --upgrade \
		--generate-hashes --no-header --python-version 3.11 $$each.in -o $$each.txt; done

.venv/dev: _python
	@$(PYTHON) deploy/start.py develop

_python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; python3 is $$(python3 --version 2>&1)."; exit 1; }
