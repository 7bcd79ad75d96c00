"""What the checks let pass; what they find is in the folder of wrong files."""

import pytest

from configurator.catalog.checks import CHECKS, checked
from tests.catalog.loading import example, problems_of


@pytest.mark.parametrize("name", ["lamp", "workshop"])
def test_a_right_catalog_passes_every_check(name: str) -> None:
    assert () == checked(example(name))


def test_the_checks_are_a_tuple_one_can_read() -> None:
    assert len(CHECKS) == len({check.__name__ for check in CHECKS})


def test_a_chain_of_conditions_is_no_circle() -> None:
    text = "features: {a: {type: boolean, when: b and c}, b: {type: boolean, when: c}, c: {type: boolean}}"
    assert [] == problems_of(text)


def test_a_feature_may_depend_on_a_neighbour_of_its_instance() -> None:
    text = "structures: {s: {cardinality: 1..3, features: {a: {type: boolean}, b: {type: boolean, when: a}}}}"
    assert [] == problems_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "features: {a: {type: boolean, when: a}}",
        "features: {a: {type: boolean, when: b}, b: {type: boolean, when: a}}",
        "structures: {s: {cardinality: 0..2, when: count(s) > 1}}",
        "structures: {s: {cardinality: 0..1, when: s.a, features: {a: {type: boolean}}}}",
    ],
)
def test_every_circle_is_found(text: str) -> None:
    assert ["catalog.circular-when"] == [code for code, _ in problems_of(text)]


def test_a_long_chain_of_conditions_is_walked_without_recursion() -> None:
    features = "".join(f"  f{n}: {{type: boolean, when: f{n + 1}}}\n" for n in range(3000))
    assert [] == problems_of(f"features:\n{features}  f3000: {{type: boolean}}\n")


def test_a_part_that_only_the_bill_names_is_used() -> None:
    text = "components: {p: {items: {screw: Screw, nut: Nut}}}\nfeatures: {a: {type: boolean}}\n"
    text += "bill_of_materials: {x: {part: \"'screw' if a else 'nut'\"}}"
    assert [] == problems_of(text)


def test_just_as_many_instances_as_allowed_are_allowed() -> None:
    text = (
        "structures: {s: {cardinality: 0..%d, structures: {t: {cardinality: 0..200, features: {a: {type: boolean}}}}}}"
    )
    assert [[], ["catalog.too-many-instances"]] == [[code for code, _ in problems_of(text % n)] for n in (100, 101)]
