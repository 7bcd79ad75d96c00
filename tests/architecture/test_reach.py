"""Nothing lies about that no command, request or call of the library can reach, unless listed with its reason."""

from tests.architecture.lists import is_sorted, listed
from tests.architecture.modules import all_modules
from tests.architecture.reach import unreached

LIST = "unreached_modules.txt"


def test_every_module_is_reached_unless_listed() -> None:
    known, found = listed(LIST), unreached(all_modules())
    assert [] == sorted(found - set(known)), "delete these, move them to the tests, or list them with a reason"
    assert [] == sorted(set(known) - found), "these are reached now: delete them from the list"
    assert is_sorted(LIST)
