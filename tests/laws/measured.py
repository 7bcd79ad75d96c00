"""Random catalogs with wide numbers: inequalities and products over attributes, optional parts, instances, books."""

from datetime import date
from functools import lru_cache
from random import Random

from configurator.catalog.load import load_catalog
from configurator.offering.price_search import SearchablePrices
from configurator.pricing.load import load_book
from configurator.pricing.prepare import prepare
from configurator.program.compile import compile_catalog
from configurator.reading.files import Files
from configurator.solving.engines import engine_named

DAY = date(2026, 3, 1)
CATALOG = """format: 1
catalog: measured_{seed}
title: Measured {seed}
components:
  frame:
    attributes: {{most: number, area: number, rate: number}}
    items:
{frames}
features:
  frame: {{options: frame}}
  width: {{type: integer, range: 20..{width}, default: {default}}}
  height: {{type: integer, range: 4..{height}{high}}}
  fancy: {{type: boolean}}
  finish: {{options: {{matt: Matt, gloss: Gloss, brushed: Brushed}}, when: fancy}}
structures:
  shelves:
    cardinality: {low}..2
    features: {{span: {{type: integer, range: 10..40, step: 5}}, lit: {{type: boolean, default: true}}}}
  kit: {{cardinality: 0..1, features: {{size: {{type: integer, range: 0..2, default: 1}}}}}}
constraints:
{constraints}
preferences:
  first: {{prefer: "{preferred}", weight: 5, because: Liked.}}
"""
CONSTRAINTS = (
    "{require: width <= frame.most, because: The frame is so wide.}",
    "{require: width * height <= frame.area, because: The frame carries it.}",
    "{require: height * frame.rate >= width, because: The frame bends.}",
    "{require: width <= 3 * height, because: It looks better.}",
    "{require: all(s.span <= width for s in shelves), because: Shelves fit.}",
    "{require: sum(s.span for s in shelves) <= 2 * height, because: Weight.}",
    "{require: width <= 30, when: not present(kit), because: Wide ones need the kit.}",
    "{require: kit.size >= 1, when: fancy, because: The finish is in the kit.}",
    "{require: finish != 'gloss', when: height > 9, because: It is dipped.}",
    "{require: all(a.lit == b.lit for a in shelves for b in shelves), because: One switch.}",
    "{require: height >= 8 if count(shelves) == 2 else true, because: Two shelves need height.}",
)
PREFERENCES = ("count(shelves) == 1", "fancy", "height > 8", "width * height >= 300", "present(kit)")
CHARGES = (
    "board: {{model: per_unit, quantity: 'width * height / 100', price: {price}}}",
    "care: {{recurring: month, model: flat, amount: {price}, when: fancy}}",
    "yearly: {{recurring: year, model: flat, amount: {price}, when: width > 30}}",
    "shelf: {{model: graduated, quantity: sum(s.span for s in shelves),"
    " tiers: [{{up_to: 30, price: 1}}, {{price: 0.5}}]}}",
    "light: {{model: per_unit, quantity: count(s.lit for s in shelves), price: {price}}}",
    "kit: {{model: flat, amount: {price}, when: present(kit)}}",
)
STAGES = (
    "kind: discount, percent: {price}, when: 'base >= 60[EUR]'",
    "kind: discount, percent: 12.5, when: width * height > 250",
    "kind: surcharge, percent: 3, when: finish == 'gloss'",
    "kind: minimum, amount: {price}",
    "kind: discount, amount: 2, at: line",
)


def catalog_text(seed: int) -> str:
    """Return the text of a random catalog."""
    random = Random(seed)
    constraints = random.sample(CONSTRAINTS, random.randint(3, 6))
    width, height = random.randint(30, 80), random.randint(10, 14)
    return CATALOG.format(
        seed=seed,
        frames="\n".join(_frame(random, number) for number in range(random.randint(3, 5))),
        width=width,
        default=random.randint(20, width),
        height=height,
        high=random.choice(("", f", default: {random.randint(4, height)}")),
        low=random.randint(0, 1),
        constraints="\n".join(f"  law{number}: {each}" for number, each in enumerate(constraints)),
        preferred=random.choice(PREFERENCES),
    )


def _frame(random: Random, number: int) -> str:
    most, area, rate = random.randint(20, 80), random.randint(100, 800), random.randint(2, 9)
    return f"      frame{number}: {{title: Frame {number}, most: {most}, area: {area}, rate: {rate}}}"


def book_text(seed: int) -> str:
    """Return the text of a random book for it."""
    random = Random(seed)
    frames = sum(line.startswith("      frame") for line in catalog_text(seed).splitlines())
    items = ", ".join(f"frame{number}: {random.randint(5, 60)}" for number in range(frames))
    text = f"format: 1\nbook: prices\ncatalog: measured_{seed}\ncurrency: EUR\ncompare_over: 12 months\n"
    text += (
        f"prices: {{items: {{{items}, fancy: 7, finish.gloss: 3.5, finish.matt: 0, finish.brushed: 1}}}}\ncharges:\n"
    )
    text += "".join(f"  {each.format(price=random.randint(1, 20))}\n" for each in random.sample(CHARGES, 4))
    stages = random.sample(STAGES, random.randint(0, 2))
    listed = ", ".join(
        f"{{id: s{number}, because: So, {each.format(price=random.randint(1, 20))}}}"
        for number, each in enumerate(stages)
    )
    return text + (f"stages: [{listed}]\n" if stages else "")


@lru_cache(maxsize=16)
def market_of(seed: int) -> SearchablePrices:
    """Return the catalog of a seed, with its book, searchable by price."""
    catalog, problems = load_catalog(Files({"catalog.yaml": catalog_text(seed).encode()}))
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    compiled, found = compile_catalog(catalog)
    if compiled is None:
        raise ValueError("\n".join(map(str, found)))
    book, mistakes = load_book(Files({"prices.yaml": book_text(seed).encode()}), "prices.yaml", catalog)
    if book is None:
        raise ValueError("\n".join(map(str, mistakes)))
    return SearchablePrices.open(
        prepare(book, catalog, DAY), compiled, engine_named("compiled"), engine_named("cp_sat")
    )
