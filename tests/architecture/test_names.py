"""A public class name has one meaning in the whole product; names that two rooms must share are listed with reasons."""

from tests.architecture.lists import is_sorted, listed
from tests.architecture.modules import all_modules
from tests.architecture.names import classes_by_name, modules_by_stem

LIST = "class_names_with_two_meanings.txt"


def test_no_class_name_is_defined_twice_unless_listed() -> None:
    twice = {name: homes for name, homes in classes_by_name(all_modules()).items() if len(homes) > 1}
    known = listed(LIST)
    assert {} == {name: homes for name, homes in twice.items() if name not in known}
    assert [] == [name for name in known if name not in twice], "these have one meaning now: delete them from the list"
    assert is_sorted(LIST)


def test_no_module_name_has_two_homes_unless_it_is_a_role_of_every_room() -> None:
    assert {} == {stem: homes for stem, homes in modules_by_stem(all_modules()).items() if len(homes) > 1}
