"""How long everything that a page shows takes: states, completion, price, and the price difference of every option.

Run `python -m tests.benchmarks.evaluations [clicks]`. Walks are seeded, so that two runs ask the same questions.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from time import perf_counter

from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation import Evaluation
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.states import OptionState
from tests.benchmarks.clicks import percentile, set_out

CLICKS = 8
SECONDS = 60.0
STARTS = (
    ("aeron", date(2026, 3, 1), NO_CHOICES),
    ("bmw_x3", date(2013, 6, 1), NO_CHOICES),
    ("modular_server", date(2026, 3, 1), NO_CHOICES),
    ("modular_server", date(2026, 3, 1), Choices({"cells": 4})),
    ("modular_server", date(2026, 3, 1), Choices({"cells": 16})),
)
HEADINGS = ("catalog", "begun with", "priced", "first", "evaluate p50", "p99", "undecided")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One evaluation: of what, how long it took, how many values it priced, and whether it was complete."""

    choices: Choices
    seconds: float
    priced: int
    undecided: bool


def walk(engine: Engine, request: EvaluationRequest, clicks: int = CLICKS, seed: int = 1) -> tuple[Evaluated, ...]:
    """Choose so many available options at random, one after the other, each with a full evaluation after it."""
    chance = Random(seed)
    engine.catalog(request.catalog)
    found: list[Evaluated] = []
    choices = request.choices
    for _ in range(clicks + 1):
        started = perf_counter()
        evaluation = engine.evaluation(replace(request, choices=choices))
        seconds = perf_counter() - started
        found.append(Evaluated(choices, seconds, len(evaluation.differences), evaluation.undecided))
        options = sorted(_available(evaluation), key=str)
        if not options:
            break
        path, value = chance.choice(options)
        choices = choices.choosing(path, value)
    return tuple(found)


def _available(evaluation: Evaluation) -> Iterator[tuple[str, str | bool]]:
    present = evaluation.configuration.values if evaluation.configuration else {}
    for path, state in evaluation.states.features.items():
        if path in evaluation.session.choices.values or path not in present:
            continue
        for value, option in state.options.items():
            if option is OptionState.AVAILABLE and isinstance(value, str | bool):
                yield path, value


def row(request: EvaluationRequest, found: Sequence[Evaluated]) -> tuple[str, ...]:
    """Return one line of the table, in milliseconds."""
    times = [each.seconds for each in found[1:]]
    begun = " ".join(f"{path}={value}" for path, value in request.choices.values.items()) or "nothing"
    measured = (found[0].seconds, percentile(times, 50), percentile(times, 99))
    priced, undecided = str(found[0].priced), str(sum(each.undecided for each in found))
    return request.catalog, begun, priced, *(f"{1000 * time:,.1f}" for time in measured), undecided


def main(arguments: Sequence[str]) -> None:
    """Measure every start and print the table."""
    clicks = int(arguments[0]) if arguments else CLICKS
    engine = Engine.open(now=perf_counter)
    requests = [EvaluationRequest(catalog, on, choices, seconds=SECONDS) for catalog, on, choices in STARTS]
    print(set_out([HEADINGS, *(row(request, walk(engine, request, clicks)) for request in requests)]))


if __name__ == "__main__":
    main(sys.argv[1:])
