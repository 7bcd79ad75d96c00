"""Clients generated from the API's description work: they evaluate choices, draw up a quote, read and verify it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
import uvicorn

from tests.api.service import Service, service

BIN = Path(sys.executable).parent

PYTHON_CLIENT = r"""
import sys
from generated import AuthenticatedClient
from generated.api.choices import evaluate
from generated.api.quotes import draw_quote, list_quotes, read_quote, verify_quote
from generated.models import EvaluateRequest, QuoteRequest

url, key = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=key, raise_on_unexpected_status=True)
body = EvaluateRequest.from_dict({"choices": {"bmw_apps": True}, "on": "2013-06-01"})
evaluation = evaluate.sync("bmw_x3", client=client, body=body)
item = {"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}
body = QuoteRequest.from_dict({"items": [item], "on": "2013-06-01"})
drawn = draw_quote.sync(client=client, body=body, idempotency_key="generated-1")
read = read_quote.sync(drawn.id, client=client)
listed = list_quotes.sync(client=client)
verified = verify_quote.sync(drawn.id, client=client)
print(evaluation.price.totals["one_time"].amount, read.total["one_time"].amount)
print(read.id == drawn.id == listed.quotes[0].id == verified.quote, verified.outcome)
"""

GENERATOR_CLIENT = r"""
import sys
from generated import ApiClient, ChoicesApi, Configuration, EvaluateRequest, QuoteRequest, QuotesApi

url, key = sys.argv[1:]
client = ApiClient(Configuration(host=url), "Authorization", f"Bearer {key}")
body = EvaluateRequest.from_dict({"choices": {"bmw_apps": True}, "on": "2013-06-01"})
evaluation = ChoicesApi(client).evaluate("bmw_x3", body)
item = {"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}
quotes = QuotesApi(client)
drawn = quotes.draw_quote("generated-1", QuoteRequest.from_dict({"items": [item], "on": "2013-06-01"}))
read = quotes.read_quote(drawn.id)
listed = quotes.list_quotes()
verified = quotes.verify_quote(drawn.id)
print(evaluation.price.totals["one_time"].actual_instance.amount, read.total["one_time"].amount)
print(read.id == drawn.id == listed.quotes[0].id == verified.quote, verified.outcome.value)
"""

EXPECTED = "42145.00 42145.00\nTrue passed\n"


@contextmanager
def running(served: Service) -> Iterator[str]:
    """Serve the application of a service at an address of its own."""
    server = uvicorn.Server(uvicorn.Config(served.client.app, port=0, lifespan="off", log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _tool(name: str, *needed: str) -> str:
    missing = [each for each in (name, *needed) if shutil.which(each, path=f"{BIN}:/usr/bin:/usr/local/bin") is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed; see CONTRIBUTING.md")
    return str(BIN / name)


def _printed(generate: list[str], script: str, folder: Path) -> str:
    """Generate a client of a running service, and return what a script prints that uses it."""
    with service(folder) as served, running(served) as url:
        (folder / "openapi.json").write_text(served.client.get("/v1/openapi.json").text, encoding="utf-8")
        subprocess.run(generate, cwd=folder, check=True, capture_output=True, timeout=300)
        command = [sys.executable, "-c", script, url, served.secret]
        return subprocess.run(command, cwd=folder / "made", check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.mark.slow
def test_a_client_of_openapi_python_client_works(tmp_path: Path) -> None:
    tool = _tool("openapi-python-client")
    (tmp_path / "made").mkdir()
    generate = [tool, "generate", "--path", "openapi.json", "--output-path", "made/generated", "--meta", "none"]
    assert EXPECTED == _printed(generate, PYTHON_CLIENT, tmp_path)


@pytest.mark.slow
def test_a_client_of_openapi_generator_works(tmp_path: Path) -> None:
    tool = _tool("openapi-generator-cli", "java")
    generate = [tool, "generate", "-i", "openapi.json", "-g", "python", "-o", "made", "--package-name", "generated"]
    assert EXPECTED == _printed(generate, GENERATOR_CLIENT, tmp_path)
