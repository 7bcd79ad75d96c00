"""Parts of the limits of a file: files that are that much smaller reach them as fast."""

from dataclasses import replace

import pytest

from configurator.reading.limits import LIMITS, Limits

PARTS = [20, pytest.param(1, marks=pytest.mark.nightly)]
"""A twentieth by day, and at night the limits themselves."""


def parted(part: int) -> Limits:
    """Return limits for files of a part of the size."""
    return replace(
        LIMITS, file_bytes=LIMITS.file_bytes // part, values=LIMITS.values // part, cells=LIMITS.cells // part
    )
