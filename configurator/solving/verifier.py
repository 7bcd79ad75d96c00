"""Verifies the answers of other engines: a witness by evaluating the program, infeasibility by a third solver.

The engine under verification is never queried here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from configurator.budget import Budget
from configurator.errors import WrongAnswer
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term, variables_in
from configurator.program.semantics import holds
from configurator.solving.limits import VALUES_REFUTED_TOGETHER, VERIFIED_READINGS_CACHED
from configurator.solving.port import (
    Assumptions,
    Bound,
    Core,
    CountSolutions,
    Satisfiable,
    Solution,
    SolutionCount,
    Solve,
    Solver,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.queries import as_formula, domains_under


class Verifier:
    """Verifies answers about a program. `load` creates the third solver on first use; None disables it.

    Without a third solver, claims pass; a claim not decided within a budget is not confirmed.
    """

    def __init__(self, program: Program, load: Callable[[Program], Solver] | None = None) -> None:
        self._program = program
        self._load = load
        self._third: Solver | None = None
        self._laws = [(each, tuple(dict.fromkeys(variables_in(each.formula)))) for each in program.constraints]
        self._read: dict[tuple[int, tuple[int, ...]], bool] = {}

    @property
    def knows_a_third(self) -> bool:
        return self._load is not None

    def accept(self, given: Assumptions, witness: Solution) -> None:
        """Raise `WrongAnswer` unless the witness is a solution under the assumptions."""
        variables, domains = self._program.variables, domains_under(self._program, given)
        if len(witness) != len(variables):
            self.refuse(given, f"a solution of {len(witness)} values for {len(variables)} variables")
        strays = [
            f"{variable.name} = {value}"
            for variable, value, domain in zip(variables, witness, domains, strict=True)
            if value not in domain
        ]
        broken = [*self._broken(given, witness)]
        if strays or broken:
            self.refuse(given, f"not a solution: out of domain {strays}, broken {broken}")

    def _broken(self, given: Assumptions, witness: Solution) -> Iterator[str]:
        for number, (law, indices) in enumerate(self._laws):
            if law.named and law.name in given.without:
                continue
            key = (number, tuple(witness[index] for index in indices))
            if key not in self._read:
                if len(self._read) >= VERIFIED_READINGS_CACHED:
                    self._read.clear()
                self._read[key] = holds(law.formula, witness)
            if not self._read[key]:
                yield law.name
        yield from (str(bound) for bound in given.also if not holds(as_formula(bound), witness))

    def third(self, given: Assumptions, budget: Budget) -> Verdict:
        """Return the verdict of the third solver; `Unsatisfiable`, the verdict that confirms, if there is none."""
        if self._load is None:
            return Unsatisfiable()
        if self._third is None:
            self._third = self._load(self._program)
        verdict = self._third.ask(Solve(given), budget)
        if isinstance(verdict, Satisfiable):
            self.accept(given, verdict.witness)
        return verdict

    def counted(self, given: Assumptions, at_most: int | None, budget: Budget) -> SolutionCount | None:
        """Return the number of solutions by the third solver, or None if there is none."""
        if self._load is None:
            return None
        if self._third is None:
            self._third = self._load(self._program)
        return self._third.ask(CountSolutions(given, at_most=at_most), budget)

    def confirms_none(self, given: Assumptions, text: str, budget: Budget) -> bool:
        """Return whether infeasibility is confirmed. Raises `WrongAnswer` with the claim if there is a solution."""
        verdict = self.third(given, budget)
        if isinstance(verdict, Satisfiable):
            self.refuse(given, f"{text}, but there is {self._shown(verdict.witness)}")
        return isinstance(verdict, Unsatisfiable)

    def confirms_core(self, given: Assumptions, core: Core, budget: Budget) -> bool:
        """Return whether the core alone is confirmed to be infeasible."""
        if not core.narrowed <= given.narrowed.keys():
            self.refuse(given, f"not a conflict: {sorted(core.narrowed - given.narrowed.keys())} are not narrowed")
        narrowed = {index: values for index, values in given.narrowed.items() if index in core.narrowed}
        without = given.without
        if core.constraints is not None:
            without = frozenset(law.name for law, _ in self._laws if law.named) - core.constraints
        return self.confirms_none(Assumptions(narrowed, without, given.also), "not a conflict: said to clash", budget)

    def confirms_ruled_out(self, given: Assumptions, ruled_out: Mapping[int, IntSet], budget: Budget) -> frozenset[int]:
        """Return the variables whose values in `ruled_out` are all confirmed to be impossible."""
        listed = {index: out for index, out in ruled_out.items() if 0 < len(out) <= VALUES_REFUTED_TOGETHER}
        confirmed = {index for index, out in ruled_out.items() if not out}
        if listed and self.confirms_none(having_one_of(given, listed), "values said to be impossible", budget):
            confirmed |= listed.keys()
        for index, out in ruled_out.items():
            if len(out) > VALUES_REFUTED_TOGETHER and self.confirms_none(
                narrowed_to(given, index, out), "values said to be impossible", budget
            ):
                confirmed.add(index)
        return frozenset(confirmed)

    def refuse(self, given: Assumptions, text: str) -> None:
        """Raise `WrongAnswer` with a text and the query's assumptions."""
        raise WrongAnswer(f"{text}; asked {self._assumptions_text(given)}")

    def _assumptions_text(self, given: Assumptions) -> str:
        variables = self._program.variables
        results = [f"{variables[index].name} in {_set(values)}" for index, values in given.narrowed.items()]
        results += [f"without {name}" for name in sorted(given.without)]
        results += [f"{bound.low} ≤ a sum of {len(bound.terms)} terms ≤ {bound.high}" for bound in given.also]
        return ", ".join(results) or "without assumptions"

    def _shown(self, witness: Solution) -> str:
        variables = self._program.variables
        return ", ".join(f"{each.name} = {value}" for each, value in zip(variables, witness, strict=True))


def _set(values: IntSet) -> str:
    return " ".join(str(low) if low == high else f"{low}..{high}" for low, high in values.intervals)


def narrowed_to(given: Assumptions, index: int, values: IntSet) -> Assumptions:
    """Return the assumptions with a variable narrowed further."""
    own = given.narrowed[index] & values if index in given.narrowed else values
    return replace(given, narrowed={**given.narrowed, index: own})


def having_one_of(given: Assumptions, sets: Mapping[int, IntSet]) -> Assumptions:
    """Return the assumptions and a bound: at least one of these variables has one of its values."""
    terms = tuple(Term(index, weights=tuple((value, 1) for value in values)) for index, values in sets.items())
    return replace(given, also=(*given.also, Bound(terms, low=1)))
