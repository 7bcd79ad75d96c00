"""Every truth that is known of the real models holds after import, compiling and solving.

Without the published files beside the checkout, those models are asked that are kept here as catalogs.
"""

from collections.abc import Iterator

import pytest

from configurator.budget import UNLIMITED
from configurator.catalog.model import BooleanDomain
from configurator.program.compile import FeatureSlot
from configurator.program.intset import IntSet
from configurator.reading.files import read_folder
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, CountSolutions, FindDomains, Satisfiable, Solve, Unsatisfiable
from tests.benchmarks import models
from tests.conformance.models.__main__ import restated, restated_orders

TRUTHS = models.truths()
SLOW = {"automotive01", "automotive02_1", "financial_services", "linux_2_6_33_3", "renault_big"}
"""Models that take longer than a few seconds: they are asked in the thorough profile."""
COUNTED = [name for name in models.names() if TRUTHS[name].get("valid_configurations")]
FIXED = [name for name in models.names() if "always_true" in TRUTHS[name]]
KEPT = models.kept()


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--profile") == "thorough")


def _skip_slow(name: str, thorough: bool) -> None:
    if name in SLOW and not thorough:
        pytest.skip("slow: run with --profile thorough")


@pytest.mark.parametrize("name", COUNTED)
def test_a_model_has_exactly_as_many_products(name: str, thorough: bool) -> None:
    _skip_slow(name, thorough)
    counted = engine_named("compiled").load(models.program(name)).ask(CountSolutions(), UNLIMITED)
    assert (str(TRUTHS[name]["valid_configurations"]), True) == (str(counted.number), counted.exact)


@pytest.mark.parametrize("name", FIXED)
def test_a_model_has_exactly_as_many_fixed_variables(name: str, thorough: bool) -> None:
    _skip_slow(name, thorough)
    always, never = 0, 0
    for possible in _of_variables(name):
        always += possible == {True}
        never += possible == {False}
    assert (TRUTHS[name]["always_true"], TRUTHS[name]["never_true"]) == (always, never)


def _of_variables(name: str) -> Iterator[set[bool]]:
    """Yield what each variable of the clauses may be; an option of a feature is one."""
    compiled = models.compiled(name)
    possible = engine_named("sat").load(compiled.program).ask(FindDomains(), UNLIMITED)
    for slot in compiled.encoding.slots:
        assert isinstance(slot, FeatureSlot)
        values = possible.values[slot.variable]
        if isinstance(slot.feature.domain, BooleanDomain):
            yield {bool(value) for value in values}
        else:
            for option in slot.values:
                yield ({True} if option in values else set()) | ({False} if values - IntSet.of((option,)) else set())


@pytest.mark.parametrize("name", [name for name in models.TABLES if name in TRUTHS])
def test_every_real_order_is_valid(name: str, thorough: bool) -> None:
    _skip_slow(name, thorough)
    solver = engine_named("compiled").load(models.program(name))
    orders = models.orders(name)
    assert 150 == len(orders)
    for order in orders:
        chosen = models.chosen(name, order)
        assert len(order) == len(chosen)
        assert isinstance(
            solver.ask(Solve(Assumptions({at: IntSet.of((value,)) for at, value in chosen.items()})), UNLIMITED),
            Satisfiable,
        )


def test_the_computer_needs_a_processor_that_is_fast_enough() -> None:
    compiled = models.compiled("clib_pc")
    slot = compiled.encoding.slot("pro_freqd")
    solver = engine_named("compiled").load(compiled.program)
    answers = []
    for frequency in (200, 800):
        held = slot.held(frequency)
        assert held is not None
        answers.append(type(solver.ask(Solve(Assumptions({slot.variable: IntSet.of((held,))})), UNLIMITED)))
    assert [Unsatisfiable, Satisfiable] == answers


@pytest.mark.skipif(not models.present(), reason="the published files are not beside this checkout")
@pytest.mark.parametrize("name", KEPT)
def test_a_catalog_that_is_kept_is_what_its_importer_makes(name: str) -> None:
    assert restated(name) == read_folder(models.KEPT / name)
    assert str(KEPT[name]["valid_configurations"]) == TRUTHS[name]["valid_configurations"]


@pytest.mark.skipif(not models.present(), reason="the published files are not beside this checkout")
def test_orders_that_are_kept_are_those_that_are_published() -> None:
    assert restated_orders("renault_medium") == (models.KEPT / "renault_medium_orders.csv").read_bytes()
