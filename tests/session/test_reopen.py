from configurator.session import Choices, LossKind, ReopenedChoices, as_text, choices_of, reopen
from tests.session.shop import SHOP, compiled, session, solver

_CHANGES = (
    ("black: Black", "silver: Silver"),
    ("range: 0..6, step: 2", "range: 0..4, step: 4"),
    ("paint == 'black'", "paint == 'silver'"),
    ("title: Navigation, type: boolean", "title: Navigation, type: boolean, default: true"),
    ("model: {title", "kind: {title"),
    ("kit.model", "kit.kind"),
    ("  apps_pull:", "  no_apps: {when: apps, excludes: [\"trim == 'sport'\"], because: No more.}\n  apps_pull:"),
)


def _newer() -> str:
    text = SHOP
    for before, after in _CHANGES:
        text = text.replace(before, after)
    return text


NEWER = _newer()


def _reopened(values: dict[str, object], text: str = NEWER, **instances: tuple[str, ...]) -> ReopenedChoices:
    choices = session(values, SHOP, **instances).choices
    return reopen(compiled(text), solver(text), choices, digest=compiled().catalog.digest)


def test_what_still_holds_is_kept_as_it_was() -> None:
    found = _reopened({"paint": "white", "cells": 2, "cells[b].memory": 3}, SHOP, cells=("a", "b"))
    assert (found.holds, found.same_catalog, found.lost) == (True, True, ())
    assert Choices({"paint": "white", "cells": 2, "cells[b].memory": 3}, {"cells": ("a", "b")}) == found.session.choices


def test_what_the_catalog_lacks_is_told_one_by_one() -> None:
    found = _reopened({"paint": "black", "ports": 2, "kit.model": "a", "trim": "luxury"})
    expected = [
        ("paint", "black", LossKind.UNKNOWN_VALUE),
        ("ports", 2, LossKind.UNKNOWN_VALUE),
        ("kit.model", "a", LossKind.UNKNOWN_PATH),
    ]
    assert expected == [(loss.path, loss.value, loss.kind) for loss in found.lost]
    assert (False, False, Choices({"trim": "luxury"})) == (found.same_catalog, found.holds, found.session.choices)


def test_new_laws_are_told_as_conflicts_with_repairs() -> None:
    found = _reopened({"apps": True, "trim": "sport", "paint": "white"})
    assert [law for conflict in found.conflicts for law in conflict.constraints] == ["no_apps"]
    assert "No more." in as_text(found.conflicts[0])
    assert [[change.path for change in repair.changes] for repair in found.repairs] == [["trim"], ["apps"]]
    assert found.session.apply(found.repairs[0]).consistent


def test_all_conflicts_without_a_common_choice_are_found() -> None:
    text = "features:\n" + "".join(f"  {name}: {{type: boolean}}\n" for name in "abcde")
    old = compiled(text)
    text += "constraints:\n  ab: {excludes: [b], when: a, because: so}\n  cd: {excludes: [d], when: c, because: so}\n"
    choices = Choices(dict.fromkeys("abcde", True))
    found = reopen(compiled(text), solver(text), choices, digest=old.catalog.digest)
    assert [conflict.choices for conflict in found.conflicts] == [("a", "b"), ("c", "d")]
    assert {2} == {len(repair.changes) for repair in found.repairs}
    assert len(found.repairs) == 4


def test_names_of_instances_that_are_gone_are_told() -> None:
    choices = Choices({"racks[r1].hot": True}, {"racks": ("r1",), "cells": ("a", "a")})
    found = reopen(compiled(), solver(), choices, digest="")
    assert [loss.path for loss in found.lost] == ["racks", "cells", "racks[r1].hot"]


def test_values_that_were_not_chosen_stay_where_they_can_and_are_told_where_not() -> None:
    saved = session({"trim": "luxury"}).complete()
    assert saved is not None
    found = reopen(compiled(NEWER), solver(NEWER), choices_of(saved), digest=saved.catalog_digest, saved=saved)
    assert found.changed == ()
    assert found.configuration is not None
    assert False is found.configuration.values["navigation"]
    odd = session({"ports": 2, "apps": True}).complete()
    assert odd is not None
    again = reopen(compiled(NEWER), solver(NEWER), Choices({"apps": True}), digest="", saved=odd)
    assert [(change.path, change.before, change.after) for change in again.changed] == [("ports", 2, 4)]


def test_the_choices_of_a_configuration_are_those_the_person_made() -> None:
    saved = session({"apps": True, "cells": 2}, cells=("a", "b")).complete()
    assert saved is not None
    assert Choices({"apps": True, "cells": 2}, {"cells": ("a", "b")}) == choices_of(saved)
