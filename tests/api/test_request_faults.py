"""All faults are looked for where something was refused, and only there."""

import pytest
from configurator_api.problem_details import FaultyRequest
from configurator_api.request_faults import WHOLE, all_faults

from configurator.engine import EvaluationRequest
from configurator.errors import InvalidRequest, NotFound
from configurator.session import Choices
from tests.api.service import NOW, engine

DAY = NOW.date()


@pytest.fixture
def server_loaded() -> None:
    """Load the server first, as a service does: finding faults does not wait for that."""
    engine().catalog("modular_server")


def _faults(
    *requests: EvaluationRequest, clashes: bool = False, about: tuple[str | None, str | None] = (None, None)
) -> list[str]:
    with (
        pytest.raises(FaultyRequest) as found,
        all_faults(
            engine(), {f"/items/{at}": request for at, request in enumerate(requests)}, clashes=clashes, about=about
        ),
    ):
        raise InvalidRequest("refused")
    return [at for at, _ in found.value.faults]


def test_nothing_is_looked_for_where_nothing_was_refused() -> None:
    with all_faults(engine(), {"": EvaluationRequest("nothing", DAY)}):
        pass


def test_a_refusal_of_one_item_points_to_it() -> None:
    requests = {"/items/0": EvaluationRequest("aeron", DAY)}
    with (
        pytest.raises(FaultyRequest) as found,
        all_faults(engine(), requests, fields={"chair": "/items/0", **WHOLE}),
    ):
        raise InvalidRequest("item chair: the configuration was not completed in time", field="chair")
    assert ["/items/0"] == [at for at, _ in found.value.faults]


def test_each_fault_has_its_pointer() -> None:
    wrong = EvaluationRequest("bmw_x3", DAY, Choices({"pant": 1, "paint": "blu"}), book="nothing")
    assert ["/items/0/book", "/items/0/choices/pant", "/items/0/choices/paint", "/items/1/catalog"] == _faults(
        wrong, EvaluationRequest("bmw_x4", DAY)
    )


@pytest.mark.usefixtures("server_loaded")
def test_names_of_instances_that_nothing_has_are_a_fault() -> None:
    named = Choices({}, {"cells": ("a", "b"), "racks": ("r1",), "frame": ("f",)})
    assert ["/items/0/instances/racks", "/items/0/instances/frame"] == _faults(
        EvaluationRequest("modular_server", DAY, named)
    )


def test_steps_of_a_pointer_are_escaped() -> None:
    assert ["/items/0/choices/a~1b~0c"] == _faults(EvaluationRequest("bmw_x3", DAY, Choices({"a/b~c": 1})))


def test_a_clash_is_a_fault_only_where_it_is_asked_for() -> None:
    clash = EvaluationRequest("bmw_x3", DAY, Choices({"trim": "fineline_siena", "premium_package": False}))
    assert ["/items/0/choices"] == _faults(clash, clashes=True)
    with pytest.raises(InvalidRequest, match="refused"), all_faults(engine(), {"": clash}):
        raise InvalidRequest("refused")


def test_a_catalog_named_in_the_url_stays_not_found() -> None:
    with pytest.raises(NotFound), all_faults(engine(), {"": EvaluationRequest("nothing", DAY)}, in_url=True):
        engine().catalog("nothing")


@pytest.mark.usefixtures("server_loaded")
def test_an_id_given_to_two_instances_is_a_fault() -> None:
    named = Choices({"cells": 3}, {"cells": ("a", "a", "b")})
    assert ["/items/0/instances/cells"] == _faults(EvaluationRequest("modular_server", DAY, named))


@pytest.mark.parametrize(("about", "at"), [(("pant", None), "/path"), (("paint", "blu"), "/value")])
def test_what_is_asked_about_has_its_pointer(about: tuple[str, str | None], at: str) -> None:
    assert [at] == _faults(EvaluationRequest("bmw_x3", DAY), about=about)
