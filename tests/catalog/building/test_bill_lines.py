"""Resources, preferences, headings and lines of the bill."""

from tests.catalog.loading import catalog_of, example, problems_of

CATALOG = example("workshop")


def test_a_resource_has_named_contributions() -> None:
    power = CATALOG.resources["power"]
    assert ("W", ["line"], ["tools", "boards"]) == (power.unit.name, list(power.supply), list(power.demand))


def test_a_contribution_is_of_the_dimension_of_its_resource() -> None:
    text = "features: {a: {type: integer, range: 1..3}}\n"
    text += "resources: {r: {unit: W, supply: {x: a}, demand: {y: a}, because: z}}"
    assert ["language.wrong-dimension"] * 2 == [code for code, _ in problems_of(text)]


def test_heavier_preferences_come_first() -> None:
    assert [("with_clock", 5), ("few_hooks", 2)] == [(each.id, each.weight) for each in CATALOG.preferences]


def test_what_no_heading_lists_comes_last_under_the_title() -> None:
    found = {group.id: group.members for group in CATALOG.display}
    assert {
        "look": ("panel", "colour", "width"),
        "inside": ("bays", "door.handle"),
        "": ("clock", "hooks", "supply_line", "door.hinge", "door.weight"),
    } == found
    assert "Werkstattwand" == CATALOG.display[-1].title.in_locale("de")


def test_without_headings_everything_stands_under_the_title() -> None:
    (group,) = catalog_of("features: {a: {type: boolean}}\nstructures: {s: {cardinality: 1..2}}").display
    assert ("", ("a", "s")) == (group.id, group.members)


def test_no_heading_is_made_for_nothing() -> None:
    (group,) = catalog_of("features: {a: {type: boolean}}\ngroups: [{id: all, members: [a]}]").display
    assert "All" == str(group.title)


def test_a_line_of_the_bill_looks_names_up_in_its_structure_first() -> None:
    lines = {line.id: (line.each, line.part.text, line.quantity.text) for line in CATALOG.bill}
    assert ("bays", "tool", "1 if kind == 'bench' else 0") == lines["tools"]
    assert ("", "panel", "width / 25[cm]") == lines["panel"]
    assert ("bays.boards", "'board'", "1") == lines["boards"]
