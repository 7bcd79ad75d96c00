"""."""

import gc

import pytest

from configurator.garbage_collection import collection_paused, freeze_living_objects


def test_the_collector_waits_and_goes_on_afterwards() -> None:
    with collection_paused():
        assert not gc.isenabled()
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_error_too() -> None:
    @collection_paused()
    def fail() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_lives_is_left_out_of_further_collections() -> None:
    try:
        freeze_living_objects()
        assert gc.get_freeze_count() > 1_000
    finally:
        gc.unfreeze()
