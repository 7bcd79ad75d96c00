"""The digits of a number spell how wishes are fulfilled, the first wish first."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.program.semantics import fulfilment
from configurator.program.wish_digits import WishDigit, digits_of

LEFT = {0: IntSet.of((0, 1)), 1: IntSet.of((-3, 2, 7)), 2: IntSet.between(4, 8)}
SOLUTIONS = st.tuples(*(st.sampled_from(list(domain)) for domain in LEFT.values()))
LITERALS = st.integers(0, 2).flatmap(
    lambda each: st.builds(Literal, st.just(each), st.sets(st.sampled_from(list(LEFT[each]))).map(IntSet.of))
)
WISHES = st.lists(st.one_of(LITERALS, st.builds(Lowest, st.integers(0, 2))), max_size=5)


def figure(digit: WishDigit, value: int) -> int:
    if isinstance(digit.wish, Lowest):
        return list(digit.left).index(value)
    return int(value in digit.missing)


@given(WISHES, SOLUTIONS, SOLUTIONS)
def test_a_number_is_less_where_the_wishes_are_fulfilled_better(
    wishes: list[Wish], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    digits = digits_of(wishes, LEFT)
    numbers = [
        sum(figure(digit, solution[digit.wish.variable]) * digit.scale for digit in digits) for solution in (one, other)
    ]
    assert (fulfilment(wishes, one) > fulfilment(wishes, other)) == (numbers[0] < numbers[1])
    for number, solution in zip(numbers, (one, other), strict=True):
        assert [figure(digit, solution[digit.wish.variable]) for digit in digits] == [
            digit.read(number) for digit in digits
        ]


def test_as_many_wishes_as_fit_one_number_are_digits() -> None:
    wide, one = {number: IntSet.between(0, 999) for number in range(8)}, {0: IntSet.between(0, 2**60)}
    assert [5, 1] == [len(digits_of([Lowest(each) for each in left], left)) for left in (wide, one)]
