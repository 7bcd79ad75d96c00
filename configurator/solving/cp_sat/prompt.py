"""The same program asked again and again: one model that stays, whose domains are narrowed in place.

A search of a small model by CP-SAT takes a millisecond; building, copying and presolving it take thirty.
"""

from collections.abc import Sequence

from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.encoding import Encoding, give_domain
from configurator.solving.cp_sat.running import Found, Outcome, easily, run
from configurator.solving.port import Best, Budget, Satisfiable, Unknown, Verdict


class Prompt:
    """Answers whether there is a solution within some domains."""

    def __init__(self, program: Program) -> None:
        self._encoding = Encoding(program)
        self._domains = [variable.domain for variable in program.variables]

    def easily(self, domains: Sequence[IntSet], greatest: int | None = None) -> Verdict | Best:
        """Search within these domains, none of them empty, if that takes little work; else the answer is open.

        With a variable as `greatest` its greatest value is looked for, and the answer is a `Best` of minus that value.
        """
        self._narrow(domains, greatest)
        return self._verdict(easily(self._encoding.model), greatest)

    def solve(self, domains: Sequence[IntSet], budget: Budget, greatest: int | None = None) -> Verdict | Best:
        """Search in the same way as far as the budget goes."""
        if budget.spent():
            return Unknown()
        verdict = self.easily(domains, greatest)
        if isinstance(verdict, Unknown) or (isinstance(verdict, Best) and not verdict.proved):
            return self._verdict(run(self._encoding.model, budget), greatest)
        return verdict

    def _verdict(self, found: Outcome, greatest: int | None) -> Verdict | Best:
        if not isinstance(found, Found):
            return found
        witness = self._encoding.witness(found.values)
        return Satisfiable(witness) if greatest is None else Best(witness, -witness[greatest], found.optimal)

    def _narrow(self, domains: Sequence[IntSet], greatest: int | None) -> None:
        model = self._encoding.model
        for place, (domain, before) in enumerate(zip(domains, self._domains, strict=True)):
            if domain is not before and domain != before:
                give_domain(model, self._encoding.variables[place].integer, domain)
        self._domains = list(domains)
        model.proto.clear_objective()
        if greatest is not None:
            model.maximize(self._encoding.variables[greatest].integer)
