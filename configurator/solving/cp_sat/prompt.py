"""The same program asked again and again: one model that stays, whose domains are narrowed in place.

A search of a small model by CP-SAT takes a millisecond; building, copying and presolving it take thirty.
"""

from collections.abc import Sequence

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.encoding import Encoding, give_domain
from configurator.solving.cp_sat.running import Found, Outcome, easily, run
from configurator.solving.port import Optimum, Satisfiable, Unknown, Unsatisfiable, Verdict


class Prompt:
    """Answers whether there is a solution within some domains."""

    def __init__(self, program: Program) -> None:
        self._encoding = Encoding(program)
        self._domains = [variable.domain for variable in program.variables]

    def solve(self, domains: Sequence[IntSet], budget: Budget | None) -> Verdict:
        """Search within these domains, none of them empty, as far as the budget goes; without one, if that is easy."""
        self._narrow(domains)
        found = self._searched(budget)
        return Satisfiable(self._encoding.witness(found.values)) if isinstance(found, Found) else found

    def greatest(
        self, domains: Sequence[IntSet], place: int, budget: Budget | None
    ) -> Optimum | Unsatisfiable | Unknown:
        """Search in the same way for the greatest value of a variable; the cost of the answer is minus that value."""
        self._narrow(domains)
        self._encoding.model.maximize(self._encoding.variables[place].integer)
        found = self._searched(budget)
        if not isinstance(found, Found):
            return found
        witness = self._encoding.witness(found.values)
        return Optimum(witness, -witness[place], found.optimal)

    def _searched(self, budget: Budget | None) -> Outcome:
        if budget is not None and budget.spent():
            return Unknown()
        found = easily(self._encoding.model)
        settled = found.optimal if isinstance(found, Found) else isinstance(found, Unsatisfiable)
        if settled or budget is None:
            return found
        later = run(self._encoding.model, budget)
        return found if isinstance(later, Unknown) else later

    def _narrow(self, domains: Sequence[IntSet]) -> None:
        model = self._encoding.model
        for place, (domain, before) in enumerate(zip(domains, self._domains, strict=True)):
            if domain is not before and domain != before:
                give_domain(model, self._encoding.variables[place].integer, domain)
        self._domains = list(domains)
        model.proto.clear_objective()
