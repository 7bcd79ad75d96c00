"""The sum of the wishes ranks solutions as the wishes do, and its value is the solution."""

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Program, Variable, Wish
from configurator.program.semantics import fulfilment
from configurator.session.lexicographic_sum import LexicographicSum, completions_through
from configurator.solving.engines import engine_named
from configurator.solving.port import Solution

DOMAINS = (IntSet.of((0, 1)), IntSet.of((-3, 2, 7)), IntSet.between(4, 8))
VARIABLES = tuple(Variable(f"v{number}", domain) for number, domain in enumerate(DOMAINS))
PINNED = tuple(Lowest(number) for number in range(len(DOMAINS)))
SOLUTIONS = st.tuples(*(st.sampled_from(list(domain)) for domain in DOMAINS))


@st.composite
def _wishes(draw: st.DrawFn) -> tuple[Wish, ...]:
    literals = [
        Literal(number, IntSet.of(draw(st.sets(st.sampled_from(list(DOMAINS[number]))))))
        for number in draw(st.lists(st.integers(0, len(DOMAINS) - 1), max_size=3))
    ]
    return tuple(draw(st.permutations([*literals, *PINNED])))


@settings(deadline=None)
@given(_wishes(), SOLUTIONS, SOLUTIONS)
def test_the_sum_is_less_for_the_solution_that_fulfils_the_wishes_better(
    wishes: tuple[Wish, ...], one: Solution, other: Solution
) -> None:
    ranks = LexicographicSum.of(Program(VARIABLES, (), wishes))
    assert ranks is not None
    sums = [sum(term.weigh(each[term.variable]) for term in ranks.terms) for each in (one, other)]
    assert (fulfilment(wishes, one) > fulfilment(wishes, other)) == (sums[0] < sums[1])
    assert [one, other] == [ranks.solution(rank, (0, 0, 0)) for rank in sums]


def test_wishes_with_too_many_values_have_no_sum() -> None:
    wide = Variable("wide", IntSet.between(0, 1_000_000))
    booleans = tuple(Variable(f"b{number}", IntSet.of((0, 1))) for number in range(60))
    assert LexicographicSum.of(Program((wide,), (), (Lowest(0),))) is None
    assert LexicographicSum.of(Program(booleans, (), tuple(Lowest(number) for number in range(60)))) is None


def test_completions_are_asked_together_only_of_a_solver_that_takes_passes() -> None:
    program = Program(VARIABLES, (), PINNED)
    ranks = LexicographicSum.of(program)
    searching, passing = (engine_named(name).load(program) for name in ("sat", "compiled"))
    assert completions_through(ranks, searching, {}) is None
    through = completions_through(ranks, passing, {0: IntSet.of((1,))})
    assert through is not None
    found = [through.through(Literal(1, IntSet.of((value,))), (0, 0, 0)) for value in (7, 6)]
    assert [(1, 7, 4), None] == [each and each.solution for each in found]


def test_without_time_nothing_is_said() -> None:
    program = Program(VARIABLES, (), PINNED)
    over = Budget(now=lambda: 1.0, deadline=0.0)
    through = completions_through(LexicographicSum.of(program), engine_named("compiled").load(program), {}, over)
    assert through is not None
    assert through.through(Literal(1, IntSet.of((7,))), (0, 0, 0)) is None
