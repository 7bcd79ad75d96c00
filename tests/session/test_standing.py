from configurator.session import Choices
from configurator.session.standing import goes_together, standing_part
from tests.session.shop import session


def test_all_choices_stand_when_they_go_together() -> None:
    inquiry = session({"apps": True, "paint": "red"}).asked
    assert standing_part(inquiry) == (inquiry.choices, True)


def test_the_longest_run_of_first_choices_stands_when_they_clash() -> None:
    inquiry = session({"ports": 2, "paint": "red", "trim": "basic", "apps": True, "cells": 2}).asked
    assert standing_part(inquiry) == (Choices({"ports": 2, "paint": "red"}), False)


def test_nothing_stands_when_the_first_choice_has_no_product() -> None:
    text = "features:\n  a: {type: boolean}\nconstraints:\n  never: {require: 'not a', because: so}\n"
    assert standing_part(session({"a": True}, text=text).asked) == (Choices(), False)


def test_so_many_first_choices_are_looked_at() -> None:
    inquiry = session({"apps": True, "trim": "luxury"}).asked
    assert goes_together(inquiry, first=1)
    assert not goes_together(inquiry)
