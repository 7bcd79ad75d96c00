"""A small catalog of lamps with a price book, written to a folder: what the full check is tried on."""

from pathlib import Path

CATALOG = """format: 1
catalog: lamp
title: Lamp
features:
  colour:
    title: Colour
    options: {red: {title: Red, code: R}, blue: {title: Blue, code: B}}
    default: red
  dimmer: {title: Dimmer, type: boolean, default: false}
constraints:
  plain_red: {when: colour == 'red', require: not dimmer, because: The red lamp has no dimmer.}
  dimmed: {require: not dimmer, severity: warning, because: Dimmers may hum.}
bill_of_materials:
  bulbs: {part: "'bulb'", quantity: 2}
product_code: [{text: L}, {feature: colour}]
"""
BOOK = """format: 1
book: lamp_us
title: Lamps
catalog: lamp
currency: USD
time_zone: America/New_York
charges:
  base: {title: Lamp, model: flat, amount: 20}
  care: {title: Care, model: flat, amount: 3, recurring: month}
"""


def lamps(folder: Path, scenarios: str = "", *, book: str = BOOK, priced: str = "") -> tuple[Path, Path]:
    """Write the catalog, its book and scenarios beside either; return the folders of catalogs and of books."""
    catalogs, books = folder / "catalogs", folder / "pricing_rules"
    for path, text in (
        (catalogs / "lamp" / "catalog.yaml", CATALOG),
        (catalogs / "lamp" / "scenarios.yaml", scenarios),
        (books / "lamp" / "lamp_us.yaml", book),
        (books / "lamp" / "scenarios.yaml", priced),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
    return catalogs, books


def scenario(choose: str, expect: str, more: str = "") -> str:
    """Return a file of one scenario."""
    return f"format: 1\nscenarios:\n  - name: A lamp\n    choose: {choose}\n    expect: {expect}\n{more}"
