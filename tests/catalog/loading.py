"""Catalogs for tests: the examples beside this file, and ones written in a test."""

from pathlib import Path
from textwrap import dedent

from configurator.catalog.addresses import find_member
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog, ConstraintSeverity, Feature
from configurator.catalog.verify_choices import violations
from configurator.configuration import Configuration
from configurator.problems import Problem
from configurator.reading.files import Files, read_folder

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> Catalog:
    """Load an example; it must have no error."""
    catalog, problems = load_catalog(read_folder(EXAMPLES), f"{name}/catalog.yaml")
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    return catalog


def loaded(text: str, **files: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """Load a catalog written in a test; `files` are the others, `panels_csv` being `panels.csv`."""
    others = {name.replace("_", ".", 1): dedent(content).encode() for name, content in files.items()}
    return load_catalog(Files({"catalog.yaml": f"format: 1\ncatalog: x\n{dedent(text)}".encode(), **others}))


def catalog_of(text: str, **files: str) -> Catalog:
    """Load a catalog written in a test that must have no error."""
    catalog, problems = loaded(text, **files)
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    return catalog


def problems_of(text: str, **files: str) -> list[tuple[str, str]]:
    """Return the codes and messages of what is wrong with a catalog written in a test."""
    return [(problem.code.name, problem.message) for problem in loaded(text, **files)[1]]


def find_feature(catalog: Catalog, path: str) -> Feature:
    """Return the feature that a path names."""
    found = find_member(catalog, path)
    assert isinstance(found, Feature)
    return found


def is_valid(catalog: Catalog, configuration: Configuration) -> bool:
    """Return whether a configuration breaks no law that must hold."""
    return not any(found.severity is ConstraintSeverity.ERROR for found in violations(catalog, configuration))
