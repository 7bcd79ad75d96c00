"""Random walks over the shipped catalogs: is the difference that an option shows what clicking it costs?

Run `python -m tests.laws.clicks [options [catalog …]]`. Walks are seeded, so that two runs try the same options.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from random import Random

from configurator.configuration import FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation import Evaluation
from configurator.offering.price_differences import ClickDifference
from configurator.session.choices import Choices
from tests.benchmarks.clicks import set_out, shipped_catalogs

OPTIONS = 1_000
"""Options tried where the command is not given a number."""
OF_A_STATE = 25
"""Options tried between two clicks of a walk."""
CLICKS = 12
"""Clicks after which a walk starts anew."""
DAYS = {"bmw_x3": date(2013, 6, 1)}
DAY = date(2026, 3, 1)
STARTS = {"modular_server": (Choices({"cells": 16}), Choices({"cells": 5}))}
"""Where walks may start besides at nothing chosen."""


@dataclass(frozen=True, slots=True)
class Click:
    """An option after some choices, the difference that it shows, and what choosing it changes."""

    catalog: str
    choices: Choices
    path: str
    value: FeatureValue
    shown: ClickDifference
    paid: ClickDifference

    @property
    def is_true(self) -> bool:
        return self.shown == self.paid


def consequence(before: Evaluation, after: Evaluation, path: str) -> ClickDifference:
    """Return what a click at a path changed, worked out from the two evaluations."""
    assert before.configuration is not None
    assert after.configuration is not None
    total = after.price.totals.less(before.price.totals)
    now, then = before.configuration.values, after.configuration.values
    also = tuple(each for each in {**now, **then} if each != path and now.get(each) != then.get(each))
    return ClickDifference(total.by_cadence, total.compare, also)


def walked(engine: Engine, catalog: str, seed: int, *, of_a_state: int = OF_A_STATE) -> Iterator[Click]:
    """Yield options on a random walk over one catalog, without end."""
    random = Random(f"{catalog} {seed}")
    nothing = EvaluationRequest(catalog, DAYS.get(catalog, DAY), seconds=None)
    while True:
        request = replace(nothing, choices=random.choice((nothing.choices, *STARTS.get(catalog, ()))))
        for _ in range(CLICKS):
            before = engine.evaluation(request)
            options = sorted(before.differences, key=str)
            for path, value in random.sample(options, min(of_a_state, len(options))):
                after = engine.evaluation(_clicked(request, path, value))
                shown, paid = before.differences[path, value], consequence(before, after, path)
                yield Click(catalog, request.choices, path, value, shown, paid)
            others = [option for option in options if option[0] not in request.choices.values]
            if not others:
                break
            request = replace(_clicked(request, *random.choice(others)), differences=True)


def _clicked(request: EvaluationRequest, path: str, value: FeatureValue) -> EvaluationRequest:
    return replace(request, choices=request.choices.choosing(path, value), differences=False)


def main(arguments: Sequence[str]) -> None:
    """Try options of every shipped catalog, and print how many showed what they cost; fail if one did not."""
    options = int(arguments[0]) if arguments else OPTIONS
    engine, untrue = Engine.open(), list[Click]()
    rows: list[tuple[str, ...]] = [("catalog", "options", "change more", "untrue")]
    catalogs = [folder.name for folder in shipped_catalogs() if not arguments[1:] or folder.name in arguments[1:]]
    for catalog in catalogs:
        clicks = list(islice(walked(engine, catalog, 1), -(-options // len(catalogs))))
        wrong = [click for click in clicks if not click.is_true]
        more = sum(bool(click.paid.also) for click in clicks)
        rows.append((catalog, str(len(clicks)), str(more), str(len(wrong))))
        untrue += wrong
    print(set_out(rows))
    print("\n".join(map(str, untrue)))
    sys.exit(bool(untrue))


if __name__ == "__main__":
    main(sys.argv[1:])
