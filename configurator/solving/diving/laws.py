"""Formulas over bit sets: each tells whether it is settled, and narrows the domains to what it allows.

`status` is True or False where the domains settle the formula, else None. `enforce` narrows domains in place, appends
the variables that it touched, and is False where the formula cannot hold. Once all domains have one value, both are
exact.
"""

from collections.abc import Sequence
from typing import Protocol

from configurator.solving.diving.values import Line, Listed

Domains = list[int]
"""For every variable the bits of the values that it still has."""


class Law(Protocol):
    def status(self, domains: Domains) -> bool | None: ...

    def enforce(self, domains: Domains, touched: list[int]) -> bool: ...


class Settled:
    """Always or never holds."""

    def __init__(self, value: bool) -> None:
        self._value = value

    def status(self, domains: Domains) -> bool | None:
        return self._value

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        return self._value


class OneOf:
    """The variable has one of the values."""

    def __init__(self, place: int, mask: int) -> None:
        self.place = place
        self.mask = mask

    def status(self, domains: Domains) -> bool | None:
        here = domains[self.place]
        inside = here & self.mask
        if not inside:
            return False
        return True if inside == here else None

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        return keep(self.place, self.mask, domains, touched)


def keep(place: int, mask: int, domains: Domains, touched: list[int]) -> bool:
    """Leave the variable only these values; False where none is left."""
    here = domains[place]
    inside = here & mask
    if inside != here:
        domains[place] = inside
        touched.append(place)
    return inside != 0


class Every:
    """All parts hold."""

    def __init__(self, parts: Sequence[Law]) -> None:
        self._parts = parts

    def status(self, domains: Domains) -> bool | None:
        found: bool | None = True
        for part in self._parts:
            settled = part.status(domains)
            if settled is False:
                return False
            if settled is None:
                found = None
        return found

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        return all(part.enforce(domains, touched) for part in self._parts)


class Clause:
    """One of the variables has one of the values given for it, or one of the other parts holds."""

    def __init__(self, literals: Sequence[OneOf], others: Sequence[Law]) -> None:
        self._literals = tuple((literal.place, literal.mask) for literal in literals)
        self._others = others

    def status(self, domains: Domains) -> bool | None:
        found: bool | None = False
        for place, mask in self._literals:
            here = domains[place]
            inside = here & mask
            if inside:
                if inside == here:
                    return True
                found = None
        for part in self._others:
            settled = part.status(domains)
            if settled:
                return True
            if settled is None:
                found = None
        return found

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        only: tuple[int, int] | None = None
        for place, mask in self._literals:
            if domains[place] & mask:
                if only is not None:
                    return True
                only = (place, mask)
        last: Law | None = None
        for part in self._others:
            if part.status(domains) is not False:
                if only is not None or last is not None:
                    return True
                last = part
        if only is not None:
            return keep(*only, domains, touched)
        return last is not None and last.enforce(domains, touched)


class Alike:
    """Both sides hold, or neither does; each side comes with its opposite."""

    def __init__(self, left: tuple[Law, Law], right: tuple[Law, Law]) -> None:
        self._left, self._not_left = left
        self._right, self._not_right = right

    def status(self, domains: Domains) -> bool | None:
        left = self._left.status(domains)
        right = None if left is None else self._right.status(domains)
        return None if right is None else left is right

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        left = self._left.status(domains)
        if left is not None:
            return (self._right if left else self._not_right).enforce(domains, touched)
        right = self._right.status(domains)
        if right is not None:
            return (self._left if right else self._not_left).enforce(domains, touched)
        return True


class Together:
    """One variable has one of some values just if another has one of some: how parts come and go with their whole."""

    def __init__(self, left: OneOf, right: OneOf) -> None:
        self._one, self._of_one = left.place, left.mask
        self._other, self._of_other = right.place, right.mask

    def status(self, domains: Domains) -> bool | None:
        one, other = domains[self._one], domains[self._other]
        inside, within = one & self._of_one, other & self._of_other
        if (inside and inside != one) or (within and within != other):
            return None
        return bool(inside) is bool(within)

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        one, other = domains[self._one], domains[self._other]
        inside, within = one & self._of_one, other & self._of_other
        if not inside:
            return not within or keep(self._other, ~self._of_other, domains, touched)
        if inside == one:
            return within == other or keep(self._other, self._of_other, domains, touched)
        if not within:
            return keep(self._one, ~self._of_one, domains, touched)
        return within != other or keep(self._one, self._of_one, domains, touched)


class Sum:
    """`low ≤ sum ≤ high`, by the bounds of the terms."""

    def __init__(self, terms: Sequence[tuple[int, Listed | Line]], low: int | None, high: int | None) -> None:
        self._terms = terms
        self._low = low
        self._high = high

    def status(self, domains: Domains) -> bool | None:
        least = most = 0
        for place, weighs in self._terms:
            low, high = weighs.reach(domains[place])
            least += low
            most += high
        if (self._low is not None and most < self._low) or (self._high is not None and least > self._high):
            return False
        inside = (self._low is None or least >= self._low) and (self._high is None or most <= self._high)
        return True if inside else None

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        reaches = [weighs.reach(domains[place]) for place, weighs in self._terms]
        least = sum(reach[0] for reach in reaches)
        most = sum(reach[1] for reach in reaches)
        above = most - least if self._high is None else self._high - least
        below = most - least if self._low is None else most - self._low
        if above < 0 or below < 0:
            return False
        slack = min(above, below)
        for (place, weighs), (low, high) in zip(self._terms, reaches, strict=True):
            if high - low > slack:
                allowed = weighs.between(high - below, low + above)
                if not keep(place, allowed, domains, touched):
                    return False
        return True
