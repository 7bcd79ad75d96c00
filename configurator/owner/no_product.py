"""Catalogs that have no product at all: told to the owner with the constraints that never hold together."""

from collections.abc import Iterator

from configurator.budget import Budget
from configurator.catalog.model import Catalog
from configurator.errors import Undecided
from configurator.owner.codes import NO_PRODUCT
from configurator.problems import Problem
from configurator.program.compile.catalog_passes import CompiledCatalog
from configurator.reading.wording import quoted
from configurator.session.explanation import ConstraintCause, Explanation
from configurator.session.session import Session
from configurator.solving.port import Solver


def there_is_a_product(compiled: CompiledCatalog, solver: Solver, budget: Budget) -> Iterator[Problem]:
    """Yield a problem where a catalog has no product; one for which time runs out is believed."""
    try:
        conflict = Session.open(compiled, solver, budget=budget).conflict(budget=budget)
    except Undecided:
        return
    if conflict is not None:
        yield _problem(compiled.catalog, conflict)


def _problem(catalog: Catalog, conflict: Explanation) -> Problem:
    laws = [cause for cause in conflict.causes if isinstance(cause, ConstraintCause)]
    named = ", ".join(quoted(f"{law.instance}.{law.id}" if law.instance else law.id) for law in laws)
    match len(laws):
        case 0:
            message, hint = "by its features and structures alone there is no product", "let numbers be other ones"
        case 1:
            message, hint = f"no product fulfils the constraint {named}", "change it"
        case _:
            message, hint = f"no product fulfils these constraints together: {named}", "change one of them"
    location = laws[0].location if laws else catalog.location
    return Problem(NO_PRODUCT, location, f"catalog {catalog.id}", message, "at least one product", hint)
