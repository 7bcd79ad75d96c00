"""Limits of the solving room, each with what happens beyond."""

from typing import Final

# ── sat ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

# ── CP-SAT ────────────────────────────────────────────────────────────────────────────────────────────────────────────

EASY_DETERMINISTIC_TIME: Final = 0.02
"""Deterministic time of CP-SAT, a few hundredths of a second, that counts as little work; a longer search is
presolved first."""

CP_SAT_LISTED_VALUES: Final = 96
"""Values of a domain listed with one literal a value; a larger domain gets literals about bounds."""

# ── counting and propagation ──────────────────────────────────────────────────────────────────────────────────────────

COUNTING_DEPTH: Final = 250
"""Variables fixed one inside the other while counting; deeper counts end with "at least"."""

COUNTS_CACHED: Final = 200_000
"""Counts of components cached within one question; beyond, further ones are counted each time."""

PROPAGATION_STEPS: Final = 30
"""Steps of propagation for each formula, as bounds of huge domains can creep together one by one; beyond, domains are
left as they are."""

# ── checking answers ──────────────────────────────────────────────────────────────────────────────────────────────────

VALUES_REFUTED_TOGETHER: Final = 96
"""Values of a set that a sum lists; larger sets are refuted one by one."""

VERIFIED_READINGS_CACHED: Final = 200_000
"""Readings of constraints cached, as witnesses differ in little; beyond, the cache is emptied."""

SPREAD_VALUES: Final = 8
"""Values of a long list of numbers confirmed one by one; the others are taken on trust."""

# ── queries ───────────────────────────────────────────────────────────────────────────────────────────────────────────

PRICED_VALUES: Final = 10_000
"""Values of a variable each of which gets a least cost; of a larger variable all values stay undecided."""

JOINED_COMPONENTS_CACHED: Final = 8
"""Sets of components, joined by sums of assumptions, cached; beyond, the one unused for longest is forgotten."""

# ── reference engines ─────────────────────────────────────────────────────────────────────────────────────────────────

ENUMERATED_VALUES: Final = 200_000
"""Values of all domains that python-constraint lists; a program with more is undecided."""

# ── local search ─────────────────────────────────────────────────────────────────────────────────────────────────────

BITSET_VALUES: Final = 1 << 16
"""Values of one variable; a program with a larger domain is not searched by descents but left to the engine."""

TYING_VARIABLES: Final = 3
"""Variables of a formula that ties neighbours; larger ones do not widen the surroundings of a changed value."""

EAGER_BACKTRACKS: Final = 5
"""Backtracks of a descent that looks for many new values; with more it is given up and a careful one follows."""

CAREFUL_BACKTRACKS: Final = 30
"""Backtracks of a descent that stays near a known solution; with more its value stays undecided."""

THOROUGH_BACKTRACKS: Final = 200
"""Backtracks of a descent towards any solution at all; with more the question is left to the engine."""

ABANDONED_DESCENTS: Final = 12
"""Descents given up before a survey of values ends; what it has not seen then stays undecided."""

SOLUTIONS_REMEMBERED: Final = 400
"""Solutions kept of a program to answer later questions; beyond, the one unused for longest is forgotten."""

SLICED_VALUES: Final = 24
"""Unseen values of a variable above which they are computed at once, beside a solution, instead of one by one."""

UNBOUNDED: Final = 2**64
"""Greater than every sum of a program; stands for the missing bound of a sum."""

WEIGHTS_LISTED: Final = 64
"""Values of a variable whose weights in a sum are listed one by one; above, they are a line with exceptions."""

WEIGHED_SETS_CACHED: Final = 4_096
"""Sets of values of a term whose least and greatest weight are cached; beyond, they are computed each time."""

ROW_SETS_CACHED: Final = 4_096
"""Sets of values of a table's column whose rows are cached; beyond, the cache is emptied."""

CLAUSES_PER_DISJUNCTION: Final = 16
"""Clauses into which a disjunction is distributed; one that takes more keeps its parts whole."""

REPAIR_STEPS: Final = 24
"""Changes by which one solution is repaired into another; beyond, it is left to the engine."""

BROKEN_DEMAND_COST: Final = 2.0
"""What a broken clause costs in a repair, beside how far a sum is from its bounds in quarters of its reach."""

STRAIN_WEIGHT: Final = 1e-3
"""The weight of a value's share in sums during a repair, beside violations: it only breaks ties."""

TRIED_VALUES: Final = 512
"""Values of a variable that a search by few changes tries; laws on larger variables are left to the solver."""

CHANGED_VALUES: Final = 7
"""Values that may change beside the wish; solutions that differ in more are left to the solver."""

TRIED_CHANGES: Final = 8_000
"""Changes that one search tries; beyond, the nearest solution is left to the solver."""

TRIED_CHANGES_AGAIN: Final = 200
"""Changes tried for a value that was too far away the last time, as it mostly still is; beyond, the solver is asked."""

FAR_VALUES_REMEMBERED: Final = 100_000
"""Values remembered as too far away; beyond, no more are noted and each is searched for in full."""

LAW_SETS_CACHED: Final = 20_000
"""Sets of laws kept as lists of numbers; beyond, the cache is emptied."""

# ── diagram ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SINGLE_VALUES: Final = 2_000
"""Values of a variable that each stand alone in a diagram; those of a larger one are put into blocks."""

SMALL_DOMAIN: Final = 64
"""Values of a domain that is not narrowed before compiling; only larger ones are."""

NARROWING_CASES: Final = 8
"""Values of a variable under each of which another is narrowed; a larger one is not looked into."""

NARROWING_ROUNDS: Final = 8
"""Rounds of narrowing before compiling; then domains stay as they are."""

LISTED_VALUES: Final = 50_000
"""Values of a variable that are listed to add up sums; what a larger one can add stays unknown."""

BITSET_SUMS: Final = 1_000_000
"""Span of sums that are listed as bits; sums that span more are added pair by pair."""

LISTED_SUMS: Final = 20_000
"""Different sums that are listed where they are added pair by pair; beyond, they stay unknown."""

ADDED_PAIRS: Final = 500_000
"""Pairs of numbers added one by one; sums that need more stay unknown."""

SORTING_ENTRIES: Final = 8
"""Cost of sorting one number, in entries of arrays, as the work of compiling is counted."""

DERIVED_COMBINATIONS: Final = 2_000_000
"""Combinations of values for which a hidden variable is derived; one that rests on more is decided like any other."""

DERIVED_NUMBERS: Final = 10_000_000
"""Numbers kept of hidden variables on which others rest; beyond, the component is left to another engine."""

LOOKUP_ENTRIES: Final = 8
"""Cost of looking one number up among sorted ones, in entries of arrays, as the work of compiling is counted."""

NUMBERED_KINDS: Final = 4_000_000
"""Kinds of numbers distinguished by an array over all of them; beyond, by sorting."""

ELIMINATION_BITS: Final = 100
"""Bits of the values that depend on one another; with more, in every order, compiling is not tried."""

FIRST_ROWS_TRIED: Final = 100_000
"""Rows within which every elimination order is tried first; then eight times as many, and so on up to the limit."""

LOOKAHEAD_WORDS: Final = 4_000_000
"""Words that the supports of a law take; laws that would take more are not looked ahead at."""

NARROW_LAW: Final = 4
"""Values per allowed value from which on a law decides which rows are read; denser laws only filter them."""

OPERATION_ENTRIES: Final = 2_000
"""Cost of one operation on arrays beside their entries, in entries, as the work of compiling is counted."""

LARGEST_KEY: Final = 2**62
"""Greatest number into which columns are packed as one key; columns beyond are renumbered first."""

LARGEST_COST: Final = 2**60
"""Greatest sum of an objective that passes add up; questions with greater ones are left to another engine."""

VALUE_SETS_CACHED: Final = 20_000
"""Sets of values cached by the mask they were decoded from; beyond, the cache is emptied."""

LARGEST_WISH_WEIGHT: Final = 2**60
"""Greatest weight of wishes that are weighed in one pass; the others wait for the next."""

BOUNDED_CASES: Final = 32
"""Disjoint cases into which further bounds split a question; one that needs more is left to another engine."""

PARETO_POINTS: Final = 3_000_000
"""Pairs of sums looked at under a bound; a question that needs more is left to another engine."""

RANKED_HEIGHT: Final = 100
"""Height of a diagram whose solutions are ranked by recursion; in higher ones the least is found again and again."""

SAVED_HEADER_BYTES: Final = 10_000
"""Bytes of the header of a saved diagram; a longer one is refused, and the program compiled anew."""

SAVED_BYTES: Final = 500_000_000
"""Bytes of a saved diagram; a larger file is not read, and the program compiled anew."""

STORED_BYTES: Final = 1_000_000_000
"""Bytes of all saved diagrams in a folder; beyond, those used the longest ago are deleted."""

DENSE_KEYS: Final = 4
"""Range of keys, as a multiple of their number, up to which an array distinguishes them; beyond, sorting does."""

FEW_KEYS: Final = 10_000
"""Range of keys that an array distinguishes regardless of their number; beyond, their density decides."""

COMPILED_VALUES: Final = 50_000
"""Values, or blocks of values, of a program that is compiled; a larger one is left to another engine."""

COMPILED_STATES: Final = 4_000_000
"""Entries of the transition tables of one law; a component whose law has more is left to another engine."""

COMPILED_ROWS: Final = 6_000_000
"""Pairs of a context and a value looked at while compiling; a component that needs more is left to another engine."""

COMPILED_WORK: Final = 1_000_000_000
"""Entries of arrays made while compiling; a component that needs more is left to another engine."""

COMPILED_BRANCHES: Final = 2_000_000
"""Branches of a diagram; a component that has more is left to another engine."""

VALUES_AT_ONCE: Final = 3_000
"""Values of a program compiled while the caller waits; a larger one is compiled in the background, if at all."""

ROWS_AT_ONCE: Final = 2_000_000
"""Rows looked at while the caller waits; what needs more is compiled in the background, if at all."""

WORK_AT_ONCE: Final = 100_000_000
"""Entries made while the caller waits, about a second's; what needs more is compiled in the background, if at all."""

ROWS_FIRST: Final = 100_000
"""Rows looked at before the first answer; what needs more is compiled in the background, or once it pays."""

WORK_FIRST: Final = 30_000_000
"""Entries made before the first answer, the same."""

SECONDS_SEARCHED_FIRST: Final = 1.0
"""Seconds of searching after which a program is compiled that takes more than that: about what compiling takes."""

SECONDS_AT_ONCE: Final = 10.0
"""Seconds of compiling while the caller waits, and at most half of their time; the rest is left to another engine."""

STREAMED_ENTRIES: Final = 8
"""Entries of an array passed over in order that count as one entry looked up, as the work of evaluation is counted."""

ENCODED_VALUES: Final = 500_000
"""Values of all variables of a program that incremental SAT writes as clauses; a wider one is left to CP-SAT."""

# ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────────

KIND_CELLS: Final = 4_000_000
"""Combinations of kinds of values in all tables of an elimination, or in one constraint; a program with more is left to
another engine."""

KIND_VALUES: Final = 200_000
"""Values of all variables of a program that is answered by kinds; a larger one is left to another engine."""

KIND_VARIABLES: Final = 200
"""Variables of a program that is answered by kinds; a longer one is left to another engine."""

MANY_VALUES: Final = 500
"""Values of a component from which on it is answered by kinds, if they are few enough, rather than compiled."""

VALUES_PER_VARIABLE: Final = 16
"""Values for each variable of such a component, on the average; one with fewer has many small domains and is
compiled."""

MESSAGES_JOINED: Final = 24
"""Messages that one variable joins, as costs of what is impossible are added up in 64 bits; a program with more is left
to another engine."""

NEVER: Final = 2**57
"""The cost of what is impossible; sums of such costs, one for each message joined, fit 64 bits."""

POSSIBLE_COST: Final = 2**56
"""Greater than twice every cost of a solution; a question with greater costs is left to another engine."""

WISH_NUMBERS: Final = 2**55
"""Numbers that spell how wishes are fulfilled, for the completions with all values of a variable at once; wishes that
take more are fulfilled in turns."""

KIND_MESSAGES_KEPT: Final = 2_000
"""Messages between buckets kept for later questions; beyond, all are forgotten."""

KIND_PLANS_KEPT: Final = 8
"""Plans kept of a program with different constraints set aside, and objectives kept of each; beyond, the one unused for
longest is forgotten."""


# ── boxes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

BOX_LISTED_VALUES: Final = 64
"""Values of a variable that a box lists one by one; of a wider one it has an interval."""

BOX_SET_VALUES: Final = 4_096
"""Values that a box lists of a variable whose weights follow no line; a program with more is left to another engine."""

BOX_WEIGHTS: Final = 8
"""Values with weights of their own beside the line of a term, such as absence; with more, values are listed."""

BOX_WIDTH: Final = 1 << 60
"""Distance between the ends of a variable in boxes; a program with a wider one is left to another engine."""

BOX_ROWS: Final = 5_000
"""Rows of one table, each an interval wide; a program with more is left to another engine."""

BOX_NOTHING: Final = 1 << 61
"""Stands for the end of an empty interval, beyond every end and every sum."""

BOX_VARIABLES: Final = 200
"""Variables of a program that is answered by boxes; a longer one is left to another engine."""

BOXES_AT_ONCE: Final = 256
"""Boxes that are narrowed together; the others wait."""

BOX_ROUNDS: Final = 8
"""Rounds of narrowing before a box is halved, as bounds can creep together one by one."""

BOXES_TRIED: Final = 8
"""Boxes of a batch, the most promising ones, one corner of which is looked at in the search for the least cost."""

BOX_WORK: Final = 40_000
"""Boxes narrowed for one question; what is open then is left to another engine."""

BOX_BRANCHES: Final = 16
"""Refused wishes after which the search for any solution near the last one is given up for halving."""

BOX_DIVES: Final = 32
"""Solutions looked for near a known one for the values of one variable; what is open then is searched by halving."""

BOX_FEW_SEEN: Final = 4
"""Values that one such solution settles at least; with fewer, what is open is searched by halving."""

BOX_FEW_LEFT: Final = 8
"""Open values of a variable up to which solutions are looked for even if each settles few."""

# ── clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────

NARROW_SCOPE: Final = 16
"""Variables of a law up to which it ties them into a cluster; a law about more reads one cluster after the other."""

HUB_NEIGHBOURS: Final = 16
"""Variables in such laws with a variable from which on it is a hub, as a count of instances is, and in no cluster."""

CLUSTER_COMBINATIONS: Final = 20_000
"""Combinations of a cluster's values that are looked at; with more, the program is not clustered."""

CLUSTER_VALUES: Final = 200
"""Combinations that its laws allow; with more, the same."""

NARROWED_CLUSTERS_KEPT: Final = 4
"""Programs over clusters compiled for what is chosen that are kept; the one unused for longest is forgotten."""

CLUSTER_ROWS: Final = 4_000_000
"""Rows looked at to compile a program over clusters; one that needs more is searched."""

CLUSTER_WORK: Final = 200_000_000
"""Entries made to compile it, the same."""
