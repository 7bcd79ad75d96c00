"""An expression that reads `base` is evaluated once for all amounts that it cannot tell apart."""

from fractions import Fraction

import pytest

from configurator.catalog.world import ConfigurationWorld
from configurator.pricing.batch.amount_vectors import Vector, bits
from configurator.pricing.batch.base_classes import base_classes
from tests.pricing.shop import book_of, chosen, van

AMOUNTS = [Fraction(each) for each in (10, 19, 20, 21, 30, 40)]


@pytest.mark.parametrize(
    ("condition", "classes"),
    [
        ("sport", [0, 0, 0, 0, 0, 0]),
        ("base >= 20[EUR]", [0, 0, 1, 2, 2, 2]),
        ("20[EUR] < base <= 30[EUR]", [0, 0, 1, 2, 3, 4]),
        ("sport or not base < 10[EUR] * seats", [0, 0, 0, 0, 1, 2]),
        ("base * 2 > 40[EUR]", [0, 1, 2, 3, 4, 5]),
        ("base == base", [0, 0, 0, 0, 0, 0]),
        ("any(r.shelves * 1[EUR] > base for r in racks)", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_amounts_on_one_side_of_every_threshold_are_alike(condition: str, classes: list[int]) -> None:
    book = book_of(f'stages: [{{id: s, kind: discount, percent: 1, because: So, when: "{condition}"}}]')
    when = book.stages[0].when
    assert when is not None
    base = Vector([2 * int(each) for each in AMOUNTS], 2)
    found = base_classes((when,), ConfigurationWorld(van(), chosen()), base, (1 << len(AMOUNTS)) - 1)
    expected = [[number for number, own in enumerate(classes) if own == each] for each in range(max(classes) + 1)]
    assert expected == [list(bits(where)) for _, where in found]
    assert [AMOUNTS[numbers[0]] for numbers in expected] == [amount for amount, _ in found]
