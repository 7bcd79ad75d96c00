"""A small shop with a bit of everything, and sessions in it."""

from functools import cache

from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.session import Choices, Refusal, Session
from configurator.solving.engines import engine_named
from configurator.solving.port import Solver
from tests.catalog.loading import catalog_of

SHOP = """
title: {en: Van, de: Transporter}
locales: [en, de]
features:
  trim:
    title: {en: Trim, de: Linie}
    options: {basic: {title: {en: Basic, de: Basis}}, sport: Sport, luxury: {title: {en: Luxury, de: Luxus}}}
  paint: {title: {en: Paint, de: Lack}, options: {white: White, red: <Red> & hot, black: Black}}
  apps: {title: Apps, type: boolean}
  navigation: {title: Navigation, type: boolean}
  screen: {title: Screen, options: {small: Small, wide: Wide}, when: navigation, default: wide}
  ports: {title: Ports, type: integer, range: 0..6, step: 2, default: 4}
  cable: {title: Cable, type: number, range: 0.5 m .. 2 m, step: 0.5 m, when: "ports >= 2"}
structures:
  cells:
    title: {en: Cell, de: Zelle}
    cardinality: 1..3
    features:
      memory: {title: Memory, type: integer, range: 1..4}
      hot: {title: Hot, type: boolean}
    constraints:
      cool: {require: "memory <= 3 or not hot", because: A hot cell has no room for four modules.}
  kit:
    title: Kit
    cardinality: 0..1
    features:
      model: {title: Model, options: {a: A, b: B}}
constraints:
  red_sport:
    {when: "paint == 'red'", requires: ["trim == 'sport'"], because: {en: Red is for sport., de: Rot ist sportlich.}}
  apps_pull: {when: apps, requires: [navigation], because: Apps run on the navigation.}
  no_luxury_apps: {when: "trim == 'luxury'", excludes: [apps], because: Luxury has its own apps.}
  total: {require: "sum(c.memory for c in cells) <= 8", because: The board carries eight modules.}
  kit_b: {when: "kit.model == 'b'", requires: ["paint == 'black'"], because: Kit B is black.}
"""


@cache
def compiled(text: str = SHOP) -> CompiledCatalog:
    """Compile a catalog that must have no error."""
    found, problems = compile_catalog(catalog_of(text))
    if found is None:
        raise ValueError("\n".join(map(str, problems)))
    return found


@cache
def solver(text: str = SHOP, engine: str = "cp_sat") -> Solver:
    """Load the program of a catalog."""
    return engine_named(engine).load(compiled(text).program)


def session(values: dict[str, object] | None = None, text: str = SHOP, **instances: tuple[str, ...]) -> Session:
    """Open a session with choices, which need not go together."""
    return Session.open(compiled(text), solver(text), Choices(dict(values or {}), instances))  # type: ignore[arg-type]


def accepted(answer: Session | Refusal) -> Session:
    """Return the session after a change that must not be refused."""
    if isinstance(answer, Refusal):
        raise ValueError(str(answer.explanation))
    return answer


def refused(answer: Session | Refusal) -> Refusal:
    """Return the refusal of a change that must be refused."""
    if isinstance(answer, Session):
        raise ValueError(f"accepted: {answer.choices}")
    return answer
