# Two commands are enough: `make run` and `make test`. `make help` lists the rest.
# Extra arguments: make run ARGS="--speed 60", make test ARGS="-k clocks".
PY := .venv/bin/python
ARGS ?=

# Stamps inside .venv make a second run instant; each is renewed when its requirements change, and
# the environment is made anew when its Python no longer starts.
RUN := .venv/.run-installed
DEV := .venv/.dev-installed
BROWSER := .venv/.browser-found
ifneq ($(shell $(PY) -c 'print("starts")' 2>/dev/null),starts)
.PHONY: $(RUN) $(DEV)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(RUN): requirements.txt
	@tools/setup.sh $<
	@touch $@

$(DEV): requirements-dev.txt requirements-mcp.txt requirements.txt
	@tools/setup.sh $<
	@touch $@ $(RUN)

$(BROWSER): $(DEV)
	@$(PY) -m tools.browser
	@touch $@

.PHONY: run
run: $(RUN) ## Install what is missing, then show the simulated hall on http://127.0.0.1:8050
	@$(PY) app.py demo $(ARGS)

.PHONY: test
test: $(BROWSER) assets ## Install what is missing, then run the tests, in a browser too
	@$(PY) -m pytest -n 2 --dist worksteal -m "not full" $(ARGS)

.PHONY: test-all
test-all: $(BROWSER) assets ## The tests with their full matrices, as .ci/run has them
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

.PHONY: assets
assets: $(DEV) ## Compress what pages load, which the first start does otherwise
	@$(PY) -c "from dashboard.serve import static_files; print(static_files.prepare(), 'files compressed')"

.PHONY: check
check: $(DEV) ## Lint, format, types and the import contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m pyright
	@$(PY) .venv/bin/lint-imports --no-cache

.PHONY: fuzz
fuzz: $(DEV) ## Ask the API thousands of things by its own description; the seed is fixed
	@$(PY) -m tools.fuzz $(ARGS)

.PHONY: bare-root
bare-root: ## As root: both commands in a bare Debian root, which debootstrap makes
	@tools/bare_root.sh $(ARGS)

.PHONY: bare-operations
bare-operations: ## As root: docs/operations.md followed to the letter in a bare Debian root
	@tools/bare_operations.sh $(ARGS)

.PHONY: bare-container
bare-container: ## As root: the Containerfile's steps in a bare Debian root
	@tools/bare_container.sh $(ARGS)

.PHONY: audit
audit: $(DEV) ## Known vulnerabilities in the pinned packages (asks an outside service)
	@$(PY) -m pip_audit --strict --disable-pip --require-hashes -r requirements-dev.txt

.PHONY: bench
bench: $(DEV) ## Measure the targets, as ratios against the plain ways of doing the same
	@$(PY) -m tools.bench $(ARGS)

.PHONY: crowd
crowd: $(DEV) ## 2,000 screens through nginx for 10 min while intake goes on; fewer: ARGS="--viewers 200 --minutes 1"
	@$(PY) -m tools.bench.viewers $(ARGS)

# Spark has an environment of its own: half a gigabyte that nothing else needs.
SCALE := .venv-scale/.installed

$(SCALE): requirements-scale.txt
	@tools/setup_scale.sh $<
	@touch $@

.PHONY: test-scale
test-scale: $(DEV) $(SCALE) ## Install Spark, then count two million cases on a cluster of this machine
	@$(PY) -m pytest tests_scale -p no:cacheprovider $(ARGS)

.PHONY: bench-scale
bench-scale: $(DEV) $(SCALE) ## Measure what such a cluster counts in a second, up to 50 million cases
	@$(PY) -m tools.bench_scale $(ARGS)

.PHONY: firstload
firstload: $(BROWSER) ## How long each page takes on a slow machine with a slow line
	@$(PY) -m tools.firstload $(ARGS)

.PHONY: soak
soak: $(BROWSER) ## Let the wall follow 1,500 updates: nothing may accumulate
	@$(PY) -m tools.soak $(ARGS)

.PHONY: pictures
pictures: $(BROWSER) ## Take the pictures for the README and the documents
	@$(PY) -m tools.pictures $(ARGS)

.PHONY: readme
readme: $(DEV) ## Renew what the papers derive from the project
	@$(PY) -m tools.readme
	@$(PY) -m tools.reference
	@$(PY) -m tools.life_of_a_number

.PHONY: requirements
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make requirements" \
	$(or $(shell command -v uv),.venv/bin/uv) pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
requirements: ## Compile requirements*.txt from the .in files again (needs uv); UPGRADE=1 for newer
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements-mcp.in -o requirements-mcp.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --no-build-isolation requirements-scale.in -o requirements-scale.txt
