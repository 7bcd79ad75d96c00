"""Templates to responses, with the headers that keep a page to itself."""

from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from configurator_api.problems import Found
from configurator_api.web.locales import name_of, spoken
from configurator_api.web.words import LANGUAGES, words_for

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    template: str, locale: str, *, status: int = 200, headers: dict[str, str] | None = None, **shown: object
) -> Response:
    """Return a page in a locale."""
    html = _templates.get_template(template).render(words=words_for(locale), locale=locale, name_of=name_of, **shown)
    return HTMLResponse(html, status, {**HEADERS, **(headers or {})})


def show_problem(request: Request, found: Found) -> Response:
    """Return a problem as a page, in the language of the page that met it."""
    locale, _ = spoken(request.query_params.get("locale", "")[:35], tuple(LANGUAGES))
    return page("problem.html", locale, status=found.status, headers=dict(found.headers), found=found)
