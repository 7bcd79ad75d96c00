"""A small shop of lamps: one catalog and one book, written into a folder for tests that need both."""

from pathlib import Path

CATALOG = """
format: 1
catalog: lamps
title: {en: Lamps, de: Lampen}
locales: [en, de]
features:
  shade: {title: Shade, options: {paper: Paper, glass: Glass, steel: Steel}, default: paper}
  dimmer: {title: Dimmer, type: boolean, default: false}
  bulbs: {title: Bulbs, type: integer, range: 1..4, default: 1}
structures:
  arms:
    title: Arm
    cardinality: 0..2
    features: {joint: {title: Joint, options: {fixed: Fixed, ball: Ball}, default: fixed}}
constraints:
  glass_needs_dimmer: {when: "shade == 'glass'", requires: [dimmer], because: Glass shades are sold with a dimmer.}
  steel_is_small: {when: "shade == 'steel'", require: bulbs <= 2, because: Steel shades hold two bulbs.}
  many_bulbs: {severity: warning, require: bulbs <= 3, because: Four bulbs get warm.}
bill_of_materials:
  bulbs: {part: "'bulb'", quantity: bulbs}
product_code:
  - {text: L}
  - {feature: shade, codes: {paper: P, glass: G, steel: S}}
  - {feature: bulbs, codes: {"1": A, "2": B, "3": C, "4": D}}
"""

BOOK = """
format: 1
book: lamps_eu
title: Lamps
catalog: lamps
currency: EUR
time_zone: Europe/Berlin
compare_over: 12 months
prices:
  items: {shade.paper: 10, shade.glass: 40, shade.steel: 30, dimmer: 25}
charges:
  bulbs: {title: Bulbs, model: per_unit, quantity: bulbs, price: 4.50}
  arms: {title: Arms, model: per_unit, quantity: count(arms), price: 15}
  care: {title: Care, recurring: month, model: flat, amount: 2, when: dimmer}
stages:
  - {id: delivery, title: Delivery, kind: surcharge, amount: 5, because: Delivery of one lamp}
"""


def written(folder: Path) -> tuple[Path, Path]:
    """Write the shop below a folder; return the folders of its catalogs and of its books."""
    for path, text in (("catalogs/lamps/catalog.yaml", CATALOG), ("books/lamps/lamps_eu.yaml", BOOK)):
        target = folder / path
        target.parent.mkdir(parents=True)
        target.write_text(text.strip() + "\n", encoding="utf-8")
    return folder / "catalogs", folder / "books"
