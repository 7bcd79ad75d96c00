"""The API is as its description says, for whatever a machine thinks of sending it."""

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.service import Service, service
from tests.examples import share

EXAMPLES = share(24)
# What is well formed may still name something unknown: 422 is then the right answer.
NOT_ASKED: list[Any] = [positive_data_acceptance]


def test_a_client_made_of_the_description_has_names_for_everything(served: Service) -> None:
    description = served.client.get("/v1/openapi.json").json()
    operations = [each for path in description["paths"].values() for each in path.values()]
    assert {"evaluate", "explain", "draw_quote", "verify_quote", "save_configuration", "reopen_configuration"} <= {
        each["operationId"] for each in operations
    }
    bodies = [
        answer["content"]["application/json"]["schema"]
        for each in operations
        for status, answer in each["responses"].items()
        if status.startswith("2")
    ]
    assert all("$ref" in body for body in bodies)


def test_every_schema_has_a_title_of_its_own(served: Service) -> None:
    schemas = served.client.get("/v1/openapi.json").json()["components"]["schemas"]
    titles = [schema.get("title", name) for name, schema in schemas.items()]
    assert sorted(set(titles)) == sorted(titles)


def test_no_path_parameter_shadows_a_builtin_or_a_module_of_the_standard_library(served: Service) -> None:
    description = served.client.get("/v1/openapi.json").json()
    operations = [each for path in description["paths"].values() for each in path.values()]
    parameters = [each for operation in operations for each in operation.get("parameters", ())]
    names = {each["name"] for each in parameters if each["in"] == "path"}
    assert names
    assert set() == names & {*dir(builtins), *sys.stdlib_module_names}


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_operation_keeps_to_its_description(tmp_path: Path, mode: GenerationMode) -> None:
    with service(tmp_path, most_seconds=2.0) as served:
        schema = schemathesis.openapi.from_asgi("/v1/openapi.json", served.client.app)
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]
            if mode is GenerationMode.NEGATIVE and operation.path in ("/v1/health", "/livez", "/readyz"):
                continue  # They take nothing that could be wrong.

            def check(case: schemathesis.Case[Any]) -> None:
                case.call_and_validate(headers=served.auth, excluded_checks=NOT_ASKED)

            quick = settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            quick(given(case=operation.as_strategy(mode))(check))()
