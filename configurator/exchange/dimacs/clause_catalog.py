"""Clauses → a catalog: groups of which exactly one holds become features with options, the rest requirements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby

from configurator.catalog.plain_yaml import Plain
from configurator.exchange.catalog_draft import CatalogDraft, Ids, boolean, listed
from configurator.exchange.dimacs.factoring import factored
from configurator.exchange.dimacs.read_dimacs import Clause, Cnf
from configurator.exchange.limits import LONGEST_CONDITION


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """Exactly one of the members holds wherever `parent` does (0: everywhere), and none of them elsewhere."""

    parent: int
    members: tuple[int, ...]


@dataclass
class ClauseSet:
    """Clauses by form. Those implied by a group are removed, so that they are not repeated."""

    facts: set[int] = field(default_factory=set)
    implies: dict[int, dict[int, None]] = field(default_factory=dict)
    """Implications by premise, in file order."""
    excludes: dict[int, set[int]] = field(default_factory=dict)
    """Both ways, until `cliques` has taken out the groups; then from the lower to the higher variable."""
    others: dict[Clause, None] = field(default_factory=dict)
    """Everything else, each clause with its literals in ascending order."""

    @staticmethod
    def of(cnf: Cnf) -> "ClauseSet":
        clause_set = ClauseSet()
        for clause in cnf.clauses:
            clause_set._take(clause)
        return clause_set

    def _take(self, clause: Clause) -> None:
        if len(clause) == 1:
            self.facts.add(clause[0])
        elif len(clause) == 2 and min(clause) < 0 < max(clause):
            self.implies.setdefault(-min(clause), {})[max(clause)] = None
        elif len(clause) == 2 and max(clause) < 0:
            self.excludes.setdefault(-clause[0], set()).add(-clause[1])
            self.excludes.setdefault(-clause[1], set()).add(-clause[0])
        else:
            self.others[tuple(sorted(clause))] = None

    def exclude(self, one: int, other: int, parent: int) -> bool:
        """Return whether two are mutually exclusive, at least under the parent."""
        return other in self.excludes.get(one, ()) or tuple(sorted((-parent, -one, -other))) in self.others


def alternatives(clauses: ClauseSet) -> tuple[ClauseGroup, ...]:
    """Take out the groups that become enumerations: every member is in one group, and no group depends on itself."""
    clause_groups: dict[int, ClauseGroup] = {}
    for clause in list(clauses.others):
        if any(literal in clause_groups for literal in clause if literal > 0):
            continue
        group = _group(clauses, clause)
        if group and not _depends(group, clause_groups):
            clause_groups.update(dict.fromkeys(group.members, group))
            _take_out(clauses, clause, group)
    return tuple(dict.fromkeys(clause_groups.values()))


def _group(clauses: ClauseSet, clause: Clause) -> ClauseGroup | None:
    members = tuple(literal for literal in clause if literal > 0)
    outside = [-literal for literal in clause if literal < 0]
    if len(members) < 2 or len(outside) > 1:
        return None
    parent = outside[0] if outside else 0
    if parent and not all(parent in clauses.implies.get(member, ()) for member in members):
        return None
    if not all(clauses.exclude(one, other, parent) for one, other in combinations(members, 2)):
        return None
    return ClauseGroup(0 if parent in clauses.facts else parent, members)


def _depends(group: ClauseGroup, clause_groups: dict[int, ClauseGroup]) -> bool:
    """Return whether the parent of a group is present only because of one of its members."""
    parent = group.parent
    while parent:
        if parent in group.members:
            return True
        parent = clause_groups[parent].parent if parent in clause_groups else 0
    return False


def _take_out(clauses: ClauseSet, clause: Clause, group: ClauseGroup) -> None:
    parent = next((-literal for literal in clause if literal < 0), 0)
    del clauses.others[clause]
    for one, other in combinations(group.members, 2):
        clauses.excludes.get(one, set()).discard(other)
        clauses.excludes.get(other, set()).discard(one)
        clauses.others.pop(tuple(sorted((-parent, -one, -other))), None)
    for member in group.members:
        clauses.implies.get(member, {}).pop(parent, None)


def cliques(clauses: ClauseSet) -> list[tuple[int, ...]]:
    """Take out every group of three or more of which at most one may hold; pairs that are left stay exclusions.

    Greedy: a group grows along the neighbours of its first pair, in ascending order.
    """
    left = {one: set(others) for one, others in clauses.excludes.items()}
    pairs: dict[int, set[int]] = {}
    results = []
    for one in sorted(left):
        while left[one]:
            clique = _grown(clauses.excludes, one, min(left[one]))
            for first, second in combinations(clique, 2):
                left[first].discard(second)
                left[second].discard(first)
            if len(clique) > 2:
                results.append(clique)
            else:
                pairs.setdefault(clique[0], set()).add(clique[1])
    clauses.excludes = pairs
    return results


def _grown(excludes: dict[int, set[int]], one: int, other: int) -> tuple[int, ...]:
    clique, candidates = [one, other], excludes[one] & excludes[other]
    while candidates:
        nearest = min(candidates)
        clique.append(nearest)
        candidates &= excludes[nearest]
    return tuple(sorted(clique))


def catalog_of(cnf: Cnf, title: str, source: str) -> CatalogDraft:
    """Return a catalog with exactly as many products as the clauses have solutions."""
    return _ClauseCatalog(cnf, CatalogDraft(title, source)).draft()


class _ClauseCatalog:
    def __init__(self, cnf: Cnf, draft: CatalogDraft) -> None:
        self._cnf = cnf
        self._draft = draft
        self._ids: dict[int, str] = {}
        """The expression of a boolean variable; for a member of a group, its option."""
        self._groups: dict[int, tuple[str, ClauseGroup]] = {}

    def draft(self) -> CatalogDraft:
        clauses = ClauseSet.of(self._cnf)
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

    def _name(self, groups: tuple[ClauseGroup, ...]) -> None:
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

    def _shared_name(self, group: ClauseGroup) -> str:
        """Return the common prefix words of the members' names, or the first member's name."""
        names = [self._cnf.name(member) for member in group.members]
        first, last = min(names), max(names)
        same = next((at for at, letter in enumerate(first) if at >= len(last) or last[at] != letter), len(first))
        return first[:same].rstrip("_- .") if same > 2 else f"{names[0]} or other"

    def _features(self) -> None:
        expression: set[str] = set()
        for variable in range(1, self._cnf.variables + 1):
            if variable not in self._groups:
                id = self._ids[variable]
                self._draft.features[id] = boolean(id, self._cnf.name(variable))
                continue
            name, group = self._groups[variable]
            if name not in expression:
                expression.add(name)
                self._draft.features[name] = self._enumeration(group)

    def _enumeration(self, group: ClauseGroup) -> Plain:
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

    def _at_most(self, results: Iterable[tuple[int, ...]]) -> None:
        for clique in results:
            names = [self._cnf.name(member) for member in clique]
            because = f"At most one of {listed(names)} is there."
            self._draft.law((names[0], "or_other"), because, at_most="1", of=[self._bare(member) for member in clique])

    def _exclusions(self, excludes: Mapping[int, Iterable[int]]) -> None:
        for one, others in sorted(excludes.items()):
            if results := sorted(others):
                name = self._cnf.name(one)
                because = f"{name} rules out {listed([self._cnf.name(other) for other in results])}."
                ruled_out = [self._bare(other) for other in results]
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
        if any(len(part) > LONGEST_CONDITION for part in parts):
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
