from configurator.session.choices import NO_CHOICES, Choices, is_within, with_instance, with_name, without_instance
from configurator.session.naming import CatalogMember, Naming
from tests.session.shop import compiled

THREE = Choices({"cells": 3, "cells[c1].memory": 8, "cells[c2].memory": 16, "cells[c12].memory": 32, "apps": True})


def test_a_changed_choice_becomes_the_newest() -> None:
    assert list(Choices({"a": 1, "b": 2}).choosing("a", 3)) == ["b", "a"]


def test_the_order_of_choices_does_not_make_them_different() -> None:
    assert Choices({"a": 1, "b": 2}) == Choices({"b": 2, "a": 1})


def test_retracting_what_was_chosen_last_gives_the_choices_before() -> None:
    assert THREE.choosing("trim", "sport").retracting("trim") == THREE


def test_retracting_what_was_never_chosen_changes_nothing() -> None:
    assert NO_CHOICES.retracting("a") == NO_CHOICES


def test_the_choices_of_a_removed_instance_go_with_it_and_no_others() -> None:
    assert {"cells", "cells[c2].memory", "cells[c12].memory", "apps"} == set(THREE.without_instance("cells[c1]"))


def test_a_moved_instance_keeps_its_choices_and_its_place_in_the_order() -> None:
    moved = THREE.moving_instance("cells[c2]", "cells[left]")
    assert list(moved) == ["cells", "cells[c1].memory", "cells[left].memory", "cells[c12].memory", "apps"]


def test_moving_an_instance_moves_the_names_of_what_is_in_it() -> None:
    choices = Choices({}, {"racks": ("r1",), "racks[r1].cells": ("a", "b")})
    expected = {"racks": ("r1",), "racks[left].cells": ("a", "b")}
    assert expected == choices.moving_instance("racks[r1]", "racks[left]").instances


def test_listing_no_ids_names_instances_by_position_again() -> None:
    assert NO_CHOICES.naming("cells", ("a", "b")).naming("cells", ()) == NO_CHOICES


def test_the_first_choices_are_those_made_first() -> None:
    assert list(THREE.first(2)) == ["cells", "cells[c1].memory"]


def test_an_instance_holds_its_own_paths_only() -> None:
    assert tuple(is_within(path, "cells[c1]") for path in ("cells[c1]", "cells[c1].memory", "cells[c12].memory")) == (
        True,
        True,
        False,
    )


def _cells(choices: Choices) -> tuple[Choices, Naming, CatalogMember]:
    naming = Naming(compiled().catalog, choices.instances)
    return choices, naming, naming.find("cells")


def test_ids_are_listed_only_where_they_are_not_the_usual_ones() -> None:
    assert with_instance(*_cells(NO_CHOICES), 1, None) == Choices({"cells": 2})
    assert with_instance(*_cells(NO_CHOICES), 1, "c2") == Choices({"cells": 2})
    assert with_instance(*_cells(NO_CHOICES), 1, "x") == Choices({"cells": 2}, {"cells": ("c1", "x")})


def test_removing_the_last_instance_needs_no_list() -> None:
    assert without_instance(*_cells(Choices({"cells": 3})), 3, "c3") == Choices({"cells": 2})


def test_removing_one_in_between_lists_the_ids_that_stay() -> None:
    assert without_instance(*_cells(Choices({"cells": 3})), 3, "c1") == Choices({"cells": 2}, {"cells": ("c2", "c3")})


def test_a_new_name_keeps_the_meaning_of_what_is_chosen_about_later_instances() -> None:
    choices = Choices({"cells[c3].hot": True})
    expected = Choices({"cells[c3].hot": True}, {"cells": ("x", "c2", "c3")})
    assert with_name(*_cells(choices), "c1", "x") == expected


def test_the_old_name_back_needs_no_list() -> None:
    choices = Choices({"cells[x].hot": True}, {"cells": ("c1", "x")})
    assert with_name(*_cells(choices), "x", "c2") == Choices({"cells[c2].hot": True})
