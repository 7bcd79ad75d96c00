"""Every word of a text has its own source location, whatever YAML style the text is written in."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from configurator.reading.limits import LONGEST_FOLLOWED
from configurator.reading.positioned_tree import Mapping, Scalar, Sequence
from configurator.reading.text_locations import begin_of
from configurator.reading.yaml import read_yaml
from configurator.source import Location


def _scalar(text: str) -> Scalar:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert () == problems
    assert isinstance(tree, Mapping)
    found = tree.get("rule")
    assert isinstance(found, Scalar)
    return found


def _location_found(source: str, word: str) -> tuple[int, int]:
    """Return line and column of a word of the text under `rule`, by what reading says of its first character."""
    scalar = _scalar(source)
    location = scalar.begin.right(scalar.text.index(word))
    return location.line, location.column


def _location_sought(source: str, word: str) -> tuple[int, int]:
    before = re.sub(r"\r\n|\r", "\n", source[: source.index(word)])
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    "source",
    [
        "rule: first and second\n",
        "rule: 'first and second'\n",
        'rule: "first and second"\n',
        "rule: first and\n    second\n",
        "rule: 'first and\n\n\n    second'\n",
        "rule: 'it''s first and ''second'''\n",
        'rule: "first \\\n     and second"\n',
        'rule: "fi\\u0072st \\x41\\U00000042 \\" \\\\ and\\tsecond"\n',
        'rule: "\\n\\n first and\\n\n   second"\n',
        "rule: |\n  first\n    and\n\n  second\n",
        "rule: |2-\n   first and\n  second\n",
        "rule: >- # folded\n  first\n  and\n\n   second\n  third\n",
        "rule: |\r\n  first and\r\n\r\n  second\r\n",
        "# Größe\nrule: 'Größe first ß und\n   ü second'\n",
        "rule: &anchor first and second\n",
        "rule: &anchor |\n   first and\n   second\n",
        "{rule: first and\n   second }\n",
    ],
)
def test_a_word_is_found_on_its_own_line_and_column(source: str) -> None:
    assert _location_sought(source, "second") == _location_found(source, "second")


def test_a_text_written_in_one_piece_needs_no_turns() -> None:
    assert "" == _scalar("rule: first\n").source_form
    assert "" == _scalar("rule: 'first'\n").source_form


def test_a_text_begins_behind_what_announces_it() -> None:
    assert (1, 8) == _location_found("rule: 'first'\n", "first")
    assert (2, 4) == _location_found("rule: |\n   first\n", "first")
    assert Location("a", 1, 7) == begin_of("", Location("a", 1, 7), quoted=True, source_form="|\n")


@given(st.lists(st.text("abü'\"\\:#-é ", min_size=1), min_size=1, max_size=5), st.sampled_from(["'", '"', "|", ">"]))
def test_every_word_of_any_text_is_found(lines: list[str], style: str) -> None:
    text = "\n".join(line.strip() or "x" for line in lines)
    source: str = yaml.dump([text], default_style=style, allow_unicode=True, width=20)
    tree, _ = read_yaml(source.encode(), "a.yaml")
    assert isinstance(tree, Sequence)
    scalar, rows = tree.items[0], source.split("\n")
    assert isinstance(scalar, Scalar)
    for match in re.finditer(r"\S+", scalar.text):
        location = scalar.begin.right(match.start())
        assert rows[location.line - 1][location.column - 1] in (match[0][0], "\\", "'")


def test_a_text_longer_than_any_expression_is_not_followed_to_its_end() -> None:
    text = '"' * (LONGEST_FOLLOWED + 5)
    location = begin_of(text, Location("a", 1, 1), quoted=True, source_form='"' + '\\"' * len(text) + '"')
    assert LONGEST_FOLLOWED == len(location.turns)
