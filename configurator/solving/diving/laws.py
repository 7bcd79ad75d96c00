"""Formulas over bit sets: each tells whether it is settled, and narrows the domains to what it allows.

`status` is True or False where the domains settle the formula, else None. `enforce` narrows domains in place, appends
the variables that it touched, and is False where the formula cannot hold. Once all domains have one value, both are
exact.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, assert_never

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Truth
from configurator.solving.diving.values import Line, Listed, Values, weighing
from configurator.solving.negation import negation

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
        return _keep(self.place, self.mask, domains, touched)


def _keep(place: int, mask: int, domains: Domains, touched: list[int]) -> bool:
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
            return _keep(*only, domains, touched)
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
                if not _keep(place, allowed, domains, touched):
                    return False
        return True


class Rows:
    """A table over bit sets. A column's values that stand in the same rows are one class: their bits, and the rows."""

    def __init__(self, columns: Sequence[tuple[int, tuple[tuple[int, int], ...]]], everything: int) -> None:
        self._columns = columns
        self._everything = everything

    def touching(self, domains: Domains) -> list[int]:
        """Return for each column the rows that share a value with the domain."""
        found = []
        for place, classes in self._columns:
            here, rows = domains[place], 0
            for mask, own in classes:
                if here & mask:
                    rows |= own
            found.append(rows)
        return found

    def covering(self, domains: Domains) -> list[int]:
        """Return for each column the rows that have all values of the domain."""
        found = []
        for place, classes in self._columns:
            here, rows = domains[place], self._everything
            for mask, own in classes:
                if here & mask:
                    rows &= own
            found.append(rows)
        return found

    def common(self, rows: Iterable[int]) -> int:
        """Return the rows that are in all sets."""
        found = self._everything
        for own in rows:
            found &= own
        return found

    def keep(self, column: int, rows: int, wanted: bool, domains: Domains, touched: list[int]) -> bool:
        """Leave the column the values that stand in one of the rows, or if not `wanted`, in none of them."""
        place, classes = self._columns[column]
        allowed = 0
        for mask, own in classes:
            if bool(own & rows) is wanted:
                allowed |= mask
        return _keep(place, allowed, domains, touched)


class Allowed:
    """The values form a row."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def status(self, domains: Domains) -> bool | None:
        if not self._rows.common(self._rows.touching(domains)):
            return False
        return True if self._rows.common(self._rows.covering(domains)) else None

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        touching = self._rows.touching(domains)
        valid = self._rows.common(touching)
        return valid != 0 and all(
            self._rows.keep(column, valid, True, domains, touched) for column in range(len(touching))
        )


class Barred:
    """The values do not form a row."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def status(self, domains: Domains) -> bool | None:
        if self._rows.common(self._rows.covering(domains)):
            return False
        return None if self._rows.common(self._rows.touching(domains)) else True

    def enforce(self, domains: Domains, touched: list[int]) -> bool:
        covering = self._rows.covering(domains)
        for column in range(len(covering)):
            certain = self._rows.common(rows for other, rows in enumerate(covering) if other != column)
            if certain and not self._rows.keep(column, certain, False, domains, touched):
                return False
        return bool(covering) or not self._rows.common(())


def law(formula: Formula, values: Sequence[Values]) -> Law:
    """Return the formula over bit sets."""
    match formula:
        case Truth(value):
            return Settled(value)
        case Literal(variable, allowed):
            return OneOf(variable, values[variable].mask(allowed))
        case Not(of):
            return law(negation(of), values)
        case And(parts):
            return Every([law(part, values) for part in parts])
        case Or(parts):
            return _clause([law(part, values) for part in parts])
        case Same(left, right):
            return Alike(
                (law(left, values), law(negation(left), values)), (law(right, values), law(negation(right), values))
            )
        case Linear(terms, low, high):
            return Sum(tuple((term.variable, weighing(values[term.variable], term)) for term in terms), low, high)
        case Table(variables, rows, allowed):
            compiled = _rows(variables, rows, values)
            return Allowed(compiled) if allowed else Barred(compiled)
        case other:
            assert_never(other)


def _clause(parts: Sequence[Law]) -> Clause:
    """Return that some part holds, the literals of one variable joined."""
    masks: dict[int, int] = {}
    for part in parts:
        if isinstance(part, OneOf):
            masks[part.place] = masks.get(part.place, 0) | part.mask
    literals = [OneOf(place, mask) for place, mask in masks.items()]
    return Clause(literals, [part for part in parts if not isinstance(part, OneOf)])


def _rows(variables: Sequence[int], rows: Sequence[Sequence[IntSet]], values: Sequence[Values]) -> Rows:
    columns = tuple(
        (variable, _classes([values[variable].mask(row[column]) for row in rows], values[variable].everything))
        for column, variable in enumerate(variables)
    )
    return Rows(columns, (1 << len(rows)) - 1)


def _classes(cells: Sequence[int], everything: int) -> tuple[tuple[int, int], ...]:
    """Return the sets of values that stand in the same rows, each with the bits of those rows."""
    rows_of: dict[int, int] = {}
    for number, cell in enumerate(cells):
        rows_of[cell] = rows_of.get(cell, 0) | 1 << number
    classes = [(everything, 0)]
    for cell, rows in rows_of.items():
        classes = [
            (part, own | more)
            for mask, own in classes
            for part, more in ((mask & cell, rows), (mask & ~cell, 0))
            if part
        ]
    return tuple(classes)
