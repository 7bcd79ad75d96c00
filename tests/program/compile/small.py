"""Small catalogs for the tests of the compiler, and their programs as text."""

from textwrap import dedent

from configurator.problems import Problem
from configurator.program.compile import PASSES, CompiledCatalog, compile_catalog
from configurator.program.compile.catalog_passes import Pass
from configurator.program.compile.program_draft import ProgramDraft
from tests.catalog.loading import catalog_of
from tests.program.show_program import show_program

SHOP = """
components:
  chips:
    attributes:
      watts: number
      socket: text
      boost: boolean
      cores: {type: number, required: false}
    items:
      slow: {watts: 2, socket: u, boost: false, cores: 1}
      fast: {watts: 5, socket: v, boost: true}
      twin: {watts: 2.5, socket: v, boost: true, cores: 2}
features:
  fan: {type: boolean}
  chip: {options: chips}
  other: {options: {group: chips, except: [slow]}}
  seats: {type: integer, range: 1..3}
  tables: {type: integer, range: 0..3}
  length: {type: number, range: 0.5..2, step: 0.5}
  wide: {type: integer, range: 0..1000000}
  ports: {type: integer, range: 0..4, step: 2, when: fan}
structures:
  kit:
    cardinality: 0..1
    features:
      size: {type: integer, range: 1..2}
  cells:
    cardinality: 0..2
    features:
      load: {type: integer, range: 0..3}
      hot: {type: boolean}
      cpu: {options: {group: chips, except: [fast]}}
"""


def compiled(text: str) -> CompiledCatalog:
    """Compile a catalog that must have no problem."""
    found, problems = compile_catalog(catalog_of(text))
    if found is None:
        raise ValueError("\n".join(map(str, problems)))
    return found


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return why a catalog cannot be compiled."""
    return compile_catalog(catalog_of(text))[1]


def after(last: Pass, text: str) -> str:
    """Return what a pass adds to the program, as text, with a line break before it."""
    draft = ProgramDraft(catalog_of(text))
    lines: list[str] = []
    for step in PASSES[: PASSES.index(last) + 1]:
        before = set(lines)
        draft = step(draft)
        lines = show_program(draft.program()).splitlines()
    if draft.problems:
        raise ValueError("\n".join(map(str, draft.problems)))
    return "\n" + "".join(f"{line}\n" for line in lines if line not in before)


def law(require: str, *, when: str = "", text: str = SHOP) -> str:
    """Return the formula of one requirement in the shop, after the definitions that it needs."""
    condition = f'when: "{when}", ' if when else ""
    whole = f'{dedent(text)}\nconstraints:\n  law: {{{condition}require: "{require}", because: so}}\n'
    plain = set(show_program(compiled(text).program).splitlines())
    shown = show_program(compiled(whole).program).splitlines()
    return "\n".join(line.removeprefix("[law] ") for line in shown if line not in plain)
