"""Whatever is wrong with a request, every error says where, in this service's own words, and all at once."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from configurator_api.app import ROUTERS
from configurator_api.problem_details import FieldErrorResponse, problem_of
from configurator_api.schemas.text_forms import EXPECTED_FORMS
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from configurator.canonical_json import dumps
from tests.api.service import Service

CHOSEN: dict[str, Any] = {
    "choices": {"bmw_apps": True, "paint": "jet_black"},
    "instances": {},
    "book": "bmw_x3_us",
    "parameters": {},
}
QUESTION: dict[str, Any] = {**CHOSEN, "on": "2013-06-01", "locale": "en", "seconds": 60}
EVALUATE = {**QUESTION, "priced": True, "quantity": 1, "differences": False, "cheapest": False}
AIM = {
    **QUESTION,
    "at_most": 50000,
    "require": ["navigation"],
    "goals": [{"sense": "most", "expression": "count(bmw_apps)"}],
}
CAR = {
    **CHOSEN,
    "id": "car",
    "catalog": "bmw_x3",
    "quantity": 1,
    "cheapest": False,
    "code": "",
    "measures": {},
}
ORDER: dict[str, object] = {
    "items": [CAR],
    "on": "2013-06-01",
    "order_rules": None,
    "parameters": {},
    "codes": [],
    "paid_on": None,
}
SCENARIOS = [
    {"name": "slow", "probability": 50, "begin": 4, "percent_a_month": 1, "units_a_month": 0, "seasons": {"12": 110}},
    {"name": "fast", "probability": 50, "table": [4, 8]},
]
PLAN = {
    "offer": "hp_superdome",
    "resource": "cores",
    "start": "2026-01-01",
    "months": 3,
    "scenarios": SCENARIOS,
    "contracts": ["lease", "outright"],
    "discount_rate": 5,
    "locale": "en",
}
BODIES: dict[str, dict[str, Any]] = {
    "/catalogs/{catalog_id}/evaluate": EVALUATE,
    "/catalogs/{catalog_id}/explain": {**EVALUATE, "path": "paint", "value": "jet_black"},
    "/catalogs/{catalog_id}/conflicts": {**EVALUATE, "path": "paint", "value": "jet_black", "by": "changes"},
    "/catalogs/{catalog_id}/range": {**QUESTION, "options": False, "builds": 0},
    "/catalogs/{catalog_id}/best": AIM,
    "/catalogs/{catalog_id}/front": {**AIM, "points": 5},
    "/orders/price": ORDER,
    "/quotes": {**ORDER, "number": "4711"},
    "/configurations": {**CHOSEN, "catalog": "bmw_x3", "on": "2013-06-01"},
    "/plans": PLAN,
}
"""A body of every operation that takes one, with every field."""

TOO_LONG = "x" * 1000
NESTED: Any = [[[[[[[[1]]]]]]]]
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    7,
    10**30,
    "",
    "x" * 1000,
    "a/b~c d",
    [],
    [None],
    NESTED,
    {},
    {"a/b~": NESTED},
)
NAMES = ("extra", "[key]", "a/b~c", TOO_LONG, "0")
FOREIGN = (
    "input should",
    "should be",
    "should have",
    "field required",
    "extra inputs",
    "value error",
    "unable to parse",
)
"""Phrases of pydantic's own messages."""

OF_A_WHOLE = ("`path` and `value` belong together", "needs either `begin` or `table`", "each", "sum to")
"""Parts of messages about several fields, which point at what holds them."""

Steps = tuple[str | int, ...]


def models() -> dict[str, type[BaseModel]]:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    results = {}
    for route in routes:
        for parameter in route.dependant.body_params:
            model = parameter.field_info.annotation
            assert isinstance(model, type) and issubclass(model, BaseModel)
            results[route.path] = model
    return results


MODELS = models()


def errors_of(path: str, body: object) -> list[FieldErrorResponse]:
    """Return the errors of a body as the service words them, without asking the engine anything."""
    try:
        MODELS[path].model_validate(body)
    except ValidationError as error:
        results = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        errors = list(problem_of(RequestValidationError(results)).errors)
        assert not [each for each, said in zip(results, errors, strict=False) if str(each["msg"]) in said["message"]]
        return errors
    return []


def places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    yield steps
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in entries:
        yield from places(each, (*steps, step))


def changed(body: Any, steps: Steps, value: object) -> Any:
    if not steps:
        return value
    result = copy.deepcopy(body)
    parent = at(result, steps[:-1])
    parent[steps[-1]] = value
    return result


def at(body: Any, steps: Steps) -> Any:
    for step in steps:
        body = body[step]
    return body


def wrong_bodies(body: Any) -> Iterator[tuple[Steps, Any]]:
    """Yield bodies with one place that may be wrong: another value, one entry less, one more."""
    for steps in places(body):
        yield from ((steps, changed(body, steps, value)) for value in WRONG)
        here = at(body, steps)
        if isinstance(here, dict):
            yield from (((*steps, name), changed(body, (*steps, name), 1)) for name in NAMES)
            for name in here:
                yield (*steps, name), changed(body, steps, {key: here[key] for key in here if key != name})
        if isinstance(here, list):
            yield steps, changed(body, steps, here * 1001)


def resolved(pointer: str, body: Any) -> tuple[list[str], bool]:
    """Return the steps of a pointer and whether the whole of it is there; raise where not even its parent is."""
    assert pointer == "#" or pointer.startswith("#/"), pointer
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        elif isinstance(body, dict) and step in body:
            body = body[step]
        else:
            assert last and isinstance(body, dict), (pointer, "points nowhere")
            return steps, False
    return steps, True


def check(errors: list[FieldErrorResponse], steps: Steps, body: Any) -> None:
    for error in errors:
        spoken = error["message"].lower()
        assert not [each for each in FOREIGN if each in spoken], error
        assert "describes it" not in spoken, error
        found, whole = resolved(error["at"], body)
        assert whole is not (error["message"] == "this is required; add it"), error
        shared = min(len(found), len(steps))
        assert shared == len(steps) or any(map(error["message"].__contains__, OF_A_WHOLE)) or TOO_LONG in steps, error
        assert list(map(str, steps[:shared])) == found[:shared], (error, steps)


def test_every_field_of_every_body_is_walked() -> None:
    assert set(MODELS) == set(BODIES)
    assert {path: set(model.model_fields) for path, model in MODELS.items()} == {
        path: set(body) for path, body in BODIES.items()
    }
    assert {path: [] for path in BODIES} == {path: errors_of(path, body) for path, body in BODIES.items()}


@pytest.mark.parametrize("path", BODIES)
def test_every_malformed_place_has_its_pointer_and_our_own_words(path: str) -> None:
    number = 0
    for steps, body in wrong_bodies(BODIES[path]):
        errors = errors_of(path, body)
        check(errors, steps, body)
        number += bool(errors)
    assert number > 100


@pytest.mark.parametrize("path", BODIES)
def test_all_malformed_fields_are_reported_key(path: str) -> None:
    errors = errors_of(path, {name: [None] for name in BODIES[path]} | {"extra": 1})
    assert {*BODIES[path], "extra"} == {each["at"].split("/")[1] for each in errors}
    assert {*MODELS[path].model_fields} >= {each["at"][2:] for each in errors_of(path, {})}


def names(body: Any) -> Iterator[tuple[Steps, Any]]:
    """Yield bodies with one well-formed value that names nothing, at each text and each key of choices."""
    for steps in places(body):
        here = at(body, steps)
        if isinstance(here, str) and re.fullmatch("[a-z][a-z0-9_]+", here):
            yield steps, changed(body, steps, "unheard_of")
        if steps and steps[-1] in ("choices", "parameters", "instances"):
            yield (
                (*steps, "unheard_of"),
                changed(body, steps, {**here, "unheard_of": ["a"] if steps[-1] == "instances" else 1}),
            )


@pytest.mark.parametrize("path", BODIES)
def test_every_unknown_name_has_its_pointer(served: Service, path: str) -> None:
    number = 0
    for key, (steps, body) in enumerate(names(BODIES[path])):
        response = served.client.post(
            "/v1" + path.format(catalog_id="bmw_x3"),
            content=dumps(body),
            headers={**served.auth, "Content-Type": "application/json", "Idempotency-Key": f"name-{key}"},
        )
        if response.is_success:
            continue
        number += 1
        assert 422 == response.status_code, (steps, response.text)
        assert response.json()["errors"], (steps, response.text)
        check(response.json()["errors"], steps, body)
        assert "#" not in [each["at"] for each in response.json()["errors"]], (steps, response.text)
    assert number > 3


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/quotes?after=zz", ["query after"]),
        ("/quotes?limit=zz&after=" + "x" * 301, ["query after", "query limit"]),
        ("/quotes?limit=201", ["query limit"]),
        ("/quotes?limit=" + "9" * 5000, ["query limit"]),
        ("/quotes?after=%00", ["query after"]),
        ("/quotes/%20", ["path quote_id"]),
        ("/quotes/%20/verification", ["path quote_id"]),
        ("/catalogs?locale=1", ["query locale"]),
        ("/catalogs/A?locale=1", ["path catalog_id", "query locale"]),
        ("/catalogs/A/codes/" + "x" * 501, ["path catalog_id", "path product_code"]),
        ("/configurations/c_1", ["path configuration_id"]),
        ("/configurations/c_1/reopened?locale=1", ["path configuration_id", "query locale"]),
        ("/offers?locale=1", ["query locale"]),
    ],
)
def test_every_wrong_parameter_is_named(served: Service, path: str, expected: list[str]) -> None:
    response = served.client.get("/v1" + path, headers=served.auth)
    assert (422, expected) == (response.status_code, sorted(each["at"] for each in response.json()["errors"]))
    assert not [each for each in FOREIGN if each in response.text.lower()]


def test_header_path_and_body_are_reported_key(served: Service) -> None:
    quote = served.post("/v1/quotes", {"items": [], "extra": 1}, **served.auth).json()
    assert ["#/extra", "#/items", "header Idempotency-Key"] == sorted(each["at"] for each in quote["errors"])
    evaluated = served.post("/v1/catalogs/A/evaluate", {"on": "1.1.2026"}).json()
    assert ["#/on", "path catalog_id"] == sorted(each["at"] for each in evaluated["errors"])


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (schema["pattern"],) if isinstance(schema.get("pattern"), str) else ()
        yield from schema.get("patternProperties", ())
        yield from (pattern for each in schema.values() for pattern in patterns(each))
    if isinstance(schema, list):
        yield from (pattern for each in schema for pattern in patterns(each))


def test_every_pattern_of_a_request_has_its_words(served: Service) -> None:
    operations = served.client.get("/v1/openapi.json").json()["paths"].values()
    parameters = [operation.get("parameters", []) for path in operations for operation in path.values()]
    found = {*patterns(parameters), *patterns([model.model_json_schema() for model in MODELS.values()])}
    assert {*EXPECTED_FORMS, r"^([1-9]|1[0-2])$"} == found, "a calendar month has a message of its own"


@pytest.mark.parametrize("body", ["null", "[]", "1", '"x"', ""])
def test_a_body_that_is_no_object_is_pointed_at_as_a_whole(served: Service, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = served.client.post("/v1/plans", content=body, headers=headers)
    assert (422, ["#"]) == (response.status_code, [each["at"] for each in response.json()["errors"]])
    assert not [each for each in FOREIGN if each in response.text.lower()]
