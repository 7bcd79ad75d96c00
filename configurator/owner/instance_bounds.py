"""Unbounded numbers of instances: the least bound of a structure that can satisfy the demand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.catalog.model import Catalog, Structure
from configurator.configuration import FeatureValue
from configurator.errors import InvalidDocument, InvalidRequest, Undecided
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.port import Assumptions, Satisfiable, Solution, Solve, Solver, Unknown


@dataclass(frozen=True, slots=True)
class SufficientBound:
    """A catalog with the least bound that suffices, and a solution that shows it."""

    bound: int
    compiled: CompiledCatalog
    witness: Solution


def grown(
    catalog: Catalog,
    structure: str,
    demanded: Mapping[str, FeatureValue],
    load: Callable[[Program], Solver],
    *,
    most: int = 64,
    budget: Budget = UNLIMITED,
) -> SufficientBound | None:
    """Raise the greatest number of instances of a structure (by id path) until the demand can be met.

    `demanded` are values by slot path. The bound begins where the catalog has it and is raised by one, so that each
    smaller one is proved not to suffice. None where `most` does not; raises Undecided when the budget ends before.
    """
    path = tuple(structure.split("."))
    bound = _structure_at(catalog.root, path).high
    while bound <= most:
        try:
            compiled, problems = compile_catalog(with_bound(catalog, path, bound), budget)
        except OutOfBudget as ended:
            raise Undecided(f"time ran out while {bound} instances of {structure} were tried") from ended
        if compiled is None:
            raise InvalidDocument(problems)
        answer = load(compiled.program).ask(Solve(Assumptions(_narrowed(compiled, demanded))), budget)
        if isinstance(answer, Satisfiable):
            return SufficientBound(bound, compiled, answer.witness)
        if isinstance(answer, Unknown):
            raise Undecided(f"time ran out while {bound} instances of {structure} were tried")
        bound += 1
    return None


def with_bound(catalog: Catalog, path: tuple[str, ...], high: int) -> Catalog:
    """Return the catalog with another greatest number of instances of one structure; a singleton stays one."""
    structure = _structure_at(catalog.root, path)
    if structure.singleton is not (high == 1) or high < structure.low:
        message = f"{'.'.join(path)} cannot have up to {high} instances: it has at least {structure.low}"
        raise InvalidRequest(f"{message}, and {'one' if structure.singleton else 'several'} at most", field="structure")
    return replace(catalog, root=_widened(catalog.root, path, high))


def _structure_at(root: Structure, path: tuple[str, ...]) -> Structure:
    here = root
    for name in path:
        member = here.members.get(name)
        if not isinstance(member, Structure):
            raise InvalidRequest(f"there is no structure {'.'.join(path)}", field="structure")
        here = member
    return here


def _widened(structure: Structure, path: tuple[str, ...], high: int) -> Structure:
    if not path:
        return replace(structure, high=high)
    inner = structure.members[path[0]]
    changed = _widened(inner, path[1:], high) if isinstance(inner, Structure) else inner
    return replace(structure, members={**structure.members, path[0]: changed})


def _narrowed(compiled: CompiledCatalog, demanded: Mapping[str, FeatureValue]) -> Mapping[int, IntSet]:
    narrowed = {}
    for path, value in demanded.items():
        literal = compiled.encoding.literal(path, value) if path in compiled.encoding.by_path else None
        if literal is None:
            raise InvalidRequest(f"{path} cannot be {value}", field="demanded")
        narrowed[literal.variable] = literal.values
    return narrowed
