"""The objective says of every van what its price says, exactly or within the slack it admits."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import assume, given

from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.pricing.objective import NotLinear, Objective, objective
from configurator.pricing.prepare import ParameterValue, Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.program.compile import CompiledCatalog, CountSlot, compile_catalog
from configurator.program.intset import IntSet
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Satisfiable
from tests.pricing.random_books import books, vans
from tests.pricing.shop import DAY, book_of, chosen, van


@cache
def compiled() -> CompiledCatalog:
    found, problems = compile_catalog(van())
    assert found is not None, problems
    return found


def prepared_of(text: str, parameters: dict[str, ParameterValue] | None = None, **files: str) -> Prepared:
    return prepare(book_of(text, **files), van(), DAY, parameters)


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
    answer = engine_named("brute_force").load(found.compiled.program).solve(Assumptions(narrowed))
    assert isinstance(answer, Satisfiable)
    return answer.witness


def agrees(text: str, configuration: Configuration, **files: str) -> None:
    prepared = prepared_of(text, None, **files)
    found = objective(prepared, compiled())
    said = found.amount(found.cost(solution_of(found, configuration)))
    assert abs(said - price_prepared(configuration, prepared).totals.compare) <= found.slack


@given(books(bounded=False), vans())
def test_the_objective_is_the_price_of_every_van_within_its_slack(text: str, configuration: Configuration) -> None:
    try:
        agrees(text, configuration)
    except NotLinear as refusal:
        # A few of these books add up more different sums than are tabulated; that they are refused is right, too.
        assume("are tabulated" not in str(refusal))
        raise


@given(books(), vans())
def test_a_book_has_such_an_objective_or_the_rule_that_has_none_is_named(
    text: str, configuration: Configuration
) -> None:
    try:
        agrees(text, configuration)
    except NotLinear as refusal:
        assert refusal.place.file == "book.yaml"
        assert refusal.rule.partition(".")[0] in ("prices", "charges", "waivers", "stages")


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
    ("book", "rule", "reason"),
    [
        ("stages: [{id: d, kind: discount, percent: 5, when: 'base > 5[EUR]', because: So}]", "stages.d",
         "stage acts on"),
        ("charges: {a: {amount: seats}}\nstages: [{id: d, kind: discount, percent: seats, because: So}]", "stages.d",
         "by more than conditions"),
        ("charges: {t: {model: graduated, quantity: seats, tiers: [{price: [{amount: 3, when: sport}]}]}}", "charges.t",
         "only under a condition"),
        ("prices: {items: {seats: 9}}\nwaivers: {w: {choose_one_of: [seats], because: So}}", "waivers.w",
         "has no fixed price"),
    ],
)  # fmt: skip
def test_what_has_no_exact_sum_is_refused_with_its_place(book: str, rule: str, reason: str) -> None:
    with pytest.raises(NotLinear, match=reason) as refusal:
        objective_of(book)
    assert (rule, "book.yaml") == (refusal.value.rule, refusal.value.place.file)


def test_a_book_for_another_state_of_the_catalog_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="another state of catalog"):
        objective(replace(prepared_of(WHOLE), catalog=replace(van(), digest="other")), compiled())


def test_the_opposite_of_the_terms_turns_the_cheapest_into_the_dearest() -> None:
    found = objective_of(WHOLE)
    solution = solution_of(found, chosen({"radio": True}))
    assert found.cost(solution) == -replace(found, terms=found.opposite).cost(solution)
