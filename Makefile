# The project's verbs. Each makes its own set-up; see README.md for the same without make.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip
BOOK := _build/html/index.html
# Two files of tests at a time; what a file shares (a browser, a course, a lab) is made once for it.
PARALLEL := --numprocesses 2 --dist loadfile

.PHONY: book test test-full serve lab notebooks exercises bench lint lock system lines clean
.DELETE_ON_ERROR:

.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.8
	$(UV) install --quiet --python $(BIN)/python --requirement requirements.txt
	$(UV) install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

book: .venv/installed
	$(BIN)/jupyter-book build --warningiserror --keep-going .
	@echo "The book, to be opened by double click: $(CURDIR)/$(BOOK)"

exercises: .venv/installed
	$(BIN)/python -m exercises.build

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

system: .venv/installed
	$(BIN)/python tests/system_packages.py

test: system lint book exercises
	$(BIN)/pytest $(PARALLEL) -m "not full"

test-full: system lint book exercises
	$(BIN)/pytest $(PARALLEL)

serve: .venv/installed
	$(BIN)/jupyter-book config sphinx .
	PYTHONPATH=book/_ext $(BIN)/sphinx-autobuild --host 127.0.0.1 --port 0 --open-browser \
	  --watch nnlib --re-ignore '/(_build|notebooks|[.]venv[^/]*|[.]git)(/|$$)' . _build/html

# A chapter's notebook is made once and is the reader's own from then on; delete it to have it anew.
notebooks/%.ipynb: | book/%.md .venv/installed
	mkdir -p notebooks
	$(BIN)/python book/_ext/notebooks.py book/$*.md $@

# A page of docstrings is none: in a notebook, help(nnlib) has them.
notebooks: $(patsubst book/%.md,notebooks/%.ipynb,$(shell grep -L '{eval-rst}' book/*.md))

lab: notebooks exercises
	JUPYTER_CONFIG_PATH=exercises $(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 \
	  $(if $(filter 0,$(shell id -u)),--allow-root)

# The peers are large; they have an environment of their own.
.venv-bench/installed: tests/benchmarks/requirements.txt requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check \
	  --requirement tests/benchmarks/requirements.txt --constraint requirements.txt
	touch $@

bench: .venv-bench/installed
	PYTHONPATH=tests .venv-bench/bin/python -m benchmarks

lines: .venv/installed
	@$(BIN)/python tests/core_size.py

lock: .venv/installed
	$(UV) compile --quiet --universal --python-version 3.11 --no-header \
	  --group figures --group book --group exercises --group test pyproject.toml --output-file requirements.txt
	sed -i '1i # The exact lock of the book, the exercises and the tests; renewed by `make lock`.' requirements.txt

clean:
	rm -rf _build .pytest_cache .ruff_cache .hypothesis
