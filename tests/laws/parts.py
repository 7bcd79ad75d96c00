"""Random catalogs of many like parts with books: what ordinary catalogs are made of, small enough to click on all."""

from datetime import date
from functools import lru_cache
from random import Random

from configurator.catalog.load import load_catalog
from configurator.pricing.load import load_book
from configurator.pricing.prepare import Prepared, prepare
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files

DAY = date(2026, 3, 1)
GROUPS = ("board", "chip", "fan", "disk")
ATTRIBUTES = 4
"""Different values of an attribute: with many parts, some are alike."""

CATALOG = """format: 1
catalog: parts_{seed}
title: Parts {seed}
components:
{components}
features:
  board: {{options: board{default}}}
  chip: {{options: chip}}
  cooled: {{type: boolean, default: {cooled}}}
  fan: {{options: fan, when: cooled}}
  feet: {{type: integer, range: 0..4, default: {feet}}}
structures:
  bays: {{cardinality: {low}..3, features: {{disk: {{options: disk}}, locked: {{type: boolean}}}}}}
constraints:
{constraints}
preferences:
  first: {{prefer: "{preferred}", weight: 5, because: Liked.}}
"""

CONSTRAINTS = (
    "{require: board.a == chip.a, because: One socket.}",
    "{require: chip.b <= board.b, because: The board carries it.}",
    "{require: chip.b <= fan.b, because: The fan cools it.}",
    "{require: fan.a <= board.a + 1, because: The fan fits.}",
    "{require: cooled or chip.b <= 1, because: Hot chips need a fan.}",
    "{require: sum(d.disk.a for d in bays) <= board.b + 1, because: Slots.}",
    "{require: all(d.disk.b <= chip.a + 1 for d in bays), because: The bus.}",
    "{require: feet >= count(bays), because: Weight.}",
    "{require: chip.b + fan.b <= board.b + 3, when: feet > 1, because: Power.}",
    "{allowed: {columns: [board.a, fan.a], rows: [[0, '*'], [1, 1], [2, 0], [3, 2], ['*', 3]]}, because: A table.}",
)
PREFERENCES = ("chip.b == 1", "count(bays) == 2", "board.b >= 2 and cooled", "not cooled")

STAGES = (
    "kind: discount, percent: 3, when: 'base >= {high}[EUR]'",
    "kind: surcharge, percent: [{{amount: 7, when: 'base < {low}[EUR]'}}, {{amount: 2}}]",
    "kind: discount, percent: 12.5, at: line, on: group.{group}",
    "kind: discount, amount: 5, at: line",
    "kind: minimum, amount: {high}",
    "kind: maximum, amount: {high}",
    "kind: surcharge, amount: 9, when: chip.b > 1",
    "kind: surcharge, amount: '2[EUR] + base / 8', on: list",
    "kind: discount, percent: 10, at_least: 3, at_most: {low}, on: list",
)


def catalog_text(seed: int) -> str:
    """Return the text of a random catalog."""
    random = Random(seed)
    constraints = random.sample(CONSTRAINTS, random.randint(3, 6))
    return CATALOG.format(
        seed=seed,
        components="\n".join(_group(random, group) for group in GROUPS),
        default=random.choice(("", ", default: board5", ", default: board2")),
        cooled=random.choice(("true", "false")),
        feet=random.randint(0, 4),
        low=random.randint(0, 1),
        constraints="\n".join(f"  law{number}: {each}" for number, each in enumerate(constraints)),
        preferred=random.choice(PREFERENCES),
    )


def _group(random: Random, group: str) -> str:
    parts = (
        f"      {group}{number}: {{title: {group} {number}, a: {random.randrange(ATTRIBUTES)},"
        f" b: {random.randrange(ATTRIBUTES)}}}"
        for number in range(random.randint(6, 14))
    )
    return f"  {group}:\n    attributes: {{a: number, b: number}}\n    items:\n" + "\n".join(parts)


def book_text(seed: int) -> str:
    """Return the text of a random book for it: most parts have a price of their own."""
    random = Random(seed)
    text = f"format: 1\nbook: prices\ncatalog: parts_{seed}\ncurrency: EUR\ncompare_over: 12 months\n"
    text += f"rounding: {{mode: half_up, at: {random.choice(('line', 'total'))}}}\nprices:\n  items:\n"
    for group in GROUPS:
        text += "".join(f"    {group}{number}: {_price(random)}\n" for number in range(14))
    text += f"    feet: {random.choice(('0.5', '1.25'))}\n"
    if random.random() < 0.3:
        text += "  quantities: {fan: 1 + count(bays)}\n"
    text += "charges: {assembly: {amount: 20}, care: {recurring: month, amount: 2, when: chip.b == 2}}\n"
    if random.random() < 0.4:
        text += "waivers: {gift: {when: count(bays) > 1, choose_one_of: [fan3, disk0, disk4], because: A gift}}\n"
    stages = [_stage(random) for _ in range(random.randint(0, 3))]
    listed = "".join(f"  - {{id: s{number}, because: So, {each}}}\n" for number, each in enumerate(stages))
    tax = random.choice(("line", "total"))
    return f"{text}stages:\n{listed}  - {{id: tax, kind: tax, percent: 8.25, at: {tax}, because: Tax}}\n"


def _stage(random: Random) -> str:
    low = random.randint(20, 120)
    return random.choice(STAGES).format(low=low, high=low + random.randint(0, 150), group=random.choice(GROUPS))


def _price(random: Random) -> str:
    figure = random.choice(("0", f"{random.randint(1, 90)}.{random.randint(0, 99):02}", f"{random.randint(1, 60)}"))
    by_condition = f"[{{amount: {figure}, when: cooled}}, {{amount: 4}}]"
    monthly = f"[{{amount: {figure}}}, {{amount: 1.5, recurring: month}}]"
    return random.choices((figure, by_condition, monthly), (16, 1, 1))[0]


@lru_cache(maxsize=16)
def parts_catalog(seed: int) -> tuple[CompiledCatalog, Prepared]:
    """Return the compiled catalog of a seed and its book, ready."""
    catalog, problems = load_catalog(Files({"catalog.yaml": catalog_text(seed).encode()}))
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    compiled, found = compile_catalog(catalog)
    if compiled is None:
        raise ValueError("\n".join(map(str, found)))
    text = "".join(
        line for line in book_text(seed).splitlines(keepends=True) if not _is_unknown(line, catalog_text(seed))
    )
    book, mistakes = load_book(Files({"prices.yaml": text.encode()}), "prices.yaml", catalog)
    if book is None:
        raise ValueError("\n".join(map(str, mistakes)))
    return compiled, prepare(book, catalog, DAY)


def _is_unknown(line: str, catalog: str) -> bool:
    """Return whether a line has the price of a part that the catalog does not have."""
    item = line.strip().partition(":")[0]
    return line.startswith("    ") and item != "feet" and f"{item}:" not in catalog
