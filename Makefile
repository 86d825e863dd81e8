# Samklang's commands. `make demo` and `make test` do all their own set-up.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
ARGS ?=
NAME ?=
BIN := .venv/bin

.PHONY: demo test programs types tried bench coverage pictures lock clean

demo: .venv/ready
	$(BIN)/samklang demo $(ARGS)

# What takes its time by itself stands beside what else does: programs beside Python's packages,
# types beside the tests.
test:
	@$(MAKE) --no-print-directory -j2 .venv/ready-test programs
	$(BIN)/ruff check src tests benchmarks themes
	$(BIN)/ruff format --check src tests benchmarks themes
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory -j2 types tried

programs:
	@sh tests/install-programs.sh

types:
	$(BIN)/mypy

tried:
	$(BIN)/pytest $(ARGS)

bench: .venv/ready-test $(if $(filter tally publish disclosure_argus,$(NAME)),.venv-bench/ready)
	$(BIN)/python -m benchmarks.$(NAME) $(ARGS)

# Which branches of the core and of the site's actions the quick tests take.
coverage: .venv/ready-test
	$(BIN)/coverage run -m pytest -n 0 tests/spec tests/unit tests/web
	$(BIN)/coverage json -q -o build/coverage.json
	$(BIN)/python -m tests.coverage_floor build/coverage.json

# The README's pictures, of a running demonstration.
pictures: .venv/ready-test
	$(BIN)/python -m tests.readme_pictures

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src/samklang
	touch $@

.venv/ready-test: .venv/ready requirements-test.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.txt
	touch $@

# What benchmarks are compared with, apart from the product.
.venv-bench/ready: requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	touch $@

# Needs uv on the PATH; writes hashes but no index address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--output-file requirements.txt pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--extra test --output-file requirements-test.txt --constraint requirements.txt pyproject.toml
	grep '^bench = ' pyproject.toml | grep -o '"[^"]*"' | tr -d '"' | uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --output-file requirements-bench.txt -

clean:
	rm -rf build .venv .venv-bench
