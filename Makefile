# Two commands: `make run` starts Phasenwerk with a demo jobcenter, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check bench chaos journeys conformance lock clean
.DEFAULT_GOAL := run

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

run: $(READY)
	$(BIN)/python -m web.designer.bundle
	exec $(BIN)/phasenwerk --demo run

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m web.designer.bundle
	$(BIN)/python -m tests.machine $(BIN)/python -m pytest -n 2 --dist worksteal -o tmp_path_retention_policy=failed \
		-o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true tests

bench: $(READY)
	$(BIN)/python -m tests.machine --disk $(BIN)/python -m tests.benchmarks

chaos: $(READY)
	PHASENWERK_LONG=1 $(BIN)/python -m tests.machine --disk $(BIN)/python -m pytest -m chaos tests

journeys: $(READY)
	$(BIN)/python -m web.designer.bundle
	PHASENWERK_JOURNEYS=long $(BIN)/python -m tests.machine $(BIN)/python -m pytest -n 2 --dist worksteal \
		tests/acceptance/journeys tests/acceptance/test_day.py

conformance: $(READY)
	$(BIN)/python -m tests.conformance.dmn_tck $(DMN_TCK)

# The lock file names no registry: pip uses whatever index the machine is set up with.
lock: $(READY)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra dev --allow-unsafe --generate-hashes --strip-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) var web/designer/node_modules web/static/designer
