"""Every answer tells browsers to make no more of it than it is."""

import asyncio
from pathlib import Path
from typing import Any

from configurator_api.middleware import BodyLimit

from tests.api.service import Service, service


def test_every_answer_is_guarded(served: Service) -> None:
    for path in ("/v1/health", "/v1/nothing", "/", "/static/page.css", "/shop/nothing"):
        headers = served.client.get(path).headers
        assert "nosniff" == headers["x-content-type-options"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path


def test_the_page_keeps_its_own_policy(served: Service) -> None:
    assert "script-src 'self'" in served.client.get("/").headers["content-security-policy"]


def test_a_head_is_answered_with_the_headers_of_a_get_alone(served: Service) -> None:
    for path in ("/v1/health", "/v1/catalogs/bmw_x3", "/v1/nothing", "/", "/static/page.css"):
        same = {"X-Request-ID": "one-and-the-same"}
        found, head = served.client.get(path, headers=same), served.client.head(path, headers=same)
        assert (found.status_code, b"") == (head.status_code, head.content), path
        assert found.headers == head.headers, path


BMW = "/v1/catalogs/bmw_x3"


def test_a_body_that_is_too_large_is_refused_however_it_is_sent(tmp_path: Path) -> None:
    with service(tmp_path, most_bytes=100) as small:
        headers = {"Content-Type": "application/json"}
        pieces = (b"x" * 60 for _ in range(2))
        for content in (b"x" * 101, pieces):
            found = small.client.post(f"{BMW}/evaluate", content=content, headers=headers)
            assert (413, "application/problem+json") == (found.status_code, found.headers["content-type"])


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        raise AssertionError("the body never came")

    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"9")]}
    asyncio.run(BodyLimit(app, most_bytes=10, most_seconds=0.01)(scope, never, send))
    assert 408 == sent[0]["status"]
