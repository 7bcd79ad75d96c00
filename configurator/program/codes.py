"""The kinds of problems that make a catalog uncompilable."""

from configurator.problems import ProblemCode

TOO_LARGE = ProblemCode("program.too-large", "numbers would leave 64 bits")
TOO_MANY_COMBINATIONS = ProblemCode(
    "program.too-many-combinations", "an expression combines too many open values to be tabulated"
)
TOO_MANY_INSTANCES = ProblemCode("program.too-many-instances", "structures have too many possible instances")
DIVISION_BY_ZERO = ProblemCode("program.division-by-zero", "a divisor can be 0")
CIRCULAR_PRESENCE = ProblemCode("program.circular-presence", "the presence of something depends on itself")

CODES = (TOO_LARGE, TOO_MANY_COMBINATIONS, TOO_MANY_INSTANCES, DIVISION_BY_ZERO, CIRCULAR_PRESENCE)
