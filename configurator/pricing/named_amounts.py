"""Amounts of earlier steps by name: `amount.trade` is what the lines of a category, a stage or a charge cost so far.

Books and order rules share these names. `amount` sums what is due once; `monthly`, `quarterly` and `yearly` the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

from configurator.language.checked import Absence, Value
from configurator.language.tree import Expression, ParameterRef, walk
from configurator.language.types import NumberType, Type
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.model import PriceBook, Selection
from configurator.pricing.rule_evaluation import ExtendedWorld
from configurator.units import Dimension

AMOUNTS: Final = {
    "amount": Cadence.ONE_TIME,
    "monthly": Cadence.MONTHLY,
    "quarterly": Cadence.QUARTERLY,
    "yearly": Cadence.YEARLY,
}
"""Names of amounts, by what they sum: `amount.chairs`."""

L = TypeVar("L")


def amount_types(names: Iterable[str], money: Dimension) -> dict[str, Type]:
    """Return the types of the amounts of some names."""
    return {f"{amount}.{name}": NumberType(money) for name in names for amount in AMOUNTS}


def selections_of(book: PriceBook) -> Mapping[str, Selection]:
    """Return the lines that each name of a book stands for: a word, a category, a charge or a stage."""
    return {
        **{word: Selection(frozenset((word,))) for word in tags.WORDS},
        **{charge.id: Selection(frozenset((f"charges.{charge.id}",))) for charge in book.charges},
        **{stage.id: Selection(frozenset((f"stages.{stage.id}",))) for stage in book.stages},
        **book.categories,
    }


def is_amount(name: str, selections: Mapping[str, Selection]) -> bool:
    """Return whether a parameter is the amount of a name."""
    what, _, named = name.partition(".")
    return what in AMOUNTS and named in selections


def amounts_in(node: Expression) -> Iterator[str]:
    """Yield the parameters of an expression that look like amounts."""
    for each in walk(node):
        if isinstance(each, ParameterRef) and each.name.partition(".")[0] in AMOUNTS:
            yield each.name


def summed_lines(
    name: str,
    selections: Mapping[str, Selection],
    lines: Sequence[L],
    described: Callable[[L], tuple[Cadence, frozenset[str]]],
) -> list[L]:
    """Return the lines whose sum an amount is."""
    what, _, named = name.partition(".")
    cadence, selection = AMOUNTS[what], selections[named]
    return [line for line in lines if (own := described(line))[0] is cadence and own[1] in selection]


@dataclass(frozen=True, slots=True)
class WithAmounts(ExtendedWorld):
    """A world in which amounts of earlier steps have names. Implements `language.checked.World`."""

    amount: Callable[[str], Fraction | None]

    def parameter(self, name: str) -> Value | Absence:
        amount = self.amount(name)
        return self.world.parameter(name) if amount is None else amount
