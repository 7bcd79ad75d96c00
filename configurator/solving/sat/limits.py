"""Limits of search by clauses, each with what happens beyond."""

from typing import Final

VOTING_VALUES: Final = 64
"""Values of a variable whose values vote for phases; those of a larger one, numbers, do not, as a search sees one at
a time anyway."""

LEARNT_CLAUSE_LITERALS: Final = 40
"""Literals of a clause kept of why a search failed; longer ones are forgotten."""

FAST_SEARCH_SHARE: Final = 2
"""One in so many of the open values left by a search makes it slow; beyond, phases are voted for."""

HARD_SEARCHES: Final = 8
"""Searches that were not easy before no more easy ones are tried and the patient ones begin."""

NEIGHBOURHOOD_MODELS: Final = 8
"""Models near which others are looked for, the last first; older ones are dropped."""

SMALL_PROGRAM_PARTS: Final = 1_000
"""Literals, terms and cells of a program that CP-SAT searches at once; a larger one is searched by clauses and
descents."""

MODELS_KEPT: Final = 1_000
"""Models of a program kept for later questions; beyond, the oldest is replaced."""

MODEL_BYTES: Final = 1 << 26
"""Bytes of all models kept; for a large program fewer models are kept."""

REPAIRED_ARRAY_ENTRIES: Final = 10_000
"""Entries of the clause arrays by which solutions are repaired step by step; larger ones are not used, as searching
is faster."""

ASSUMED_SUM_EDGES: Final = 4_000
"""Edges of the diagram of a bound that an assumption adds; a larger one is left to CP-SAT."""

SAT_NARROWING_ROUNDS: Final = 6
"""Times that clauses and sums take turns in narrowing values; what they would say later is left to the search."""

ASSUMED_SUMS_KEPT: Final = 200
"""Bounds of assumptions kept in one running solver; beyond, the solver is made anew."""

REGION_ROUNDS: Final = 50
"""Rounds of unit propagation before regions are drawn; longer chains only make regions larger."""

REGION_ANSWERS_CACHED: Final = 128
"""Answers about regions cached; beyond, the one unused for longest is forgotten."""

BARRED_QUESTIONS_KEPT: Final = 16
"""Questions of which it is kept what was impossible, as it stays so under further choices; older ones are forgotten."""

SUM_DIAGRAM_VARIABLES: Final = 400
"""Variables of a sum that is written as a diagram; a longer one is written by adders."""

SUM_DIAGRAM_EDGES: Final = 60_000
"""Edges of the diagram of a bound; one that takes more is written by adders."""

EASY_CONFLICTS: Final = 200
"""Conflicts up to which a search holds the interpreter; past them it is left to other threads."""

ENCODED_VALUES: Final = 500_000
"""Values of all variables of a program that incremental SAT writes as clauses; a wider one is left to CP-SAT."""
