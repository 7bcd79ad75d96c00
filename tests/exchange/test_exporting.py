"""What is exported and imported again has as many solutions as the catalog has products."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.catalog.load import load_catalog
from configurator.exchange.exporting import WRITERS
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files
from configurator.solving.engines import engine_named
from configurator.solving.port import CountSolutions
from tests.examples import share
from tests.exchange.models import count, imported
from tests.laws.catalogs import random_catalog


def _compiled(text: str) -> CompiledCatalog:
    catalog, problems = load_catalog(Files({"catalog.yaml": text.encode()}))
    assert catalog is not None, problems
    compiled, problems = compile_catalog(catalog)
    assert compiled is not None, problems
    return compiled


def _exported(compiled: CompiledCatalog, form: str) -> str:
    text, problems = WRITERS[form](compiled)
    assert text is not None, problems
    return text


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(WRITERS))
@settings(max_examples=share(50))
@given(seed=st.integers(0, 100_000))
def test_any_catalog_comes_back_with_as_many_products(form: str, seed: int) -> None:
    compiled = _compiled(random_catalog(seed).text)
    expected = engine_named("brute_force").load(compiled.program).ask(CountSolutions(), UNLIMITED).number
    assert expected == count(_exported(compiled, form), form)


LAMP = """format: 1
catalog: lamp
features:
  shade: {options: {red: Red, blue: Blue}}
  dimmer: {type: boolean, when: shade == 'red'}
  height: {type: number, range: 0.5 .. 1.5, step: 0.5}
constraints:
  low: {when: dimmer, require: height <= 1, because: Made up.}
"""


def test_clauses_name_every_value() -> None:
    lines = _exported(_compiled(LAMP), "dimacs").splitlines()
    assert [
        "c 1 shade=red",
        "c 2 shade=blue",
        "c 3 dimmer=false",
        "c 4 dimmer=true",
        "c 5 dimmer=absent",
        "c 6 height=0.5",
        "c 7 height=1",
        "c 8 height=1.5",
    ] == lines[1:9]


def test_a_model_names_every_value_and_says_its_laws() -> None:
    assert """include
    Boolean.*
    Arithmetic.*
features
    "lamp" {abstract}
        mandatory
            "shade" {abstract}
                alternative
                    "shade=red"
                    "shade=blue"
            "dimmer" {abstract}
                alternative
                    "dimmer=false"
                    "dimmer=true"
                    "dimmer=absent"
            "height" {abstract}
                alternative
                    "height=0/5"
                    "height=1"
                    "height=1/5"
constraints
    // dimmer
    (!"dimmer=absent" <=> "shade=red")
    // low
    (!"dimmer=true" | !"height=1/5")
""" == _exported(_compiled(LAMP), "uvl").replace(
        '((!"dimmer=absent") <=> ("shade=red"))', '(!"dimmer=absent" <=> "shade=red")'
    )


def test_choices_come_back_as_choices() -> None:
    found = imported(_exported(_compiled(LAMP), "uvl"), "uvl")
    assert ["shade", "dimmer", "height"] == [slot.path for slot in found.compiled.encoding.features()]
    found = imported(_exported(_compiled(LAMP), "dimacs"), "dimacs")
    assert ["shade", "dimmer", "height"] == [slot.path for slot in found.compiled.encoding.features()][:3]


def test_too_many_values_are_told_and_nothing_is_written() -> None:
    compiled = _compiled("format: 1\ncatalog: rod\nfeatures:\n  length: {type: integer, range: 1..3000}\n")
    for write in WRITERS.values():
        text, problems = write(compiled)
        assert text is None
        assert ["exchange.cannot-say"] == [str(problem.code) for problem in problems]


def test_many_values_are_told_apart_by_a_ladder() -> None:
    compiled = _compiled(
        "format: 1\ncatalog: rod\nfeatures:\n  length: {type: integer, range: 1..60}\n  on: {type: boolean}\n"
    )
    text = _exported(compiled, "dimacs")
    assert 500 > len(text.splitlines())
    assert 120 == count(text, "dimacs")
