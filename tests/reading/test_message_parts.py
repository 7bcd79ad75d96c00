from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from configurator.reading.message_parts import did_you_mean, kind_of_node, quoted, some_of
from configurator.reading.positioned_tree import Mapping, Scalar, Sequence, TreeEntry
from configurator.source import Location

HERE = Location("a", 1, 1)


def test_texts_are_shown_in_one_short_line() -> None:
    assert quoted("a\nb") == "`a\\nb`"
    assert quoted("\x1b[2J\u202e ß") == "`\\x1b[2J\\u202e ß`"
    assert f"`{'x' * 60}…`" == quoted("x" * 1_000_000)


def test_things_are_named_by_their_kind() -> None:
    scalar = Scalar("a", HERE)
    nodes = (Scalar("", HERE), Scalar("", HERE, True), scalar, Sequence((), HERE), Sequence((scalar,), HERE))
    assert [kind_of_node(node) for node in nodes] == ["nothing", "``", "`a`", "an empty list", "a list"]
    assert [kind_of_node(node) for node in (Mapping((), HERE), Mapping((TreeEntry(scalar, scalar),), HERE))] == [
        "an empty map",
        "a map",
    ]


def test_similar_words_are_suggested_whatever_their_case() -> None:
    assert did_you_mean("WATTS", ["volts", "watts"]) == "did you mean `watts`?"
    assert did_you_mean("zebra", ["volts", "watts"]) == ""


@given(st.text("abAB", max_size=6), st.lists(st.text("abc", max_size=6), max_size=12), st.sampled_from((0.3, 0.6, 0.9)))
def test_the_suggestion_is_the_first_of_the_close_matches_of_difflib(
    word: str, candidates: list[str], likeness: float
) -> None:
    close = get_close_matches(word.lower(), dict.fromkeys(candidates), n=1, cutoff=likeness)
    expected = f"did you mean `{close[0]}`?" if close else ""
    assert expected == did_you_mean(word, candidates, likeness=likeness)


def test_long_lists_are_cut() -> None:
    assert some_of(["a", "b"]) == "`a`, `b`"
    assert some_of("abc", most=2) == "`a`, `b`, …"
    assert some_of([]) == ""


def test_of_very_many_words_only_the_first_are_compared() -> None:
    assert "" == did_you_mean("z", (f"word{number}" for number in range(10**6)))
    assert "" == did_you_mean("x" * 10**6, ["y" * 10**6])
