"""The pieces of a product code, with the code of every value spelled out."""

from tests.catalog.loading import catalog_of, example, problems_of


def test_codes_come_from_options_components_numbers_and_the_piece_itself() -> None:
    code = example("workshop").product_code
    assert code is not None
    assert [
        ("WW-", "", {}),
        ("", "panel", {"oak": "OK", "pine": "PI", "steel": "ST"}),
        ("", "colour", {"red": "R", "green": "G", "raw": "N"}),
        ("", "hooks", {str(number): str(number) for number in range(0, 25, 2)}),
        ("-", "", {}),
        ("", "clock", {"true": "K", "false": ""}),
        ("", "door.handle", {"plain": "PL", "round": "RD"}),
    ] == [(it.literal, it.feature, it.codes) for it in code.segments]


def test_codes_of_numbers_are_found_however_they_are_written() -> None:
    catalog = catalog_of(
        "features: {a: {type: number, range: 0.5 m .. 1 m, step: 0.5 m}}\n"
        "product_code: [{feature: a, codes: {50 cm: S, 1.0: L}}]"
    )
    assert catalog.product_code is not None
    assert {"0.5": "S", "1": "L"} == catalog.product_code.segments[0].codes


def test_empty_codes_may_repeat() -> None:
    text = "features: {a: {options: {x: X, y: Y}}}\nproduct_code: [{text: A}, {feature: a, codes: {x: '', y: ''}}]"
    assert ["catalog.ambiguous-code"] == [code for code, _ in problems_of(text)]
