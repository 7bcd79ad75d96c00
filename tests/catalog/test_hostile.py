"""Whatever a file says, loading it ends, with a catalog or with problems."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.load import load_catalog
from configurator.catalog.write import write_catalog
from configurator.problems import Problem, errors_in
from configurator.reading.files import Files, read_folder
from tests.catalog.loading import EXAMPLES

TEXTS = {path: data.decode() for path, data in read_folder(EXAMPLES).items() if not path.startswith("lamp")}
WORDS = sorted({word for text in TEXTS.values() for word in re.findall(r"[\w.]+|[^\w\s]", text)})


def damaged(seed: int) -> Files:
    """Return the files of an example with some words changed, taken out, put in or moved."""
    random, texts = Random(seed), dict(TEXTS)
    for _ in range(random.randint(1, 4)):
        path = random.choice(sorted(texts))
        words = re.findall(r"\s+|[\w.]+|[^\w\s]", texts[path])
        here, there = random.randrange(len(words)), random.randrange(len(words))
        match random.choice(("change", "change", "remove", "insert", "swap")):
            case "change":
                words[here] = random.choice(WORDS)
            case "remove":
                del words[here]
            case "insert":
                words.insert(here, random.choice(WORDS))
            case _:
                words[here], words[there] = words[there], words[here]
        texts[path] = "".join(words)
    return Files({path: text.encode() for path, text in texts.items()})


@pytest.mark.slow
@given(st.integers(0, 1_000_000))
def test_a_damaged_catalog_loads_or_says_what_is_wrong(seed: int) -> None:
    catalog, problems = load_catalog(damaged(seed), "workshop/catalog.yaml")
    assert (catalog is None) is bool(errors_in(problems))
    if catalog is not None:
        assert () == errors_in(load_catalog(Files({"catalog.yaml": write_catalog(catalog).encode()}))[1])


def _wrong(text: str, **tables: bytes) -> tuple[Problem, ...]:
    files = {"catalog.yaml": f"format: 1\ncatalog: x\n{text}".encode()}
    files |= {name.replace("_", "."): data for name, data in tables.items()}
    catalog, problems = load_catalog(Files(files))
    assert catalog is None
    return problems


NAMES = "\n".join(f"  feature_number_{at}: {{type: boolean}}" for at in range(3_000))
LAWS = "\n".join(f"  c{at}: {{require: featrue_number_{at}, because: x}}" for at in range(3_000))
OPTIONS = ", ".join(f"option_{at}: O" for at in range(3_000))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("text", "table"),
    [
        (f"features:\n{NAMES}\nconstraints:\n{LAWS}\n", b""),
        (
            f"features: {{f: {{options: {{{OPTIONS}}}}}}}\n"
            "constraints: {t: {allowed: {table: t.csv}, because: x}}",
            b"f\n" + b"".join(b"optoin_%d\n" % at for at in range(50_000)),
        ),
        (
            "components: {c: {attributes: {w: {type: number, unit: W}}, table: t.csv}}\nfeatures: {f: {options: c}}",
            b"id,w\n" + b"".join(b"o%d,5 kW%d\n" % (at, at) for at in range(50_000)),
        ),
    ],
    ids=["names", "cells", "attributes"],
)
def test_of_a_flood_of_mistakes_the_first_are_told_soon(text: str, table: bytes) -> None:
    problems = _wrong(text, t_csv=table)
    assert 101 == len(problems)
    assert "than are shown" in problems[-1].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("features: {f: {type: number, range: 0 .. 1, step: 1e999999999}}", "catalog.bad-range"),
        (f"features: {{f: {{type: integer, range: 0 .. {'9' * 50}}}}}", "catalog.bad-range"),
        (f"features: {{f: {{type: number, range: 0 .. 1, step: 1/{'9' * 30}}}}}", "catalog.bad-range"),
        ("structures: {s: {cardinality: 0..999999999, features: {a: {type: boolean}}}}", "catalog.too-many-instances"),
        ("include: [{file: catalog.yaml}]", "catalog.include-cycle"),
        ("include: [{file: ../../secret.yaml}]", "reading.outside-root"),
        ("features: {f: {type: boolean, when: 10**10**9 > 1}}", "language.bad-operator"),
        ("components: {c: {table: t.csv}}\nfeatures: {f: {options: c}}", "reading.control-character"),
    ],
)
def test_what_would_take_forever_or_lead_away_is_refused(text: str, code: str) -> None:
    assert code in [problem.code.name for problem in _wrong(text, t_csv=b"id\n\0a\n")]
