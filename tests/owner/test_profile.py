"""A profile tells the size of a catalog, what makes it hard, and what to change."""

import pytest

from configurator.catalog.load import load_catalog
from configurator.owner.profile import Profile, profile
from configurator.program.compile import compile_catalog
from configurator.reading.files import Files


def _profile(text: str) -> Profile:
    catalog, problems = load_catalog(Files({"catalog.yaml": text.encode()}))
    assert catalog is not None, problems
    compiled, problems = compile_catalog(catalog)
    assert compiled is not None, problems
    return profile(compiled)


CHAIN = """format: 1
catalog: chain
features:
  alone: {type: boolean}
  a: {type: boolean}
  b: {type: boolean}
  c: {options: {x: X, y: Y}}
  d: {type: boolean}
constraints:
  ab: {when: a, require: b, because: Made up.}
  bc: {allowed: {columns: [b, c], rows: [["true", x], ["false", y]]}, because: Made up.}
  cd: {when: c == 'x', require: d, because: Made up.}
"""


def test_size_and_parts_are_counted() -> None:
    found = _profile(CHAIN)
    assert (5, 0, 3, 5, 0, 10, 2) == (
        found.size.features,
        found.size.structures,
        found.size.constraints,
        found.size.variables,
        found.size.determined,
        found.size.values,
        found.size.parts,
    )
    assert [(4, 1)] == [(part.variables, part.width) for part in found.parts]
    assert ("a", "b", "c", "d") == found.parts[0].features
    assert () == found.advice


def test_what_is_compiled_is_measured() -> None:
    found = _profile(CHAIN).compiled
    assert found is not None
    assert found.nodes > 0
    assert found.bytes > 0
    assert 0 == found.left


def test_a_constraint_that_ties_everything_together_is_told() -> None:
    names = [f"f{number}" for number in range(8)]
    features = "".join(f"  {name}: {{type: integer, range: 0..9}}\n" for name in names)
    text = f"format: 1\ncatalog: tied\nfeatures:\n{features}constraints:\n"
    pairs = "".join(f"  p{at}: {{require: f{at} <= f{at + 1}, because: Made up.}}\n" for at in range(7))
    whole = f'  whole: {{require: "count({", ".join(f"{name} == 3" for name in names)}) != 4", because: Made up.}}\n'
    found = _profile(text + pairs + whole)
    assert "whole" == found.heaviest[0].constraint
    assert (found.heaviest[0].relief or 0) >= 3
    assert [("whole", "catalog.yaml:20:3")] == [(each.about, str(each.location)) for each in found.advice]
    assert "split it" in found.advice[0].do


FINE = """format: 1
catalog: fine
features:
  length: {type: number, range: 0..30, step: 0.001}
  width: {type: number, range: 0..30, step: 0.001}
constraints:
  short: {require: length + width <= 7, because: Made up.}
"""


def test_fine_numbers_in_sums_are_told_where_their_part_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.owner.profile.is_wide", lambda program: False)
    found = _profile(FINE)
    assert ["length", "width", "short"] == [each.about for each in found.advice]
    assert "has 30,001 values and is added up or compared" == found.advice[0].finding


def test_fine_numbers_that_stay_arithmetic_are_no_trouble() -> None:
    assert () == _profile(FINE).advice


def test_exclusions_in_pairs_are_better_said_once() -> None:
    names = "abcd"
    features = "".join(f"  {name}: {{type: boolean}}\n" for name in names)
    pairs = [(one, other) for at, one in enumerate(names) for other in names[at + 1 :]]
    laws = "".join(f"  {a}{b}: {{when: {a}, excludes: [{b}], because: Made up.}}\n" for a, b in pairs)
    found = _profile(f"format: 1\ncatalog: pairs\nfeatures:\n{features}constraints:\n{laws}")
    assert ["one of 6 constraints that exclude a, b, c, d in pairs"] == [each.finding for each in found.advice]
    assert str(found.advice[0]).startswith("catalog.yaml:9:3: ab: one of 6")


def test_a_catalog_without_constraints_has_a_profile() -> None:
    found = _profile("format: 1\ncatalog: free\nfeatures: {a: {type: boolean}, b: {type: boolean}}\n")
    assert ((), (), 2) == (found.parts, found.heaviest, found.size.parts)
