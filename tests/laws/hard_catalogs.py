"""Random small catalogs that are hard to compile, to search or to price: each kind of difficulty, mixed and nested.

A catalog has a few dozen features and constraints, as an owner might write them; nothing is said about its products.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

Draw = Callable[[Random], str]
BOOLEANS, NUMBERS, PARTS = 28, 6, 6
BECAUSE = "because: Made up."


def _boolean(chance: Random) -> str:
    return f"b{chance.randrange(BOOLEANS)}"


def _number(chance: Random) -> str:
    return f"n{chance.randrange(NUMBERS)}"


def _booleans(chance: Random, number: int) -> list[str]:
    return [f"b{each}" for each in chance.sample(range(BOOLEANS), number)]


def _numbers(chance: Random, number: int) -> list[str]:
    return [f"n{each}" for each in sorted(chance.sample(range(NUMBERS), number))]


def _product(chance: Random) -> str:
    factors = _numbers(chance, chance.randint(2, 5))
    return f"{' * '.join(factors)} {chance.choice(['==', '<=', '>='])} {chance.randint(100, 10 ** (2 * len(factors)))}"


def _nested(chance: Random) -> str:
    text = _number(chance)
    for _ in range(chance.randint(6, 24)):
        condition = _boolean(chance) if chance.random() < 0.8 else f"{_number(chance)} > {chance.randint(1, 300)}"
        text = f"({chance.randint(0, 99)} if {condition} else {text})"
    return text


def _nested_law(chance: Random) -> str:
    return f"{_nested(chance)} {chance.choice(['!=', '<='])} {chance.randint(20, 99)}"


def _parity(chance: Random) -> str:
    names = ", ".join(_booleans(chance, chance.randint(9, 19)))
    return f"count({names}) % {chance.choice([2, 3])} == {chance.randint(0, 1)}"


def _knapsack(chance: Random) -> str:
    terms = " + ".join(f"({chance.randint(1000, 99999)} if {name} else 0)" for name in _booleans(chance, 20))
    return f"({terms}) % {chance.randint(50, 500)} == {chance.randint(0, 40)}"


def _clause(chance: Random) -> str:
    return " or ".join(f"{chance.choice(['', 'not '])}{name}" for name in _booleans(chance, 3))


def _differing(chance: Random) -> str:
    one, other = _numbers(chance, 2)
    return f"{one} != {other} + {chance.randint(-3, 3)} and {one} * 7 % 11 != {other} % 11"


def _quotient(chance: Random) -> str:
    one, other, third = _numbers(chance, 3)
    return f"{one} * {other} // {third} % {chance.randint(3, 19)} == {chance.randint(0, 2)}"


def _pairs(chance: Random) -> str:
    return f"all(a.v != b.v + {chance.randint(1, 3)} for a in part for b in part)"


def _sum_of_parts(chance: Random) -> str:
    return f"sum(a.v * a.w for a in part) {chance.choice(['==', '<='])} {_number(chance)} * {chance.randint(1, 30)}"


LAWS: tuple[Draw, ...] = (
    _product,
    _nested_law,
    _parity,
    _knapsack,
    _clause,
    _differing,
    _quotient,
    _pairs,
    _sum_of_parts,
)
CHARGES: tuple[Draw, ...] = (
    lambda chance: f"{{model: per_unit, price: 3, quantity: '{_number(chance)} * {_number(chance)}'}}",
    lambda chance: f"{{model: per_unit, price: 2, quantity: '{_nested(chance)}'}}",
    lambda chance: f"{{model: per_unit, price: 1, quantity: 'count({', '.join(_booleans(chance, 12))})'}}",
)
GOALS: tuple[Draw, ...] = (
    _number,
    _nested,
    lambda chance: f"{_number(chance)} * {_number(chance)}",
    lambda chance: f"count({', '.join(_booleans(chance, 12))})",
)


def catalog_id(seed: int) -> str:
    """Return the id of the catalog of a seed."""
    return f"hard_{seed}"


def goal(seed: int) -> str:
    """Return an expression to have the most of."""
    chance = Random(f"goal {seed}")
    return chance.choice(GOALS)(chance)


def write_hard_catalog(folder: Path, seed: int) -> tuple[Path, Path]:
    """Write the catalog of a seed and its book into a folder; return the folders of catalogs and of books."""
    chance, id = Random(f"hard {seed}"), catalog_id(seed)
    kinds = chance.sample(LAWS, chance.randint(1, 3))
    texts = [draw(chance) for draw in kinds for _ in range(_repeated(chance, draw))]
    width = chance.choice([9, 60, 900])
    lines = [f"format: 1\ncatalog: {id}\nfeatures:"]
    lines += [f"  b{each}: {{type: boolean}}" for each in range(BOOLEANS)]
    lines += [f"  n{each}: {{type: integer, range: 1..{width}}}" for each in range(NUMBERS)]
    lines += [f"structures:\n  part: {{cardinality: 0..{PARTS * chance.randint(1, 6)}, features: {{"]
    lines += ["    v: {type: integer, range: 0..40}, w: {type: integer, range: 1..20}}}", "constraints:"]
    lines += [f'  law{number}: {{require: "{text}", {BECAUSE}}}' for number, text in enumerate(texts)]
    charges = [f"  charge{number}: {chance.choice(CHARGES)(chance)}" for number in range(chance.randint(1, 3))]
    book = [f"format: 1\nbook: plain\ncatalog: {id}\ncurrency: EUR\ncharges:", *charges]
    for kind, name, text in (("catalogs", "catalog", lines), ("pricing_rules", "plain", book)):
        (folder / kind / id).mkdir(parents=True)
        (folder / kind / id / f"{name}.yaml").write_text("\n".join(text) + "\n")
    return folder / "catalogs", folder / "pricing_rules"


def _repeated(chance: Random, draw: Draw) -> int:
    """Return how often a kind of constraint is drawn: clauses and parities are hard only together."""
    if draw is _clause:
        return int(4.2 * BOOLEANS)
    return chance.randint(8, 20) if draw in (_parity, _differing) else chance.randint(1, 3)
