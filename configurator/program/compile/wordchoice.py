"""`if … else` between options or texts: a variable of its own that holds the word."""

from itertools import product

from configurator.program.compile.definitions import COMBINATIONS, Definitions, too_many_combinations
from configurator.program.compile.values import Words
from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Truth, variables_in


def word_choice(condition: Formula, then: Words, otherwise: Words, making: Definitions) -> Words:
    """Return `then` where the condition holds, else `otherwise`."""
    if isinstance(condition, Truth):
        return then if condition.value else otherwise
    chosen = [words.variable for words in (then, otherwise) if words.variable is not None]
    variables = tuple(sorted({*variables_in(condition), *chosen}))
    size = making.size(variables)
    if size > COMBINATIONS:
        raise too_many_combinations(size)
    making.look_at(size)
    rows = []
    for held in product(*(making.logic.domains[variable] for variable in variables)):
        values = dict(zip(variables, held, strict=True))
        rows.append((held, _word(then if holds(condition, values) else otherwise, values)))
    if len(variables) == 1:
        return Words(variables[0], {held[0]: word for held, word in rows})
    return _named(variables, rows, making)


def _word(words: Words, values: dict[int, int]) -> str:
    return words.constant if words.variable is None else words.by_value.get(values[words.variable], "")


def _named(variables: tuple[int, ...], rows: list[tuple[tuple[int, ...], str]], making: Definitions) -> Words:
    words = list(dict.fromkeys(word for _, word in rows))
    cells = [tuple(IntSet.of((each,)) for each in (*held, words.index(word))) for held, word in rows]
    variable = making.defined(
        (variables, tuple(word for _, word in rows)),
        IntSet.between(0, len(words) - 1),
        lambda made: making.logic.table((*variables, made), cells),
    )
    return Words(variable, dict(enumerate(words)))
