"""How much the room `language` takes on before it refuses, stops or reports that it stopped."""

from typing import Final

MOST_ROUNDS: Final = 1_000_000
"""Rounds of all loops of one evaluation; one that takes more is refused."""

MOST_BITS: Final = 8_192
"""Bits of a numerator or denominator while evaluating; a larger number is refused."""

MOST_PROBLEMS: Final = 20
"""Problems reported of one expression; later ones are left out."""

DEEPEST_EXPRESSION: Final = 80
"""Levels of nesting of an expression, far below Python's own limit to recursion; beyond, it is a problem."""

MOST_OPERATORS: Final = 600
"""Operators of one expression; one with more is a problem."""

MOST_DOTS: Final = 6
"""Dots of one path in an expression; one with more is a problem."""

LONGEST_EXPRESSION: Final = 20_000
"""Characters of an expression; a longer one is not scanned and is a problem."""

MOST_TOKENS: Final = 6_000
"""Tokens of an expression; scanning stops at the next with a problem."""

MOST_DIGITS: Final = 30
"""Digits of a number in an expression; one with more is a problem."""

MOST_NESTED_LOOPS: Final = 4
"""Loops that may run inside one another; one more is a problem."""
