"""Models are found again as long as there is room."""

import numpy as np

from configurator.solving.sat.pool import Pool


def test_models_that_fit_tell_what_was_seen_with_them() -> None:
    pool = Pool(2, 4)
    for first in (0, 1):
        seen = np.zeros(4, dtype=np.bool_)
        seen[[first, 2]] = True
        pool.add(np.array([first, 2], dtype=np.int32), seen)
    allowed = np.array([True, False, True, True])
    assert [True, False, True, False] == pool.seen(pool.fitting(allowed, [0])).tolist()
    assert [True, True, True, False] == pool.seen(pool.fitting(allowed, [])).tolist()
    assert not pool.seen(pool.fitting(~allowed, [1])).any()


def test_the_oldest_gives_way() -> None:
    pool = Pool(1, 2000)
    for position in range(1500):
        pool.add(np.array([position], dtype=np.int32), np.zeros(2000, dtype=np.bool_))
    everything = np.ones(2000, dtype=np.bool_)
    assert 1000 == len(pool.fitting(everything, []))
    assert [1499, 1498] == [int(model[0]) for model in pool.last(2)]
