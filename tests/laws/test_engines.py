"""Law 2: every engine agrees with plain enumeration on random small catalogs, in every answer."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.verify import is_valid
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.session.choices import NO_CHOICES
from configurator.session.completion import configuration_of
from configurator.session.inquiry import Inquiry
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Best, Satisfiable
from tests.laws.catalogs import EVERY_KIND, random_catalog
from tests.laws.compiled import compiled_catalog

SEEDS = st.integers(min_value=0, max_value=100_000)
OTHERS = ("compiled", "sat", "cp_sat", "python_constraint")


def _assumptions(compiled: CompiledCatalog, random: Random) -> Assumptions:
    slots = random.sample(compiled.encoding.slots, min(2, len(compiled.encoding.slots)))
    variables = compiled.program.variables
    narrowed = {}
    for slot in slots:
        domain = tuple(variables[slot.variable].domain)
        narrowed[slot.variable] = IntSet.of(random.sample(domain, random.randint(1, len(domain))))
    return Assumptions(narrowed)


def _objective(compiled: CompiledCatalog, random: Random) -> tuple[Term, ...]:
    return tuple(Term(slot.variable, random.randint(-3, 5)) for slot in compiled.encoding.slots)


def test_the_generator_uses_every_kind_of_thing() -> None:
    kinds: set[str] = set()
    for seed in range(300):
        kinds |= random_catalog(seed).kinds
    assert set() == EVERY_KIND - kinds


@pytest.mark.parametrize("engine", OTHERS)
@settings(max_examples=60)
@given(seed=SEEDS)
def test_an_engine_agrees_with_enumeration_in_every_answer(engine: str, seed: int) -> None:
    compiled = compiled_catalog(seed)
    random = Random(seed)
    given_, objective = _assumptions(compiled, random), _objective(compiled, random)
    oracle, solver = (engine_named(name).load(compiled.program) for name in ("brute_force", engine))
    assert oracle.possible(given_) == solver.possible(given_)
    assert oracle.count(given_) == solver.count(given_)
    assert type(oracle.solve(given_)) is type(solver.solve(given_))
    expected, found = oracle.least(objective, given_), solver.least(objective, given_)
    assert type(expected) is type(found)
    if isinstance(expected, Best) and isinstance(found, Best):
        assert (expected.cost, True) == (found.cost, found.proved)
    assert oracle.complete(compiled.program.wishes, given_) == solver.complete(compiled.program.wishes, given_)


@settings(max_examples=60)
@given(seed=SEEDS)
def test_every_completion_is_valid_by_the_catalog_alone(seed: int) -> None:
    compiled = compiled_catalog(seed)
    solver = engine_named("cp_sat").load(compiled.program)
    verdict = solver.complete(compiled.program.wishes, _assumptions(compiled, Random(seed)))
    if isinstance(verdict, Satisfiable):
        configuration = configuration_of(Inquiry(compiled, solver, NO_CHOICES), verdict.witness)
        assert is_valid(compiled.catalog, configuration)
