"""A compiled catalog as clauses in DIMACS, with the names of its variables in comments."""

from configurator.exchange import codes
from configurator.exchange.dimacs.clauses import MOST_CLAUSES, Clauses, TooManyClauses
from configurator.exchange.labels import labels_of
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog


def write_dimacs(compiled: CompiledCatalog) -> tuple[str | None, tuple[Problem, ...]]:
    """Return clauses with as many solutions as the catalog has products, or problems where they would be too many.

    `paint=red` is a variable for each value of a choice; what is yes or no is one variable. Variables without a name
    are intermediate truths, which follow from the others.
    """
    labels, problems = labels_of(compiled)
    if problems:
        return None, problems
    clauses = Clauses()
    for label in labels:
        if label.truth:
            clauses.truth(label.name)
        else:
            clauses.choice({value: f"{label.name}={text}" for value, text in label.values.items()})
    try:
        for constraint in compiled.program.constraints:
            clauses.require(constraint.formula)
    except TooManyClauses:
        message = f"there would be more than {MOST_CLAUSES:,} clauses"
        hint = "sums over many amounts need the most; export the catalog as UVL"
        return None, (Problem(codes.CANNOT_SAY, compiled.catalog.location, "", message, hint=hint),)
    return _text(compiled, clauses), ()


def _text(compiled: CompiledCatalog, clauses: Clauses) -> str:
    lines = [f"c Exported from the catalog {compiled.catalog.id}. Variables without a name follow from the others."]
    lines += [f"c {number} {name}" for number, name in enumerate(clauses.names, start=1) if name]
    lines.append(f"p cnf {len(clauses.names)} {len(clauses.clauses)}")
    lines += [" ".join(map(str, (*clause, 0))) for clause in clauses.clauses]
    return "\n".join(lines) + "\n"
