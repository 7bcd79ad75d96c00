"""Component groups from YAML and CSV, with values in base units."""

from fractions import Fraction

from tests.catalog.loading import catalog_of, example, loaded, problems_of

GROUP = (
    "components: {parts: {"
    "attributes: {w: {type: number, unit: kg, required: false}, t: {type: text, required: false}}, "
)


def test_numbers_are_held_in_base_units_wherever_they_were_written() -> None:
    tools = example("workshop").groups["tools"].components
    assert [Fraction(700), Fraction(1500), Fraction(60)] == [tool.attributes["draw"] for tool in tools.values()]


def test_rows_of_a_table_are_components_with_titles_by_locale() -> None:
    oak = example("workshop").groups["panels"].components["oak"]
    assert ("Eiche", "OK", {"height": 1800, "weight": 31500, "material": "wood"}) == (
        oak.title.in_locale("de"),
        oak.code,
        oak.attributes,
    )


def test_an_empty_cell_is_an_attribute_left_out() -> None:
    assert {"height", "material"} == set(example("workshop").groups["panels"].components["pine"].attributes)


def test_items_and_table_are_one_group_in_this_order() -> None:
    catalog = catalog_of(
        GROUP + "items: {a: A}, table: parts.csv}}\nfeatures: {p: {options: parts}}", parts_csv="id,w,title\nb,2,B\n"
    )
    parts = catalog.groups["parts"].components
    assert [("a", "A", {}), ("b", "B", {"w": 2000})] == [(it.id, str(it.title), it.attributes) for it in parts.values()]


def test_a_component_knows_the_line_it_stands_in() -> None:
    location = example("workshop").groups["panels"].components["pine"].location
    assert ("workshop/panels.csv", 3, 1) == (location.file, location.line, location.column)


def test_a_title_in_a_table_may_be_left_out() -> None:
    catalog = catalog_of(GROUP + "table: parts.csv}}\nfeatures: {p: {options: parts}}", parts_csv="id,w\nbig-part,2\n")
    assert "Big part" == str(catalog.groups["parts"].components["big-part"].title)


def test_a_row_without_an_id_is_a_problem() -> None:
    found = problems_of(GROUP + "table: parts.csv}}\nfeatures: {p: {type: boolean}}", parts_csv="id,w\n,2\n")
    assert [("catalog.component-column", "a row has no id")] == found


def test_numbers_and_dates_in_texts_stay_as_they_are_written() -> None:
    catalog = catalog_of(GROUP + "items: {a: {t: 1.10}}}}\nfeatures: {p: {options: parts}}")
    assert "1.10" == catalog.groups["parts"].components["a"].attributes["t"]


def test_true_is_no_number_and_no_text_is_true() -> None:
    group = "components: {parts: {attributes: {b: boolean}, items: {a: {b: True}}}}\nfeatures: {p: {options: parts}}"
    assert [("catalog.attribute-value", "`True` is neither true nor false")] == problems_of(group)


def test_a_title_that_a_row_lacks_is_told_at_the_row() -> None:
    text = "locales: [en, de]\ncomponents: {c: {table: c.csv}}\nfeatures: {f: {options: c}}"
    _, problems = loaded(text, c_csv="id,title.en,title.de\na,A,A\nb,B,\n")
    assert [("c.csv", 3, 3)] == [(each.location.file, each.location.line, each.location.column) for each in problems]
