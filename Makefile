# make demo   compare four of the plans in seeds/, on the screen and in policydiff-demo.html
# make test   everything that a change must pass
# make quick  the tests near the structure and the reports; make lint, form and types; make bench, costs
# make fuzz   a million hostile inputs against the laws that no input may break (COUNT=…, SEED=…)
# All they need is Python 3.11 or newer (with uv, not even that); nothing is installed outside .venv.

.DELETE_ON_ERROR:
.PHONY: demo test quick lint bench fuzz lock docs floors clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

ifdef UV
MAKE_VENV = "$(UV)" venv --quiet --allow-existing --python "$(or $(PYTHON),3.11)" $(VENV)
INSTALL = "$(UV)" pip install --quiet --python $(BIN)/python
else
MAKE_VENV = "$(PYTHON)" -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

demo: $(VENV)/demo.stamp
	@$(BIN)/policydiff compare city-2020 city-2024 newtown-2024 yangpu-2025 -f table -o policydiff-demo.html

test: lint
	$(BIN)/python -m pytest -n auto -q -m "docs or not docs"

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

quick: lint
	$(BIN)/python -m pytest -n auto -q tests/test_project.py tests/test_library.py tests/comparing/test_statuses.py tests/report tests/result tests/writers policydiff

bench: $(VENV)/test.stamp
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/scale.py
	$(BIN)/python -m bench.growth
	$(BIN)/python bench/many.py --plans 20 60

$(VENV)/python.stamp:
ifeq ($(UV)$(PYTHON),)
	@echo 'policydiff needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python3' >&2; exit 2
endif
	@echo 'Making $(VENV) …' >&2
	@$(MAKE_VENV)
	@touch $@

$(VENV)/demo.stamp: requirements.lock pyproject.toml | $(VENV)/python.stamp
	@echo 'Installing policydiff in $(VENV) …' >&2
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: requirements-dev.lock $(VENV)/demo.stamp
	@echo 'Installing what the tests need in $(VENV) …' >&2
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Both locks pin every package with its hashes, for all platforms, from Python 3.11 on; pyarrow, for
# its size, is in neither.
EXTRAS := report docx xlsx html pdf dev
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header pyproject.toml --group build
lock:
	$(LOCK) --extra report --output-file requirements.lock
	$(LOCK) $(EXTRAS:%=--extra %) --output-file requirements-dev.lock

docs: $(VENV)/test.stamp
	$(BIN)/python docs/generate.py
	$(BIN)/python -m pytest -q tests/test_docs.py --accept -m docs

COUNT ?= 1000000
SEED ?= 0
fuzz: $(VENV)/test.stamp
	$(BIN)/python -m bench.fuzz $(COUNT) $(SEED)

floors: $(VENV)/test.stamp
	$(BIN)/python tests/update_floors.py $(ARGS)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
