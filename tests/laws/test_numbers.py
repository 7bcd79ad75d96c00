"""Catalogs of wide numbers against every product: states, completion and the range of prices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from configurator.configuration import FeatureValue
from configurator.engine import Engine
from configurator.offering.requests import EvaluationRequest
from configurator.session.choices import Choices
from configurator.session.states import OptionState

GLASSES = {"thin": (4, 2600), "plain": (6, 3300), "thick": (9, 4100)}
"""Thickness and largest area."""
ACCEPTED = (OptionState.AVAILABLE, OptionState.SELECTED, OptionState.IMPLIED)


@dataclass(frozen=True)
class Pane:
    """One combination of values; no hinges where it does not open."""

    width: int
    height: int
    glass: str
    opens: bool
    hinges: int | None

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def thickness(self) -> int:
        return GLASSES[self.glass][0]

    @property
    def price(self) -> int:
        return 3 * self.area + 7 * (self.width + self.height) + 50 * (self.hinges or 0)


Rule = tuple[str, Callable[[Pane], bool]]
"""A constraint as an owner writes it, and what it means."""


def rules(random: Random) -> list[Rule]:
    """Return a few of the rules that owners of such catalogs write, with numbers of their own."""
    weight, few, slack = random.randint(12_000, 25_000), random.randint(1_400, 2_400), random.randint(5, 40)
    side, least, equal = random.randint(1, 30), random.randint(300, 1_500), random.choice((1_800, 2_400, 2_520))
    drawn: list[Rule] = [
        ('require: "width * height <= glass.largest"', lambda pane: pane.area <= GLASSES[pane.glass][1]),
        (f'require: "width * height * glass.thickness <= {weight}"', lambda pane: pane.area * pane.thickness <= weight),
        (
            f'when: "width * height < {few}", require: "hinges == 2"',
            lambda pane: pane.hinges is None or pane.area >= few or pane.hinges == 2,
        ),
        (
            'when: opens, require: "2 * width <= 3 * height"',
            lambda pane: not pane.opens or 2 * pane.width <= 3 * pane.height,
        ),
        (f'require: "(width - {side}) * (height - 50) >= -{least}"', lambda pane: mixed(pane, side) >= -least),
        (
            f'require: "max(width - height, height - width) <= {slack}"',
            lambda pane: abs(pane.width - pane.height) <= slack,
        ),
        (f"when: glass == 'thick', require: width * height == {equal}", lambda pane: exact(pane, equal)),
        (
            'require: "width * hinges <= 40 * hinges + 60"',
            lambda pane: pane.hinges is None or pane.width * pane.hinges <= 40 * pane.hinges + 60,
        ),
    ]
    return random.sample(drawn, 3)


def mixed(pane: Pane, side: int) -> int:
    return (pane.width - side) * (pane.height - 50)


def apart(pane: Pane) -> int:
    return abs(pane.width - pane.height)


def exact(pane: Pane, area: int) -> bool:
    return pane.glass != "thick" or pane.area == area


def written(chosen: list[Rule]) -> str:
    items = "\n".join(
        f"      {name}: {{thickness: {thick}, largest: {most}}}" for name, (thick, most) in GLASSES.items()
    )
    laws = "\n".join(f"  law{at}: {{{text}, because: so}}" for at, (text, _) in enumerate(chosen))
    return f"""format: 1
catalog: panes
components:
  glasses:
    attributes: {{thickness: number, largest: number}}
    items:
{items}
features:
  width: {{type: integer, range: 20..75}}
  height: {{type: integer, range: 30..85, default: 44}}
  glass: {{options: glasses, default: plain}}
  opens: {{type: boolean}}
  hinges: {{type: integer, range: 1..4, when: opens}}
constraints:
{laws}
"""


BOOK = """format: 1
book: panes_eu
catalog: panes
currency: EUR
illustrative: true
charges:
  glass: {model: per_unit, quantity: width * height, price: 3}
  frame: {model: per_unit, quantity: width + height, price: 7}
  hinges: {model: per_unit, quantity: hinges, price: 50}
"""


def products(chosen: list[Rule]) -> list[Pane]:
    """Return every pane that the rules allow."""
    every = (
        Pane(width, height, glass, opens, hinges)
        for width in range(20, 76)
        for height in range(30, 86)
        for glass in GLASSES
        for opens in (False, True)
        for hinges in ((1, 2, 3, 4) if opens else (None,))
    )
    return [pane for pane in every if all(holds(pane) for _, holds in chosen)]


def some_choices(random: Random, every: list[Pane]) -> dict[str, FeatureValue]:
    """Return up to three choices of a product."""
    pane = random.choice(every)
    values = {name: getattr(pane, name) for name in ("width", "height", "glass", "opens", "hinges")}
    names = random.sample([name for name, value in values.items() if value is not None], random.randint(0, 3))
    return {name: values[name] for name in names}


def fitting(every: list[Pane], choices: dict[str, FeatureValue]) -> list[Pane]:
    return [pane for pane in every if all(getattr(pane, name) == value for name, value in choices.items())]


@pytest.mark.parametrize("seed", range(12))
def test_catalogs_of_wide_numbers_have_the_answers_that_all_products_give(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    chosen = rules(random)
    every = products(chosen)
    for path, text in (("catalogs/panes/catalog.yaml", written(chosen)), ("books/panes/book.yaml", BOOK)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    engine = Engine.open(tmp_path / "catalogs", tmp_path / "books")
    for _ in range(3):
        choices = some_choices(random, every) if every else {}
        check(engine, every, choices)


def check(engine: Engine, every: list[Pane], choices: dict[str, FeatureValue]) -> None:
    """Compare what the engine says of some choices with all products."""
    evaluation = engine.evaluate("panes", choices, differences=False, seconds=None)
    for name in ("width", "height", "hinges"):
        others = {other: value for other, value in choices.items() if other != name}
        possible = {getattr(pane, name) for pane in fitting(every, others)}
        state = evaluation.states.features[name]
        for value in range(int(state.ranges[0].low), int(state.ranges[-1].high) + 1):
            assert (value in possible) is (state.of(value) in ACCEPTED), (name, value, choices)
    left = fitting(every, choices)
    assert bool(left) is (evaluation.configuration is not None)
    if evaluation.configuration is None or evaluation.priced is None:
        return
    values = evaluation.configuration.values
    product = Pane(*(values.get(name) for name in ("width", "height", "glass", "opens", "hinges")))  # type: ignore[arg-type]
    assert product in left
    assert product.price == evaluation.priced.totals.compare
    overview = engine.price_overview(EvaluationRequest("panes", date(2026, 1, 1), Choices(choices)))
    assert overview.ends is not None
    ends = [end.priced.totals.compare for end in overview.ends.both if end is not None and end.proved and not end.slack]
    assert [min(pane.price for pane in left), max(pane.price for pane in left)] == ends
