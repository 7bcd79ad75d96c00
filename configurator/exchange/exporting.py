"""Export: a compiled catalog as a UVL model or as clauses, or every reason why it cannot be expressed.

Products of the catalog and configurations of the model correspond one to one. In UVL choices become alternatives,
conditions constraints, and sums use attributes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from configurator.catalog.feature_values import show_value
from configurator.exchange import codes
from configurator.exchange.dimacs.cnf_builder import CnfBuilder, TooManyClauses
from configurator.exchange.limits import EXPORTED_VALUES, WRITTEN_CLAUSES
from configurator.language.checked import Absence
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Truth, Variable
from configurator.program.table_rows import tabulated_product


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a variable, and of each of its values; `truth` marks a boolean, 0 being false.

    An `auxiliary` variable is an intermediate result determined by the others.
    """

    name: str
    values: Mapping[int, str]
    truth: bool
    auxiliary: bool


def labels_of(compiled: CompiledCatalog) -> tuple[tuple[Label, ...], tuple[Problem, ...]]:
    """Return a label for every variable, and problems where one has too many values to be spelled out."""
    labels, problems = [], []
    for position, variable in enumerate(compiled.program.variables):
        if len(variable.domain) > EXPORTED_VALUES:
            problems.append(_too_many(compiled, position, variable))
        else:
            labels.append(_label(compiled, position, variable))
    return tuple(labels), tuple(problems)


def _label(compiled: CompiledCatalog, position: int, variable: Variable) -> Label:
    slot = compiled.encoding.at(position)
    values = {}
    for held in variable.domain:
        value = held if slot is None else slot.value(held)
        values[held] = "absent" if isinstance(value, Absence) else show_value(value)
    truth = set(variable.domain) == {0, 1} and all(text in ("true", "false") for text in values.values())
    return Label(variable.name, values, truth, variable.determined or slot is None)


def _too_many(compiled: CompiledCatalog, position: int, variable: Variable) -> Problem:
    slot = compiled.encoding.at(position)
    location, where = compiled.catalog.location, variable.name
    if slot is not None:
        location = slot.feature.location if isinstance(slot, FeatureSlot) else slot.structure.location
    message = f"there are {len(variable.domain):,} values to be spelled out"
    hint = "use a narrower range or a larger step in a copy of the catalog"
    return Problem(codes.CANNOT_SAY, location, where, message, f"at most {EXPORTED_VALUES:,}", hint)


def write_dimacs(compiled: CompiledCatalog) -> tuple[str | None, tuple[Problem, ...]]:
    """Return clauses with as many solutions as the catalog has products, or problems where they would be too many.

    `paint=red` is a variable per value of a choice; a boolean is one variable. Unnamed variables are auxiliary and
    determined by the others.
    """
    labels, problems = labels_of(compiled)
    if problems:
        return None, problems
    clauses = CnfBuilder()
    for label in labels:
        if label.truth:
            clauses.truth(label.name)
        else:
            clauses.choice({value: f"{label.name}={text}" for value, text in label.values.items()})
    try:
        for constraint in compiled.program.constraints:
            clauses.require(constraint.formula)
    except TooManyClauses:
        message = f"there would be more than {WRITTEN_CLAUSES:,} clauses"
        hint = "sums over many amounts need the most; export the catalog as UVL"
        return None, (Problem(codes.CANNOT_SAY, compiled.catalog.location, "", message, hint=hint),)
    return _text(compiled, clauses), ()


def _text(compiled: CompiledCatalog, clauses: CnfBuilder) -> str:
    lines = [f"c Exported from the catalog {compiled.catalog.id}. Variables without a name follow from the others."]
    lines += [f"c {number} {name}" for number, name in enumerate(clauses.names, start=1) if name]
    lines.append(f"p cnf {len(clauses.names)} {len(clauses.clauses)}")
    lines += [" ".join(map(str, (*clause, 0))) for clause in clauses.clauses]
    return "\n".join(lines) + "\n"


def write_uvl(compiled: CompiledCatalog) -> tuple[str | None, tuple[Problem, ...]]:
    """Return a model, or problems if a number has too many values to list.

    UVL has no finite numbers and no absence: a number becomes alternatives, and `absent` one of them. Intermediate
    results are marked.
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
        """The contributions to each sum, by feature name."""
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
        text, number = plain, 2
        while text in self._taken:
            text, number = f"{plain} ({number})", number + 1
        self._taken.add(text)
        return f'"{text}"'

    # ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _laws(self, formula: Formula) -> Iterator[str]:
        """Yield the constraints line by line: the parts of a conjunction, each forbidden row."""
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
                text = self._joined("|", [self._row(variables, row) for row in rows])
                return text if allowed else f"!({text})"
            case Linear():
                return self._sum(formula)
            case Product():
                domains = [variable.domain for variable in self._compiled.program.variables]
                return self._formula(tabulated_product(formula, domains))
            case other:
                assert_never(other)

    def _row(self, variables: tuple[int, ...], row: tuple[IntSet, ...]) -> str:
        """Express a row by the values of its cells; a wildcard cell is omitted."""
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
        """Express membership in a set of values, by the members or by the others."""
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
        """Express a sum by its own attribute, set on every contributing value."""
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


Writer = Callable[[CompiledCatalog], tuple[str | None, tuple[Problem, ...]]]

WRITERS: Final[Mapping[str, Writer]] = {"uvl": write_uvl, "dimacs": write_dimacs}
"""By format name. The output has as many solutions as the catalog has products."""
