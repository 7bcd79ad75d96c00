"""A person who clicks at random sees the same of every engine, step by step."""

from random import Random

import pytest

from configurator.session import Choices, OptionState, OptionStates, Session
from configurator.session.option_states import choosable, value_held
from configurator.solving.engines import engine_named
from tests.session.shop import compiled

ENGINES = ("cp_sat", "sat", "compiled")
WORKSHOP = """
components:
  rims:
    attributes: {width: {type: number, unit: inch}, weight: {type: number, unit: kg, required: false}}
    items: {slim: {width: 7, weight: 10}, wide: {width: 9}, heavy: {width: 10, weight: 12.5}}
  lamps:
    attributes: {watts: {type: number, unit: W}}
    items: {led: {watts: 9}, bulb: {watts: 60}}
features:
  rim: {options: rims}
  tyre: {type: integer, range: 6..10, unit: inch}
  fancy: {type: boolean}
  paint: {options: {red: Red, blue: Blue, mixed: Mixed}, when: fancy}
  gloss: {type: number, range: 0.5 .. 2, step: 0.25, when: "fancy and paint != 'mixed'"}
  supply: {type: integer, range: 0..200, step: 50, unit: W, default: 50}
structures:
  bays:
    cardinality: 0..2
    features:
      lamp: {options: lamps}
      dim: {type: boolean, when: "lamp == 'led'"}
    structures:
      benches: {cardinality: 0..2, features: {width: {type: number, range: 80 .. 160, step: 40, unit: cm}}}
  safe: {cardinality: 0..1, features: {lock: {type: boolean}}}
constraints:
  fits: {require: rim.width == tyre, because: A tyre is as wide as its rim.}
  light: {require: "rim.weight <= 12[kg]", because: Heavy rims are not delivered.}
  paints: {allowed: {columns: [paint, rim.width], rows: [[red, 7], [blue, 9], [mixed, "*"]]}, because: So it is.}
  locks: {forbidden: {columns: [safe.lock, supply], rows: [["true", 0], ["false", 200]]}, because: Locks need power.}
  some: {at_least: 1, at_most: 2, of: [fancy, "supply > 100[W]", "paint == 'red'", safe.lock], because: One or two.}
  floor: {require: "sum(each.width for bay in bays for each in bay.benches) <= 3[m]", because: The floor has 3 m.}
  shine: {when: "gloss >= 1.5", requires: ["count(bays) >= 1", "not present(safe)"], because: It needs a bay.}
resources:
  power:
    unit: W
    supply: {supply: supply}
    demand: {lamps: "sum(bay.lamp.watts for bay in bays)", lock: "5[W] if safe.lock else 0[W]"}
    because: No more than there is.
"""


def _opened(engine: str) -> Session:
    found = compiled(WORKSHOP)
    return Session.open(found, engine_named(engine).load(found.program), Choices())


def _told(states: OptionStates) -> object:
    return states.features, states.structures


def _offered(session: Session) -> list[tuple[str, object]]:
    """Return every value that can be chosen, in the order of the catalog."""
    told = session.states()
    return [
        (path, value_held(slot, held))
        for path, named in session.assignment.naming.by_address.items()
        for slot in [session.compiled.encoding.slot(named.slot)]
        for held in choosable(slot)
        for state in [told.features.get(path) or told.structures[path]]
        if state.of(value_held(slot, held)) is OptionState.AVAILABLE
    ]


@pytest.mark.parametrize(
    "clicks",
    [
        [("bays[b2].benches[b2].width", 120), ("paint", "blue"), ("bays[b2].benches[b1].width", 120)],
        [("bays[b1].dim", True), ("bays[b2].lamp", "led"), ("tyre", 7), ("supply", 50)],
    ],
)
def test_engines_agree_on_clicks_that_lead_deep(clicks: list[tuple[str, str | int]]) -> None:
    sessions = [_opened(engine) for engine in ENGINES]
    for path, value in clicks:
        answers = [session.choose(path, value) for session in sessions]
        sessions = [answer for answer in answers if isinstance(answer, Session)]
        assert len(ENGINES) == len(sessions)
        first, *others = [_told(session.states()) for session in sessions]
        assert [first] * len(others) == others


@pytest.mark.parametrize("seed", range(25))
def test_engines_agree_at_every_step_of_a_random_walk(seed: int) -> None:
    random, sessions = Random(seed), [_opened(engine) for engine in ENGINES]
    for _ in range(10):
        offered = _offered(sessions[0])
        if not offered:
            return
        path, value = random.choice(offered)
        answers = [session.choose(path, value) for session in sessions]  # type: ignore[arg-type]
        sessions = [answer for answer in answers if isinstance(answer, Session)]
        assert len(ENGINES) == len(sessions), (path, value)
        first, *others = [_told(session.states()) for session in sessions]
        assert [first] * len(others) == others, (path, value)
