# Work on the project, in a virtual environment made by the README's command for development.
LEFT_OUT := benchmarks browser catalogs conformance golden laws

.PHONY: check fast docs format lock hooks texts

check: ## All that CI checks
	ruff check .
	ruff format --check .
	mypy
	pytest -n 2

fast: ## Tests in less than two minutes: few random examples, none that is slow
	pytest -n 2 -q --profile quick -m "not slow" $(LEFT_OUT:%=--ignore=tests/%)

docs: ## The documentation as a site, in site/
	NO_MKDOCS_2_WARNING=1 mkdocs build --strict

format: ## Mend what can be mended without thinking
	ruff check --fix .
	ruff format .

texts: ## Collect the texts of the code into the file of every language; `make texts NEW=fr` begins another one
	pybabel -q extract -F babel.cfg --add-location=file --sort-by-file --no-wrap --project=configurator-cpq --version= -o messages.pot .
	$(if $(NEW),pybabel -q init -i messages.pot -d configurator/locale -l $(NEW) --no-wrap)
	pybabel -q update -i messages.pot -d configurator/locale --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm messages.pot

lock: ## Lock the newest of every dependency, and write what pip installs from that; needs uv
	uv lock --upgrade
	uv export -q --frozen --no-emit-project --no-annotate --no-header --extra build > requirements/run.txt
	uv export -q --frozen --no-emit-project --no-annotate --no-header --all-extras > requirements/test.txt
	uv export -q --frozen --no-emit-project --no-annotate --no-header --all-extras --no-hashes > requirements/constraints.txt

hooks: ## Check what is staged at every commit
	pip install pre-commit
	pre-commit install
