"""Random UVL models against brute force: a tree of groups with attributes, and constraints over all of them."""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import share
from tests.exchange.models import attempted, products

Selection = frozenset[str]
Condition = Callable[[Selection], bool]

_SIGNS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt}


@dataclass
class _Feature:
    name: str
    attributes: dict[str, int | bool | str] = field(default_factory=dict)
    groups: list[tuple[str, list["_Feature"]]] = field(default_factory=list)

    def all(self) -> Iterator["_Feature"]:
        yield self
        for _, members in self.groups:
            for member in members:
                yield from member.all()

    def lines(self, indent: int) -> Iterator[str]:
        held = ", ".join(f"{name} {_written(value)}" for name, value in self.attributes.items())
        yield " " * indent + self.name + (f" {{{held}}}" if held else "")
        for kind, members in self.groups:
            yield " " * (indent + 1) + kind
            for member in members:
                yield from member.lines(indent + 2)

    def selections(self) -> list[Selection]:
        """Return every selection of this feature and those below, where it is selected itself."""
        of_groups = [_of_group(kind, members) for kind, members in self.groups]
        return [frozenset({self.name}).union(*parts) for parts in product(*of_groups)]


def _of_group(kind: str, members: list[_Feature]) -> list[Selection]:
    least, most = {
        "mandatory": (len(members), len(members)),
        "optional": (0, len(members)),
        "or": (1, len(members)),
        "alternative": (1, 1),
        "[1..2]": (1, 2),
    }[kind]
    options = [[None, *member.selections()] for member in members]
    picks = [[one for one in pick if one is not None] for pick in product(*options)]
    return [frozenset().union(*pick) for pick in picks if least <= len(pick) <= most]


def _written(value: int | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'" if isinstance(value, str) else str(value)


def _tree(random: Random) -> _Feature:
    names = (f"f{number}" for number in range(100))

    def feature(depth: int) -> _Feature:
        result = _Feature(next(names))
        if random.random() < 0.6:
            result.attributes["p"] = random.randint(-3, 9)
        if random.random() < 0.3:
            result.attributes["fast"] = random.random() < 0.5
        if random.random() < 0.3:
            result.attributes["maker"] = random.choice(["a", "b"])
        for _ in range(random.choice((0, 1, 1, 2)) if depth else random.choice((1, 2))):
            kind = random.choice(("mandatory", "optional", "or", "alternative", "[1..2]"))
            count = random.randint(2 if kind == "[1..2]" else 1, 3)
            if depth < 3:
                result.groups.append((kind, [feature(depth + 1) for _ in range(count)]))
        return result

    return feature(0)


def _condition(random: Random, features: list[_Feature], depth: int = 0) -> tuple[str, Condition]:
    """Return a constraint as a text and as a function."""
    roll = random.random()
    if roll < 0.35 and depth < 2:
        left, right = _condition(random, features, depth + 1), _condition(random, features, depth + 1)
        sign = random.choice(("&", "|", "=>", "<=>"))
        join: Callable[[bool, bool], bool] = {
            "&": lambda a, b: a and b,
            "|": lambda a, b: a or b,
            "=>": lambda a, b: not a or b,
            "<=>": lambda a, b: a == b,
        }[sign]
        return f"({left[0]} {sign} {right[0]})", lambda chosen: join(left[1](chosen), right[1](chosen))
    feature = random.choice(features)
    if roll < 0.45:
        text, holds = _condition(random, features, depth + 1)
        return f"!({text})", lambda chosen: not holds(chosen)
    if roll < 0.6 and "p" in feature.attributes:
        bound, sign = random.randint(-3, 9), random.choice(list(_SIGNS))
        worth = int(feature.attributes["p"])
        return (
            f"({feature.name}.p {sign} {bound})",
            lambda chosen: bool(_SIGNS[sign](worth if feature.name in chosen else 0, bound)),
        )
    if roll < 0.7 and "fast" in feature.attributes:
        truth = bool(feature.attributes["fast"])
        return f"{feature.name}.fast", lambda chosen: truth and feature.name in chosen
    if roll < 0.8 and "maker" in feature.attributes:
        maker = random.choice(["a", "b"])
        return (
            f"({feature.name}.maker == '{maker}')",
            lambda chosen: feature.name in chosen and feature.attributes["maker"] == maker,
        )
    if roll < 0.88 and any("p" in each.attributes for each in features):
        bound = random.randint(-3, 20)
        return (
            f"(sum(p) <= {bound})",
            lambda chosen: sum(int(each.attributes.get("p", 0)) for each in features if each.name in chosen) <= bound,
        )
    return feature.name, lambda chosen: feature.name in chosen


@settings(max_examples=share(60))
@given(seed=st.integers(0, 10_000_000))
def test_a_random_model_has_as_many_products_as_configurations(seed: int) -> None:
    random = Random(seed)
    root = _tree(random)
    features = list(root.all())
    if len(features) > 14:
        return
    conditions = [_condition(random, features) for _ in range(random.randint(0, 3))]
    lines = [*root.lines(1), "constraints", *(f" {text}" for text, _ in conditions)]
    text = "features\n" + "\n".join(lines if conditions else lines[:-1]) + "\n"
    expected = sum(all(holds(chosen) for _, holds in conditions) for chosen in root.selections())
    imported, problems = attempted(text, "uvl")
    if imported is None:
        assert {"exchange.empty-model"} == {str(problem.code) for problem in problems}, text
        assert expected <= 1, text
    else:
        assert expected == products(imported.compiled), text
