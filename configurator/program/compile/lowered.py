"""An expression during compilation: a condition, a number or a word, as an exact function of variables.

Each carries two formulas: where it is `absent`, and where it is undefined by a division by zero. Its value where it is
absent is meaningless: check `absent` first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from configurator.money import ZERO
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Formula


@dataclass(frozen=True, slots=True)
class ValueWeight:
    """The contribution of one variable to a number: `listed[held]` if listed, else `slope * held`."""

    slope: Fraction = ZERO
    listed: Mapping[int, Fraction] = field(default_factory=dict)

    def at(self, held: int) -> Fraction:
        return self.listed.get(held, self.slope * held)

    def plus(self, other: "ValueWeight") -> "ValueWeight":
        keys = (*self.listed, *(key for key in other.listed if key not in self.listed))
        return ValueWeight(self.slope + other.slope, {key: self.at(key) + other.at(key) for key in keys})

    def times(self, factor: Fraction) -> "ValueWeight":
        return ValueWeight(self.slope * factor, {key: weight * factor for key, weight in self.listed.items()})

    @property
    def nothing(self) -> bool:
        return not self.slope and not any(self.listed.values())


Joint = tuple[Fraction, ...]
"""The joint contribution of several variables, for every combination of their values, the last variable fastest."""


@dataclass(frozen=True, slots=True)
class LoweredNumber:
    """`constant`, plus the contributions of single variables, plus those of tuples of variables."""

    constant: Fraction = ZERO
    weights: Mapping[int, ValueWeight] = field(default_factory=dict)
    joints: Mapping[tuple[int, ...], Joint] = field(default_factory=dict)
    absent: Formula = FALSE
    undefined: Formula = FALSE

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables that the number depends on, ascending."""
        return tuple(sorted({*self.weights, *(variable for group in self.joints for variable in group)}))

    def bare(self) -> "LoweredNumber":
        """Return the number without its absence and undefinedness."""
        return replace(self, absent=FALSE, undefined=FALSE)

    def times(self, factor: Fraction) -> "LoweredNumber":
        """Return the number multiplied by a constant."""
        if not factor:
            return replace(self, constant=ZERO, weights={}, joints={})
        return replace(
            self,
            constant=self.constant * factor,
            weights={variable: weight.times(factor) for variable, weight in self.weights.items()},
            joints={group: tuple(amount * factor for amount in joint) for group, joint in self.joints.items()},
        )

    def plus(self, other: "LoweredNumber", logic: Logic) -> "LoweredNumber":
        """Return the sum; it is absent where either is."""
        return total_of((self, other), logic)

    def parts(self) -> tuple["LoweredNumber", ...]:
        """Return numbers of one constant, weight or joint each, that sum to this one; never absent nor undefined."""
        constant = (LoweredNumber(self.constant),) if self.constant else ()
        weights = (LoweredNumber(weights={variable: weight}) for variable, weight in self.weights.items())
        joints = (LoweredNumber(joints={group: joint}) for group, joint in self.joints.items())
        return (*constant, *weights, *joints)

    def over(self, variables: tuple[int, ...], logic: Logic) -> Joint:
        """Return the number for every combination of the variables' values; they must be all that it depends on."""
        places = {variable: at for at, variable in enumerate(variables)}
        domains = [tuple(logic.domains[variable]) for variable in variables]
        weights = [
            (places[variable], {held: weight.at(held) for held in domains[places[variable]]})
            for variable, weight in self.weights.items()
        ]
        joints = [
            (
                tuple(places[variable] for variable in group),
                dict(zip(product(*(domains[places[variable]] for variable in group)), joint, strict=True)),
            )
            for group, joint in self.joints.items()
        ]
        return tuple(
            sum((weight[held[at]] for at, weight in weights), self.constant)
            + sum((joint[tuple(held[at] for at in group)] for group, joint in joints), ZERO)
            for held in product(*domains)
        )


def total_of(numbers: Iterable[LoweredNumber], logic: Logic) -> LoweredNumber:
    """Return the sum of numbers; it is absent, or undefined, where any is."""
    constant, absent, undefined = ZERO, [], []
    weights: dict[int, ValueWeight] = {}
    joints: dict[tuple[int, ...], Joint] = {}
    for number in numbers:
        constant += number.constant
        absent.append(number.absent)
        undefined.append(number.undefined)
        for variable, weight in number.weights.items():
            weights[variable] = weights[variable].plus(weight) if variable in weights else weight
        for group, joint in number.joints.items():
            joints[group] = tuple(map(Fraction.__add__, joints[group], joint)) if group in joints else joint
    return LoweredNumber(
        constant,
        {variable: weight for variable, weight in weights.items() if not weight.nothing},
        {group: joint for group, joint in joints.items() if any(joint)},
        logic.any_of(absent),
        logic.any_of(undefined),
    )


@dataclass(frozen=True, slots=True)
class LoweredWords:
    """An option or a text: the word encoded by each value of a variable, or one `constant` word."""

    variable: int | None = None
    by_value: Mapping[int, str] = field(default_factory=dict)
    constant: str = ""
    absent: Formula = FALSE
    undefined: Formula = FALSE

    def having(self, word: str) -> IntSet:
        """Return the values that encode a word."""
        return IntSet.of(held for held, text in self.by_value.items() if text == word)


@dataclass(frozen=True, slots=True)
class LoweredCondition:
    """A Boolean."""

    truth: Formula
    absent: Formula = FALSE
    undefined: Formula = FALSE

    def holds(self, logic: Logic) -> Formula:
        """Return that the condition is present and true."""
        return logic.all_of((logic.negation(self.absent), self.truth))

    def fails(self, logic: Logic) -> Formula:
        """Return that the condition is absent or false."""
        return logic.any_of((self.absent, logic.negation(self.truth)))


Lowered = LoweredNumber | LoweredWords | LoweredCondition
