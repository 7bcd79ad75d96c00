from collections.abc import Callable

import pytest

from configurator.budget import Budget
from configurator.errors import InvalidRequest, Undecided
from configurator.program.nodes import Term
from configurator.session import NO_CHOICES, Choices, Session, as_text
from configurator.solving.port import Bound, Solver
from tests.session.shop import accepted, compiled, refused, session, solver

SPENT = Budget(lambda: 2.0, deadline=1.0)


def test_a_choice_makes_a_new_session_and_leaves_the_old_one() -> None:
    before = session()
    after = accepted(before.choose("paint", "red"))
    assert (NO_CHOICES, Choices({"paint": "red"})) == (before.choices, after.choices)


def test_an_earlier_choice_can_be_changed_at_any_time() -> None:
    found = accepted(session({"paint": "red", "ports": 2}).choose("paint", "black"))
    assert Choices({"ports": 2, "paint": "black"}) == found.choices


def test_choosing_what_is_chosen_changes_nothing() -> None:
    before = session({"paint": "red"})
    assert before is accepted(before.choose("paint", "red"))


def test_a_choice_that_others_forbid_is_refused_with_reason_and_repairs() -> None:
    found = refused(session({"paint": "red", "ports": 2}).choose("trim", "luxury"))
    assert as_text(found.explanation).splitlines()[0] == "Trim: Luxury cannot be chosen"
    assert [[change.path for change in repair.changes] for repair in found.repairs] == [["paint"]]
    assert Choices({"ports": 2, "trim": "luxury"}) == found.repairs[0].choices


def test_names_of_instances_that_nothing_has_are_not_passed_over() -> None:
    with pytest.raises(InvalidRequest, match="nowhere"):
        Session.open(compiled(), solver(), Choices({}, {"nowhere": ("a",)}))


def test_a_refusal_can_do_without_repairs() -> None:
    assert refused(session({"paint": "red"}).choose("trim", "luxury", repairs=0)).repairs == ()


def test_many_choices_are_made_all_or_none() -> None:
    many = {"trim": "sport", "paint": "red"}
    assert Choices(dict(many)) == accepted(session({"trim": "luxury"}).choose_many(many)).choices
    assert tuple(refused(session().choose_many({"trim": "luxury", "apps": True})).choices) == ("trim", "apps")


def test_a_repair_is_applied_with_the_wish_it_was_for() -> None:
    before = session({"paint": "red"})
    found = before.apply(refused(before.choose("trim", "luxury")).repairs[0])
    assert Choices({"trim": "luxury"}) == found.choices
    assert before.choices == found.undo().choices


def test_any_point_can_be_gone_back_to() -> None:
    found = session()
    for path, value in (("paint", "red"), ("trim", "sport"), ("ports", 2)):
        found = accepted(found.choose(path, value))
    assert list(set(found.choices) - set(found.undo().choices)) == ["ports"]
    assert Choices({"paint": "red"}) == found.undo(2).choices
    assert found.back_to(0).choices == NO_CHOICES
    assert found is found.undo(0)
    with pytest.raises(InvalidRequest, match="cannot undo 4 changes; there were 3"):
        found.undo(4)
    with pytest.raises(InvalidRequest, match="no point 9"):
        found.back_to(9)


def test_only_what_was_chosen_can_be_taken_back() -> None:
    with pytest.raises(InvalidRequest, match="'paint' was not chosen"):
        session().retract("paint")
    with pytest.raises(InvalidRequest, match="did you mean"):
        session().retract("pant")


def test_a_session_may_hold_choices_that_clash_and_says_so() -> None:
    found = session({"apps": True, "trim": "luxury", "paint": "black"})
    conflict = found.conflict()
    assert conflict is not None
    assert (conflict.choices, conflict.constraints) == (("apps", "trim"), ("no_luxury_apps",))
    assert Choices({"apps": True}) == found.standing
    assert [[change.path for change in repair.changes] for repair in found.repairs()] == [["trim"], ["apps"]]
    assert found.apply(found.repairs()[0]).consistent


def test_clashing_choices_can_be_mended_one_by_one() -> None:
    found = session({"apps": True, "trim": "luxury", "paint": "red"})
    found = accepted(found.choose("paint", "white"))
    assert not found.consistent
    assert found.retract("apps").consistent


def test_a_removed_instance_leaves_the_others_their_ids_and_choices() -> None:
    before = session({"cells": 3, "cells[c1].memory": 2, "cells[c2].memory": 3, "cells[c3].memory": 1})
    found = accepted(before.remove_instance("cells[c2]"))
    assert found.choices.values == {"cells": 2, "cells[c1].memory": 2, "cells[c3].memory": 1}
    completed = found.complete()
    assert completed is not None
    assert completed.instances["cells"] == ("c1", "c3")
    assert completed.values["cells[c3].memory"] == 1


def test_an_instance_is_added_after_those_that_are_there() -> None:
    found = accepted(accepted(session().add_instance("cells")).add_instance("cells", "spare"))
    completed = found.complete()
    assert completed is not None
    assert completed.instances["cells"] == ("c1", "c2", "spare")


def test_an_added_instance_never_takes_the_id_of_a_later_choice() -> None:
    found = accepted(session({"cells": 3, "cells[c3].memory": 4}).remove_instance("cells[c1]"))
    assert found.assignment.naming.ids(found.assignment.member("cells")) == ("c2", "c3", "c4")


def test_instances_cannot_be_fewer_or_more_than_the_catalog_says() -> None:
    expected = "this change of Cell is not possible\n  - Cell: there can be 1 to 3 [catalog.yaml:17:3]"
    assert expected == as_text(refused(session({"cells": 1}).remove_instance("cells[c1]")).explanation)
    assert expected == as_text(refused(session({"cells": 3}).add_instance("cells")).explanation)


def test_an_instance_that_others_need_is_kept_with_the_reason() -> None:
    text = "structures:\n  cells:\n    cardinality: 0..3\n    features: {load: {type: integer, range: 1..2}}\n"
    text += 'constraints:\n  enough: {require: "count(cells) >= 2", because: Two cells carry the roof.}\n'
    found = refused(session({"cells": 2}, text=text).remove_instance("cells[c1]"))
    assert (found.explanation.choices, found.explanation.constraints) == ((), ("enough",))


def test_a_renamed_instance_keeps_its_meaning() -> None:
    before = session({"cells": 2, "cells[c2].memory": 3})
    found = before.rename_instance("cells[c2]", "left")
    assert found.choices.values == {"cells": 2, "cells[left].memory": 3}
    assert before.states().at("cells[c2].memory").ranges == found.states().at("cells[left].memory").ranges
    assert before.choices == found.undo().choices
    assert found.choices == found.rename_instance("cells[left]", "left").choices


def test_what_is_said_of_instances_must_make_sense() -> None:
    wrongs: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: session().remove_instance("cells"), "write it like cells"),
        (lambda: session({"cells": 1}).remove_instance("cells[c2]"), "no instance 'c2' of cells; it has c1"),
        (lambda: session().rename_instance("cells[c2]", "c1"), "already names another"),
        (lambda: session().rename_instance("cells[x]", "y"), "no instance 'x' of cells"),
        (lambda: session().add_instance("cells", "c 1"), "cannot name an instance"),
        (lambda: session().add_instance("paint"), "no instances that could be added"),
    )
    for wrong, message in wrongs:
        with pytest.raises(InvalidRequest, match=message):
            wrong()


def test_renaming_does_not_move_what_was_chosen_about_others() -> None:
    before = session({"cells[c3].memory": 3})
    found = before.rename_instance("cells[c1]", "c9")
    assert found.assignment.member("cells[c3].memory").slot == "cells[3].memory"


def test_a_count_is_exact_or_says_at_least() -> None:
    one = session({"trim": "sport", "paint": "red"})
    assert one.count().exact
    assert not one.count(at_most=2).exact


def test_an_objective_is_followed_and_its_cost_told() -> None:
    found = session()
    ports = found.assignment.slot("ports").variable
    cheapest = found.cheapest((Term(ports, 1),))
    assert cheapest is not None
    assert (cheapest.configuration.values["ports"], cheapest.cost, cheapest.proved) == (0, 0, True)
    dearest = found.complete(also=(Bound((Term(ports, 1),), low=3),))
    assert dearest is not None
    assert dearest.values["ports"] == 6


def test_without_time_a_choice_is_neither_accepted_nor_refused() -> None:
    for wrong in (
        lambda: session().choose("paint", "red", budget=SPENT),
        lambda: session().complete(budget=SPENT),
        lambda: session().cheapest((), budget=SPENT),
        lambda: session().repairs("paint", "red", budget=SPENT),
        lambda: Session.open(compiled(), solver(), Choices({"apps": True}), budget=SPENT),
    ):
        with pytest.raises(Undecided, match="time ran out"):
            wrong()


class _Counting:
    """A solver that counts what it is asked."""

    def __init__(self, inner: Solver) -> None:
        self.inner = inner
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        self.asked += 1
        return getattr(self.inner, name)


def test_what_was_found_out_is_not_asked_again() -> None:
    counting = _Counting(solver())
    before = Session.open(compiled(), counting, Choices({"apps": True}))  # type: ignore[arg-type]
    states = before.states()
    asked = counting.asked
    assert states is before.states()
    after = accepted(before.choose("paint", "red"))
    assert asked == counting.asked
    assert session({"apps": True, "paint": "red"}).states() == after.states()
