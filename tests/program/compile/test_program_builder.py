"""What cannot be compiled is told with its place, all at once, and only where it is evaluated."""

import pytest

from tests.program.compile.small import SHOP, problems_of


def told(*requirements: str) -> list[tuple[str, int, str]]:
    laws = "".join(f"  law{at}: {{{each}, because: so}}\n" for at, each in enumerate(requirements))
    return [
        (problem.code.name, problem.location.column, problem.message)
        for problem in problems_of(f"{SHOP}constraints:\n{laws}")
    ]


def test_all_problems_are_told_at_once_each_where_its_expression_stands() -> None:
    expected = [
        ("program.division-by-zero", 19, "`seats / tables` can divide by zero"),
        ("program.too-many-combinations", 23, "`wide // (wide + 1)` combines open values in 1,000,001 ways"),
    ]
    assert expected == told("require: seats / tables < 2", "require: 1 < wide // (wide + 1)")


def test_a_problem_of_a_structure_s_law_is_told_once_for_all_slots() -> None:
    text = SHOP + "    constraints:\n      law: {require: 1 / load < 2, because: so}\n"
    assert len(problems_of(text)) == 1


def test_a_division_that_is_guarded_is_none() -> None:
    assert (
        told(
            '''require: "(seats / tables if tables > 0 else 0) < 2"''',
            '''require: seats / tables < 2, when: "tables != 0"''',
            '''require: "(seats / (seats - tables) if seats != tables else 0) < 2"''',
            '''require: "sum(seats / c.load for c in cells if c.load > 0) < 2"''',
            '''require: "(sum(c.load for c in cells) / count(cells) if present(cells) else 0) < 2"''',
        )
        == []
    )


def test_and_does_not_guard_as_all_of_it_is_evaluated() -> None:
    assert len(told('''require: "tables > 0 and seats / tables < 2"''')) == 1


def test_too_many_elements_are_refused_before_any_is_looked_at() -> None:
    text = SHOP.replace("cardinality: 0..2", "cardinality: 0..60")
    law = "sum(1 for a in cells for b in cells for c in cells if a.load + b.load > c.load) < 9"
    (problem,) = problems_of(f'{text}constraints:\n  law: {{require: "{law}", because: so}}\n')
    assert "goes over 216,000 combinations of possible instances" in problem.message


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("wide // (wide + 1) > 1", 0, 14),
        (">-\n      1 <\n        wide // (wide + 1)", 2, 9),
        ("'1 <\n      wide // (wide + 1)'", 1, 7),
    ],
)
def test_a_problem_in_a_text_of_several_lines_stands_on_its_own_line(written: str, line: int, column: int) -> None:
    text = f"{SHOP}constraints:\n  law:\n    because: So.\n    require: {written}\n"
    (problem,) = problems_of(text)
    first = text[: text.index("require:")].count("\n") + 3  # Two lines stand before it.
    assert (line, column) == (problem.location.line - first, problem.location.column)
