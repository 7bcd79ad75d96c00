"""What is fuzzed: every reader and importer, each with its seeds and with what must hold of whatever it is given.

A target raises nothing but what it declares, and leaves a value or at least one error, each at a line of its file.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from time import process_time

from configurator.budget import Budget
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.scenarios import load_scenarios
from configurator.contracts.contract_scenarios import load_contract_scenarios
from configurator.contracts.model import Offer
from configurator.contracts.offers import load_offer
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError, InvalidRequest, NotExact, Undecided
from configurator.exchange.importing import FORMATS, import_model
from configurator.language.expression import read_expression
from configurator.language.parse import parse
from configurator.language.show import show
from configurator.metering.load import load_meters
from configurator.metering.model import Meters
from configurator.metering.usage_events import events_of_csv, events_of_lines
from configurator.pricing.load import load_book
from configurator.problems import Problem, errors_in
from configurator.program.compile import compile_catalog
from configurator.quoting.quote_body import body_digest, read_body, read_json
from configurator.quoting.quote_model import StoredQuote
from configurator.quoting.saved_choices import read_saved_choices, write_saved_choices
from configurator.quoting.verification_report import VerificationOutcome
from configurator.reading.csv import read_csv
from configurator.reading.files import Files, read_folder
from configurator.reading.yaml import read_yaml
from configurator.session.choices import Choices
from configurator.source import Location
from tests.language.shop import SCOPE

CORPUS = Path(__file__).parent / "corpus"
SECONDS = 2.0
"""Processor time that compiling one input may take before it is undecided."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]".encode() + b"|\x0b|\x0c|\x1c|\x1d|\x1e")


@dataclass(frozen=True, slots=True)
class Seed:
    """Files, one of which is mutated."""

    files: Mapping[str, bytes]
    path: str

    def holding(self, data: bytes) -> Files:
        """Return the files with other bytes in the mutated one."""
        return Files({**self.files, self.path: data})


@dataclass(frozen=True, slots=True)
class Target:
    """A reader with its seeds. `refusals` are the errors it may raise; `weight` is its part of all inputs."""

    name: str
    read: Callable[[Files, str], None]
    seeds: Callable[[], tuple[Seed, ...]]
    weight: int = 4
    refusals: tuple[type[Exception], ...] = ()

    def take(self, files: Files, path: str) -> None:
        """Let the reader have an input. Raises what must not happen."""
        try:
            self.read(files, path)
        except self.refusals:
            return


# ── seeds ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def each_of(folder: str) -> tuple[Seed, ...]:
    paths = sorted(path for path in (CORPUS / folder).iterdir() if path.is_file())
    return tuple(Seed({path.name: path.read_bytes()}, path.name) for path in paths)


def _of_folder(folder: str, *mutated: str) -> tuple[Seed, ...]:
    files = dict(read_folder(CORPUS / folder))
    return tuple(Seed(files, name) for name in mutated)


@cache
def _engine() -> Engine:
    return Engine.open(CORPUS / "catalogs", CORPUS / "pricing_rules", now=process_time)


_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_CHOSEN = EvaluationRequest("lantern", date(2026, 3, 1), Choices({"height": 700, "arms": 2, "timer": True}))


@cache
def _stored() -> StoredQuote:
    evaluation = _engine().evaluation(_CHOSEN)
    return _engine().quote([evaluation.item(quantity=2)], id="q1", seller="acme", created=_NOON).stored


def _quotes() -> tuple[Seed, ...]:
    return (Seed({"quote.json": _stored().body.encode()}, "quote.json"),)


def _saved() -> tuple[Seed, ...]:
    body = json.dumps(write_saved_choices(_engine().saved(_CHOSEN))).encode()
    return (Seed({"saved.json": body}, "saved.json"),)


# ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────────────


def _settled(value: object, problems: Iterable[Problem], files: Files) -> None:
    """Fail unless there is a value or an error, and each problem lies in a file."""
    problems = tuple(problems)
    assert (value is not None) or errors_in(problems), "neither a value nor an error"
    for problem in problems:
        at = problem.location
        assert at.file in files, f"{problem}: there is no file {at.file}"
        lines = len(_BREAKS.findall(files[at.file])) + 1
        assert 1 <= at.line <= lines + 1 and at.column >= 1, f"{problem}: the file has {lines} lines"
        assert not _CONTROLS.search(str(problem)), f"{problem!r} would move a cursor"


def _yaml(files: Files, path: str) -> None:
    node, problems = read_yaml(files[path], path)
    _settled(node, problems, files)


def _csv(files: Files, path: str) -> None:
    table, problems = read_csv(files[path], path)
    _settled(table, problems, files)
    assert table is None or all(len(row.cells) == len(table.header) for row in table.rows)


def _expression(files: Files, path: str) -> None:
    text = files[path].decode("utf-8", "replace")
    checked, problems = read_expression(text, SCOPE, Location(path, 1, 1))
    _settled(checked, problems, files)
    tree, _ = parse(text, Location(path, 1, 1))
    if tree is not None:
        assert tree == parse(show(tree), Location(path, 1, 1))[0], "what is shown is read as something else"


@cache
def _catalog_of_corpus() -> Catalog:
    return _engine().outline("lantern")


def _catalog(files: Files, path: str) -> None:
    catalog, problems = load_catalog(files)
    _settled(catalog, problems, files)
    if catalog is not None:
        compiled, more = compile_catalog(catalog, _budget())
        _settled(compiled, more, files)


def _book(files: Files, path: str) -> None:
    book, problems = load_book(files, "lantern_eu.yaml", _catalog_of_corpus())
    _settled(book, problems, files)


def _scenarios(files: Files, path: str) -> None:
    scenarios, problems = load_scenarios(files, _catalog_of_corpus())
    _settled(scenarios or None if errors_in(problems) else scenarios, problems, files)


def _contracts(files: Files, path: str) -> None:
    offer, problems = load_offer(files)
    _settled(offer, problems, files)


@cache
def _offer_of_corpus() -> Offer:
    offer, problems = load_offer(read_folder(CORPUS / "pricing_rules" / "lantern_plans"))
    assert offer is not None, problems
    return offer


def _contract_scenarios(files: Files, path: str) -> None:
    scenarios, problems = load_contract_scenarios(files, _offer_of_corpus())
    _settled(scenarios or None if errors_in(problems) else scenarios, problems, files)


def _imported(form: str, files: Files, path: str) -> None:
    imported, problems = import_model(files, path, form=form, budget=_budget())
    _settled(imported, problems, files)


def _meters(files: Files, path: str) -> None:
    meters, problems = load_meters(files[path], path)
    _settled(meters, problems, files)


@cache
def _meters_of_corpus() -> Meters:
    meters, problems = load_meters((CORPUS / "meters" / "use.yaml").read_bytes(), "use.yaml")
    assert meters is not None, problems
    return meters


def _events_json(files: Files, path: str) -> None:
    lines = files[path].splitlines(keepends=True)
    found = list(events_of_lines(lines, path, _meters_of_corpus()))
    _settled((), [each for each in found if isinstance(each, Problem)], files)
    assert len(found) == sum(bool(line.strip()) for line in lines)


def _events_csv(files: Files, path: str) -> None:
    events, problems = events_of_csv(files[path], path, _meters_of_corpus())
    _settled(events, problems, files)


def _quote(files: Files, path: str) -> None:
    """Verify a quote whose body was altered, and whose digest was altered with it."""
    text = files[path].decode("utf-8", "replace")
    stored = _stored()
    report = _engine().verify(StoredQuote("q1", text, body_digest(text), stored.contents))
    assert text == stored.body or report.outcome is not VerificationOutcome.PASSED or _same(text, stored.body), (
        "a forged quote passes"
    )
    read_body(text)


def _same(text: str, body: str) -> bool:
    """Return whether a body differs only in what its seal is for: who, when, and for which number."""
    free = ("id", "seller", "created", "number", "revision", "revises")
    mine, other = json.loads(text), json.loads(body)
    return all(mine.get(key) == other.get(key) for key in {*mine, *other} - {*free, "items"}) and "items" in mine


def _saved_choices(files: Files, path: str) -> None:
    read_saved_choices(read_json(files[path].decode("utf-8", "replace")))


def _budget() -> Budget:
    return Budget(process_time).at_most(SECONDS)


def _importer(form: str) -> Target:
    folder = "tables" if form == "csv" else form
    return Target(f"import of {form}", partial(_imported, form), partial(each_of, folder), 4, (Undecided,))


TARGETS: tuple[Target, ...] = (
    Target("yaml", _yaml, partial(each_of, "yaml"), 10),
    Target("csv", _csv, partial(each_of, "csv"), 10),
    Target("expression", _expression, partial(each_of, "expressions"), 14),
    Target("catalog", _catalog, partial(_of_folder, "catalogs/lantern", "catalog.yaml", "bulbs.csv"), 3, (Undecided,)),
    Target("book", _book, partial(_of_folder, "pricing_rules/lantern", "lantern_eu.yaml", "prices.csv"), 4),
    Target("scenarios", _scenarios, partial(_of_folder, "catalogs/lantern", "scenarios.yaml"), 4),
    Target("contracts", _contracts, partial(_of_folder, "pricing_rules/lantern_plans", "contracts.yaml"), 4),
    Target(
        "contract scenarios",
        _contract_scenarios,
        partial(_of_folder, "pricing_rules/lantern_plans", "scenarios.yaml"),
        4,
    ),
    *map(_importer, FORMATS),
    Target("meters", _meters, partial(each_of, "meters"), 4),
    Target("usage events, JSON", _events_json, partial(each_of, "events_json"), 12),
    Target("usage events, CSV", _events_csv, partial(each_of, "events_csv"), 8),
    Target("quote bodies", _quote, _quotes, 3, (InvalidRequest, NotExact)),
    Target("saved choices", _saved_choices, _saved, 8, (ConfiguratorError,)),
)
