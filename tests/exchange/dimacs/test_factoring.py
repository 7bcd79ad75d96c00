"""Factored clauses say the same in fewer words."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from configurator.exchange.dimacs.factoring import factored

CLAUSES = st.lists(st.frozensets(st.integers(1, 6), min_size=1, max_size=4), min_size=1, max_size=12)


def _shown(literal: int) -> str:
    return f"v{literal}"


def _truth(parts: list[str], values: dict[str, bool]) -> bool:
    return all(eval(part, {}, values) for part in parts)


@given(CLAUSES)
def test_factored_conditions_hold_exactly_where_the_clauses_do(clauses: list[frozenset[int]]) -> None:
    parts = factored(clauses, _shown)
    for number in range(2**6):
        values = {f"v{at}": bool(number >> (at - 1) & 1) for at in range(1, 7)}
        expected = all(any(values[f"v{literal}"] for literal in clause) for clause in clauses)
        assert expected == _truth(parts, values)


def test_what_was_multiplied_out_is_put_together_again() -> None:
    clauses = [frozenset({one, other, 7}) for one in (1, 2, 3) for other in (4, 5)]
    assert ["v7 or v4 and v5 or v1 and v2 and v3"] == factored(clauses, _shown)


def test_any_order_of_the_clauses_gives_the_same_conditions() -> None:
    clauses = [frozenset({one, other}) for one in range(1, 5) for other in range(5, 9)]
    shuffled = Random(1).sample(clauses, len(clauses))
    assert factored(clauses, _shown) == factored(shuffled, _shown)


def test_deep_nesting_ends() -> None:
    chain = [frozenset({*range(1, at), -at}) for at in range(2, 60)]
    assert all(_depth(part) <= 41 for part in factored(chain, lambda literal: f"v{abs(literal)}"))


def _depth(text: str) -> int:
    return max(text[:at].count("(") - text[:at].count(")") for at in range(len(text) + 1))
