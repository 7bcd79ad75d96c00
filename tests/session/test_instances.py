from configurator.session import Choices
from configurator.session.choices import NO_CHOICES
from configurator.session.instances import with_instance, with_name, without_instance
from configurator.session.naming import Named, Naming
from tests.session.shop import compiled


def _cells(choices: Choices) -> tuple[Choices, Naming, Named]:
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
