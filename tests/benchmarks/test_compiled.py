"""Published models compile to diagrams that count exactly what is published, and real orders are possible in them."""

from itertools import islice

import pytest

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.diagram.compiling import compiled
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.port import Assumptions, CountSolutions, FindDomains, Minimise, Solver
from tests.benchmarks.compiled import HEADINGS, measure, models, table
from tests.benchmarks.reading_models import MODELS, read_dimacs, read_model, read_orders, truth

published = pytest.mark.skipif(
    not (MODELS / "truth.json").is_file(),
    reason="the published files are not beside this checkout; tests/conformance/models counts those kept as catalogs",
)
SMALL = tuple(name for name in models() if "splot" in name or "medium" in name or "clib" in name)


def whole(program: Program) -> Solver:
    found, left = compiled(program)
    assert () == left
    return CheckedSolver(DiagramSolver(found, _nobody))


def _nobody(program: Program) -> Solver:
    raise AssertionError(f"{len(program.variables)} variables were asked of another engine")


@published
@pytest.mark.parametrize("name", SMALL)
def test_a_model_has_as_many_products_as_published(name: str) -> None:
    assert truth()[name]["valid_configurations"] == str(whole(read_model(name)).ask(CountSolutions(), UNLIMITED).number)


@published
def test_every_real_order_is_possible() -> None:
    program = read_model("tables/renault_medium.json")
    solver, place = whole(program), program.index_of()
    for order in islice(read_orders("tables/renault_medium_orders.json"), 50):
        narrowed = {place[name]: IntSet.of([value]) for name, value in order.items() if name in place}
        assert any(solver.ask(FindDomains(Assumptions(narrowed)), UNLIMITED).values)


@published
def test_clock_rates_of_the_published_pc_are_told_apart() -> None:
    program = read_model("tables/clib_pc.json")
    solver, rate = whole(program), program.index_of()["pro_freqD"]
    possible = solver.ask(FindDomains(), UNLIMITED).values[rate]
    assert 200 not in possible
    assert 800 in possible
    best = solver.ask(Minimise((Term(rate, 1),)), UNLIMITED)
    assert possible.low == getattr(best, "cost", None)


def test_the_table_has_a_line_for_each_model() -> None:
    heading, row = table([measure("splot_real-fm-15", baseline="brute_force")]).splitlines()
    assert all(name in heading for name in HEADINGS)
    assert "exact" in row


def test_clauses_are_read_with_the_names_of_their_variables() -> None:
    program = read_dimacs("c 1 root\nc a remark\np cnf 2 2\n1 0\n-1 2\n0\n")
    assert ("root", "x2") == tuple(variable.name for variable in program.variables)
    assert 1 == whole(program).ask(CountSolutions(), UNLIMITED).number
