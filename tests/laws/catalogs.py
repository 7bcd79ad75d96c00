"""Random small catalogs that use everything a catalog can say: every kind of feature, constraint and structure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

MOST_PRODUCTS = 4_000
"""The generator keeps the product of all domains below this, so that plain enumeration can judge."""

COMPONENTS = """components:
  chips:
    attributes: {watts: {type: number, unit: W}, cores: number, socket: text, quiet: boolean}
    items:
      tiny: {title: Tiny, watts: 20 W, cores: 1, socket: a, quiet: true}
      plain: {title: Plain, watts: 0.06 kW, cores: 2, socket: a, quiet: false}
      grand: {title: Grand, watts: 90 W, cores: 4, socket: b, quiet: false}
"""

FEATURES = {
    "enumeration of components": ("chip", "{title: Chip, options: chips, default: plain}", 3),
    "enumeration of options": ("colour", "{title: Colour, options: {red: Red, blue: Blue, green: Green}}", 3),
    "boolean": ("lit", "{title: Lit, type: boolean, default: false}", 2),
    "boolean that sells a component": ("spare", "{title: Spare chip, type: boolean, component: tiny}", 2),
    "part of a component group": ("twin", "{title: Twin chip, options: {group: chips, except: [plain]}}", 2),
    "integer": ("ports", "{title: Ports, type: integer, range: 0..4, step: 2, default: 2}", 3),
    "number on a step": ("cable", "{title: Cable, type: number, range: 0.5 m .. 1.5 m, step: 0.5 m}", 3),
    "conditional feature": ("sign", "{title: Sign, options: {small: Small, large: Large}, when: lit}", 3),
}
NEEDS = {"conditional feature": "boolean"}

STRUCTURES = {
    "repeatable structure": ("cells", "cardinality: 1..2", "", 2 * 3 * 3),
    "structure that may be empty": ("cells", "cardinality: 0..2", "", 3 * 3 * 3),
    "nested structure": (
        "cells",
        "cardinality: 1..2",
        "structures:\n      drives:\n        cardinality: 0..1\n        features: {fast: {type: boolean}}\n",
        2 * 9 * 9,
    ),
    "structure with a default": ("cells", "cardinality: 1..2\n    default: 2", "", 2 * 3 * 3),
    "conditional structure": ("cells", "cardinality: 1..2\n    when: lit", "", 3 * 3 * 3),
    "optional part in an instance": (
        "cells",
        "cardinality: 1..2",
        "structures:\n      disk:\n        cardinality: 0..1\n        features: {loud: {type: boolean}}\n",
        2 * 9 * 9,
    ),
    "optional part": ("kit", "cardinality: 0..1", "", 4),
    "conditional part": ("kit", "cardinality: 1\n    when: lit", "", 4),
}

TRUTHS = {
    "chip": ("chip == 'tiny'", "chip.quiet", "chip.watts <= 60[W]", "chip in ('plain', 'grand')", "chip.socket == 'a'"),
    "colour": ("colour == 'red'", "colour != 'blue'", "colour not in ('red', 'green')"),
    "lit": ("lit", "not lit"),
    "ports": ("ports >= 2", "0 < ports <= 4", "ports % 4 == 0", "ports // 2 == 1"),
    "cable": ("cable <= 1[m]", "2 * cable > 200[cm]", "min(cable, 1[m]) < 1[m]"),
    "spare": ("spare", "spare == lit"),
    "twin": ("twin == 'grand'", "twin.quiet", "twin.watts <= 30[W]"),
    "sign": ("sign == 'large'", "present(sign)"),
    "cells": (
        "count(cells) == 2",
        "all(c.size >= 1 for c in cells)",
        "any(c.size == 2 for c in cells)",
        "sum(c.size for c in cells) <= 2",
        "max(c.size for c in cells) - min(c.size for c in cells) <= 1",
        "all(a.size == b.size for a in cells for b in cells)",
    ),
    "kit": ("present(kit)", "kit.size == 2", "kit.size <= 1 if present(kit) else true"),
}
NUMBERS = {
    "chip": ("chip.watts / 1[W]", "chip.cores"),
    "ports": ("ports",),
    "cable": ("cable / 1[m]",),
    "cells": ("sum(c.size for c in cells)", "count(cells)"),
}


@dataclass
class RandomCatalog:
    """The text of a catalog and of a book for it, and the kinds of things that they use."""

    kinds: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    products: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def random_catalog(seed: int) -> RandomCatalog:
    """Return the catalog of a seed: always the same one, without problems that are errors."""
    random, made = Random(seed), RandomCatalog()
    made.lines += ["format: 1", f"catalog: random_{seed}", f"title: Random {seed}", COMPONENTS.rstrip()]
    _features(random, made)
    _structures(random, made)
    _constraints(random, made)
    _resources(random, made)
    _preferences(random, made)
    return made


def _features(random: Random, made: RandomCatalog) -> None:
    made.lines.append("features:")
    wanted = random.sample(sorted(FEATURES), random.randint(2, 4))
    for kind in sorted({*wanted, *(NEEDS[kind] for kind in wanted if kind in NEEDS), "boolean"}):
        name, body, size = FEATURES[kind]
        if made.products * size <= MOST_PRODUCTS // 20:
            made.kinds.add(kind)
            made.names.append(name)
            made.products *= size
            made.lines.append(f"  {name}: {body}")
    if "conditional feature" in made.kinds and "boolean" not in made.kinds:
        raise AssertionError("a conditional feature needs its condition")


def _structures(random: Random, made: RandomCatalog) -> None:
    kind = random.choice([*sorted(STRUCTURES), ""])
    if not kind:
        return
    name, head, inner, size = STRUCTURES[kind]
    if made.products * size > MOST_PRODUCTS:
        return
    made.kinds.add(kind)
    made.names.append(name)
    made.products *= size
    made.lines += ["structures:", f"  {name}:", f"    {head}", "    features: {size: {type: integer, range: 0..2}}"]
    if inner:
        made.lines.append(f"    {inner.rstrip()}")
    if random.random() < 0.5:
        made.kinds.add("constraint of a structure")
        made.lines.append("    constraints: {sized: {require: size != 1, because: One is not made.}}")


def _truth(random: Random, made: RandomCatalog) -> str:
    return random.choice(TRUTHS[random.choice(made.names)])


def _number(random: Random, made: RandomCatalog) -> str:
    found = [name for name in made.names if name in NUMBERS]
    return random.choice(NUMBERS[random.choice(found)]) if found else f"count({_truth(random, made)})"


def _constraints(random: Random, made: RandomCatalog) -> None:
    made.lines.append("constraints:")
    for number in range(random.randint(1, 3)):
        kind = random.choice(sorted(CONSTRAINTS))
        made.kinds.add(kind)
        made.lines += [f"  law{number}:", *(f"    {line}" for line in CONSTRAINTS[kind](random, made))]
        made.lines.append(f"    because: Law {number} says so.")
        if kind not in ("requires", "excludes") and random.random() < 0.3:
            made.kinds.add("condition of a constraint")
            made.lines.append(f"    {_when(random, made)}")
        if random.random() < 0.1:
            made.kinds.add("warning")
            made.lines.append("    severity: warning")


def _when(random: Random, made: RandomCatalog) -> str:
    return f'when: "{_truth(random, made)}"'


def _listed(random: Random, made: RandomCatalog, number: int) -> str:
    return "[" + ", ".join(f'"{_truth(random, made)}"' for _ in range(number)) + "]"


def _pairs(made: RandomCatalog) -> list[str]:
    rows = {
        ("chip", "lit"): "{columns: [chip, lit], rows: [[tiny, '*'], [plain, 'true'], [grand, 'false']]}",
        ("colour", "lit"): "{columns: [colour, lit], rows: [[red, 'true'], ['*', 'false']]}",
        ("chip", "colour"): "{columns: [chip.socket, colour], rows: [[a, red], [b, '*'], [a, green]]}",
    }
    return [body for names, body in rows.items() if set(names) <= set(made.names)]


def _table(random: Random, made: RandomCatalog, key: str) -> list[str]:
    found = _pairs(made)
    return [f"{key}: {random.choice(found)}"] if found else _require(random, made)


def _require(random: Random, made: RandomCatalog) -> list[str]:
    operator = random.choice(("and", "or"))
    return [f'require: "({_truth(random, made)}) {operator} ({_truth(random, made)})"']


CONSTRAINTS: dict[str, Callable[[Random, RandomCatalog], list[str]]] = {
    "require": _require,
    "comparison of sums": lambda random, made: [f'require: "{_number(random, made)} <= 2 + {_number(random, made)}"'],
    "requires": lambda random, made: [f"requires: {_listed(random, made, 2)}", _when(random, made)],
    "excludes": lambda random, made: [f"excludes: {_listed(random, made, 1)}", _when(random, made)],
    "exactly": lambda random, made: ["exactly: 1", f"of: {_listed(random, made, 2)}"],
    "at least": lambda random, made: ["at_least: 1", f"of: {_listed(random, made, 3)}"],
    "at least and at most": lambda random, made: ["at_least: 1", "at_most: 2", f"of: {_listed(random, made, 3)}"],
    "at most": lambda random, made: ["at_most: 1", f"of: {_listed(random, made, 3)}"],
    "allowed": lambda random, made: _table(random, made, "allowed"),
    "forbidden": lambda random, made: _table(random, made, "forbidden"),
}


def _resources(random: Random, made: RandomCatalog) -> None:
    if random.random() < 0.4:
        made.kinds.add("resource")
        made.lines += [
            "resources:",
            "  room:",
            "    title: Room",
            f'    supply: {{all: "{_number(random, made)} + 3"}}',
            f'    demand: {{one: "{_number(random, made)}", two: "{_number(random, made)}"}}',
            "    because: There is only so much room.",
        ]


def _preferences(random: Random, made: RandomCatalog) -> None:
    if random.random() < 0.4:
        made.kinds.add("preference")
        wish = _truth(random, made)
        made.lines.append(f'preferences: {{nice: {{prefer: "{wish}", weight: 3, because: It is nicer.}}}}')


EVERY_KIND = frozenset(
    {*FEATURES, *STRUCTURES, *CONSTRAINTS, "constraint of a structure", "condition of a constraint", "warning"}
) | {"resource", "preference"}
