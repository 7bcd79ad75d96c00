"""Many threads that begin at the same moment, for tests of what happens then."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from configurator.errors import ConfiguratorError

Found = TypeVar("Found")


def together(count: int, do: Callable[[int], Found]) -> list[Found | ConfiguratorError]:
    """Return what each thread found, in order, or the error of this house that it met."""
    gate = Barrier(count)

    def one(index: int) -> Found | ConfiguratorError:
        gate.wait()
        try:
            return do(index)
        except ConfiguratorError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
