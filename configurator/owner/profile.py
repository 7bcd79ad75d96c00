"""How hard a catalog is to reason about, which constraints make it so, and advice at its location in the file."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from math import gcd, log2

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.catalog.model import Constraint
from configurator.owner.limits import (
    FEW_EXCLUSIONS,
    HEAVIEST_LISTED,
    MANY_AMOUNTS,
    MANY_ROWS,
    MANY_VALUES,
    MOST_FOR_RELIEF,
    MOST_FOR_WIDTH,
    MUCH_RELIEF,
)
from configurator.program.bounds import linears_in, sum_range
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.program.connected_components import ConnectedComponent, components
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Or,
    Program,
    ProgramConstraint,
    Table,
    leaves_in,
    variables_in,
)
from configurator.program.rewriting import conjuncts
from configurator.solving.subprograms import subprograms_of
from configurator.solving.wide_components import is_wide
from configurator.source import Location


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """A finding at a location, and the suggested change."""

    location: Location
    about: str
    finding: str
    do: str

    def __str__(self) -> str:
        return f"{self.location}: {self.about}: {self.finding}; {self.do}"


def advice_on(compiled: CompiledCatalog, relief: Mapping[str, int]) -> Iterator[Advice]:
    """Yield advice; `relief` is how much the width falls without a constraint, by its name in the program."""
    listed = _listed_variables(compiled.program)
    yield from sorted({*_wide_features(compiled, listed), *_laws(compiled, relief, listed), *_exclusions(compiled)})


def _listed_variables(program: Program) -> Set[int]:
    """Return the variables of parts whose values are compiled: the width of numbers costs other parts nothing."""
    return {variable for part in subprograms_of(program) if not is_wide(part.program) for variable in part.indices}


def _wide_features(compiled: CompiledCatalog, listed: Set[int]) -> Iterator[Advice]:
    used = listed & {variable for law in compiled.program.constraints for variable in _in_sums(law.formula)}
    for slot in compiled.encoding.features():
        if len(slot.domain) > MANY_VALUES and slot.variable in used:
            text = f"has {len(slot.domain):,} values and is added up or compared"
            yield Advice(slot.feature.location, ".".join(slot.id_path), text, "narrow its range or enlarge its step")


def _in_sums(formula: Formula) -> Iterator[int]:
    for linear in linears_in(formula):
        yield from (term.variable for term in linear.terms)


def _laws(compiled: CompiledCatalog, relief: Mapping[str, int], listed: Set[int]) -> Iterator[Advice]:
    domains = [variable.domain for variable in compiled.program.variables]
    for law in compiled.program.constraints:
        if not law.named:
            continue
        source = compiled.laws[law.name]
        for linear in linears_in(law.formula):
            low, high = sum_range(linear.terms, domains)
            in_full = not listed.isdisjoint(term.variable for term in linear.terms)
            if in_full and (high - low) // _unit(linear) > MANY_AMOUNTS:
                text = f"adds up to {high - low + 1:,} different amounts"
                yield Advice(
                    source.source.location, source.id, text, "use a coarser unit, larger steps or fewer digits"
                )
        rows = sum(len(table.rows) for table in tables_in(law.formula))
        if rows > MANY_ROWS:
            text = f"lists {rows:,} combinations"
            yield Advice(source.source.location, source.id, text, "cut it into tables of fewer columns, or use `*`")
        if (less := relief.get(law.name, 0)) >= MUCH_RELIEF:
            text = f"ties together what would otherwise fall apart: without it, the width is {less} less"
            do = "split it, or let a feature of its own carry what both sides need of each other"
            yield Advice(source.source.location, source.id, text, do)


def _unit(linear: Linear) -> int:
    """Return the greatest common divisor of all amounts."""
    numbers = [
        number for term in linear.terms for number in (term.coefficient, *(weight for _, weight in term.weights))
    ]
    return gcd(*numbers) or 1


def tables_in(formula: Formula) -> Iterator[Table]:
    """Yield every table inside a formula."""
    return (leaf for leaf in leaves_in(formula) if isinstance(leaf, Table))


# ── exclusions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _exclusions(compiled: CompiledCatalog) -> Iterator[Advice]:
    """Find features that exclude one another pairwise, where one constraint would suffice."""
    pairs: dict[int, dict[int, Constraint]] = {}
    for law in compiled.program.constraints:
        source = compiled.laws[law.name].source if law.named else None
        result = _excluded(compiled, law.formula)
        if result and isinstance(source, Constraint):
            pairs.setdefault(result[0], {})[result[1]] = source
            pairs.setdefault(result[1], {})[result[0]] = source
    seen: set[int] = set()
    for one in sorted(pairs):
        group = _group(pairs, one, seen)
        if len(group) >= FEW_EXCLUSIONS:
            seen.update(group)
            first = pairs[group[0]][group[1]]
            names = [slot.path for each in group if (slot := compiled.encoding.at(each)) is not None]
            found_text = (
                f"one of {len(group) * (len(group) - 1) // 2} constraints that exclude {_listed(names)} in pairs"
            )
            yield Advice(first.location, first.id, found_text, "say it once: `at_most: 1` with all of them under `of`")


def _group(pairs: Mapping[int, Mapping[int, Constraint]], one: int, seen: set[int]) -> list[int]:
    group = [one] if one not in seen else []
    for other in sorted(pairs[one]):
        if group and other not in seen and all(other in pairs[each] for each in group):
            group.append(other)
    return group


def _excluded(compiled: CompiledCatalog, formula: Formula) -> tuple[int, int] | None:
    """Return two features that are yes or no and never both yes by this formula."""
    parts = formula.parts if isinstance(formula, Or) else ()
    if len(parts) != 2:
        return None
    left, right = (_never(compiled, part) for part in parts)
    return None if left is None or right is None else (left, right)


def _never(compiled: CompiledCatalog, formula: Formula) -> int | None:
    """Return the feature that is never yes by a formula."""
    slot = compiled.encoding.at(formula.variable) if isinstance(formula, Literal) else None
    if not isinstance(formula, Literal) or not isinstance(slot, FeatureSlot) or slot.absent is not None:
        return None
    return slot.variable if set(slot.domain) == {0, 1} and 1 not in formula.values else None


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a catalog. `values` are those of all variables, `determined` are intermediate results."""

    features: int
    structures: int
    constraints: int
    variables: int
    determined: int
    values: int
    parts: int
    rows: int


@dataclass(frozen=True, slots=True)
class ProfiledPart:
    """Variables that depend on one another, and on no others; `features` names some.

    `width` is how many variables must be looked at together at most (of an elimination by least fill or the like; None:
    too large to measure), `bits` how much they can hold.
    """

    variables: int
    constraints: int
    width: int | None
    bits: float | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileWeight:
    """A constraint that weighs: how many variables it binds, rows it lists, amounts its sums may come to.

    `relief` is by how much the width of its part would fall without it, None where that was not tried.
    """

    constraint: str
    location: str
    variables: int
    rows: int
    amounts: int
    relief: int | None


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """The compiled form: nodes, bytes, seconds; `left` are parts that another engine must answer."""

    nodes: int
    bytes: int
    seconds: float
    left: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is known about one catalog; the heaviest parts and constraints first."""

    catalog: str
    size: Size
    parts: tuple[ProfiledPart, ...]
    heaviest: tuple[ProfileWeight, ...]
    compiled: CompiledForm | None
    advice: tuple[Advice, ...]


def profile(compiled: CompiledCatalog, budget: Budget = UNLIMITED) -> Profile:
    """Measure a catalog within a budget; what does not fit into it is None."""
    program = compiled.program
    results = sorted(components(program), key=lambda part: -len(part.variables))
    parts = tuple(_part(compiled, part, budget) for part in results[:HEAVIEST_LISTED] if len(part.variables) > 1)
    heaviest = tuple(_heaviest(compiled, results[0] if results else None, parts, budget))
    form = _compiled_form(program, budget)
    advice = tuple(advice_on(compiled, {each.constraint: each.relief or 0 for each in heaviest}))
    return Profile(compiled.catalog.id, _size(compiled, len(results)), parts, heaviest, form, advice)


def _size(compiled: CompiledCatalog, parts: int) -> Size:
    program = compiled.program
    return Size(
        features=sum(1 for _ in compiled.encoding.features()),
        structures=sum(1 for _ in compiled.encoding.counts()),
        constraints=len({law.id for law in compiled.laws.values()}),
        variables=len(program.variables),
        determined=sum(variable.determined for variable in program.variables),
        values=sum(len(variable.domain) for variable in program.variables),
        parts=parts,
        rows=sum(len(table.rows) for each in program.constraints for table in tables_in(each.formula)),
    )


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _part(compiled: CompiledCatalog, part: ConnectedComponent, budget: Budget) -> ProfiledPart:
    measured = None
    if len(part.variables) <= MOST_FOR_WIDTH:
        measured = _width(compiled.program, part, part.constraints, budget)
    names = (compiled.encoding.at(variable) for variable in part.variables)
    features = tuple(slot.path for slot in names if slot is not None)
    width, bits = measured or (None, None)
    return ProfiledPart(len(part.variables), len(part.constraints), width, bits, features[:5])


def _width(
    program: Program, part: ConnectedComponent, constraints: tuple[ProgramConstraint, ...], budget: Budget
) -> tuple[int, float] | None:
    """Return the width of the best elimination that was found, and the bits that its largest bag holds; None if the
    budget ends first."""
    from configurator.solving.diagram.elimination import elimination_trees

    location = {variable: at for at, variable in enumerate(part.variables)}
    scopes = (frozenset(variables_in(each)) for law in constraints for each in conjuncts(law.formula))
    groups = {frozenset(location[variable] for variable in scope) for scope in scopes}
    sizes = [len(program.variables[variable].domain) for variable in part.variables]
    try:
        best = min(elimination_trees(groups, sizes, budget.check), key=lambda tree: tree.width)
    except OutOfBudget:
        return None
    return best.width, round(best.cost, 1)


# ── constraints ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _heaviest(
    compiled: CompiledCatalog, largest: ConnectedComponent | None, parts: tuple[ProfiledPart, ...], budget: Budget
) -> Iterator[ProfileWeight]:
    """Yield the constraints that bind, list or sum the most; for those of the largest component, with their cost."""
    weights = [_weight(compiled, each) for each in compiled.program.constraints if each.named]
    weights.sort(key=lambda weight: -_heaviness(weight))
    for weight in weights[:HEAVIEST_LISTED]:
        relief = None
        if largest and parts and parts[0].width is not None and len(largest.variables) <= MOST_FOR_RELIEF:
            others = tuple(each for each in largest.constraints if each.name != weight.constraint)
            if len(others) < len(largest.constraints):
                measured = _width(compiled.program, largest, others, budget)
                relief = None if measured is None else max(0, parts[0].width - measured[0])
        yield ProfileWeight(weight.constraint, weight.location, weight.variables, weight.rows, weight.amounts, relief)


def _heaviness(weight: ProfileWeight) -> float:
    """Compare constraints of different kinds: variables count singly, rows and amounts by their bits."""
    return weight.variables + 2 * log2(weight.rows + 1) + 2 * log2(weight.amounts + 1)


def _weight(compiled: CompiledCatalog, constraint: ProgramConstraint) -> ProfileWeight:
    domains = [variable.domain for variable in compiled.program.variables]
    amounts = 0
    for linear in linears_in(constraint.formula):
        low, high = sum_range(linear.terms, domains)
        amounts = max(amounts, high - low + 1)
    rows = sum(len(table.rows) for table in tables_in(constraint.formula))
    location = str(compiled.laws[constraint.name].source.location)
    return ProfileWeight(constraint.name, location, len(set(variables_in(constraint.formula))), rows, amounts, None)


# ── the compiled form ────────────────────────────────────────────────────────────────────────────────────────────────


def _compiled_form(program: Program, budget: Budget) -> CompiledForm | None:
    """Compile the program within a budget; None where nothing of it compiles."""
    from configurator.solving.diagram.compile_budget import CompileLimits
    from configurator.solving.diagram.compiling import compiled

    started = budget.now()
    form, left = compiled(program, CompileLimits(budget=budget))
    if left and len(left) == len(components(program)):
        return None
    return CompiledForm(form.diagram.size, form.diagram.bytes(), budget.now() - started, len(left))
