"""Every number on its step has a price difference, few or many, whole or not."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from configurator.engine import Ask, Engine

CATALOG = """
format: 1
catalog: rails
title: Rails
features:
  cable: {title: Cable, type: number, range: 1 m .. 3 m, step: 1 m, default: 1 m}
  hooks: {title: Hooks, type: integer, range: 0..8, step: 4, default: 0}
  screws: {title: Screws, type: integer, range: 0..1000, default: 10}
"""
BOOK = """
format: 1
book: rails_eu
title: Rails
catalog: rails
currency: EUR
time_zone: Europe/Berlin
charges:
  cable: {title: Cable, model: per_unit, quantity: "cable / 1[m]", price: 2}
  hooks: {title: Hooks, model: per_unit, quantity: hooks, price: 1}
  screws: {title: Screws, model: per_unit, quantity: screws, price: 0.10}
"""


def test_numbers_are_priced_on_their_step(tmp_path: Path) -> None:
    for path, text in (("catalogs/rails/catalog.yaml", CATALOG), ("books/rails/rails_eu.yaml", BOOK)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text.strip() + "\n", encoding="utf-8")
    found = Engine.open(tmp_path / "catalogs", tmp_path / "books").evaluate(Ask("rails", date(2026, 1, 1)))
    compared = {key: each.compare for key, each in found.differences.items()}
    assert {("hooks", number): Fraction(number) for number in (0, 4, 8)}.items() <= compared.items()
    assert {("cable", Fraction(metres)): Fraction(2 * metres - 2) for metres in (1, 2, 3)}.items() <= compared.items()
    assert [9, 10, 11] == [value for path, value in compared if path == "screws"]
