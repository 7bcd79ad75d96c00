"""What later money is worth today, exactly: a rate of a year counts for a month as its twelfth; nothing is rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Discount:
    """Weights of months in whole numbers over one denominator: `1 / (1 + rate / 12)ᵗ`."""

    weights: tuple[int, ...]
    over: int

    def present(self, flow: Sequence[int]) -> int:
        """Return the present value of a cash flow, times `over`."""
        return sum(amount * weight for amount, weight in zip(flow, self.weights, strict=False) if amount)


def discount(percent_a_year: Fraction, months: int) -> Discount:
    """Return the weights of months 0 to `months`."""
    factor = 1 + percent_a_year / 1200
    up, down = factor.denominator, factor.numerator
    return Discount(tuple(up**month * down ** (months - month) for month in range(months + 1)), down**months)
