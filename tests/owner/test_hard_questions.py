"""Questions about small catalogs that are hard to compile or to search end with their seconds, and within their memory.

By day a clock counts looks; at night it is the processor's. Imports and the reading of files come before it starts.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random
from time import monotonic, process_time

import pytest

from configurator.budget import Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import Undecided
from configurator.limits import QUESTION_BYTES
from configurator.offering.best_build import read_aim
from configurator.offering.goals import Sense
from configurator.owner.full_check import check
from configurator.owner.profile import profile
from configurator.program.compile import compile_catalog
from configurator.session.choices import Choices
from tests.clocks import ticking

DAY = date(2026, 1, 31)
SECONDS = 2.0
MORE = 0.5
BOOK = "format: 1\nbook: plain\ncatalog: {id}\ncurrency: EUR\ncharges:\n  once: {{amount: 1}}\n"


def _features(number: int, domain: str) -> str:
    return "features:\n" + "".join(f"  f{each}: {{{domain}}}\n" for each in range(number))


def _law(*texts: str) -> str:
    laws = (f'  law{number}: {{require: "{text}", because: Made up.}}\n' for number, text in enumerate(texts))
    return "constraints:\n" + "".join(laws)


def _nested(conditions: int, depth: int) -> str:
    text = "0"
    for each in range(depth):
        text = f"({each + 30} if f{each % conditions} else {text})"
    return text


def _odd_and_even(seed: int) -> Iterator[str]:
    chance = Random(seed)
    for number in range(24):
        names = ", ".join(f"f{each}" for each in sorted(chance.sample(range(56), 19)))
        yield f"count({names}) % 2 == {number % 2}"


CATALOGS = {
    "product": _features(3, "type: integer, range: 1..900") + _law("f0 * f1 * f2 == 54321"),
    "long_product": _features(5, "type: integer, range: 1..800") + _law("f0 * f1 * f2 * f3 * f4 == 123454321"),
    "choices_inside": _features(18, "type: boolean") + _law(f"{_nested(18, 18)} != 47"),
    "choices_again": _features(11, "type: boolean") + _law(f"{_nested(11, 40)} != 47"),
    "parities": _features(56, "type: boolean") + _law(*_odd_and_even(5)),
    "pairs": "structures:\n  part: {cardinality: 0..50, features: {v: {type: integer, range: 0..50}}}\n"
    + _law("all(a.v != b.v + 1 for a in part for b in part)"),
    "differing": _features(14, "type: integer, range: 1..13")
    + _law(*(f"f{one} != f{other}" for one, other in combinations(range(14), 2))),
}
GOALS = {"pairs": "count(part)", "parities": _nested(40, 20)}


def _evaluate(engine: Engine, request: EvaluationRequest) -> None:
    engine.evaluation(request)


def _why(engine: Engine, request: EvaluationRequest) -> None:
    path = "part" if request.catalog == "pairs" else "f0"
    engine.why(request, path)


def _range(engine: Engine, request: EvaluationRequest) -> None:
    budget = engine.budget(request.seconds)
    engine.price_search(request, budget=budget).span(request.choices, budget=budget)


def _best(engine: Engine, request: EvaluationRequest) -> None:
    budget = engine.budget(request.seconds)
    aim = read_aim(engine.outline(request.catalog), [(Sense.MOST, GOALS.get(request.catalog, _goal(request.catalog)))])
    engine.price_search(request, budget=budget).best(request.choices, aim, budget=budget)


def _front(engine: Engine, request: EvaluationRequest) -> None:
    budget = engine.budget(request.seconds)
    aim = read_aim(engine.outline(request.catalog), [(Sense.MOST, GOALS.get(request.catalog, _goal(request.catalog)))])
    engine.price_search(request, budget=budget).front(request.choices, aim, budget=budget)


def _goal(catalog: str) -> str:
    return "1 if f0 else 0" if "boolean" in CATALOGS[catalog] else "f0"


def _profile(engine: Engine, request: EvaluationRequest) -> None:
    budget = engine.budget(request.seconds)
    compiled, _ = compile_catalog(engine.outline(request.catalog), budget)
    assert compiled is not None
    profile(compiled, budget)


QUESTIONS: tuple[Callable[[Engine, EvaluationRequest], None], ...] = (_evaluate, _why, _range, _best, _front, _profile)


def _opened(folder: Path, id: str, now: Callable[[], float] = monotonic) -> Engine:
    for kind, name, text in (
        ("catalogs", "catalog", f"format: 1\ncatalog: {id}\n{CATALOGS[id]}"),
        ("pricing_rules", "plain", BOOK.format(id=id)),
    ):
        (folder / kind / id).mkdir(parents=True)
        (folder / kind / id / f"{name}.yaml").write_text(text)
    engine = Engine.open(folder / "catalogs", folder / "pricing_rules", now=now)
    engine.books(id)
    return engine


@pytest.fixture(scope="module", autouse=True)
def _started() -> None:
    """Import what a first question imports."""
    engine = Engine.open()
    request = EvaluationRequest("aeron", DAY, Choices(), seconds=60.0)
    for question in (_evaluate, _range):
        question(engine, request)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_catalog_that_is_too_hard_to_compile_is_undecided_and_not_endless(tmp_path: Path) -> None:
    engine = _opened(tmp_path, "parities", now=ticking(0.001))
    with pytest.raises(Undecided, match="time ran out"):
        _evaluate(engine, EvaluationRequest("parities", DAY, Choices(), seconds=SECONDS))


@pytest.mark.nightly
@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("id", CATALOGS)
def test_a_question_ends_with_its_seconds(
    tmp_path: Path, id: str, question: Callable[[Engine, EvaluationRequest], None]
) -> None:
    engine = _opened(tmp_path, id)
    held, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    with suppress(Undecided):
        question(engine, EvaluationRequest(id, DAY, Choices(), seconds=SECONDS))
    assert process_time() - started < SECONDS + MORE
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * 1024 < QUESTION_BYTES


@pytest.mark.nightly
@pytest.mark.slow
@pytest.mark.parametrize("id", CATALOGS)
def test_a_check_ends_with_its_seconds_and_calls_nothing_good_that_it_did_not_see(tmp_path: Path, id: str) -> None:
    _opened(tmp_path, id)
    started = process_time()
    report = check(tmp_path / "catalogs", tmp_path / "pricing_rules", seconds=SECONDS)
    assert process_time() - started < SECONDS + MORE
    assert report.passed is not bool(report.unfinished)


def test_a_catalog_that_was_not_compiled_in_time_is_compiled_by_the_next_question(tmp_path: Path) -> None:
    moments = iter([0.0])
    engine = _opened(tmp_path, "differing")
    spent = Budget(lambda: next(moments, 2.0), deadline=1.0)
    with pytest.raises(Undecided, match="before catalog differing was compiled"):
        engine.catalog("differing", spent)
    assert not engine.is_ready("differing")
    assert engine.catalog("differing").catalog.id == "differing"
