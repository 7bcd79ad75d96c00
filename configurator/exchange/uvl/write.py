"""A compiled catalog as a UVL model: choices as alternatives, conditions as constraints, sums over attributes.

Every product of the catalog is one configuration of the model, and the other way round.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from configurator.exchange.labels import Label, labels_of
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Truth


def write_uvl(compiled: CompiledCatalog) -> tuple[str | None, tuple[Problem, ...]]:
    """Return a model, or problems where a number has too many values to be spelled out.

    UVL has no finite numbers and no absence: a number becomes alternatives, and `absent` one of them. What names an
    intermediate result is marked so.
    """
    labels, problems = labels_of(compiled)
    return (None, problems) if problems else (_Writer(compiled, labels).text(), ())


class _Writer:
    def __init__(self, compiled: CompiledCatalog, labels: tuple[Label, ...]) -> None:
        self._compiled = compiled
        self._labels = labels
        self._taken: set[str] = set()
        self._root = self._unique(compiled.catalog.id)
        self._names = [self._unique(label.name) for label in labels]
        self._values: list[Mapping[int, str]] = [
            {} if label.truth else {value: self._unique(f"{label.name}={text}") for value, text in label.values.items()}
            for label in labels
        ]
        self._attributes: dict[str, dict[str, int]] = {}
        """By the name of a feature: what it adds to each sum."""
        self._sums = 0

    def text(self) -> str:
        constraints = [(each.name, list(self._laws(each.formula))) for each in self._compiled.program.constraints]
        lines = ["include", "    Boolean.*", "    Arithmetic.*", "features", f"    {self._root} {{abstract}}"]
        truths = [at for at, label in enumerate(self._labels) if label.truth]
        choices = [at for at, label in enumerate(self._labels) if not label.truth]
        if choices:
            lines.append("        mandatory")
            for at in choices:
                lines += self._choice(at)
        if truths:
            lines.append("        optional")
            lines += [f"            {self._feature(self._names[at])}" for at in truths]
        lines.append("constraints")
        for name, texts in constraints:
            lines += [f"    // {name}", *(f"    {text}" for text in texts)]
        return "\n".join(lines) + "\n"

    def _choice(self, at: int) -> list[str]:
        note = "  // an intermediate result" if self._labels[at].auxiliary else ""
        head = [f"            {self._names[at]} {{abstract}}{note}", "                alternative"]
        return [*head, *(f"                    {self._feature(name)}" for name in self._values[at].values())]

    def _feature(self, name: str) -> str:
        given = self._attributes.get(name)
        if not given:
            return name
        return f"{name} {{{', '.join(f'{attribute} {value}' for attribute, value in given.items())}}}"

    def _unique(self, name: str) -> str:
        """Return a name in quotation marks; UVL keeps dots and quotation marks for itself."""
        plain = name.replace(".", "/").replace('"', "'")
        found, number = plain, 2
        while found in self._taken:
            found, number = f"{plain} ({number})", number + 1
        self._taken.add(found)
        return f'"{found}"'

    # ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _laws(self, formula: Formula) -> Iterator[str]:
        """Yield what must hold line by line: the parts of a conjunction, each forbidden row."""
        match formula:
            case And(parts):
                for part in parts:
                    yield from self._laws(part)
            case Table(variables, rows, False):
                yield from (f"!{self._row(variables, row)}" for row in rows)
            case _:
                yield self._formula(formula)

    def _formula(self, formula: Formula) -> str:
        match formula:
            case Truth(value):
                return self._root if value else f"!{self._root}"
            case Literal(variable, values):
                return self._among(variable, values)
            case Not(of):
                return f"!({self._formula(of)})"
            case And(parts):
                return self._joined("&", [self._formula(part) for part in parts])
            case Or(parts):
                return self._joined("|", [self._formula(part) for part in parts])
            case Same(left, right):
                return f"(({self._formula(left)}) <=> ({self._formula(right)}))"
            case Table(variables, rows, allowed):
                found = self._joined("|", [self._row(variables, row) for row in rows])
                return found if allowed else f"!({found})"
            case Linear():
                return self._sum(formula)
            case other:
                assert_never(other)

    def _row(self, variables: tuple[int, ...], row: tuple[IntSet, ...]) -> str:
        """Say a row by the values of its cells; a cell that fits every value says nothing."""
        cells = zip(variables, row, strict=True)
        parts = [self._cell(variable, cell) for variable, cell in cells]
        return self._joined("&", [part for part in parts if part != self._root])

    def _cell(self, variable: int, values: IntSet) -> str:
        label = self._labels[variable]
        inside = [value for value in label.values if value in values]
        if label.truth or len(inside) in (0, len(label.values)):
            return self._among(variable, values)
        return self._joined("|", [self._values[variable][value] for value in inside])

    def _among(self, variable: int, values: IntSet) -> str:
        """Say that a variable has one of the values, by those that it has or by those that it has not."""
        label = self._labels[variable]
        inside = [value for value in label.values if value in values]
        outside = [value for value in label.values if value not in values]
        if not inside or not outside:
            return self._root if inside else f"!{self._root}"
        if label.truth:
            return self._names[variable] if inside == [1] else f"!{self._names[variable]}"
        names = self._values[variable]
        if len(outside) < len(inside):
            return self._joined("&", [f"!{names[value]}" for value in outside])
        return self._joined("|", [names[value] for value in inside])

    def _joined(self, sign: str, parts: list[str]) -> str:
        if not parts:
            return self._root if sign == "&" else f"!{self._root}"
        return parts[0] if len(parts) == 1 else f"({f' {sign} '.join(parts)})"

    def _sum(self, linear: Linear) -> str:
        """Say a sum by an attribute of its own, which every value that adds to it carries."""
        self._sums += 1
        attribute, fixed = f"sum{self._sums}", 0
        for term in linear.terms:
            label = self._labels[term.variable]
            if label.truth:
                fixed += term.weigh(0)
                self._carry(self._names[term.variable], attribute, term.weigh(1) - term.weigh(0))
            else:
                for value, name in self._values[term.variable].items():
                    self._carry(name, attribute, term.weigh(value))
        bounds = []
        if linear.low is not None:
            bounds.append(f"sum({attribute}) >= {linear.low - fixed}")
        if linear.high is not None:
            bounds.append(f"sum({attribute}) <= {linear.high - fixed}")
        return self._joined("&", bounds)

    def _carry(self, name: str, attribute: str, value: int) -> None:
        given = self._attributes.setdefault(name, {})
        given[attribute] = given.get(attribute, 0) + value
