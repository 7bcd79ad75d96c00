"""Limits of answers by boxes, each with what happens beyond."""

from typing import Final

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

BOX_OTHER_ROWS: Final = 400
"""Rows of what a table does not list up to which these narrow boxes, too; with more, only its own do."""

BOX_NOTHING: Final = 1 << 61
"""Stands for the end of an empty interval, beyond every end and every sum."""

BOX_MULTIPLIED: Final = 200_000
"""Multiplications of one product of matrices; OpenBLAS divides those of 262,144 or more among threads."""

BOX_VARIABLES: Final = 200
"""Variables of a program that is answered by boxes; a longer one is left to another engine."""

BOXES_AT_ONCE: Final = 256
"""Boxes that are narrowed together; the others wait."""

BOX_ROUNDS: Final = 8
"""Rounds of narrowing before a box is halved, as bounds can creep together one by one."""

BOXES_TRIED: Final = 8
"""Boxes of a batch, the most promising ones, one corner of which is looked at in the search for the least cost."""

BOX_UNDOUBTED: Final = 2.0**-70
"""Share of the width of a variable that no law in doubt looks at, so that the others are halved before it."""

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
