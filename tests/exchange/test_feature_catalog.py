"""How feature trees are drawn: names, what is folded away, and what always stays the same."""

from configurator.exchange.catalog_draft import CatalogDraft
from configurator.exchange.feature_catalog import FeatureCatalog
from configurator.exchange.feature_tree import FeatureGroup, FeatureNode, Relation
from configurator.language.show import show
from configurator.source import Location

HERE = Location("m", 1, 1)


def _feature(name: str, *groups: FeatureGroup, low: int = 1, high: int = 1) -> FeatureNode:
    return FeatureNode(name, name, HERE, low=low, high=high, groups=list(groups))


def _group(relation: Relation, *members: FeatureNode, low: int = 0, high: int = 0) -> FeatureGroup:
    return FeatureGroup(relation, list(members), HERE, low, high)


def _one_of(*names: str) -> FeatureGroup:
    return _group(Relation.CHOICE, *map(_feature, names), low=1, high=1)


def _drawn(root: FeatureNode) -> FeatureCatalog:
    catalog = FeatureCatalog(CatalogDraft("R", "Made up."))
    catalog.tree(root)
    return catalog


def test_a_mandatory_branch_gives_its_name_to_its_alternatives() -> None:
    engine = _feature("Engine", _one_of("Petrol", "Electric"))
    catalog = _drawn(_feature("Car", _group(Relation.MANDATORY, engine)))
    assert ["engine"] == list(catalog.draft.features)
    assert "true" == show(catalog.expressions["Engine"].there)
    assert "engine == 'Petrol'" == show(catalog.expressions["Petrol"].there)


def test_an_optional_branch_keeps_its_name_and_its_alternatives_are_its_kind() -> None:
    radio = _feature("Radio", _one_of("FM", "DAB"))
    catalog = _drawn(_feature("Car", _group(Relation.OPTIONAL, radio)))
    assert ["radio", "radio_kind"] == list(catalog.draft.features)
    assert "any(radio_kind == 'DAB')" == show(catalog.expressions["DAB"].there)
    assert "radio_kind == 'DAB'" == catalog.expressions["DAB"].when


def test_what_stands_below_an_option_is_there_with_it() -> None:
    electric = _feature("Electric", _group(Relation.OPTIONAL, _feature("Heat_pump")))
    root = _feature("Car", _group(Relation.CHOICE, electric, _feature("Petrol"), low=1, high=1))
    catalog = _drawn(root)
    assert ["car_kind", "heat_pump"] == list(catalog.draft.features)
    assert {"heat_pump_needs_electric"} == set(catalog.draft.body.constraints)


def test_what_occurs_several_times_is_a_structure_with_all_that_is_below_it() -> None:
    bag = _feature("Bag", _one_of("Small", "Large"), low=1, high=3)
    catalog = _drawn(_feature("Bike", _group(Relation.OPTIONAL, bag)))
    body = catalog.draft.body.structures["bag"]
    assert "0..3" == body.head["cardinality"]
    assert ["bag_kind"] == list(body.features)
    assert "count(bag) >= 1" == show(catalog.expressions["Bag"].there)
    assert "bag" == catalog.expressions["Small"].inside


def test_names_stay_the_same_when_the_tree_grows_at_its_end() -> None:
    trees = [
        _feature("R", _group(Relation.OPTIONAL, *map(_feature, names))) for names in (["A", "a"], ["A", "a", "A b"])
    ]
    before, after = (list(_drawn(tree).draft.features) for tree in trees)
    assert ["a", "a_2"] == before
    assert before == after[:2]
