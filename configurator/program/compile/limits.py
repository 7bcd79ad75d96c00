"""Pass 6: the guard that lets nothing reach an engine which would leave 64 bits."""

from configurator.problems import Problem
from configurator.program.bounds import too_large
from configurator.program.codes import TOO_LARGE
from configurator.program.compile.draft import Draft


def within_64_bits(draft: Draft) -> Draft:
    """Expect a whole program; leave it as it is, or with a problem for every law whose numbers are too large."""
    names = dict.fromkeys(name.partition("#")[0] for name in too_large(draft.program()))
    found = dict.fromkeys(draft.origins[name] for name in names)
    return draft.with_problems(
        *(
            Problem(
                TOO_LARGE,
                origin.location,
                origin.where,
                "the numbers of this, brought to a common denominator, leave 64 bits",
                "sums below 2^62",
                "use a larger unit, coarser steps or fewer digits after the point",
            )
            for origin in found
        )
    )
