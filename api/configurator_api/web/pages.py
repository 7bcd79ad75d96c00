"""The pages: a list of products, and one page on which a product is configured."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from configurator.engine import Ask
from configurator.errors import InvalidRequest, Undecided
from configurator.offering.data import evaluation_data, repair_data
from configurator.session import as_data
from configurator_api.context import Context, InContext, context_of
from configurator_api.problems import Found
from configurator_api.rates import limit_evaluations
from configurator_api.web import actions
from configurator_api.web.address import PageAddress, read_address, split
from configurator_api.web.reasons import reasons_in_time
from configurator_api.web.view import page_view, repair_view
from configurator_api.web.words import words_for

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def add_pages(app: FastAPI) -> None:
    """Add the pages, their style and their script to an application."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    options = {"include_in_schema": False, "dependencies": [Depends(limit_evaluations)]}
    app.get("/", **options)(list_products)  # type: ignore[arg-type]
    app.get("/shop/{catalog}", **options)(shop)  # type: ignore[arg-type]
    app.state.show_problem = show_problem


def list_products(context: InContext, locale: str = "en") -> Response:
    """Show all catalogs."""
    catalogs = [context.engine.catalog(id).catalog for id in context.engine.catalog_ids()]
    locales = sorted({each for catalog in catalogs for each in catalog.locales} | {"en"})
    return _page("products.html", locale, catalogs=catalogs, locales=locales)


def shop(request: Request, context: InContext, catalog: str) -> Response:
    """Show one product, or do what was clicked and go on to the address after it."""
    query = request.query_params.multi_items()
    address = read_address(catalog, query)
    action = actions.asked_for(query)
    if action is None:
        return _show(context, address)
    loaded, budget = context.engine.catalog(catalog), context.engine.budget(context.settings.page_seconds)
    with loaded.lock:
        session = context.engine.session(catalog, address.choices, seconds=context.settings.page_seconds)
        found = actions.after(address, action, request.query_params.get("amount", ""), session, budget)
    return RedirectResponse(found.url(), 303, HEADERS)


def _show(context: Context, address: PageAddress) -> Response:
    engine, settings = context.engine, context.settings
    ask = _ask(context, address)
    evaluation = engine.evaluate(ask)
    loaded = engine.catalog(address.catalog)
    with loaded.lock:
        reasons = reasons_in_time(evaluation, address.locale, engine.budget(settings.reasons_seconds))
    address = address.having(evaluation.session.choices) if not address.why else address
    return _page(
        "shop.html",
        address.locale,
        **page_view(evaluation_data(evaluation, address.locale), address, reasons),
        catalog=loaded.catalog,
        books=[book.model for book in loaded.books.values()],
        address=address,
        answer=_answer(context, ask, address) if address.why else None,
        links=_links(address, loaded.catalog.locales),
    )


def _ask(context: Context, address: PageAddress) -> Ask:
    try:
        on = date.fromisoformat(address.on) if address.on else context.today()
    except ValueError:
        raise InvalidRequest(f"{address.on!r} is no day; write it like 2026-01-31", field="on") from None
    seconds = context.settings.page_seconds
    return Ask(address.catalog, on, address.choices, address.book or None, seconds=seconds)


def _answer(context: Context, ask: Ask, address: PageAddress) -> Mapping[str, Any]:
    path, value = split(address.why)
    try:
        found = context.engine.why_not(ask, path, value)
    except Undecided:
        return {"path": path, "undecided": True, "explanation": None, "repairs": []}
    repairs = [repair_view(repair_data(each, address.locale), address) for each in found.repairs]
    explanation = None if found.explanation is None else as_data(found.explanation, address.locale)
    return {"path": path, "undecided": False, "explanation": explanation, "repairs": repairs}


def _links(address: PageAddress, locales: tuple[str, ...]) -> Mapping[str, Any]:
    return {
        "locales": {locale: replace(address, locale=locale).url() for locale in locales or ("en",)},
        "start_over": address.having(replace(address.choices, values={}, instances={})).url(),
        "close": replace(address, why="").url(),
        "here": f"/shop/{address.catalog}",
    }


def show_problem(request: Request, found: Found) -> Response:
    """Return a problem as a page."""
    context_of(request)
    return _page("problem.html", request.query_params.get("locale", "en")[:12], status=found.status, found=found)


def _page(template: str, locale: str, *, status: int = 200, **shown: object) -> Response:
    html = _templates.get_template(template).render(words=words_for(locale), locale=locale, **shown)
    return HTMLResponse(html, status, HEADERS)
