"""What a file of contracts means, checked once its parts are right; each finding has the use that proves it."""

from collections.abc import Callable, Iterator

from configurator.contracts.checks.dominated import dominated
from configurator.contracts.model import Offer
from configurator.problems import Problem

CHECKS: tuple[Callable[[Offer], Iterator[Problem]], ...] = (dominated,)


def checked(offer: Offer) -> tuple[Problem, ...]:
    """Run every check."""
    return tuple(problem for check in CHECKS for problem in check(offer))
