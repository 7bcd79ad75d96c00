"""Small random catalogs as the text an owner would write, so that the whole way from there is tested."""

from dataclasses import dataclass

from hypothesis import strategies as st

HEAD = """
components:
  chips:
    attributes:
      watts: number
      socket: text
      boost: boolean
      cores: {type: number, required: false}
    items:
      slow: {watts: 2, socket: u, boost: false, cores: 1}
      fast: {watts: 5, socket: v, boost: true}
      twin: {watts: 2.5, socket: v, boost: true, cores: 2}
features:
"""

FLAT = {
    "chip": "{options: chips, default: fast}",
    "spare_chip": "{options: {group: chips, except: [slow]}, when: fan}",
    "fan": "{type: boolean, default: true}",
    "seats": "{type: integer, range: 1..3}",
    "length": "{type: number, range: 0.5..2, step: 0.75}",
    "ports": "{type: integer, range: 0..4, step: 2, when: seats >= 2}",
}

CELLS = """
structures:
  cells:
    cardinality: {cardinality}
    {when}
    features:
      cpu: {{options: {{group: chips, except: [fast]}}, default: twin}}
      load: {{type: integer, range: 0..1}}
      hot: {{type: boolean, when: load > 0}}
    structures:
      disk:
        cardinality: 0..1
        features:
          size: {{type: integer, range: 1..2}}
"""


@dataclass(frozen=True)
class Vocabulary:
    """What expressions may speak of at one place."""

    numbers: tuple[str, ...]
    truths: tuple[str, ...]
    chips: tuple[str, ...]
    has_cells: bool


FLAT_WORDS = Vocabulary(
    ("seats", "length", "ports", "chip.watts", "chip.cores", "spare_chip.watts"),
    ("fan", "chip.boost", "present(ports)", "present(spare_chip.cores)", "spare_chip.boost"),
    ("chip", "spare_chip"),
    False,
)
CELL_WORDS = Vocabulary(
    ("seats", "count(cells)"),
    ("fan", "present(cells)"),
    ("chip",),
    True,
)


def inside(variable: str) -> Vocabulary:
    """Return what may be said of one cell, named by a variable; in the body of the structure by nothing."""
    of = f"{variable}." if variable else ""
    return Vocabulary(
        (f"{of}load", f"{of}cpu.watts", f"{of}cpu.cores", f"{of}disk.size", "seats", f"{of}load"),
        (f"{of}hot", f"{of}cpu.boost", f"present({of}disk)", "fan", f"present({of}hot)"),
        (f"{of}cpu", "chip"),
        not variable,
    )


@st.composite
def numbers(draw: st.DrawFn, words: Vocabulary, depth: int) -> str:
    """A number of any kind, exact in its division."""
    if depth == 0:
        return draw(st.sampled_from((*words.numbers, "1", "2", "0.5")))
    kinds = ["atom", "add", "times", "choice", "fold", "parts"] + ["cells"] * (2 * words.has_cells)
    one, other = (draw(numbers(words, depth - 1)) for _ in range(2))
    match draw(st.sampled_from(kinds)):
        case "add":
            return f"({one} {draw(st.sampled_from('+-'))} {other})"
        case "times":
            return f"({one} * {other})"
        case "choice":
            return f"({one} if {draw(truths(words, depth - 1))} else {other})"
        case "fold":
            function = draw(st.sampled_from(("min", "max", "sum")))
            return f"{function}({one}, {other})"
        case "parts":
            operator = draw(st.sampled_from(("/ 2", "// 2", "% 2", "// 1.5", "/ seats", "% seats")))
            return f"({one} {operator})"
        case "cells":
            return draw(aggregates(("sum", "min", "max", "count"), depth))
        case _:
            return one


@st.composite
def aggregates(draw: st.DrawFn, functions: tuple[str, ...], depth: int) -> str:
    """An aggregate over the cells, perhaps over pairs of them, perhaps with a condition."""
    function = draw(st.sampled_from(functions))
    words = inside("c")
    of_truths = function in ("count", "all", "any")
    body = draw(truths(words, depth - 1) if of_truths else numbers(words, depth - 1))
    condition = f" if {draw(truths(words, 0))}" if draw(st.booleans()) else ""
    if draw(st.integers(0, 4)) == 0:
        second = draw(st.sampled_from(("d.load > c.load", "d.cpu == c.cpu", "d.hot")))
        return f"{function}({body} for c in cells for d in cells if {second})"
    return f"{function}({body} for c in cells{condition})"


@st.composite
def truths(draw: st.DrawFn, words: Vocabulary, depth: int) -> str:
    """A truth of any kind."""
    if depth == 0:
        chip = draw(st.sampled_from(words.chips))
        number = draw(st.sampled_from(words.numbers))
        return draw(
            st.sampled_from(
                (
                    *words.truths,
                    f"{chip} == 'twin'",
                    f"{chip}.socket != 'u'",
                    f"{words.chips[0]} == {words.chips[-1]}" if len(words.chips) > 1 else f"{chip}.boost",
                    f"{words.chips[0]}.socket == {words.chips[-1]}.socket",
                    f"{number} in (1, 2)",
                    f"{number} > 1",
                )
            )
        )
    kinds = ["atom", "compare", "compare", "chain", "not", "join", "choice"] + ["cells"] * words.has_cells
    match draw(st.sampled_from(kinds)):
        case "compare":
            operator = draw(st.sampled_from(("==", "!=", "<", "<=", ">", ">=")))
            return f"({draw(numbers(words, depth))} {operator} {draw(numbers(words, depth - 1))})"
        case "chain":
            return f"(1 <= {draw(numbers(words, depth))} < {draw(numbers(words, depth - 1))})"
        case "not":
            return f"(not {draw(truths(words, depth - 1))})"
        case "join":
            word = draw(st.sampled_from(("and", "or")))
            return f"({draw(truths(words, depth - 1))} {word} {draw(truths(words, depth - 1))})"
        case "choice":
            yes, when, no = (draw(truths(words, depth - 1)) for _ in range(3))
            return f"({yes} if {when} else {no})"
        case "cells":
            return draw(aggregates(("all", "any"), depth))
        case _:
            return draw(truths(words, 0))


@st.composite
def constraints(draw: st.DrawFn, words: Vocabulary) -> str:
    """The body of a constraint of any kind, in flow style."""
    when = f"when: {quoted(draw(truths(words, 1)))}, " if draw(st.booleans()) else ""
    match draw(st.sampled_from(("require", "require", "require", "count", "combinations"))):
        case "count":
            items = ", ".join(quoted(draw(truths(words, 1))) for _ in range(3))
            bound = draw(st.sampled_from(("exactly: 1", "at_least: 2", "at_most: 1", "at_most: 0")))
            return f"{{{when}{bound}, of: [{items}], because: so}}"
        case "combinations":
            chip, number = draw(st.sampled_from(words.chips)), draw(st.sampled_from(words.numbers[:1]))
            kind = draw(st.sampled_from(("allowed", "forbidden")))
            columns = f"[{chip}, {number}, {chip}.socket]"
            rows = draw(st.sampled_from(("[[twin, 1, v], ['*', '*', v]]", "[[twin, '*', v], ['*', 1, '*']]")))
            if "." in number or "(" in number:
                columns, rows = f"[{chip}, {chip}.socket]", "[[twin, v]]"
            return f"{{{when}{kind}: {{columns: {columns}, rows: {rows}}}, because: so}}"
        case _:
            return f"{{{when}require: {quoted(draw(truths(words, 2)))}, because: so}}"


def quoted(expression: str) -> str:
    return f'"{expression}"'


@st.composite
def flat_catalogs(draw: st.DrawFn) -> str:
    """A catalog of features only."""
    return HEAD + _features(FLAT) + draw(_laws(FLAT_WORDS))


@st.composite
def catalogs_with_cells(draw: st.DrawFn) -> str:
    """A catalog with a structure of instances, a part inside them, and laws in the body of the structure."""
    cardinality = draw(st.sampled_from(("0..2", "1..2", "2")))
    when = draw(st.sampled_from(("", "when: fan", "when: seats > 1")))
    text = CELLS.format(cardinality=cardinality, when=when) + "    constraints:\n"
    text += "".join(f"      own{number}: {draw(constraints(inside('')))}\n" for number in range(2))
    return HEAD + _features({name: FLAT[name] for name in ("chip", "fan", "seats")}) + text + draw(_laws(CELL_WORDS))


def _features(bodies: dict[str, str]) -> str:
    return "".join(f"  {name}: {body}\n" for name, body in bodies.items())


@st.composite
def _laws(draw: st.DrawFn, words: Vocabulary) -> str:
    laws = "".join(f"  law{number}: {draw(constraints(words))}\n" for number in range(2))
    supply, demand = (quoted(draw(numbers(words, 2))) for _ in range(2))
    more = quoted(draw(numbers(words, 1)))
    return (
        f"constraints:\n{laws}"
        f"resources:\n  power: {{title: P, supply: {{a: {supply}, b: {more}}}, demand: {{c: {demand}}}, because: so}}\n"
        f"preferences:\n  wish: {{prefer: {quoted(draw(truths(words, 1)))}, weight: 3, because: so}}\n"
    )
