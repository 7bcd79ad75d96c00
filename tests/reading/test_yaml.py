"""."""

import resource
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import configurator.reading.yaml as reader
from configurator.problems import ProblemCode
from configurator.reading import codes
from configurator.reading.files import Files
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence
from configurator.reading.shape import Shape, Word
from configurator.reading.yaml import read_document, read_yaml
from configurator.source import Location
from tests.reading.parts import PARTS, parted
from tests.reading.plain import Plain, plain
from tests.work import calls_of


def _read(text: str) -> Node:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert problems == ()
    assert tree is not None
    return tree


def _codes(data: bytes, limits: Limits = LIMITS) -> list[ProblemCode]:
    return [problem.code for problem in read_yaml(data, "a.yaml", limits)[1]]


@pytest.fixture(params=["the C parser", "the Python parser"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "the Python parser":
        monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML is built without the C parser")
    return str(request.param)


@pytest.mark.usefixtures("either_parser")
def test_scalars_stay_the_text_that_was_written() -> None:
    tree = _read("price: 1.10\nfeature: no\nday: 2024-01-31\nhex: 0x1F\nnull: ~\ninf: .inf\n")
    expected = {"price": "1.10", "feature": "no", "day": "2024-01-31", "hex": "0x1F", "null": "~", "inf": ".inf"}
    assert expected == plain(tree)


@pytest.mark.usefixtures("either_parser")
def test_quotes_are_remembered_and_empty_values_are_empty_text() -> None:
    tree = _read("- a\n- 'b'\n- \"c\"\n-\n- ''\n- |\n  d\n")
    assert isinstance(tree, Sequence)
    quotes = [(item.text, item.quoted) for item in tree.items if isinstance(item, Scalar)]
    assert quotes == [("a", False), ("b", True), ("c", True), ("", False), ("", True), ("d\n", True)]


@pytest.mark.usefixtures("either_parser")
def test_places_count_lines_and_characters_from_one() -> None:
    tree = _read("größe:\n  [ä, {ö: ü}]\n")
    assert isinstance(tree, Mapping)
    inner = tree.entries[0].value
    assert isinstance(inner, Sequence)
    assert (Location("a.yaml", 2, 3), Location("a.yaml", 2, 4), Location("a.yaml", 2, 7)) == (
        inner.location,
        inner.items[0].location,
        inner.items[1].location,
    )


@pytest.mark.usefixtures("either_parser")
def test_all_problems_come_at_once_beside_the_tree() -> None:
    tree, problems = read_yaml(b"a: 1\na: 2\nb: !!str 3\nc: *d\n? [x]\n: y\ne: {<<: {}, f: 1}\n", "a.yaml")
    assert [(problem.code, problem.location.line, problem.location.column) for problem in problems] == [
        (codes.DUPLICATE_KEY, 2, 1),
        (codes.TAG, 3, 4),
        (codes.UNKNOWN_ALIAS, 4, 4),
        (codes.KEY_KIND, 5, 3),
        (codes.MERGE_KEY, 7, 5),
    ]
    assert plain(tree) == {"a": "1", "b": "3", "c": "*d", "e": {"f": "1"}}


@pytest.mark.usefixtures("either_parser")
def test_an_alias_repeats_its_value_with_the_place_of_the_original() -> None:
    tree = _read("a: &x {b: c}\nd: *x\n")
    assert isinstance(tree, Mapping)
    assert tree.get("a") == tree.get("d")


@pytest.mark.usefixtures("either_parser")
def test_an_alias_may_stand_for_a_key() -> None:
    assert plain(_read("a: &x k\n*x : 1\n")) == {"a": "k", "k": "1"}


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"{a: " * 100_000,
        b"{" * 100_000,
        b"[{a: " * 100_000,
        b"[? " * 100_000,
        b"- " * 100_000,
        b"? " * 100_000,
        b"[\n" * 100_000,
        b"".join(b" " * depth + b"a:\n" for depth in range(3_000)),
        b"".join(b" " * depth + b"-\n" for depth in range(3_000)),
        b"".join(b"a%d: &a%d [%s]\n" % (n, n, b"*a%d" % (n - 1) if n else b"") for n in range(200)),
    ],
    ids=["[", "[]", "{a:", "{", "[{", "[?", "- ", "? ", "[ lines", "map lines", "list lines", "aliases"],
)
def test_nesting_of_any_style_stops_at_its_limit(data: bytes) -> None:
    assert _codes(data) == [codes.NESTING]


@pytest.mark.usefixtures("either_parser")
def test_nesting_up_to_the_limit_is_read() -> None:
    assert _codes(b"[" * 64 + b"]" * 64) == []
    assert _codes(b"[" * 65 + b"]" * 65) == [codes.NESTING]


def _parse_at_most(levels: int, error: Callable[[yaml.Event], Exception]) -> Callable[..., Iterator[yaml.Event]]:
    """Return `yaml.parse` with a limit of its own to nesting, as releases of PyYAML have or may get one."""
    parse = yaml.parse

    def limited(text: str, **named: Any) -> Iterator[yaml.Event]:
        ahead, depth = list[yaml.Event](), 0
        try:
            for event in parse(text, **named):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > levels:
                    ahead.clear()
                    raise error(event)
                ahead.append(event)
                if len(ahead) > 300:  # What a line or so holds is scanned before its first event comes.
                    yield ahead.pop(0)
        except yaml.YAMLError:
            yield from ahead
            raise
        yield from ahead

    return limited


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? ", "[\n", "block lines"])
@pytest.mark.parametrize(
    "error",
    [
        lambda event: yaml.scanner.ScannerError(None, None, "qualia", event.start_mark),
        lambda event: yaml.scanner.ScannerError("qua", event.start_mark, "qualia", event.end_mark),
        lambda event: yaml.parser.ParserError("qua", event.start_mark, None, None),
    ],
    ids=["at the opener", "behind the opener", "in the grammar"],
)
def test_nesting_stops_at_our_limit_whatever_limit_the_parser_has(
    opener: str, error: Callable[[yaml.Event], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [" " * at + "- \n" for at in range(200)] if opener == "block lines" else []
    data = ("".join(lines) or opener * 200).encode()
    expected = read_yaml(data, "a.yaml")[1]
    monkeypatch.setattr(yaml, "parse", _parse_at_most(100, error))
    assert [codes.NESTING] == [problem.code for problem in expected]
    assert expected == read_yaml(data, "a.yaml")[1]


@pytest.mark.usefixtures("either_parser")
def test_a_mistake_behind_too_deep_nesting_is_not_what_is_told() -> None:
    assert _codes(b"[" * 65 + b"@") == [codes.NESTING]
    assert _codes(b"[" * 64 + b"@") == [codes.SYNTAX]


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("either_parser")
def test_aliases_that_explode_stop_before_they_do() -> None:
    names = "bcdefghijklmnop"
    rounds = "".join(f"{name}: &{name} [{', '.join([f'*{chr(ord(name) - 1)}'] * 9)}]\n" for name in names)
    assert _codes(("a: &a [x, x, x]\n" + rounds).encode()) == [codes.TOO_MANY_VALUES]


@pytest.mark.usefixtures("either_parser")
def test_an_alias_inside_its_own_value_is_a_problem() -> None:
    assert _codes(b"a: &a [b, [*a]]") == [codes.ENDLESS_ALIAS]


def test_tags_are_problems_and_construct_nothing() -> None:
    tags = (b"!!python/object/apply:os.system ['x']", b"!!python/name:os.system ''", b"!mine x", b"!!str 1", b"! x")
    for tagged in tags:
        assert _codes(b"a: " + tagged) == [codes.TAG]
    assert codes.TAG in _codes(b"%TAG ! tag:example.com,2000:\n---\na: b\n")


def test_a_second_document_is_a_problem_and_the_mark_of_the_first_is_not() -> None:
    assert _codes(b"a: b\n---\nc: d\n") == [codes.MULTIPLE_DOCUMENTS]
    assert _codes(b"%YAML 1.2\n---\na: b\n...\n") == []


def test_a_document_that_says_nothing_is_a_problem() -> None:
    for data in (b"", b"\n\n", b"# only a comment\n", b"---\n...\n", b"\xef\xbb\xbf"):
        assert _codes(data) == [codes.EMPTY_DOCUMENT]


def test_keys_are_texts() -> None:
    for data in (b"? [a]\n: b", b"? {a: b}\n: c", b"? \n: b"):
        assert _codes(data) == [codes.KEY_KIND]
    assert plain(_read("1: a\ntrue: b\n'': c\n")) == {"1": "a", "true": "b", "": "c"}


@pytest.mark.usefixtures("either_parser")
def test_escapes_bring_in_no_invisible_characters() -> None:
    for escaped in (b"\\0", b"\\x07", b"\\L", b"\\N", b"\\uFEFF"):
        assert _codes(b'a: "b' + escaped + b'"') == [codes.CONTROL_CHARACTER]
    assert plain(_read('a: "b\\tc\\n\\_"')) == {"a": "b\tc\n\xa0"}


@pytest.mark.usefixtures("either_parser")
def test_escapes_and_versions_that_are_no_numbers_are_problems() -> None:
    for text in (b'a: "\\U00110000"', b"%YAML 1." + b"1" * 5_000 + b"\n---\na: b\n"):
        assert _codes(text) == [codes.SYNTAX]
    assert _codes(b'a: "\\ud800"')[0] in (codes.SYNTAX, codes.CONTROL_CHARACTER)


def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    assert plain(_read("'<<': a")) == {"<<": "a"}


def test_of_very_many_problems_the_first_are_told() -> None:
    expected = [codes.DUPLICATE_KEY] * 3 + [codes.TOO_MANY_PROBLEMS]
    assert expected == _codes(b"a: 1\n" * 1_000, Limits(problems=3))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("head", "piece", "times"),
    [
        ("", "a: b\n", 10_000_000),
        ("", "- a\n", 2_470_000),
        ("[", "a,", 4_900_000),
        ("[", "[],", 3_200_000),
        ("", "- &a a\n", 1_400_000),
        ("", "? a\n", 2_400_000),
        ("a: ", "'", 9_899_999),
        ("", "%FOO bar\n", 1_000_000),
        ("", "]", 9_900_000),
        ("", "!", 9_900_000),
    ],
    ids=["50 MB", "items", "flow items", "empty lists", "anchors", "keys", "quotes", "directives", "brackets", "tags"],
)
def test_big_files_end_soon_and_in_bounded_memory(head: str, piece: str, times: int, part: int) -> None:
    data, limits = (head + piece * (times // part)).encode(), parted(part)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tree, problems = read_yaml(data, "a.yaml", limits)
    assert tree is None
    assert problems
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 1_500_000 // part


def test_ten_times_as_many_positions_take_ten_times_as_much_work() -> None:
    def calls(positions: int) -> int:
        data = "".join(f"k{n}: {{title: T{n}, price: {n}.10}}\n" for n in range(positions)).encode()
        tree, problems = read_yaml(data, "a.yaml")
        assert problems == ()
        assert isinstance(tree, Mapping)
        assert len(tree.entries) == positions
        return calls_of(lambda: read_yaml(data, "a.yaml"))

    assert calls(3_000) < 11 * calls(300)


_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"))
_VALUES: st.SearchStrategy[Plain] = st.recursive(
    _TEXTS, lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner), max_leaves=20
)


@given(_VALUES, st.booleans())
def test_reading_what_was_written_gives_it_back(value: Plain, flow: bool) -> None:
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, default_style='"', sort_keys=False)
    tree, problems = read_yaml(written.replace("!!str ", "").encode(), "a.yaml")
    assert problems == ()
    assert value == plain(tree)


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@` \n\t#\\<~", max_size=60) | st.binary(max_size=60).map(repr))
def test_no_text_whatsoever_makes_reading_fail(text: str) -> None:
    tree, problems = read_yaml(text.encode(), "a.yaml")
    assert tree is not None or problems


@given(st.binary(max_size=60))
def test_no_bytes_whatsoever_make_reading_fail(data: bytes) -> None:
    tree, problems = read_yaml(data, "a.yaml")
    assert tree is not None or problems


class Note(Shape):
    """A document with one key."""

    text: Word


def test_a_document_is_its_shape_or_all_that_is_wrong_with_it() -> None:
    files = Files({"good.yaml": b"text: hello\n", "form.yaml": b"words: hello\n", "text.yaml": b"text: [\n"})
    shape, problems = read_document(files, "good.yaml", Note)
    assert shape is not None and ("hello", ()) == (shape.text, problems)
    for entry in ("form.yaml", "text.yaml", "none.yaml"):
        shape, problems = read_document(files, entry, Note)
        assert shape is None and problems
