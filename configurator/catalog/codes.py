"""The kinds of problems that a catalog, a library or a scenario file can have once its shape is right."""

from configurator.problems import ProblemCode, Severity

# Names.
BAD_ID = ProblemCode("catalog.bad-id", "An id is not written as ids are.")
RESERVED_ID = ProblemCode("catalog.reserved-id", "An id is a word of the expression language.")
DUPLICATE_ID = ProblemCode("catalog.duplicate-id", "Two things of one catalog have the same id.")

# Texts, dates and units.
UNKNOWN_LOCALE = ProblemCode("catalog.unknown-locale", "A text is given in a locale that the catalog does not declare.")
MISSING_FALLBACK = ProblemCode("catalog.missing-fallback", "A text lacks the fallback locale.")
MISSING_LOCALE = ProblemCode("catalog.missing-locale", "A text lacks a declared locale.", Severity.WARNING)
EMPTY_INTERVAL = ProblemCode("catalog.empty-interval", "An effective interval holds no day.")
BAD_UNIT = ProblemCode("catalog.bad-unit", "A unit is unknown, or declared in a way that cannot be read.")
DUPLICATE_UNIT = ProblemCode("catalog.duplicate-unit", "A unit is declared twice with different meanings.")

# Includes.
INCLUDE_CYCLE = ProblemCode("catalog.include-cycle", "A library includes itself, directly or through others.")
UNKNOWN_BINDING = ProblemCode("catalog.unknown-binding", "`with` binds a name that no constraint of the library uses.")

# Components.
BAD_ATTRIBUTE = ProblemCode("catalog.bad-attribute", "An attribute is declared in a way that cannot be read.")
UNKNOWN_ATTRIBUTE = ProblemCode("catalog.unknown-attribute", "A component has an attribute its group does not declare.")
MISSING_ATTRIBUTE = ProblemCode("catalog.missing-attribute", "A component lacks an attribute its group requires.")
ATTRIBUTE_VALUE = ProblemCode("catalog.attribute-value", "The value of an attribute is not of its declared type.")
COMPONENT_COLUMN = ProblemCode("catalog.component-column", "A table of components lacks a column or has one too many.")
UNUSED_COMPONENT = ProblemCode(
    "catalog.unused-component", "No feature and no line names a component.", Severity.WARNING
)

# Features and structures.
UNKNOWN_GROUP = ProblemCode("catalog.unknown-group", "A component group that is named is not there.")
UNKNOWN_COMPONENT = ProblemCode("catalog.unknown-component", "A component that is named is not there.")
FEATURE_KIND = ProblemCode("catalog.feature-kind", "A feature's keys do not fit its type.")
BAD_RANGE = ProblemCode("catalog.bad-range", "A range or step cannot be read, or they do not fit together.")
EMPTY_DOMAIN = ProblemCode("catalog.empty-domain", "A feature has no value to choose.")
BAD_DEFAULT = ProblemCode("catalog.bad-default", "A default is not one of the possible values.")
BAD_CARDINALITY = ProblemCode("catalog.bad-cardinality", "A cardinality cannot be read, or allows no instance.")
TOO_MANY_INSTANCES = ProblemCode(
    "catalog.too-many-instances", "A catalog allows more instances than can be reasoned on."
)
CIRCULAR_WHEN = ProblemCode("catalog.circular-when", "What decides whether something is present depends on itself.")

MORE_WARNINGS = ProblemCode(
    "catalog.more-warnings", "A file has more warnings of one kind than are shown.", Severity.WARNING
)

# Constraints.
CONSTRAINT_KIND = ProblemCode("catalog.constraint-kind", "A constraint is of no kind, or of several at once.")
MISSING_WHEN = ProblemCode("catalog.missing-when", "A list of what is required or excluded does not say by what.")
BAD_COUNT = ProblemCode("catalog.bad-count", "A count of items can never be met, or always is.")
BAD_COLUMN = ProblemCode("catalog.bad-column", "A column of a table of combinations is not a feature or attribute.")
BAD_ROW = ProblemCode("catalog.bad-row", "A row of a table of combinations has too few or too many cells.")
BAD_CELL = ProblemCode("catalog.bad-cell", "A cell of a table of combinations can never be met.")
EMPTY_TABLE = ProblemCode(
    "catalog.empty-table", "A table of combinations has no rows, or is given twice or not at all."
)
NAMES_NOTHING = ProblemCode("catalog.names-nothing", "A constraint speaks of no feature and no structure.")

# Display, bill of materials, product code.
UNKNOWN_MEMBER = ProblemCode("catalog.unknown-member", "A feature or structure that is named is not there.")
DUPLICATE_MEMBER = ProblemCode("catalog.duplicate-member", "A feature or structure is displayed twice.")
BAD_PART = ProblemCode("catalog.bad-part", "A line of the bill of materials names no part.")
BAD_QUANTITY = ProblemCode("catalog.bad-quantity", "A quantity of the bill of materials is negative.")
BAD_SEGMENT = ProblemCode("catalog.bad-segment", "A piece of a product code cannot be written for every value.")
DUPLICATE_CODE = ProblemCode("catalog.duplicate-code", "Two values of one feature have the same piece of code.")
AMBIGUOUS_CODE = ProblemCode("catalog.ambiguous-code", "Two products have the same code.", Severity.WARNING)

# Scenarios.
SCENARIO_PATH = ProblemCode("catalog.scenario-path", "A scenario names something that the catalog does not have.")
SCENARIO_VALUE = ProblemCode("catalog.scenario-value", "A scenario gives a value that a feature cannot have.")
