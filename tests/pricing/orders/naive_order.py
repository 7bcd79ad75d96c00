"""An oracle: orders priced by the plainest arithmetic over a list of amounts, sharing nothing with the engine.

An order is a list of items (category, price, quantity); rules are tuples. It keeps one amount per item and rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class NaiveItem:
    """An item: its id, category, price of a piece in cents, pieces, and what it costs so far in cents."""

    id: str
    category: str
    price: int
    quantity: int
    cost: int = 0
    tax: int = 0

    def __post_init__(self) -> None:
        self.cost = self.price * self.quantity


@dataclass(frozen=True)
class NaiveRule:
    """A rule: its kind, on which category ("" for all), how much, from which amount on, and its spread."""

    kind: str
    category: str = ""
    percent: int = 0
    cents: int = 0
    since: int = 0
    spread: str = "proportional"
    of: int = 0


@dataclass
class NaiveResult:
    """What each item costs in cents, taxes beside it."""

    items: list[NaiveItem]
    changes: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(item.cost + item.tax for item in self.items)


def naive(items: Sequence[NaiveItem], rules: Sequence[NaiveRule]) -> NaiveResult:
    """Price an order rule by rule."""
    result = NaiveResult(sorted(items, key=lambda item: item.id))
    for rule in rules:
        chosen = [item for item in result.items if rule.category in ("", item.category)]
        base = sum(item.cost for item in chosen)
        if not chosen or (rule.since and base < rule.since):
            result.changes.append(0)
            continue
        change = _change(rule, chosen, base)
        result.changes.append(change)
        for item, share in zip(chosen, _shares(change, chosen, rule.spread), strict=True):
            if rule.kind == "tax":
                item.tax += share
            else:
                item.cost += share
    return result


def _change(rule: NaiveRule, chosen: Sequence[NaiveItem], base: int) -> int:
    if rule.of:
        base_exact = _cheapest_of_full_groups(chosen, rule.of)
        return -min(_rounded(base_exact * rule.percent / 100), max(0, base))
    if rule.kind == "minimum":
        return max(0, rule.cents - base)
    if rule.kind == "maximum":
        return min(0, rule.cents - base)
    amount = _rounded(Fraction(base * rule.percent, 100)) if rule.percent else rule.cents
    if rule.kind == "discount":
        return -min(amount, max(0, base)) if not rule.percent else -amount
    return amount


def _cheapest_of_full_groups(chosen: Sequence[NaiveItem], of: int) -> Fraction:
    pieces = sorted((Fraction(item.cost, item.quantity) for item in chosen for _ in range(item.quantity)), reverse=True)
    groups = [pieces[start : start + of] for start in range(0, len(pieces), of)]
    return sum((group[-1] for group in groups if len(group) == of), Fraction(0))


def _shares(change: int, chosen: Sequence[NaiveItem], spread: str) -> list[int]:
    if spread == "first":
        return _first(change, chosen)
    sign = -1 if sum(item.cost for item in chosen) < 0 else 1
    weights = [item.quantity if spread == "equal" else max(0, sign * item.cost) for item in chosen]
    if not sum(weights):
        weights = [item.quantity for item in chosen]
    exact = [Fraction(abs(change) * weight, sum(weights)) for weight in weights]
    shares = [int(each) for each in exact]
    while sum(shares) < abs(change):
        behind = max(range(len(shares)), key=lambda at: (exact[at] - shares[at], -at))
        shares[behind] += 1
    return [share if change >= 0 else -share for share in shares]


def _first(change: int, chosen: Sequence[NaiveItem]) -> list[int]:
    shares = [0] * len(chosen)
    if change >= 0:
        shares[0] = change
        return shares
    for at, item in enumerate(chosen):
        shares[at] = -min(-change - sum(-share for share in shares), max(0, item.cost))
    shares[0] += change - sum(shares)
    return shares


def _rounded(exact: Fraction) -> int:
    sign = -1 if exact < 0 else 1
    whole, rest = divmod(abs(exact), 1)
    return sign * (int(whole) + (rest >= Fraction(1, 2)))
