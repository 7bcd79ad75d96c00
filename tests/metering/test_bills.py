"""Re-rating: what is booked always sums to what is due, and booking the difference makes the next one empty."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.metering.bills import BillKind, BillLine, Part, due

PRICES = st.sampled_from([Fraction(1, 2), Fraction(2), Fraction(1, 3), None])


@st.composite
def ratings(draw: st.DrawFn) -> list[Part]:
    """Return what a rating may find: up to three parts, each with a price that may change from rating to rating."""
    found = []
    for name in draw(st.lists(st.sampled_from(["1", "2", "rest"]), unique=True)):
        price, quantity = draw(PRICES), Fraction(draw(st.integers(0, 20)))
        amount = quantity * price if price is not None else Fraction(draw(st.integers(-50, 50)))
        found.append(Part("charges.calls", name, quantity, price, amount))
    return found


def standing(booked: list[BillLine]) -> dict[tuple[str, Fraction | None], tuple[Fraction, Fraction]]:
    found: dict[tuple[str, Fraction | None], tuple[Fraction, Fraction]] = {}
    for line in booked:
        quantity, amount = found.get((line.part.part, line.part.price), (Fraction(0), Fraction(0)))
        found[line.part.part, line.part.price] = (quantity + line.part.quantity, amount + line.part.amount)
    return {key: each for key, each in found.items() if any(each)}


@given(st.lists(ratings(), max_size=6))
def test_whatever_was_rated_before_the_bill_ends_at_what_is_due(rated: list[list[Part]]) -> None:
    booked: list[BillLine] = []
    for parts in rated:
        booked += due("bill", "acme", parts, booked)
        assert {
            (part.part, part.price): (part.quantity, part.amount) for part in parts if part.quantity or part.amount
        } == standing(booked)
        assert [] == due("bill", "acme", parts, booked)
    assert len(booked) == len({line.id for line in booked})


def part(quantity: int, price: int, name: str = "1") -> Part:
    return Part("charges.calls", name, Fraction(quantity), Fraction(price), Fraction(quantity * price))


def test_more_at_the_same_price_bills_the_difference() -> None:
    first = due("b", "acme", [part(5, 2)], [])
    (line,) = due("b", "acme", [part(8, 2)], first)
    assert (BillKind.CHARGE, Fraction(3), Fraction(6)) == (line.kind, line.part.quantity, line.part.amount)


def test_another_unit_price_reverses_what_was_billed() -> None:
    first = due("b", "acme", [part(5, 2)], [])
    reversal, charge = due("b", "acme", [part(12, 1)], first)
    assert (BillKind.REVERSAL, Fraction(-5), Fraction(2), Fraction(-10)) == (
        reversal.kind, reversal.part.quantity, reversal.part.price, reversal.part.amount,
    )  # fmt: skip
    assert (BillKind.CHARGE, Fraction(12), Fraction(12)) == (charge.kind, charge.part.quantity, charge.part.amount)


def test_what_is_no_longer_due_is_reversed() -> None:
    first = due("b", "acme", [part(5, 2)], [])
    (line,) = due("b", "acme", [], first)
    assert (BillKind.REVERSAL, Fraction(-10)) == (line.kind, line.part.amount)


def test_another_subject_has_its_own_bill() -> None:
    first = due("b", "acme", [part(5, 2)], [])
    (line,) = due("b", "zoo", [part(5, 2)], first)
    assert ("zoo", Fraction(10)) == (line.subject, line.part.amount)
