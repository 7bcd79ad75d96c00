from __future__ import annotations

from typing import Any, Literal, cast

import pytest
from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from configurator.problems import Problem
from configurator.reading import codes, shape
from configurator.reading.limits import Limits
from configurator.reading.shape import Flag, Number, Shape, Whole, Word, shape_error, validate
from configurator.reading.validation_problems import problems_of
from configurator.reading.yaml import read_yaml


class Require(Shape):
    require: Word
    because: Word


class Allowed(Shape):
    allowed: list[list[Word]]
    because: Word


class Amount(Shape):
    amount: Number
    when: Word | None = None


class Rules(Shape):
    rules: dict[Word, Require | Allowed] = Field(default_factory=dict)
    prices: dict[Word, Number | list[Amount]] = Field(default_factory=dict)
    value: Number | Flag | None = None
    size: Literal["small", "large"] | Whole | None = None
    ids: dict[Word, Word] = Field(default_factory=dict)
    pair: tuple[Word, Word] | None = None
    few: list[Word] = Field(default_factory=list, min_length=1, max_length=2)
    even: Whole = Whole(2)

    @field_validator("ids")
    @classmethod
    def _known(cls, ids: dict[Word, Word]) -> dict[Word, Word]:
        for key in ids:
            if key == "wrong":
                raise shape_error(codes.WRONG_VALUE, "this id is taken", "another", location=key.location)
        return ids

    @field_validator("even")
    @classmethod
    def _is_even(cls, even: Whole) -> Whole:
        if even % 2:
            raise ValueError(f"{even} is odd")
        return even


def _problems(text: str, limits: Limits | None = None) -> tuple[Problem, ...]:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert problems == ()
    assert tree is not None
    return validate(tree, Rules, limits=limits or Limits())[1]


def _said(text: str) -> list[str]:
    return [str(problem).removeprefix("a.yaml:") for problem in _problems(text)]


def test_of_several_forms_the_one_whose_keys_fit_best_is_told_about() -> None:
    (said,) = _said("rules: {a: {require: x > 1, because: }}")
    assert said.startswith("1:38: rules.a.because: found nothing; expected a text; write a value")
    assert _said("rules: {a: {allowed: [ x], because: y}}") == [
        "1:24: rules.a.allowed[1]: found `x`; expected a list [reading.wrong-kind]"
    ]


def test_a_misspelt_key_is_told_once_with_the_form_it_belongs_to() -> None:
    assert _said("rules: {a: {requre: x, because: y}}") == [
        "1:13: rules.a.requre: the key `requre` is not known here; did you mean `require`? [reading.unknown-key]"
    ]


def test_where_no_form_fits_all_of_them_are_expected() -> None:
    assert _said("prices: [1]") == ["1:9: prices: found a list; expected a map [reading.wrong-kind]"]
    assert _said("prices: {a: {b: 1}}") == [
        "1:13: prices.a: found a map; expected a number or a list [reading.wrong-kind]"
    ]
    assert _said("value: x") == ["1:8: value: found `x`; expected a number or true or false [reading.wrong-value]"]
    (said,) = _said("size: lage")
    assert "found `lage`; expected one of `small`, `large` or a whole number; did you mean `large`?" in said


class Sizes(Shape):
    sizes: dict[Word, list[Literal["it's", "large"]]]


class _InOtherWords:
    """A validation error as a release of pydantic may word it that nobody has seen yet."""

    def __init__(self, error: ValidationError) -> None:
        self._error = error

    def errors(self, **options: bool) -> list[ErrorDetails]:
        details = self._error.errors(include_url=False, include_input=False)
        other = {"msg": "qua", "ctx": {"expected": "qualia"}}
        return [cast(ErrorDetails, {**each, **other}) if each["type"] == "literal_error" else each for each in details]


def test_the_words_of_a_choice_come_from_the_shape_and_not_from_what_pydantic_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def in_other_words(error: ValidationError, *given: Any) -> tuple[Problem, ...]:
        return problems_of(cast(ValidationError, _InOtherWords(error)), *given)

    monkeypatch.setattr(shape, "problems_of", in_other_words)
    tree, _ = read_yaml(b"sizes: {a: [large, it]}", "a.yaml")
    assert tree is not None
    (said,) = validate(tree, Sizes)[1]
    assert "found `it`; expected one of `it's`, `large`; did you mean `it's`? [reading.not-one-of]" in str(said)
    assert "expected one of `small`, `large` or a whole number" in _said("size: lage")[0]


def test_a_mistake_deep_inside_one_form_is_told_there() -> None:
    assert _said("prices: {a: [  { amount: x}]}") == [
        "1:26: prices.a[1].amount: found `x`; expected a number [reading.wrong-number]"
    ]


def test_keys_that_are_empty_or_strange_are_shown_in_quotes() -> None:
    (said,) = _said("ids: {      a.b c: [x]}")
    assert said == "1:20: ids.`a.b c`: found a list; expected a text [reading.wrong-kind]"
    (said,) = _said("ids: {~: x}")
    assert said == "1:7: ids.`~`: found `~`; expected a text; write a value or leave the key out [reading.empty-value]"


def test_a_validator_may_point_anywhere_and_say_anything() -> None:
    assert _said("ids: {a: b, wrong: c}") == ["1:13: ids: this id is taken; expected another [reading.wrong-value]"]
    assert _said("even: 3") == ["1:7: even: 3 is odd [reading.wrong-value]"]


def test_bounds_of_lists_are_told() -> None:
    assert _said("few: []") == ["1:6: few: found an empty list; expected at least 1 [reading.wrong-value]"]
    assert _said("few: [a, b, c]") == ["1:6: few: found 3 items; expected at most 2 [reading.wrong-value]"]
    assert [problem.code for problem in _problems("pair: [a]")] == [codes.MISSING_KEY]


def test_a_document_of_another_kind_is_told_at_its_beginning() -> None:
    assert _said("[a]") == ["1:1: found a list; expected a map [reading.wrong-kind]"]
    assert _said("a") == ["1:1: found `a`; expected a map [reading.wrong-kind]"]
    hint = "write keys under it, indented, or leave it out"
    assert [f"1:7: rules: found nothing; expected a map; {hint} [reading.wrong-kind]"] == _said("rules:")


def test_unknown_keys_without_a_near_one_list_those_that_are_known() -> None:
    (said,) = _said("xyz: 1")
    assert (
        "expected one of `rules`, `prices`, `value`, `size`, `ids`, `pair`, `few`, `even` [reading.unknown-key]" in said
    )


@pytest.mark.timeout(300)
def test_of_very_many_mistakes_the_first_are_told_soon() -> None:
    text = "prices:\n" + "".join(f"  k{n}: {{b: 1}}\n" for n in range(5_000))
    problems = _problems(text)
    assert len(problems) == 101
    assert codes.TOO_MANY_PROBLEMS is problems[-1].code
    assert len(_problems(text, Limits(problems=2))) == 3
