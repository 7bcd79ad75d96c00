"""Boxes give the answers that trying everything gives, whatever form a variable has, and leave hard ones to others."""

from unittest.mock import patch

import numpy as np
import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Lowest,
    Product,
    Program,
    ProgramConstraint,
    Table,
    Term,
    Variable,
)
from configurator.program.semantics import fulfilment
from configurator.solving.boxes.box_arrays import Boxes, BoxLayout, NotBoxable
from configurator.solving.boxes.box_program import BoxProgram, BoxQuestion
from configurator.solving.boxes.box_solver import BoxSolver, by_boxes
from configurator.solving.boxes.contractors import contractor_of
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.diagram.loading import DeferredSolver
from configurator.solving.engines import engine_named
from configurator.solving.port import (
    FREE,
    Assumptions,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    Minimise,
    Optimum,
    Satisfiable,
    Solve,
    Solver,
    Unsatisfiable,
)
from configurator.solving.queries import cost_of
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.boxes.numbers import Everything, numbers_program, pinning, questions
from tests.solving.suite import small

LIMITS = "configurator.solving.boxes"


def refuse(_: Program) -> Solver:
    raise AssertionError("the query went to another engine")


def window(most: int = 3_000_000, ends: tuple[int, int] = (400, 2400)) -> Program:
    """Return `width * height <= most` in millimetres."""
    width = IntSet.between(*ends)
    area = IntSet.between(ends[0] ** 2, ends[1] ** 2)
    return Program(
        (Variable("width", width), Variable("height", width), Variable("area", area, determined=True)),
        (
            ProgramConstraint("area", Product(2, 0, 1), named=False),
            ProgramConstraint("most", Linear((Term(2, 1),), None, most), named=True),
        ),
    )


@pytest.mark.parametrize("listed", [1, 64], ids=["intervals", "sets"])
@pytest.mark.parametrize("seed", range(60))
def test_numbers_have_the_answers_that_trying_everything_gives(seed: int, listed: int) -> None:
    program = numbers_program(seed)
    everything = Everything(program)
    with patch(f"{LIMITS}.box_arrays.BOX_LISTED_VALUES", listed):
        solver = BoxSolver(program, refuse)
    wishes = pinning(seed, program)
    objective = tuple(Term(index, 1 + seed % 3 - 2 * (index % 2)) for index in range(len(program.variables)))
    for given in questions(seed, program):
        solutions = everything.under(given)
        states, least = solver.ask(FindDomains(given), UNLIMITED), solver.ask(Minimise(objective, given), UNLIMITED)
        alternatives = solver.ask(FindAlternatives(given), UNLIMITED)
        for index in everything.free:
            assert everything.values(index, given) == states.values[index]
            assert everything.values(index, given, index) == alternatives.values[index]
            assert not states.undecided[index] and not alternatives.undecided[index]
        assert len(solutions) == solver.ask(CountSolutions(given), UNLIMITED).number
        assert min(len(solutions), 5) == solver.ask(CountSolutions(given, at_most=5), UNLIMITED).number
        verdict = solver.ask(Solve(given), UNLIMITED)
        if not solutions:
            assert Unsatisfiable() == verdict == least == solver.ask(Complete(wishes, given), UNLIMITED)
            continue
        assert isinstance(verdict, Satisfiable) and verdict.witness in solutions
        best = max(solutions, key=lambda solution: fulfilment(wishes, solution))
        assert Satisfiable(best) == solver.ask(Complete(wishes, given), UNLIMITED)
        assert isinstance(least, Optimum) and least.proved and least.witness in solutions
        assert min(cost_of(objective, solution) for solution in solutions) == least.cost


def test_a_product_of_millimetres_is_neither_listed_nor_compiled() -> None:
    solver = BoxSolver(window(), refuse)
    given = Assumptions({0: IntSet.of((1777,))})
    assert IntSet.between(400, 2400) == solver.ask(FindDomains(), UNLIMITED).values[0]
    assert IntSet.between(400, 3_000_000 // 1777) == solver.ask(FindDomains(given), UNLIMITED).values[1]
    assert (
        sum(min(2400, 3_000_000 // width) - 399 for width in range(400, 2401))
        == solver.ask(CountSolutions(FREE), UNLIMITED).number
    )


def test_the_ends_of_a_range_are_exact_and_holes_are_found() -> None:
    """Of the widths 400 to 2,400 those that divide 1,000,000 have a height."""
    program = window()
    equal = ProgramConstraint("equal", Linear((Term(2, 1),), 1_000_000, 1_000_000), named=True)
    solver = BoxSolver(Program(program.variables, (program.constraints[0], equal)), refuse)
    expected = [width for width in range(400, 2401) if 1_000_000 % width == 0 and 400 <= 1_000_000 // width <= 2400]
    assert IntSet.of(expected) == solver.ask(FindDomains(), UNLIMITED).values[0]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_table_leaves_the_options_of_all_rows_that_a_box_spans(allowed: bool) -> None:
    """Of the numbers up to 50 the first option goes with the low half, of the others with the high one."""
    number, option = Variable("number", IntSet.between(0, 99)), Variable("option", IntSet.between(0, 2))
    first, others, low, high = (IntSet.between(*ends) for ends in ((0, 0), (1, 1), (0, 49), (50, 99)))
    third = IntSet.of((2,))
    forbidden = ((low, others), (high, first | third), (low, third))
    rows = ((low, first), (high, others)) if allowed else forbidden
    table = Table((0, 1), rows, allowed)
    contractor = contractor_of(table, BoxLayout.of(Program((number, option), ())))
    boxes = Boxes.of(BoxLayout.of(Program((number, option), ())), (IntSet.between(20, 80), option.domain))
    contractor.narrow(boxes, np.ones(1, np.bool_))
    assert [[True, True, False]] == boxes.sets[0].tolist()


def test_doubts_are_about_the_variables_of_laws_that_may_not_hold() -> None:
    variables = tuple(Variable(f"v{number}", IntSet.between(0, 99)) for number in range(4))
    made = Variable("made", IntSet.between(0, 99**2), determined=True)
    laws: tuple[Formula, ...] = (
        Product(4, 0, 1),
        Linear((Term(4, 1),), None, 5_000),
        Linear((Term(2, 1), Term(3, 1)), None, 99),
    )
    constraints = (ProgramConstraint(f"c{at}", law, named=at > 0) for at, law in enumerate(laws))
    question = BoxQuestion(BoxProgram(Program((*variables, made), tuple(constraints))), FREE)
    for ends, expected in (((99, 99), [1, 1, 1, 1]), ((50, 49), [0, 0, 0, 0]), ((99, 49), [1, 1, 0, 0])):
        domains = [IntSet.between(0, end) for end in (ends[0], ends[0], ends[1], ends[1])]
        boxes = Boxes.of(question.boxes.layout, (*domains, made.domain))
        assert expected == question.doubts(boxes)[:, 0].tolist()


def test_a_question_that_takes_too_many_boxes_goes_to_another_engine() -> None:
    program = window(most=50, ends=(1, 20))
    with patch(f"{LIMITS}.box_search.BOX_WORK", 20), patch(f"{LIMITS}.box_search.BOXES_AT_ONCE", 4):
        solver = BoxSolver(program, lambda part: CpSatSolver(part, backtracks=None))
        narrow = BoxSolver(program, refuse)
        assert BruteForceSolver(program).ask(FindDomains(), UNLIMITED) == solver.ask(FindDomains(), UNLIMITED)
        with pytest.raises(AssertionError, match="another engine"):
            narrow.ask(CountSolutions(), UNLIMITED)


def test_without_time_an_answer_is_undecided() -> None:
    spent = Budget(lambda: 1.0, deadline=0.0)
    answer = BoxSolver(window(), refuse).ask(FindDomains(), spent)
    assert tuple(variable.domain for variable in window().variables) == answer.undecided


def test_a_program_without_values_or_variables_has_no_boxes() -> None:
    with pytest.raises(NotBoxable):
        BoxSolver(Program((), ()), refuse)
    assert by_boxes(small(sizes=(3, 0)), refuse) is None


def test_the_default_engine_answers_products_of_wide_numbers_by_boxes_until_a_compiled_form_pays() -> None:
    solver = engine_named().load(window())
    assert isinstance(solver, DecomposedSolver)
    assert [DeferredSolver] == [type(each.solver) for each in solver.parts]
    assert (400, 400, 160_000) == getattr(solver.ask(Complete((Lowest(1), Lowest(0))), UNLIMITED), "witness", None)
