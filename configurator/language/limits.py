"""Limits of the expression language, each with what happens beyond."""

from typing import Final

MOST_ROUNDS: Final = 1_000_000
"""Loop iterations of one evaluation; an evaluation that takes more is refused."""

MOST_BITS: Final = 8_192
"""Bits of a numerator or denominator during evaluation; a larger number is refused."""

MOST_PROBLEMS: Final = 20
"""Problems reported per expression; later ones are left out."""

DEEPEST_EXPRESSION: Final = 80
"""Levels of nesting in an expression, far below Python's recursion limit; deeper nesting is a problem."""

MOST_OPERATORS: Final = 600
"""Operators in an expression; more are a problem."""

MOST_DOTS: Final = 6
"""Dots in a path; more are a problem."""

LONGEST_EXPRESSION: Final = 20_000
"""Characters of an expression; a longer one is not scanned and is a problem."""

MOST_TOKENS: Final = 6_000
"""Tokens of an expression; scanning stops at the next one with a problem."""

MOST_DIGITS: Final = 30
"""Digits of a number literal; more are a problem."""

MOST_NESTED_LOOPS: Final = 4
"""Depth of nested loops; a deeper loop is a problem."""
