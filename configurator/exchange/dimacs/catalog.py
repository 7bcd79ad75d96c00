"""Clauses → a catalog: alternatives become features with options, the rest requirements by what they depend on."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from configurator.catalog.plain_yaml import Plain
from configurator.exchange.dimacs.factoring import factored
from configurator.exchange.dimacs.groups import Clauses, Group, alternatives, cliques
from configurator.exchange.dimacs.read import Clause, Cnf
from configurator.exchange.drafting import Draft, boolean, listed
from configurator.exchange.names import Ids

_LONGEST: Final = 4_000
"""Letters of a condition; one that would be longer stays a list of clauses."""


def catalog_of(cnf: Cnf, title: str, source: str) -> Draft:
    """Return a catalog with exactly as many products as the clauses have solutions."""
    return _Drafting(cnf, Draft(title, source)).draft()


class _Drafting:
    def __init__(self, cnf: Cnf, draft: Draft) -> None:
        self._cnf = cnf
        self._draft = draft
        self._ids: dict[int, str] = {}
        """What a variable that is true or false is called; of a member of a group, its option."""
        self._groups: dict[int, tuple[str, Group]] = {}

    def draft(self) -> Draft:
        clauses = Clauses.of(self._cnf)
        groups = alternatives(clauses)
        self._name(groups)
        self._features()
        self._facts(clauses.facts)
        self._implications(clauses.implies)
        self._at_most(cliques(clauses))
        self._exclusions(clauses.excludes)
        self._rest(clauses.others)
        return self._draft

    # ── features ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _name(self, groups: tuple[Group, ...]) -> None:
        members = {member for group in groups for member in group.members}
        for variable in range(1, self._cnf.variables + 1):
            if variable not in members:
                self._ids[variable] = self._draft.names.name(self._cnf.name(variable))
        for group in groups:
            above = self._cnf.name(group.parent) if group.parent else self._shared_name(group)
            name, options = self._draft.names.name(above, "kind" if group.parent else ""), Ids("o")
            for member in group.members:
                self._groups[member] = name, group
                self._ids[member] = options.item(self._cnf.name(member))

    def _shared_name(self, group: Group) -> str:
        """Return the words with which the names of all members begin, or the first member's name."""
        names = [self._cnf.name(member) for member in group.members]
        first, last = min(names), max(names)
        same = next((at for at, letter in enumerate(first) if at >= len(last) or last[at] != letter), len(first))
        return first[:same].rstrip("_- .") if same > 2 else f"{names[0]} or other"

    def _features(self) -> None:
        drawn: set[str] = set()
        for variable in range(1, self._cnf.variables + 1):
            if variable not in self._groups:
                id = self._ids[variable]
                self._draft.features[id] = boolean(id, self._cnf.name(variable))
                continue
            name, group = self._groups[variable]
            if name not in drawn:
                drawn.add(name)
                self._draft.features[name] = self._enumeration(group)

    def _enumeration(self, group: Group) -> Plain:
        options: dict[str, Plain] = {self._ids[member]: self._cnf.name(member) for member in group.members}
        when = self._bare(group.parent) if group.parent else ""
        return {"options": options, **({"when": when} if when else {})}

    # ── literals ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _bare(self, variable: int) -> str:
        """Return that a variable holds; absent where its group is."""
        if variable not in self._groups:
            return self._ids[variable]
        return f"{self._groups[variable][0]} == '{self._ids[variable]}'"

    def _shown(self, literal: int) -> str:
        """Return a condition that is never absent."""
        held = self._bare(abs(literal))
        if abs(literal) not in self._groups:
            return held if literal > 0 else f"not {held}"
        name, group = self._groups[abs(literal)]
        if not group.parent:
            return held if literal > 0 else f"{name} != '{self._ids[-literal]}'"
        return f"any({held})" if literal > 0 else f"not any({held})"

    def _title(self, literal: int) -> str:
        return self._cnf.name(literal) if literal > 0 else f"not {self._cnf.name(-literal)}"

    # ── constraints ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _facts(self, facts: Iterable[int]) -> None:
        for fact in sorted(facts, key=abs):
            name, ending = self._cnf.name(abs(fact)), ("always" if fact > 0 else "never")
            self._draft.law((name, ending), f"{name} is {ending} there.", require=self._shown(fact))

    def _implications(self, implies: Mapping[int, Mapping[int, None]]) -> None:
        for one, others in sorted(implies.items()):
            if others:
                name = self._cnf.name(one)
                because = f"{name} needs {listed([self._title(other) for other in others])}."
                wanted = [self._shown(other) for other in others]
                self._draft.law((name, "needs"), because, when=self._bare(one), requires=wanted)

    def _at_most(self, found: Iterable[tuple[int, ...]]) -> None:
        for clique in found:
            names = [self._cnf.name(member) for member in clique]
            because = f"At most one of {listed(names)} is there."
            self._draft.law((names[0], "or_other"), because, at_most="1", of=[self._bare(member) for member in clique])

    def _exclusions(self, excludes: Mapping[int, Iterable[int]]) -> None:
        for one, others in sorted(excludes.items()):
            if found := sorted(others):
                name = self._cnf.name(one)
                because = f"{name} rules out {listed([self._cnf.name(other) for other in found])}."
                ruled_out = [self._bare(other) for other in found]
                self._draft.law((name, "excludes"), because, when=self._bare(one), excludes=ruled_out)

    def _rest(self, others: Iterable[Clause]) -> None:
        """Write the other clauses, those with the same condition together."""
        by_condition = sorted(others, key=_condition)
        for condition, group in groupby(by_condition, key=_condition):
            alike = [frozenset(literal for literal in clause if literal > 0) for clause in group]
            if not condition:
                for clause in alike:
                    if clause:
                        self._one_of((), sorted(clause))
                    else:
                        self._draft.never(("contradiction",), "The model contradicts itself: a clause is empty.")
            elif frozenset() in alike:
                self._together([-literal for literal in condition])
            elif len(alike) == 1:
                self._one_of(condition, sorted(alike[0]))
            else:
                self._factored(condition, alike)

    def _one_of(self, condition: Clause, wanted: list[int]) -> None:
        """At least one of several holds, wherever the condition does."""
        names = [self._cnf.name(variable) for variable in wanted]
        needed = listed(names, "or")
        held = [-literal for literal in condition]
        because = f"{self._all(held)} needs {needed}." if held else f"There is always {needed}."
        head = self._cnf.name(held[0]) if held else names[0]
        of = [self._bare(variable) for variable in wanted]
        self._draft.law((head, "needs_one"), because, when=self._when(held), at_least="1", of=of)

    def _together(self, held: list[int]) -> None:
        """Not all of several hold."""
        because = f"{self._all(held)} are never there together."
        when, last = self._when(held[:-1]), self._bare(held[-1])
        self._draft.law((self._cnf.name(held[0]), "never_with"), because, when=when, excludes=[last])

    def _factored(self, condition: Clause, alike: list[frozenset[int]]) -> None:
        held = [-literal for literal in condition]
        parts = factored(alike, self._shown)
        if any(len(part) > _LONGEST for part in parts):
            parts = [" or ".join(self._shown(literal) for literal in sorted(clause)) for clause in alike]
        name = self._cnf.name(held[0])
        because = (
            f"{self._all(held)} needs {listed(sorted({self._cnf.name(v) for each in alike for v in each}), 'or', 6)}"
        )
        self._draft.law(
            (name, "needs_some"), f"{because}, as the condition says.", when=self._when(held), requires=parts
        )

    def _when(self, held: list[int]) -> str:
        return " and ".join(self._bare(variable) for variable in held)

    def _all(self, held: list[int]) -> str:
        return listed([self._cnf.name(variable) for variable in held])


def _condition(clause: Clause) -> Clause:
    """Return the negative literals of a clause: where all their variables hold, one of the others must."""
    return tuple(literal for literal in clause if literal < 0)
