"""The objective says of every van what its price says, exactly or within the slack it admits."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.pricing.prepare import ParameterValue, Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.symbolic import Objective, objective
from configurator.program.compile import CompiledCatalog, CountSlot, compile_catalog
from configurator.program.intset import IntSet
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Satisfiable, Solve
from tests.examples import share
from tests.pricing.random_books import books, pieces, vans
from tests.pricing.shop import DAY, book_of, chosen, van


@cache
def compiled() -> CompiledCatalog:
    found, problems = compile_catalog(van())
    assert found is not None, problems
    return found


def prepared_of(
    text: str, parameters: dict[str, ParameterValue] | None = None, quantity: int = 1, **files: str
) -> Prepared:
    return prepare(book_of(text, **files), van(), DAY, parameters, quantity=quantity)


def objective_of(text: str) -> Objective:
    return objective(prepared_of(text), compiled())


def solution_of(found: Objective, configuration: Configuration) -> tuple[int, ...]:
    """Return the solution that stands for a configuration, with the variables of joint prices as they must be."""
    narrowed = {}
    for slot in found.compiled.encoding.slots:
        value = configuration.values.get(slot.path.replace("racks[", "racks[r"))
        if isinstance(slot, CountSlot):
            held = slot.held(value if value is not None else 0)
        else:
            held = slot.absent if value is None else slot.held(value)
        assert held is not None
        narrowed[slot.variable] = IntSet.of((held,))
    answer = engine_named("cp_sat").load(found.compiled.program).ask(Solve(Assumptions(narrowed)), UNLIMITED)
    assert isinstance(answer, Satisfiable)
    return answer.witness


def agrees(text: str, configuration: Configuration, quantity: int = 1, **files: str) -> Objective:
    prepared = prepared_of(text, None, quantity, **files)
    found = objective(prepared, compiled())
    solution = solution_of(found, configuration)
    low, high = (each.amount(each.cost(solution)) for each in (found.below, found.above))
    assert low <= price_prepared(configuration, prepared).totals.compare <= high <= low + found.slack
    return found


@pytest.mark.slow
@settings(max_examples=share(40))
@given(books(), vans(), pieces)
def test_the_price_of_every_van_lies_between_both_sums(text: str, configuration: Configuration, quantity: int) -> None:
    agrees(text, configuration, quantity)


WHOLE = "prices: {items: {petrol: 100, diesel: 120, navigation: 50, radio: 20, roof: 30}}\n"


def test_prices_in_whole_steps_have_an_exact_objective() -> None:
    found = objective_of(WHOLE)
    assert found.exact
    assert compiled().program.variables == found.compiled.program.variables


def test_the_price_of_one_thing_where_another_was_chosen_gets_a_variable() -> None:
    found = objective_of("charges: {roof: {when: roof, amount: [{amount: 7, when: sport}, {amount: 9}]}}")
    assert found.exact
    assert all(each.determined for each in found.compiled.program.variables[len(compiled().program.variables) :])


def test_a_tax_that_has_to_be_rounded_leaves_slack() -> None:
    found = objective_of(WHOLE.replace("100", "100.01") + "stages: [{id: vat, kind: tax, percent: 19, because: VAT}]")
    assert not found.exact


@pytest.mark.parametrize("racks", [0, 1, 3])
@pytest.mark.parametrize("sport", [True, False])
def test_of_one_of_the_parts_the_dearest_is_waived_in_the_objective_too(racks: int, sport: bool) -> None:
    book = WHOLE + "waivers: {s: {when: sport, choose_one_of: [radio, roof, navigation], because: One}}"
    agrees(book, chosen({"sport": sport, "radio": True, "roof": True}, racks))
    agrees(book, chosen({"sport": sport, "radio": True, "roof": True, "navigation": True}, racks))


@pytest.mark.parametrize(
    "book",
    [
        "stages: [{id: d, kind: discount, percent: 5, when: 'base > 140[EUR]', because: So}]",
        "charges: {a: {amount: seats}}\nstages: [{id: d, kind: discount, percent: seats, because: So}]",
        "charges: {t: {model: graduated, quantity: seats, tiers: [{price: [{amount: 3, when: sport}]}]}}",
        "prices: {items: {seats: 9, racks: 20}}\nwaivers: {w: {choose_one_of: [seats, racks], because: So}}",
        "prices: {items: {seats: 9}}\ncharges: {a: {model: per_unit, quantity: seats, price: 8, free: 1}}\n"
        "waivers: {w: {choose_one_of: [seats, a], because: So}}",
        "stages: [{id: d, kind: discount, percent: 10, at_most: [{amount: 6, when: sport}, {amount: 9}], because: So}]",
        "prices: {items: {seats: 9}}\nstages: [{id: d, kind: surcharge, amount: 7, on: list, because: So}]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("quantity", [1, 7])
@pytest.mark.parametrize("racks", [0, 2])
@pytest.mark.parametrize("sport", [True, False])
def test_what_hangs_together_is_exact(book: str, racks: int, sport: bool, quantity: int) -> None:
    book = book if book.startswith("prices") else WHOLE + book
    assert agrees(book, chosen({"sport": sport, "radio": True, "seats": 4}, racks), quantity).exact


@pytest.mark.parametrize("sport", [True, False])
def test_a_least_surcharge_is_due_only_where_its_base_has_lines(sport: bool) -> None:
    book = "compare_over: 12 months\n" + WHOLE + "charges: {plan: {amount: 10, recurring: month, when: sport}}\n"
    book += "stages: [{id: s, kind: surcharge, percent: 10, at_least: 5, because: So}]"
    assert agrees(book, chosen({"sport": sport, "radio": True})).exact


def test_a_book_for_another_state_of_the_catalog_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="another state of catalog"):
        objective(replace(prepared_of(WHOLE), catalog=replace(van(), digest="other")), compiled())


def test_the_negative_of_a_sum_turns_the_cheapest_into_the_dearest() -> None:
    found = objective_of(WHOLE)
    solution = solution_of(found, chosen({"radio": True}))
    assert found.above.cost(solution) == -found.above.negative.cost(solution)


def test_preparing_an_objective_ends_with_the_budget() -> None:
    with pytest.raises(OutOfBudget, match="time ran out"):
        objective(prepared_of(WHOLE), compiled(), Budget(lambda: 1.0, deadline=1.0))
