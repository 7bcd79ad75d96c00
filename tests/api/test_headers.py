"""Every answer tells browsers to make no more of it than it is."""

from tests.api.service import Service


def test_every_answer_is_guarded(served: Service) -> None:
    for path in ("/v1/health", "/v1/nothing", "/", "/static/page.css", "/shop/nothing"):
        headers = served.client.get(path).headers
        assert "nosniff" == headers["x-content-type-options"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path


def test_the_page_keeps_its_own_policy(served: Service) -> None:
    assert "script-src 'self'" in served.client.get("/").headers["content-security-policy"]


def test_a_head_is_answered_with_the_headers_of_a_get_alone(served: Service) -> None:
    for path in ("/v1/health", "/v1/catalogs/bmw_x3", "/v1/nothing", "/", "/static/page.css"):
        found, asked = served.client.get(path), served.client.head(path)
        assert (found.status_code, b"") == (asked.status_code, asked.content), path
        assert found.headers == asked.headers, path
