"""The laws of a session, over random catalogs of every kind, against a plain list of all solutions."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.configuration import FeatureValue
from configurator.language.checked import ABSENT
from configurator.program.compile import compile_catalog
from configurator.program.intset import IntSet
from configurator.session import (
    ConstraintCause,
    Explanation,
    FeatureState,
    OptionState,
    Presence,
    Refusal,
    Session,
)
from configurator.session.option_states import value_held
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Satisfiable, Solve, Unsatisfiable
from tests.catalog.loading import is_valid, loaded
from tests.examples import share
from tests.session.shops import Shop, Values, drawn_choices, shops

LAWS = settings(max_examples=share(50), suppress_health_check=list(HealthCheck))


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
    values = drawn_choices(data, shop, 3)
    assume(shop.matching(values))
    states = shop.session(values).states()
    for path, domain in shop.domains.items():
        shown = {value: _possible_by(states.at(path), value) for value in domain}
        assert _states_by_trying(shop, values, path) == shown, path


@pytest.mark.slow
@LAWS
@given(shops, st.data())
def test_what_is_implied_absent_or_open_is_so_in_every_product(shop: Shop, data: st.DataObject) -> None:
    values = drawn_choices(data, shop, 3)
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
    values = drawn_choices(data, shop, 6)
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
    values = drawn_choices(data, shop, 4)
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
    values = drawn_choices(data, shop, 3)
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
    values = drawn_choices(data, shop, 3)
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
