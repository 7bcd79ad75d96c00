"""Clauses and the catalog that they become have the same number of solutions."""

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.models import count, written


def _random_clauses(seed: int) -> tuple[int, list[list[int]]]:
    """Return clauses that hold groups, with exactly or at most one member, below a parent or not, and anything else."""
    random = Random(seed)
    size = random.randint(4, 9)
    clauses: list[list[int]] = []
    free = random.sample(range(1, size + 1), size)
    for _ in range(random.randint(0, 2)):
        members = [free.pop() for _ in range(min(len(free), random.randint(2, 3)))]
        parent = random.choice([0, *free]) if free else 0
        given = [-parent] if parent else []
        clauses += [[*given, *members]] if random.random() < 0.8 else []
        inside = given if random.random() < 0.5 else []
        clauses += [[*inside, -one, -other] for at, one in enumerate(members) for other in members[at + 1 :]]
        clauses += [[-member, parent] for member in members] if parent and random.random() < 0.8 else []
    for _ in range(random.randint(0, 6)):
        variables = random.sample(range(1, size + 1), random.randint(1, 3) if random.random() < 0.9 else min(4, size))
        clauses.append([random.choice((-1, 1)) * variable for variable in variables])
    return size, clauses


def _solutions(size: int, clauses: list[list[int]]) -> int:
    found = 0
    for values in product((False, True), repeat=size):
        found += all(any(values[abs(literal) - 1] is (literal > 0) for literal in clause) for clause in clauses)
    return found


def _text(size: int, clauses: list[list[int]]) -> str:
    lines = [" ".join(map(str, [*clause, 0])) for clause in clauses]
    return "\n".join([f"p cnf {size} {len(clauses)}", *lines]) + "\n"


@settings(max_examples=100)
@given(st.integers(0, 1_000_000))
def test_a_catalog_has_as_many_products_as_its_clauses_have_solutions(seed: int) -> None:
    size, clauses = _random_clauses(seed)
    assert _solutions(size, clauses) == count(_text(size, clauses), "dimacs")


def test_an_empty_clause_is_a_catalog_without_products() -> None:
    assert 0 == count("p cnf 2 1\n0\n", "dimacs")


MODEL = """c 1 lamp
c 2 shade
c 3 shade_red
c 4 shade_blue
c 5 dimmer
c 6 timer
p cnf 6 10
1 0
-2 1 0
-2 3 4 0
-3 -4 0
-3 2 0
-4 2 0
-5 1 0
-5 -6 0
-6 3 0
-2 5 6 0
"""


def test_groups_become_options_and_the_rest_speaks_of_needs() -> None:
    assert """features:
  lamp:
    title: lamp
    type: boolean
  shade:
    title: shade
    type: boolean
  shade_kind:
    options:
      shade_red: shade_red
      shade_blue: shade_blue
    when: shade
  dimmer:
    title: dimmer
    type: boolean
  timer:
    title: timer
    type: boolean
constraints:
  lamp_always:
    require: lamp
    because: lamp is always there.
  shade_needs:
    when: shade
    requires: [lamp]
    because: shade needs lamp.
  dimmer_needs:
    when: dimmer
    requires: [lamp]
    because: dimmer needs lamp.
  timer_needs:
    when: timer
    requires: ["any(shade_kind == 'shade_red')"]
    because: timer needs shade_red.
  dimmer_excludes:
    when: dimmer
    excludes: [timer]
    because: dimmer rules out timer.
  shade_needs_one:
    when: shade
    at_least: 1
    of: [dimmer, timer]
    because: shade needs dimmer or timer.
""" == written(MODEL, "dimacs")
