from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, model_validator

from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word, shape_error, validate
from configurator.reading.yaml import read_yaml
from configurator.source import Location
from tests.work import calls_of


class Mode(StrEnum):
    UP = "half_up"
    EVEN = "half_even"


class Option(Shape):
    title: Word
    price: Number | None = None


class Part(Shape):
    """A part, and the parts it is made of."""

    title: Word = Field(default=Word("untitled"), description="What people read.")
    options: dict[Word, Word | Option] | Word = Field(default_factory=dict)
    parts: dict[Word, Part] = Field(default_factory=dict)
    steps: tuple[Number, ...] = ()
    mode: Mode = Mode.UP
    side: Literal["left", "right"] = "left"
    count: Annotated[Whole, Field(ge=1)] = Whole(1)
    is_new: Flag = Field(default=False, alias="new")
    from_: Day | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _is_new_from_a_day(self) -> Part:
        if self.is_new and self.from_ is None:
            raise shape_error(
                codes.WRONG_VALUE, "nothing says since when it is new", "`from`", location=self.key_location("new")
            )
        return self


def _read(text: str) -> tuple[Part | None, tuple[Problem, ...]]:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert problems == ()
    assert tree is not None
    return validate(tree, Part)


def _good(text: str) -> Part:
    part, problems = _read(text)
    assert problems == ()
    assert part is not None
    return part


def _said(text: str) -> list[str]:
    part, problems = _read(text)
    assert part is None
    return [str(problem) for problem in problems]


def test_a_document_becomes_a_shape_with_exact_values() -> None:
    part = _good("title: A\nsteps: [1.10, 2]\nmode: half_even\nside: right\nnew: true\nfrom: 2024-01-31\n")
    assert (part.title, part.mode, part.side, part.is_new) == ("A", Mode.EVEN, "right", True)
    assert [step.text for step in part.steps] == ["1.10", "2"]


def test_every_map_key_and_scalar_knows_its_place_at_any_depth() -> None:
    part = _good("title: A\nparts:\n  b:\n    parts: {c: {title: C, new: false}}\n  d: {}\n")
    inner = part.parts[Word("b")].parts[Word("c")]
    assert Location("a.yaml", 4, 16) == inner.location
    assert (Location("a.yaml", 4, 17), Location("a.yaml", 4, 24)) == (
        inner.key_location("title"),
        inner.location_of("title"),
    )
    assert Location("a.yaml", 4, 32) == inner.location_of("new")
    assert inner.location == inner.location_of("count") == inner.key_location("count")
    assert [Location("a.yaml", 3, 3), Location("a.yaml", 5, 3)] == [key.location for key in part.parts]
    assert inner.has("new")
    assert not inner.has("count")


def test_a_shape_made_in_memory_has_no_place() -> None:
    assert Location("", 1, 1) == Option(title=Word("a")).location_of("title")


def test_all_mistakes_of_a_document_come_at_once_in_its_order() -> None:
    text = "steps: [1, x]\ntitel: A\nparts:\n  b: {count: 0, side: up}\n  c: {from: 2024-02-30, new: yes}\n"
    assert _said(text) == [
        "a.yaml:1:12: steps[2]: found `x`; expected a number [reading.wrong-number]",
        "a.yaml:2:1: titel: the key `titel` is not known here; did you mean `title`? [reading.unknown-key]",
        "a.yaml:4:14: parts.b.count: found `0`; expected at least 1 [reading.wrong-number]",
        "a.yaml:4:23: parts.b.side: found `up`; expected one of `left`, `right` [reading.not-one-of]",
        "a.yaml:5:13: parts.c.from: there is no day 2024-02-30; expected a day of the calendar [reading.wrong-day]",
        "a.yaml:5:30: parts.c.new: found `yes`; expected true or false; write `true` [reading.wrong-flag]",
    ]


def test_a_rule_of_the_shape_itself_is_told_at_the_map_or_where_it_says() -> None:
    said = _said("parts: {b:\n    {title: x, new: true}}\n")
    assert said == ["a.yaml:2:16: parts.b: nothing says since when it is new; expected `from` [reading.wrong-value]"]


def test_the_path_begins_where_the_caller_says() -> None:
    tree, _ = read_yaml(b"{price: 1}", "a.yaml")
    assert tree is not None
    assert [problem.where for problem in validate(tree, Option, where="features.psu")[1]] == ["features.psu.title"]
    assert [problem.where for problem in validate(tree, Option)[1]] == ["title"]


def test_raw_types_that_pydantic_would_guess_at_are_refused_when_a_shape_is_declared() -> None:
    kinds: list[Any] = [
        str,
        bool,
        int,
        float,
        Decimal,
        dict[Word, bool],
        list[int] | None,
        Annotated[float, Field(gt=0)],
    ]
    for kind in kinds:
        with pytest.raises(TypeError, match=r"use a scalar of reading\.shape"):
            type("Raw", (Shape,), {"__annotations__": {"value": kind}, "__module__": __name__})


def test_shapes_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        _good("title: A").title = Word("B")


def test_deep_documents_are_read_without_overflow() -> None:
    text = "{parts: {p: " * 32 + "{}" + "}}" * 32
    _, problems = read_yaml(text.encode(), "a.yaml")
    assert [problem.code for problem in problems] == [codes.NESTING]
    text = "{parts: {p: " * 31 + "{}" + "}}" * 31
    assert _read(text)[1] == ()


def test_ten_times_as_many_maps_take_ten_times_as_much_work() -> None:
    def calls(maps: int) -> int:
        text = "options:\n" + "".join(f"  k{n}: {{title: T{n}, price: {n}.10}}\n" for n in range(maps))
        tree, _ = read_yaml(text.encode(), "a.yaml")
        assert tree is not None
        part, problems = validate(tree, Part)
        assert problems == ()
        assert part is not None
        assert len(part.options) == maps
        return calls_of(lambda: validate(tree, Part))

    assert calls(2_000) < 11 * calls(200)
