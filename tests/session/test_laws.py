"""The laws of a session, over random catalogs of every kind, against a plain list of all solutions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.configuration import FeatureValue
from configurator.language.checked import ABSENT, Absence
from configurator.program.compile import CompiledCatalog, Slot, compile_catalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from configurator.program.semantics import violated
from configurator.session import (
    Choices,
    ConstraintCause,
    Explanation,
    FeatureState,
    OptionState,
    Presence,
    Refusal,
    Session,
    SubjectKind,
)
from configurator.session.option_states import choosable, present_values, value_held
from configurator.solving.engines import engine_named
from configurator.solving.port import FREE, Assumptions, Satisfiable, Solution, Solve, Solver, Unsatisfiable
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.catalog.loading import is_valid, loaded
from tests.examples import share
from tests.laws.compiled import compiled_catalog
from tests.program.compile.random_catalogs import catalogs_with_cells, flat_catalogs
from tests.session.nested_parts import catalog_with_nested_parts

Product = dict[str, FeatureValue | Absence]
Values = dict[str, FeatureValue]

LAWS = settings(max_examples=share(25), suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Shop:
    """A compiled catalog, a solver of it, and a list of everything that can be bought, by address."""

    compiled: CompiledCatalog
    solver: Solver
    products: list[Product]
    domains: dict[str, list[FeatureValue]]

    def session(self, values: Values) -> Session:
        return Session.open(self.compiled, self.solver, Choices(values))

    def matching(self, values: Values) -> list[Product]:
        return [product for product in self.products if all(product[path] == value for path, value in values.items())]


def _written(text: str) -> Shop:
    catalog, _ = loaded(text)
    assume(catalog is not None)
    assert catalog is not None
    compiled, _ = compile_catalog(catalog)
    assume(compiled is not None)
    assert compiled is not None
    return _shop(compiled)


def _compiled_text(text: str) -> CompiledCatalog:
    catalog, problems = loaded(text)
    assert catalog is not None, problems
    compiled, problems = compile_catalog(catalog)
    assert compiled is not None, problems
    return compiled


def _shop(compiled: CompiledCatalog) -> Shop:
    address = {slot.path: slot.path.replace("cells[", "cells[c") for slot in compiled.encoding.slots}
    found = BruteForceSolver(compiled.program).solutions(FREE, BudgetMeter(UNLIMITED, most_steps=300_000))
    products = [
        {address[path]: value for path, value in compiled.encoding.read(solution).items()} for solution in found
    ]
    domains = {
        address[slot.path]: [value_held(slot, held) for held in choosable(slot)] for slot in compiled.encoding.slots
    }
    return Shop(compiled, engine_named("cp_sat").load(compiled.program), products, domains)


of_every_kind = st.integers(0, 100_000).map(compiled_catalog)
"""Catalogs that use everything a catalog can say, by `tests/laws/test_engines.py`."""

shops = st.one_of(flat_catalogs().map(_written), catalogs_with_cells().map(_written), of_every_kind.map(_shop))


def _choices(data: st.DataObject, shop: Shop, most: int) -> Values:
    """Draw choices, rather such as go together."""
    paths = data.draw(st.lists(st.sampled_from(sorted(shop.domains)), unique=True, max_size=most))
    sound: bool = data.draw(st.booleans())
    if shop.products and sound:
        product = data.draw(st.sampled_from(shop.products))
        chosen = {path: product[path] for path in paths}
        return {path: value for path, value in chosen.items() if not isinstance(value, Absence)}
    return {path: data.draw(st.sampled_from(shop.domains[path])) for path in paths}


def _states_by_trying(shop: Shop, values: Values, path: str) -> dict[FeatureValue, bool]:
    """Return for every value of a path whether some product has it beside all other choices."""
    others = {other: value for other, value in values.items() if other != path}
    possible = {product[path] for product in shop.matching(others)}
    return {value: value in possible for value in shop.domains[path]}


def _possible_by(state: FeatureState, value: FeatureValue) -> bool:
    return state.of(value) in (OptionState.SELECTED, OptionState.IMPLIED, OptionState.AVAILABLE)


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_what_is_available_can_be_completed_and_what_is_blocked_cannot(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 3)
    assume(shop.matching(values))
    states = shop.session(values).states()
    for path, domain in shop.domains.items():
        shown = {value: _possible_by(states.at(path), value) for value in domain}
        assert _states_by_trying(shop, values, path) == shown, path


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_what_is_implied_absent_or_open_is_so_in_every_product(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 3)
    products = shop.matching(values)
    assume(products)
    for path, state in shop.session(values).states().features.items():
        seen = {product[path] for product in products}
        presence = Presence.PRESENT if ABSENT not in seen else Presence.ABSENT if seen == {ABSENT} else Presence.OPEN
        assert presence is state.presence, path
        if path not in values and presence is Presence.PRESENT:
            assert (len(seen) == 1) is (state.state is OptionState.IMPLIED), path


def _every_wish(shop: Shop) -> list[tuple[str, FeatureValue]]:
    return [(path, value) for path, domain in sorted(shop.domains.items()) for value in domain]


def _refused_for_choices(shop: Shop, values: Values) -> list[tuple[str, FeatureValue]]:
    """Return the wishes that some product has, but none beside the other choices."""
    return [
        (path, value)
        for path, value in _every_wish(shop)
        if shop.matching({path: value}) and not shop.matching({**values, path: value})
    ]


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_a_refusal_names_a_minimal_conflict_and_repairs_that_work(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 6)
    assume(shop.matching(values))
    path, value = data.draw(st.sampled_from(_refused_for_choices(shop, values) or _every_wish(shop)))
    answer = shop.session(values).choose(path, value)
    others = {other: chosen for other, chosen in values.items() if other != path}
    assert bool(shop.matching({**others, path: value})) is isinstance(answer, Session)
    if isinstance(answer, Session):
        assert not answer.repairs(path, value)[0].changes
        return
    _check_conflict(shop, values, path, value, answer)
    _check_repairs(shop, others, path, value, answer)


def _check_conflict(shop: Shop, values: Values, path: str, value: FeatureValue, refusal: Refusal) -> None:
    """Check that the choices cited forbid the wish, and that each is needed."""
    *_, inner = refusal.explanation.walk()
    slot = shop.session({}).assignment.slot(path)
    forbidden = shop.session({path: value}).assignment.wanted[path].values
    wishes = {value_held(slot, held) for held in forbidden}
    cited = {other: values[other] for other in refusal.explanation.choices}
    assert inner.minimal
    assert not any(product[path] in wishes for product in shop.matching(cited))
    for left_out in cited:
        rest = {other: chosen for other, chosen in cited.items() if other != left_out}
        assert any(product[path] in wishes for product in shop.matching(rest))
    _check_laws(shop, cited, inner, {slot.variable: forbidden})


def _check_laws(shop: Shop, cited: Values, explanation: Explanation, wish: dict[int, IntSet]) -> None:
    """Check that the constraints cited forbid the wish without any others, and that each of them is needed."""
    assignment = shop.session(cited).assignment
    told = {(cause.id, cause.instance) for cause in explanation.causes if isinstance(cause, ConstraintCause)}
    laws = {
        name
        for name, law in shop.compiled.laws.items()
        if (law.id, assignment.naming.instance_at(law.instance)) in told
    }
    assert len(laws) == len(told)
    narrowed = {**assignment.narrowed(), **wish}
    others = frozenset(shop.compiled.laws) - laws
    assert isinstance(shop.solver.ask(Solve(Assumptions(narrowed, others)), UNLIMITED), Unsatisfiable)
    for needed in laws:
        assert isinstance(shop.solver.ask(Solve(Assumptions(narrowed, others | {needed})), UNLIMITED), Satisfiable)


@dataclass(frozen=True)
class Judge:
    """Everything that can be built by structure alone, with the named constraints that each product breaks."""

    compiled: CompiledCatalog
    products: list[tuple[Solution, frozenset[str]]]

    @staticmethod
    def of(compiled: CompiledCatalog) -> "Judge":
        """List all products by brute force."""
        named = frozenset(each.name for each in compiled.program.constraints if each.named)
        meter = BudgetMeter(UNLIMITED, most_steps=300_000)
        listed = BruteForceSolver(compiled.program).solutions(Assumptions(without=named), meter)
        broken = (
            (solution, frozenset(each.name for each in violated(compiled.program, solution))) for solution in listed
        )
        return Judge(compiled, list(broken))

    def holds(self, fixed: Iterable[Literal], laws: frozenset[str]) -> bool:
        """Return whether some product has all values and breaks none of the constraints."""
        fixed = tuple(fixed)
        return any(
            not laws & broken and all(solution[each.variable] in each.values for each in fixed)
            for solution, broken in self.products
        )

    def judge(self, session: Session, explanation: Explanation, denied: tuple[Literal, ...]) -> None:
        """Check that what is cited contradicts what is denied, and that dropping any part of it resolves that."""
        assert explanation.minimal
        choices = {path: session.assignment.wanted[path] for path in explanation.choices}
        told = {(cause.id, cause.instance) for cause in explanation.all_causes() if isinstance(cause, ConstraintCause)}
        naming = session.assignment.naming
        laws = {n for n, law in self.compiled.laws.items() if (law.id, naming.instance_at(law.instance)) in told}
        assert len(told) == len(laws)
        assert not self.holds((*choices.values(), *denied), frozenset(laws))
        for path in choices:
            kept = (literal for other, literal in choices.items() if other != path)
            assert self.holds((*kept, *denied), frozenset(laws)), path
        for name in laws:
            assert self.holds((*choices.values(), *denied), frozenset(laws - {name})), name


@pytest.mark.parametrize("seed", range(48))
def test_every_reason_is_a_conflict_of_which_each_part_is_needed(seed: int) -> None:
    compiled, random = _compiled_text(catalog_with_nested_parts(seed)), Random(seed)
    solver, judge = engine_named("cp_sat").load(compiled.program), Judge.of(compiled)
    for _ in range(2):
        session = _session_of(compiled, solver, random)
        broken = session.conflict()
        if broken is not None:
            judge.judge(session, broken, ())
            continue
        for slot in compiled.encoding.slots:
            for value in (value_held(slot, held) for held in choosable(slot)):
                _judge_value(judge, session, slot, value)
            _judge_state(judge, session, slot)


def _session_of(compiled: CompiledCatalog, solver: Solver, random: Random) -> Session:
    """Open a session with up to three choices."""
    slots = random.sample(compiled.encoding.slots, 3)
    values = {slot.path: value_held(slot, random.choice(list(choosable(slot)))) for slot in slots}
    return Session.open(compiled, solver, Choices(values))


def _judge_value(judge: Judge, session: Session, slot: Slot, value: FeatureValue) -> None:
    """Judge why a value is not possible: the explanation is about that value, and its reason against it."""
    explanation, wish = session.why_not(slot.path, value), session.assignment.literal(slot.path, value)
    others = [literal for path, literal in session.assignment.wanted.items() if path != slot.path]
    assert judge.holds((*others, wish), frozenset(judge.compiled.laws)) is (explanation is None)
    if explanation is not None:
        assert (explanation.subject.path, explanation.subject.value) == (slot.path, value)
        assert explanation.subject.kind is SubjectKind.BLOCKED
        judge.judge(session, explanation, (wish,))
        if explanation.because:
            judge.judge(session, explanation, (Literal(slot.variable, present_values(slot)),))


def _judge_state(judge: Judge, session: Session, slot: Slot) -> None:
    """Judge why something is implied, absent or present."""
    explanation = session.why(slot.path)
    if explanation is None:
        return
    match explanation.subject.kind:
        case SubjectKind.ABSENT:
            denied = present_values(slot)
        case SubjectKind.PRESENT:
            denied = slot.domain - present_values(slot)
        case _:
            assert explanation.subject.value is not None
            denied = slot.domain - session.assignment.literal(slot.path, explanation.subject.value).values
    judge.judge(session, explanation, (Literal(slot.variable, denied),))


def _check_repairs(shop: Shop, others: Values, path: str, value: FeatureValue, refusal: Refusal) -> None:
    smallest = next(
        (
            size
            for size in range(len(others) + 1)
            for gone in combinations(others, size)
            if shop.matching({**{other: others[other] for other in others if other not in gone}, path: value})
        ),
        None,
    )
    assert (smallest is None) is (not refusal.repairs)
    for repair in refusal.repairs:
        assert smallest == len(repair.changes)
        assert shop.session(dict(repair.choices.values)).consistent
        assert is_valid(shop.compiled.catalog, repair.configuration)
        assert value == repair.configuration.values[path]
        assert [repair.configuration.values.get(one.path) for one in repair.changes] == [
            one.after for one in repair.changes
        ]


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_any_order_of_choices_gives_equal_states(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 4)
    assume(shop.matching(values))
    order = data.draw(st.permutations(list(values)))
    one_by_one = shop.session({})
    for path in order:
        answer = one_by_one.choose(path, values[path])
        assert isinstance(answer, Session)
        one_by_one = answer
    assert shop.session(values).states() == one_by_one.states()


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_choosing_then_retracting_is_the_identity(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 3)
    assume(shop.matching(values))
    before = shop.session(values)
    path = data.draw(st.sampled_from(sorted(set(shop.domains) - set(values))))
    answer = before.choose(path, data.draw(st.sampled_from(shop.domains[path])))
    if isinstance(answer, Refusal):
        return
    after = answer.retract(path)
    assert before.choices == after.choices
    assert before.states() == after.states()
    assert before.choices == answer.undo().choices


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_a_completion_is_valid_and_keeps_every_choice(shop: Shop, data: st.DataObject) -> None:
    values = _choices(data, shop, 3)
    assume(shop.matching(values))
    found = shop.session(values).complete()
    assert found is not None
    assert is_valid(shop.compiled.catalog, found)
    # A part that was declined in an instance that is absent is not listed.
    assert values == {path: found.values.get(path, False) for path in values}


@pytest.mark.parametrize("engine", ["brute_force", "cp_sat"])
def test_a_catalog_without_products_blocks_everything_and_blames_its_own_laws(engine: str) -> None:
    catalog, _ = loaded("features:\n  a: {type: boolean}\nconstraints:\n  odd: {require: 'a and not a', because: so}\n")
    assert catalog is not None
    compiled, _ = compile_catalog(catalog)
    assert compiled is not None
    session = Session.open(compiled, engine_named(engine).load(compiled.program))
    conflict = session.conflict()
    assert not session.consistent
    assert conflict is not None
    assert (conflict.choices, conflict.constraints) == ((), ("odd",))
    assert session.complete() is None
