"""The gate: formats are told apart, and hostile files end in problems, never in anything else."""

import csv
import io
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import Budget, OutOfBudget
from configurator.exchange.exporting import WRITERS
from configurator.exchange.importing import FORMATS, format_of, import_model
from configurator.reading.files import Files
from tests.examples import share
from tests.exchange.test_exporting import LAMP, _compiled
from tests.exchange.test_sxfm import DESK
from tests.exchange.xcsp3.test_read_xcsp3 import PAIR, _instance

UVL, DIMACS = (WRITERS[form](_compiled(LAMP))[0] or "" for form in ("uvl", "dimacs"))
GOOD = {
    "uvl": UVL,
    "dimacs": DIMACS,
    "sxfm": DESK,
    "xcsp3": _instance(PAIR, "<extension><list> x y </list><supports> (0,0)(1,5) </supports></extension>"),
    "csv": "colour,size\nred,1\nblue,2\n",
}


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.uvl", b"", "uvl"),
        ("a.cnf", b"", "dimacs"),
        ("a.xml", b"<feature_model>", "sxfm"),
        ("a.xml", b"<instance>", "xcsp3"),
        ("a.csv", b"", "csv"),
        ("a.xml", b"<html>", None),
        ("a.txt", b"", None),
    ],
)
def test_a_format_is_told_by_name_or_beginning(path: str, data: bytes, expected: str | None) -> None:
    found = format_of(path, data)
    assert expected == (found.name if found else None)


def test_what_no_one_can_tell_is_asked_for() -> None:
    found, problems = import_model(Files({"a.txt": b"x"}), "a.txt")
    assert (None, ["exchange.unknown-format"]) == (found, [str(problem.code) for problem in problems])


def test_an_import_that_does_not_compile_in_time_is_undecided() -> None:
    with pytest.raises(OutOfBudget, match="time ran out"):
        import_model(Files({"m": GOOD["csv"].encode()}), "m", form="csv", budget=Budget(lambda: 1.0, 0.0))


@pytest.mark.parametrize("form", sorted(GOOD))
def test_every_format_has_a_good_file(form: str) -> None:
    found, problems = import_model(Files({"m": GOOD[form].encode()}), "m", form=form, id="good")
    assert found is not None, problems
    assert "good" == found.catalog.id
    assert form in FORMATS


@pytest.mark.parametrize("form", sorted(GOOD))
@settings(max_examples=share(60))
@given(seed=st.integers(0, 1_000_000))
def test_a_damaged_file_is_imported_or_told_about(form: str, seed: int) -> None:
    random, text = Random(seed), GOOD[form]
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(text) + 1)
        cut = text[at : at + random.randint(0, 12)]
        put = random.choice(
            [
                "",
                "\x00",
                "(",
                ")",
                "<",
                "&",
                '"',
                "'",
                "\n",
                "\t",
                "99999999999999999999",
                " -1 ",
                "0",
                cut * 3,
                "é",
                ",",
            ]
        )
        text = text[:at] + put + text[at + (len(cut) if random.random() < 0.5 else 0) :]
    found, problems = import_model(Files({"m": text.encode()}), "m", form=form)
    assert (found is None) is bool(problems)


@pytest.mark.parametrize("form", sorted(GOOD))
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"(" * 50_000, b"a" * 50_000, b"-" * 1_000 + b"\n" * 1_000]
)
def test_nonsense_is_told_about(form: str, data: bytes) -> None:
    found, problems = import_model(Files({"m": data}), "m", form=form)
    assert found is None or form == "csv"
    assert found is not None or problems


HOSTILE = ("=1+1", "+a", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "-5", "plain")
INSTANCE = """<instance format="XCSP3" type="CSP"><variables>
<var id="x" type="symbolic"> a b c d e f g h i </var><var id="y"> -9..9 </var><var id="z"> -40 -3 7 </var>
</variables><constraints><extension><list> x y z </list>
<supports> (a,-9,-40)(b,-8,-3)(c,-7,7)(d,-6,7)(e,-5,7)(f,-4,7)(g,-3,7)(h,-2,7)(i,-1,7) </supports></extension>
</constraints></instance>"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("m.csv", "=x,+y,@z\n" + "".join(f'"{left}",{number},"{left}"\n' for number, left in enumerate(HOSTILE * 2))),
        ("m.xcsp3", INSTANCE),
    ],
)
def test_no_table_that_is_written_holds_what_a_spreadsheet_would_run(path: str, text: str) -> None:
    imported, problems = import_model(Files({path: text.encode()}), path)
    assert imported is not None, problems
    tables = [data.decode() for name, data in imported.files.items() if name.endswith(".csv")]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row]
    assert len(cells) > 24
    assert [] == [each for each in cells if each[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(each)]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9.]+", text) is not None
