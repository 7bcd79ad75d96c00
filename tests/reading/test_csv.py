import csv
import io
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.problems import ProblemCode
from configurator.reading import codes
from configurator.reading.csv import CsvTable, read_csv, write_csv
from configurator.reading.limits import LIMITS, Limits
from tests.reading.parts import PARTS, parted


def _table(text: str) -> CsvTable:
    table, problems = read_csv(text.encode(), "t.csv")
    assert problems == ()
    assert table is not None
    return table


def _cells(table: CsvTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _codes(data: bytes, limits: Limits = LIMITS) -> list[ProblemCode]:
    return [problem.code for problem in read_csv(data, "t.csv", limits)[1]]


def test_cells_are_text_with_quotes_undone_and_nothing_else() -> None:
    table = _table('id,title\r\na," x, ""y"""\r\n1.10, no \r\n')
    assert [cell.text for cell in table.header] == ["id", "title"]
    assert _cells(table) == [["a", ' x, "y"'], ["1.10", " no "]]


def test_every_cell_knows_its_line_and_column() -> None:
    table = _table('id,t,x\n"ü\nü",b,"c"\nd,,e\n')
    places = [f"{cell.location.line}:{cell.location.column}" for row in table.rows for cell in row.cells]
    assert places == ["2:1", "3:4", "3:6", "4:1", "4:3", "4:4"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_the_last_need_not_end(end: str) -> None:
    assert _cells(_table(end.join(["a,b", "1,", "2,3"]))) == [["1", ""], ["2", "3"]]
    assert _cells(_table(end.join(["a,b", "1,", "2,3", ""]))) == [["1", ""], ["2", "3"]]


def test_lines_without_anything_are_left_out_but_an_empty_text_is_a_row() -> None:
    assert _cells(_table('a\n\n1\n""\n\n')) == [["1"], [""]]


def test_records_are_maps_without_the_empty_cells() -> None:
    (first, second) = _table('id,t\na,\n"",b\n').records()
    assert list(first.keys()) == ["id"]
    assert list(second.keys()) == ["id", "t"]
    assert (second.location.line, second.location.column) == (3, 1)


def test_wrong_rows_are_left_out_and_all_are_told() -> None:
    table, problems = read_csv(b'a,b\n1\n1,2,3\n4,x"\n"y"z,1\n5,6\n"7,8\n9,10\n', "t.csv")
    assert table is not None
    assert _cells(table) == [["5", "6"], ["9", "10"]]
    assert [f"{p.location.line}:{p.location.column}" for p in problems] == ["2:1", "3:5", "4:4", "5:1", "7:1"]


def test_columns_need_names_of_their_own() -> None:
    assert _codes(b"a, b,,a\n1,2,3,4\n") == [codes.CSV_HEADER] * 3
    assert _codes(b"a,b,\n1,2,\n") == [codes.CSV_HEADER]


def test_other_separators_are_recognized() -> None:
    assert _codes(b"id;title\na;b\n") == [codes.CSV_SEPARATOR]
    assert "separated by tabs" in str(read_csv(b"id\ttitle\n", "t.csv")[1][0])


def test_a_table_without_a_header_says_nothing() -> None:
    for data in (b"", b"\n\r\n", b"\xef\xbb\xbf"):
        assert _codes(data) == [codes.EMPTY_DOCUMENT]


def test_the_byte_order_mark_of_spreadsheets_is_no_part_of_the_first_name() -> None:
    table, _ = read_csv(b"\xef\xbb\xbfid\na\n", "t.csv")
    assert table is not None
    assert table.header[0].text == "id"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("head", "piece", "times"),
    [
        ("", "a", 50_000_000),
        ("a,b\n", "1,2\n", 2_400_000),
        ("", ",", 9_900_000),
        ("", "\n", 9_900_000),
        ("a\n", '"x""', 2_400_000),
        ("a\n", '"a""\n', 1_900_000),
        ("a\n", 'x"\n', 3_000_000),
        ("a\n", '"', 9_899_999),
        ("", 'a\n"x,', 1_900_000),
    ],
    ids=["50 MB", "rows", "commas", "lines", "pairs", "odd quotes", "stray quotes", "one open quote", "open quotes"],
)
def test_big_files_end_soon_and_in_bounded_memory(head: str, piece: str, times: int, part: int) -> None:
    data, limits = (head + piece * (times // part)).encode(), parted(part)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _codes(data, limits)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 1_500_000 // part


def test_of_very_many_problems_the_first_are_told() -> None:
    assert _codes(b"a,b\n" + b"1\n" * 50, Limits(problems=3)) == [codes.CSV_CELLS] * 3 + [codes.TOO_MANY_PROBLEMS]


_TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")
) | st.text(alphabet='",\r\n a')


@given(
    st.lists(st.lists(_TEXTS, min_size=2, max_size=2), max_size=8), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
def test_reading_what_was_written_gives_it_back(rows: list[list[str]], quoting: int) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL if quoting == csv.QUOTE_ALL else csv.QUOTE_MINIMAL).writerows(
        [["a", "b"], *rows]
    )
    assert rows == _cells(_table(stream.getvalue()))


@given(st.text(alphabet='ab",;\r\n\t ', max_size=40) | st.binary(max_size=40).map(lambda data: data.decode("latin-1")))
def test_no_text_whatsoever_makes_reading_fail(text: str) -> None:
    table, problems = read_csv(text.encode(), "t.csv")
    assert table is not None or problems
    if table is not None:
        assert all(len(row.cells) == len(table.header) for row in table.rows)


HARMLESS = st.text(alphabet="ab1 .,;'\"\n=+-@ß", max_size=6).filter(lambda text: text[:1] not in "=+-@" or not text)


@given(
    st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(HARMLESS, min_size=width, max_size=width), max_size=5))
)
def test_what_is_written_is_read_as_the_same_cells(rows: list[list[str]]) -> None:
    header = [f"c{number}" for number in range(len(rows[0]) if rows else 1)]
    assert rows == _cells(_table(write_csv([header, *rows])))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        ('=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'),
        ("-2.50", "-2.50"),
        ("+3", "+3"),
        ("a=1", "a=1"),
        ("*", "*"),
        ("-", "'-"),
    ],
)
def test_what_a_spreadsheet_would_run_is_written_as_text(cell: str, expected: str) -> None:
    assert f"a,{expected}\n" == write_csv([["a", cell]])
