"""Every answer tells browsers to make no more of it than it is."""

from tests.api.service import Service


def test_every_answer_is_guarded(served: Service) -> None:
    for path in ("/v1/health", "/v1/nothing", "/", "/static/page.css", "/shop/nothing"):
        headers = served.client.get(path).headers
        assert "nosniff" == headers["x-content-type-options"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path


def test_the_page_keeps_its_own_policy(served: Service) -> None:
    assert "script-src 'self'" in served.client.get("/").headers["content-security-policy"]
