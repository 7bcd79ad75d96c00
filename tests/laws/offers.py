"""Random books for the random catalogs, and goals and conditions to search them by."""

from datetime import date
from functools import lru_cache
from random import Random

from pytest import MonkeyPatch

from configurator.offering.price_search import SearchablePrices
from configurator.pricing.load import load_book
from configurator.pricing.prepare import prepare
from configurator.pricing.symbolic import amount_sums, tabulated
from configurator.program.compile import CompiledCatalog, arithmetic, definitions
from configurator.reading.files import Files
from configurator.solving.engines import engine_named
from tests.laws.catalogs import NUMBERS, TRUTHS, random_catalog
from tests.laws.compiled import compiled_catalog

DAY = date(2026, 3, 1)
ITEMS = {
    "chip": ("tiny", "plain", "grand"),
    "colour": ("colour.red", "colour.blue", "colour.green"),
    "lit": ("lit",),
    "sign": ("sign.small", "sign.large"),
    "ports": ("ports",),
}


def random_book(seed: int) -> str:
    """Return the text of a book of list prices, tiers, conditions and stages for the catalog of a seed."""
    random, names = Random(seed), random_catalog(seed).names
    items = [item for name in names for item in ITEMS.get(name, ())]
    lines = ["format: 1", "book: prices", f"catalog: random_{seed}", "currency: EUR", "compare_over: 12 months"]
    lines.append("prices: {items: {" + ", ".join(f"{item}: {_amount(random, names)}" for item in items) + "}}")
    lines.append("charges:")
    lines.append(f"  base: {{model: flat, amount: {_amount(random, names)}}}")
    lines.append(
        f'  care: {{recurring: month, model: flat, amount: {random.randint(1, 9)}, when: "{_truth(random, names)}"}}'
    )
    number = number_of(random, names)
    tiers = f"[{{up_to: 2, price: {random.randint(1, 20)}}}, {{price: {random.randint(0, 9)}, flat: 3}}]"
    model = random.choice(("graduated", "volume"))
    lines.append(f'  tiered: {{model: {model}, quantity: "{number}", tiers: {tiers}}}')
    if random.random() < 0.7:
        found = ", ".join(f"{{id: s{at}, because: So, {_stage(random, names)}}}" for at in range(random.randint(1, 2)))
        tax = ", {id: tax, kind: tax, percent: 19, at: line, because: So}" if random.random() < 0.3 else ""
        lines.append(f"stages: [{found}{tax}]")
    return "\n".join(lines) + "\n"


def _stage(random: Random, names: list[str]) -> str:
    """Return what a stage does: by conditions, by what it acts on, and by figures that products have."""
    percent, figure = random.choice(("10", "12.5", "33")), random.randint(1, 90)
    return random.choice(
        (
            f'kind: discount, percent: {percent}, when: "{_truth(random, names)}"',
            f"kind: discount, percent: {percent}, when: 'base >= {figure}[EUR]'",
            f"kind: surcharge, percent: [{{amount: {percent}, when: 'base < {figure}[EUR]'}}, {{amount: 3}}]",
            f'kind: discount, percent: 9, at_most: [{{amount: 2, when: "{_truth(random, names)}"}}, {{amount: 9}}]',
            f'kind: surcharge, amount: "{number_of(random, names)}", on: charges',
            f"kind: minimum, amount: {figure}",
            f"kind: maximum, amount: {figure}",
            f"kind: discount, amount: {figure}, at: line",
        )
    )


def _amount(random: Random, names: list[str]) -> str:
    plain = f"{random.randint(0, 60)}.{random.choice((0, 5)):01}"
    if random.random() < 0.3:
        return f'[{{amount: {random.randint(0, 30)}, when: "{_truth(random, names)}"}}, {{amount: {plain}}}]'
    return plain


def _truth(random: Random, names: list[str]) -> str:
    return random.choice(TRUTHS[random.choice(names)])


def number_of(random: Random, names: list[str]) -> str:
    """Return an expression that is a plain number."""
    found = [name for name in names if name in NUMBERS]
    return random.choice(NUMBERS[random.choice(found)]) if found else f"count({_truth(random, names)})"


def condition_of(random: Random, names: list[str]) -> str:
    """Return an expression that is true or false."""
    return _truth(random, names)


@lru_cache(maxsize=64)
def market_of(seed: int, engine: str, roughly: bool = False) -> SearchablePrices:
    """Return the market of a seed's catalog and book; `roughly` lists hardly anything, so that bounds must do.

    Raises NotLinear where a rule has neither an exact sum nor a bound.
    """
    compiled = compiled_catalog(seed)
    if not roughly:
        return _prices_data(compiled, seed, engine)
    with MonkeyPatch.context() as patch:
        patch.setattr(amount_sums, "MOST_VALUES", 3)
        patch.setattr(tabulated, "MOST_VALUES", 3)
        patch.setattr(definitions, "TABULATED_COMBINATIONS", 4)
        patch.setattr(arithmetic, "TABULATED_COMBINATIONS", 4)
        return _prices_data(compiled, seed, engine)


def _prices_data(compiled: CompiledCatalog, seed: int, engine: str) -> SearchablePrices:
    book, problems = load_book(Files({"prices.yaml": random_book(seed).encode()}), "prices.yaml", compiled.catalog)
    if book is None:
        raise ValueError("\n".join(map(str, problems)))
    return SearchablePrices.open(
        prepare(book, compiled.catalog, DAY), compiled, engine_named(engine), engine_named("cp_sat")
    )
