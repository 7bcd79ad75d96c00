"""Python's collector of circular garbage, put off while something large is built that stays.

Every time enough objects have been made, it looks at all that live. A catalog of a hundred thousand constraints would
be looked at again and again, for a third of the whole time, although nothing of it can be thrown away.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Put the collector off within a `with` block or a decorated function; where it is off already, leave it so."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def freeze_living_objects() -> None:
    """Collect once, and exempt all existing objects from further collections.

    For a service that has loaded its data: a full collection takes noticeably long.
    """
    gc.collect()
    gc.freeze()
