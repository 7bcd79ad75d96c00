"""Two catalogs are the same if they say the same, wherever they say it."""

from configurator.source import Location
from tests.catalog.compare import content_of, same_content
from tests.catalog.loading import catalog_of


def test_places_files_and_digests_do_not_count() -> None:
    one = catalog_of("features: {a: {type: boolean}}")
    two = catalog_of("# A remark.\nfeatures:\n  a:\n    type: boolean\n")
    assert one != two
    assert same_content(one, two)


def test_the_order_of_features_counts() -> None:
    one = catalog_of("features: {a: {type: boolean}, b: {type: boolean}}")
    two = catalog_of("features: {b: {type: boolean}, a: {type: boolean}}")
    assert not same_content(one, two)


def test_content_is_made_of_plain_tuples() -> None:
    assert (None, (("a", (1, "x")),)) == (content_of(Location("a", 1, 1)), content_of({"a": [1, "x"]}))
