"""Small models in, what is asked about them out."""

from configurator.budget import UNLIMITED
from configurator.exchange.importing import Imported, import_model
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog
from configurator.reading.files import Files
from configurator.solving.engines import engine_named
from configurator.solving.port import CountSolutions


def imported(text: str, form: str, **others: str) -> Imported:
    """Import a text that has no problems; `others` are files beside it, by their name without the ending."""
    found, problems = attempted(text, form, **others)
    assert found is not None, "\n".join(map(str, problems))
    return found


def attempted(text: str, form: str, **others: str) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Import a text that may have problems."""
    beside = {f"{name}.{form}": other.encode() for name, other in others.items()}
    return import_model(Files({f"model.{form}": text.encode(), **beside}), f"model.{form}", form=form)


def written(text: str, form: str) -> str:
    """Return the catalog file that a text becomes, from its components or features on."""
    whole = imported(text, form).files["catalog.yaml"].decode()
    return whole.partition("\nsource:")[2].partition("\n")[2]


def told(text: str, form: str, **others: str) -> list[str]:
    """Return the problems of a text: line, column and code."""
    _, problems = attempted(text, form, **others)
    return [f"{problem.location.line}:{problem.location.column} {problem.code}" for problem in problems]


def products(compiled: CompiledCatalog) -> int:
    """Count the products of a small catalog."""
    found = engine_named("cp_sat").load(compiled.program).ask(CountSolutions(), UNLIMITED)
    assert found.exact
    return found.number


def count(text: str, form: str, **others: str) -> int:
    """Count the products of a small model."""
    return products(imported(text, form, **others).compiled)
