"""Every minimal conflict and every minimal repair, against trying out all subsets of the choices."""

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import FeatureValue
from configurator.program.compile import FeatureSlot
from configurator.session.choices import Choices
from configurator.session.conflicts import enumerate_conflicts
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.session import Session
from configurator.session.states import OptionState
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Satisfiable, Solve
from tests.examples import share
from tests.laws.compiled import compiled_catalog


def inquiry_of(seed: int) -> PartialAssignment:
    """Return random choices of a random catalog, clashing or not."""
    compiled, random = compiled_catalog(seed), Random(seed)
    slots = [slot for slot in compiled.encoding.slots if isinstance(slot, FeatureSlot) and not slot.instance]
    picked = random.sample(slots, min(len(slots), 4))
    values = {slot.path: slot.value(random.choice(tuple(slot.values))) for slot in picked}
    chosen: dict[str, FeatureValue] = {path: value for path, value in values.items()}  # type: ignore[misc]  # noqa: C416
    return PartialAssignment(compiled, engine_named("cp_sat").load(compiled.program), Choices(chosen))


def holds(assignment: PartialAssignment, paths: frozenset[str]) -> bool:
    left = [path for path in assignment.choices if path not in paths]
    return isinstance(assignment.solver.ask(Solve(Assumptions(assignment.narrowed(*left))), UNLIMITED), Satisfiable)


@settings(max_examples=share(40))
@given(st.integers(0, 100_000))
def test_every_conflict_and_every_repair_is_found_and_no_other(seed: int) -> None:
    assignment = inquiry_of(seed)
    paths = tuple(assignment.choices)
    every = [frozenset(found) for size in range(len(paths) + 1) for found in combinations(paths, size)]
    failing = [found for found in every if not holds(assignment, found)]
    clashes = {found for found in failing if not any(other < found for other in failing)}
    mending = [found for found in every if found and holds(assignment, frozenset(paths) - found)]
    corrections = {found for found in mending if not any(other < found for other in mending)} if failing else set()
    found = enumerate_conflicts(assignment)
    assert found.complete and all(each.minimal for each in found.explanations)
    assert clashes == {frozenset(each.choices) for each in found.explanations}
    assert corrections == {frozenset(change.path for change in each.changes) for each in found.repairs}


def test_no_time_ends_it_incomplete() -> None:
    seed = next(seed for seed in range(1_000) if not holds(inquiry_of(seed), frozenset(inquiry_of(seed).choices)))
    found = enumerate_conflicts(inquiry_of(seed), budget=Budget(lambda: 3.0, 2.0))
    assert (False, False) == (found.complete, found.limited)


def test_a_limit_ends_it_incomplete() -> None:
    seed = next(seed for seed in range(1_000) if not holds(inquiry_of(seed), frozenset(inquiry_of(seed).choices)))
    found = enumerate_conflicts(inquiry_of(seed), limit=1)
    assert (False, True) == (found.complete, found.limited)


@settings(max_examples=share(50))
@given(st.integers(0, 100_000))
def test_in_a_completed_product_too_every_no_has_a_minimal_reason_and_every_yes_has_none(seed: int) -> None:
    compiled = compiled_catalog(seed)
    solver = engine_named("cp_sat").load(compiled.program)
    product = Session.open(compiled, solver).complete()
    if product is None:
        return
    session = Session.open(compiled, solver, Choices(product.values, product.instances))
    for path, state in session.states().features.items():
        for value, kind in state.options.items():
            reason = session.why_not(path, value)
            assert (kind in (OptionState.BLOCKED, OptionState.ABSENT)) == (reason is not None)
            assert reason is None or (reason.minimal and path not in reason.choices)
