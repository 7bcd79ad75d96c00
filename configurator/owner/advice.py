"""Advice for owners on making a catalog faster to reason about, with source locations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import gcd

from configurator.catalog.model import Constraint
from configurator.owner.limits import FEW_EXCLUSIONS, MANY_AMOUNTS, MANY_ROWS, MANY_VALUES, MUCH_RELIEF
from configurator.program.bounds import linears_in, sum_range
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.program.nodes import Formula, Linear, Literal, Or, Table, leaves_in
from configurator.source import Location


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """A finding at a location, and the suggested change."""

    location: Location
    about: str
    found: str
    do: str

    def __str__(self) -> str:
        return f"{self.location}: {self.about}: {self.found}; {self.do}"


def advice_on(compiled: CompiledCatalog, relief: Mapping[str, int]) -> Iterator[Advice]:
    """Yield advice; `relief` is how much the width falls without a constraint, by its name in the program."""
    yield from sorted({*_wide_features(compiled), *_laws(compiled, relief), *_exclusions(compiled)})


def _wide_features(compiled: CompiledCatalog) -> Iterator[Advice]:
    used = {variable for law in compiled.program.constraints for variable in _in_sums(law.formula)}
    for slot in compiled.encoding.features():
        if len(slot.domain) > MANY_VALUES and slot.variable in used:
            text = f"has {len(slot.domain):,} values and is added up or compared"
            yield Advice(slot.feature.location, ".".join(slot.id_path), text, "narrow its range or enlarge its step")


def _in_sums(formula: Formula) -> Iterator[int]:
    for linear in linears_in(formula):
        yield from (term.variable for term in linear.terms)


def _laws(compiled: CompiledCatalog, relief: Mapping[str, int]) -> Iterator[Advice]:
    domains = [variable.domain for variable in compiled.program.variables]
    for law in compiled.program.constraints:
        if not law.named:
            continue
        source = compiled.laws[law.name]
        for linear in linears_in(law.formula):
            low, high = sum_range(linear.terms, domains)
            if (high - low) // _unit(linear) > MANY_AMOUNTS:
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
