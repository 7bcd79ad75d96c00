"""A draft becomes files that are neither too long nor out of order."""

import yaml

from configurator.catalog.load import load_catalog
from configurator.exchange.drafting import Draft, boolean, catalog_id, listed, titled


def _draft(constraints: int) -> Draft:
    draft = Draft("Lamp", "Made up.")
    draft.features["lit"] = boolean("lit", "Lit")
    for number in range(constraints):
        draft.law(("law",), "x" * 1_000, require="lit" if number % 2 else "not lit")
    return draft


def test_many_constraints_go_into_libraries_that_the_catalog_includes() -> None:
    files = _draft(12_000).files("lamp")
    assert ["catalog.yaml", "constraints_2.yaml", "constraints_3.yaml"] == list(files)
    catalog, problems = load_catalog(files)
    assert catalog is not None, problems
    assert 12_000 == len(catalog.root.constraints)


def test_constraints_have_ids_of_their_own() -> None:
    text = _draft(3).files("lamp")["catalog.yaml"].decode()
    assert ["law", "law_2", "law_3"] == list(yaml.safe_load(text)["constraints"])


def test_a_title_that_the_id_says_is_left_out() -> None:
    assert {} == titled("rim_width", "Rim width")
    assert {"title": "RIM"} == titled("rim", "RIM")


def test_a_catalog_is_never_called_by_a_word_of_the_language() -> None:
    assert ["model_1", "catalog_9"] == [catalog_id("model-1"), catalog_id("9")]


def test_lists_read_as_people_write_them() -> None:
    assert "a" == listed(["a"])
    assert "a, b or c" == listed(["a", "b", "c"], "or")
    assert "a, b and 3 more" == listed(list("abcde"), "or", most=3)
