import gc

import pytest

from configurator.garbage import collected_later, what_lives_stays


def test_the_collector_waits_and_goes_on_afterwards() -> None:
    with collected_later():
        assert not gc.isenabled()
        with collected_later():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_error_too() -> None:
    @collected_later()
    def fail() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collected_later():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_lives_is_left_out_of_further_collections() -> None:
    try:
        what_lives_stays()
        assert gc.get_freeze_count() > 1_000
    finally:
        gc.unfreeze()
