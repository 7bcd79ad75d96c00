"""The kinds of problems that keep a catalog from becoming a program."""

from typing import Final

from configurator.problems import ProblemCode

TOO_LARGE: Final = ProblemCode("program.too-large", "Numbers would leave 64 bits.")
TOO_MANY_COMBINATIONS: Final = ProblemCode(
    "program.too-many-combinations", "An expression combines more open values than can be listed."
)
TOO_MANY_INSTANCES: Final = ProblemCode("program.too-many-instances", "Structures have too many possible instances.")
DIVISION_BY_ZERO: Final = ProblemCode("program.division-by-zero", "A divisor can be 0.")
