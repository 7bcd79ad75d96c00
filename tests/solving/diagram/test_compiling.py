"""Programs become diagrams: small where they fall apart, none where they are too large."""

from itertools import product

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Or, Program, ProgramConstraint, Same, Table, Term, Truth, Variable
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.compiling import compiled
from configurator.solving.port import CountSolutions
from tests.solving.diagram.shop import EITHER, asked, pair, whole
from tests.solving.suite import has, of, small


def chain(length: int) -> Program:
    variables = tuple(Variable(f"v{place}", of(0, 1, 2)) for place in range(length))
    apart = tuple((of(a), of(b)) for a in range(3) for b in range(3) if a != b)
    laws = (ProgramConstraint("", Table((place, place + 1), apart), named=True) for place in range(length - 1))
    return Program(variables, tuple(laws))


def test_a_long_chain_makes_a_diagram_as_long() -> None:
    found = whole(chain(300))
    assert found.diagram.size <= 3 * 300
    assert 3 * 2**299 == asked(chain(300)).ask(CountSolutions(), UNLIMITED).number
    assert 1 == found.width


def test_what_is_forced_has_no_node() -> None:
    same = Table((0, 1), tuple((of(value), of(value)) for value in range(3)))
    diagram = whole(pair(same)).diagram
    assert 2 + 1 == diagram.size
    assert 3 + 1 == len(diagram.branch_bundle)


def test_components_make_one_diagram_and_each_keeps_to_itself() -> None:
    program = small(EITHER, Or((has(2, 0), has(3, 0))), sizes=(3, 3, 2, 2, 5))
    assert 5 * 3 * 5 == asked(program).ask(CountSolutions(), UNLIMITED).number


def test_a_component_that_is_too_large_is_left() -> None:
    heavy = tuple(
        ProgramConstraint(
            "", Linear(tuple(Term(place, 7**step + place * step) for place in range(40)), 0, 9**9), named=True
        )
        for step in (5, 6, 7)
    )
    variables = tuple(Variable(f"v{place}", IntSet.between(0, 9)) for place in range(42))
    light = ProgramConstraint("", Or((has(40, 1), has(41, 1))), named=True)
    found, left = compiled(Program(variables, (*heavy, light)), CompileLimits(rows=20_000, states=20_000))
    assert (40, 41) == found.part.indices
    assert [40] == [len(part.indices) for part in left]


def test_no_time_leaves_everything() -> None:
    spent = CompileLimits(budget=Budget(now=lambda: 2.0, deadline=1.0))
    found, left = compiled(pair(EITHER), spent)
    assert ((), 1) == (found.part.indices, len(left))


def test_without_solution_there_is_no_node() -> None:
    nowhere = pair(Same(has(0, 1), Same(has(1), Truth(False))), has(0, 0), has(1, 7))
    for program in (pair(has(0, 7)), pair(Truth(False)), pair(has(0, 1), has(0, 2)), nowhere):
        assert not whole(program).diagram.possible


def test_totals_and_budgets_of_thousands_of_values_compile() -> None:
    weights = ((0, 650), (1, 700), (2, 800))
    choices = tuple(Variable(f"part{place}", of(0, 1, 2)) for place in range(6))
    total = Linear((Term(6, -1), *(Term(place, 0, weights) for place in range(6))), 0, 0)
    enough = Linear((Term(7, 1), Term(6, -1)), 0, None)
    numbers = (Variable("total", IntSet.between(1, 10_000)), Variable("budget", IntSet.between(0, 9_999)))
    laws = (ProgramConstraint("total", total, named=True), ProgramConstraint("enough", enough, named=True))
    solver = asked(Program((*choices, *numbers), laws))
    expected = sum(10_000 - sum(dict(weights)[each] for each in chosen) for chosen in product(range(3), repeat=6))
    assert expected == solver.ask(CountSolutions(), UNLIMITED).number


def test_a_component_whose_lists_are_too_long_is_left_over_and_the_others_are_not() -> None:
    laws = (EITHER, Or((has(2, 0), has(3, 0))), Or((has(2, 1), has(4, 0))), Or((has(3, 1), has(4, 1))))
    program = small(*laws, sizes=(3, 3, 2, 2, 2))
    made, left = compiled(program, CompileLimits(entries=8))
    assert [(0, 1)] == [made.part.indices]
    assert [(2, 3, 4)] == [part.indices for part in left]
