"""The kinds of problems an expression can have."""

from typing import Final

from configurator.problems import ProblemCode

EMPTY: Final = ProblemCode("language.empty", "An expression has no text.")
TOO_LONG: Final = ProblemCode("language.too-long", "An expression is longer than can be read.")
TOO_DEEP: Final = ProblemCode("language.too-deep", "An expression is nested deeper than can be read.")
BAD_CHARACTER: Final = ProblemCode("language.bad-character", "A character has no meaning in expressions.")
BAD_NUMBER: Final = ProblemCode("language.bad-number", "A number is not written in plain decimal digits.")
BAD_TEXT: Final = ProblemCode("language.bad-text", "A quoted text is not closed, is prefixed, or holds a backslash.")
BAD_OPERATOR: Final = ProblemCode("language.bad-operator", "An operator of another language is used.")
BAD_BRACKET: Final = ProblemCode("language.bad-bracket", "A bracket is not closed or was never opened.")
RESERVED_WORD: Final = ProblemCode("language.reserved-word", "A reserved word is used as a name.")
SYNTAX: Final = ProblemCode("language.syntax", "The words of an expression do not fit together.")
NOT_ALLOWED: Final = ProblemCode("language.not-allowed", "A construct is not part of the expression language.")
UNKNOWN_FUNCTION: Final = ProblemCode("language.unknown-function", "A function does not exist.")
WRONG_ARGUMENTS: Final = ProblemCode("language.wrong-arguments", "A function cannot be used on these arguments.")
UNKNOWN_NAME: Final = ProblemCode("language.unknown-name", "A name means nothing where the expression stands.")
UNKNOWN_MEMBER: Final = ProblemCode("language.unknown-member", "What stands before the dot has no member of this name.")
UNKNOWN_UNIT: Final = ProblemCode("language.unknown-unit", "A unit does not exist.")
UNKNOWN_OPTION: Final = ProblemCode(
    "language.unknown-option", "A quoted word is none of the options it is compared with."
)
SHADOWED_NAME: Final = ProblemCode(
    "language.shadowed-name", "A loop's variable has a name that means something already."
)
WRONG_TYPE: Final = ProblemCode("language.wrong-type", "A value is of another type than its use needs.")
WRONG_DIMENSION: Final = ProblemCode("language.wrong-dimension", "Numbers of different dimensions are mixed.")
NEVER_EQUAL: Final = ProblemCode("language.never-equal", "Two choices are compared that have no option in common.")
NEEDS_AGGREGATE: Final = ProblemCode(
    "language.needs-aggregate", "A structure of many instances is used as if it were one."
)
DIVISION_BY_ZERO: Final = ProblemCode("language.division-by-zero", "A division by the number zero is written.")
TOO_MANY_LOOPS: Final = ProblemCode("language.too-many-loops", "More loops are nested than can be evaluated.")
