"""Each reason is a conflict, and each part of it is needed: judged by all products of catalogs with nested parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

import pytest

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.configuration import FeatureValue
from configurator.program.compile import CompiledCatalog, Slot, compile_catalog
from configurator.program.nodes import Literal
from configurator.program.semantics import violated
from configurator.session import Choices, ConstraintCause, Explanation, Session, SubjectKind
from configurator.session.option_states import choosable, present_values, value_held
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Solution, Solver
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.catalog.loading import loaded
from tests.session.nested_parts import catalog_with_nested_parts


def _compiled_text(text: str) -> CompiledCatalog:
    catalog, problems = loaded(text)
    assert catalog is not None, problems
    compiled, problems = compile_catalog(catalog)
    assert compiled is not None, problems
    return compiled


@dataclass(frozen=True)
class Judge:
    """Everything that can be built by structure alone, with the named constraints that each product breaks."""

    compiled: CompiledCatalog
    products: list[tuple[Solution, frozenset[str]]]

    @staticmethod
    def of(compiled: CompiledCatalog) -> "Judge":
        """List all products by brute force."""
        named = frozenset(each.name for each in compiled.program.constraints if each.named)
        meter = BudgetMeter(UNLIMITED, most_steps=300_000)
        listed = BruteForceSolver(compiled.program).solutions(Assumptions(without=named), meter)
        broken = (
            (solution, frozenset(each.name for each in violated(compiled.program, solution))) for solution in listed
        )
        return Judge(compiled, list(broken))

    def holds(self, fixed: Iterable[Literal], laws: frozenset[str]) -> bool:
        """Return whether some product has all values and breaks none of the constraints."""
        fixed = tuple(fixed)
        return any(
            not laws & broken and all(solution[each.variable] in each.values for each in fixed)
            for solution, broken in self.products
        )

    def judge(self, session: Session, explanation: Explanation, denied: tuple[Literal, ...]) -> None:
        """Check that what is cited contradicts what is denied, and that dropping any part of it resolves that."""
        assert explanation.minimal
        choices = {path: session.assignment.wanted[path] for path in explanation.choices}
        told = {(cause.id, cause.instance) for cause in explanation.all_causes() if isinstance(cause, ConstraintCause)}
        naming = session.assignment.naming
        laws = {n for n, law in self.compiled.laws.items() if (law.id, naming.instance_at(law.instance)) in told}
        assert len(told) == len(laws)
        assert not self.holds((*choices.values(), *denied), frozenset(laws))
        for path in choices:
            kept = (literal for other, literal in choices.items() if other != path)
            assert self.holds((*kept, *denied), frozenset(laws)), path
        for name in laws:
            assert self.holds((*choices.values(), *denied), frozenset(laws - {name})), name


@pytest.mark.parametrize("seed", range(48))
def test_every_reason_is_a_conflict_of_which_each_part_is_needed(seed: int) -> None:
    compiled, random = _compiled_text(catalog_with_nested_parts(seed)), Random(seed)
    solver, judge = engine_named("cp_sat").load(compiled.program), Judge.of(compiled)
    for _ in range(2):
        session = _session_of(compiled, solver, random)
        broken = session.conflict()
        if broken is not None:
            judge.judge(session, broken, ())
            continue
        for slot in compiled.encoding.slots:
            for value in (value_held(slot, held) for held in choosable(slot)):
                _judge_value(judge, session, slot, value)
            _judge_state(judge, session, slot)


def _session_of(compiled: CompiledCatalog, solver: Solver, random: Random) -> Session:
    """Open a session with up to three choices."""
    slots = random.sample(compiled.encoding.slots, 3)
    values = {slot.path: value_held(slot, random.choice(list(choosable(slot)))) for slot in slots}
    return Session.open(compiled, solver, Choices(values))


def _judge_value(judge: Judge, session: Session, slot: Slot, value: FeatureValue) -> None:
    """Judge why a value is not possible: the explanation is about that value, and its reason against it."""
    explanation, wish = session.why_not(slot.path, value), session.assignment.literal(slot.path, value)
    others = [literal for path, literal in session.assignment.wanted.items() if path != slot.path]
    assert judge.holds((*others, wish), frozenset(judge.compiled.laws)) is (explanation is None)
    if explanation is not None:
        assert (explanation.subject.path, explanation.subject.value) == (slot.path, value)
        assert explanation.subject.kind is SubjectKind.BLOCKED
        judge.judge(session, explanation, (wish,))
        if explanation.because:
            judge.judge(session, explanation, (Literal(slot.variable, present_values(slot)),))


def _judge_state(judge: Judge, session: Session, slot: Slot) -> None:
    """Judge why something is implied, absent or present."""
    explanation = session.why(slot.path)
    if explanation is None:
        return
    match explanation.subject.kind:
        case SubjectKind.ABSENT:
            denied = present_values(slot)
        case SubjectKind.PRESENT:
            denied = slot.domain - present_values(slot)
        case _:
            assert explanation.subject.value is not None
            denied = slot.domain - session.assignment.literal(slot.path, explanation.subject.value).values
    judge.judge(session, explanation, (Literal(slot.variable, denied),))
