"""Finds the groups among clauses of which exactly one holds, or at most one: what people draw as alternatives."""

from dataclasses import dataclass, field
from itertools import combinations

from configurator.exchange.dimacs.read import Clause, Cnf


@dataclass(frozen=True, slots=True)
class Group:
    """Exactly one of the members holds wherever `parent` does (0: everywhere), and none of them elsewhere."""

    parent: int
    members: tuple[int, ...]


@dataclass
class Clauses:
    """Clauses by their form. Those that a group says are taken out, so that they are not said twice."""

    facts: set[int] = field(default_factory=set)
    implies: dict[int, dict[int, None]] = field(default_factory=dict)
    """From what holds to what must hold then, in the order of the file."""
    excludes: dict[int, set[int]] = field(default_factory=dict)
    """Both ways, until `cliques` has taken out the groups; then from the lower to the higher variable."""
    others: dict[Clause, None] = field(default_factory=dict)
    """Everything else, each clause with its literals in ascending order."""

    @staticmethod
    def of(cnf: Cnf) -> "Clauses":
        found = Clauses()
        for clause in cnf.clauses:
            found._take(clause)
        return found

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
        """Tell whether two never hold together, at least where the parent holds."""
        return other in self.excludes.get(one, ()) or tuple(sorted((-parent, -one, -other))) in self.others


def alternatives(clauses: Clauses) -> tuple[Group, ...]:
    """Take out the groups that become enumerations: every member is in one group, and no group depends on itself."""
    found: dict[int, Group] = {}
    for clause in list(clauses.others):
        if any(literal in found for literal in clause if literal > 0):
            continue
        group = _group(clauses, clause)
        if group and not _depends(group, found):
            found.update(dict.fromkeys(group.members, group))
            _take_out(clauses, clause, group)
    return tuple(dict.fromkeys(found.values()))


def _group(clauses: Clauses, clause: Clause) -> Group | None:
    members = tuple(literal for literal in clause if literal > 0)
    outside = [-literal for literal in clause if literal < 0]
    if len(members) < 2 or len(outside) > 1:
        return None
    parent = outside[0] if outside else 0
    if parent and not all(parent in clauses.implies.get(member, ()) for member in members):
        return None
    if not all(clauses.exclude(one, other, parent) for one, other in combinations(members, 2)):
        return None
    return Group(0 if parent in clauses.facts else parent, members)


def _depends(group: Group, found: dict[int, Group]) -> bool:
    """Tell whether the parent of a group is there by grace of one of the group's own members."""
    parent = group.parent
    while parent:
        if parent in group.members:
            return True
        parent = found[parent].parent if parent in found else 0
    return False


def _take_out(clauses: Clauses, clause: Clause, group: Group) -> None:
    parent = next((-literal for literal in clause if literal < 0), 0)
    del clauses.others[clause]
    for one, other in combinations(group.members, 2):
        clauses.excludes.get(one, set()).discard(other)
        clauses.excludes.get(other, set()).discard(one)
        clauses.others.pop(tuple(sorted((-parent, -one, -other))), None)
    for member in group.members:
        clauses.implies.get(member, {}).pop(parent, None)


def cliques(clauses: Clauses) -> list[tuple[int, ...]]:
    """Take out every group of three or more of which at most one may hold; pairs that are left stay exclusions.

    Greedy: a group grows along the neighbours of its first pair, in ascending order.
    """
    left = {one: set(others) for one, others in clauses.excludes.items()}
    pairs: dict[int, set[int]] = {}
    found = []
    for one in sorted(left):
        while left[one]:
            clique = _grown(clauses.excludes, one, min(left[one]))
            for first, second in combinations(clique, 2):
                left[first].discard(second)
                left[second].discard(first)
            if len(clique) > 2:
                found.append(clique)
            else:
                pairs.setdefault(clique[0], set()).add(clique[1])
    clauses.excludes = pairs
    return found


def _grown(excludes: dict[int, set[int]], one: int, other: int) -> tuple[int, ...]:
    clique, candidates = [one, other], excludes[one] & excludes[other]
    while candidates:
        nearest = min(candidates)
        clique.append(nearest)
        candidates &= excludes[nearest]
    return tuple(sorted(clique))
