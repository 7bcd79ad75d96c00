"""The pages: a list of products, one page on which a product is configured, and the way back to what was saved."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, FastAPI, Path, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from configurator.catalog.model import Catalog
from configurator.engine import Engine
from configurator.errors import InvalidDocument
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations, limit_writes
from configurator_api.saved_configurations import store_choices, stored_choices
from configurator_api.schemas.text_forms import SAVED_ID
from configurator_api.search_messages import NoReply
from configurator_api.service_context import InContext, ServiceContext
from configurator_api.web import page_address
from configurator_api.web.page_address import PageAddress, read_address
from configurator_api.web.plan_page import show_plans
from configurator_api.web.product_page import Visit, day_of, page_request, show_product, show_saved, waiting
from configurator_api.web.rendering import HEADERS, HERE, all_spoken, page, show_problem, spoken

SavedId = Annotated[str, Path(pattern=SAVED_ID)]


def add_pages(app: FastAPI) -> None:
    """Add the pages, their style and their script to an application."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    asking, writing = [Depends(limit_evaluations)], [Depends(limit_writes)]
    app.get("/", include_in_schema=False, dependencies=asking)(list_products)
    app.get("/shop/{catalog}", include_in_schema=False, dependencies=asking)(shop)
    app.post("/shop/{catalog}/save", include_in_schema=False, dependencies=writing)(save)
    app.get("/saved/{configuration}", include_in_schema=False, dependencies=asking)(saved)
    app.get("/plans/{offer}", include_in_schema=False, dependencies=asking)(show_plans)
    app.state.show_problem = show_problem


@on_lane(LaneName.PAGES)
def list_products(context: InContext, locale: str = "") -> Response:
    """Show all catalogs, without making any of them ready."""
    catalogs = {id: _outline(context.engine, id) for id in context.engine.catalog_ids()}
    locales = all_spoken([each.locales for each in catalogs.values() if each])
    shown, _ = spoken(locale[:35], locales)
    return page("products.html", shown, catalogs=catalogs, locales=locales)


def _outline(engine: Engine, id: str) -> Catalog | None:
    try:
        return engine.outline(id)
    except InvalidDocument:
        return None


@on_lane(LaneName.PAGES)
def shop(request: Request, context: InContext, catalog: str) -> Response:
    """Show one product, or do what was clicked, once or several times, and go on to the address after it."""
    query = request.query_params.multi_items()
    address, patient = read_address(catalog, query), "wait" in request.query_params
    visit = Visit.of(context, address, patient=patient)
    try:
        context.try_out(page_request(context, visit.address, visit.seconds()))
    except NoReply:
        return waiting(visit)
    with context.watching(page_request(context, visit.address, context.settings.most_seconds)):
        visit = Visit.of(context, address, patient=patient).knowing(context)
        actions = page_address.requested_actions(query)
        return _gone_on(context, visit.address, actions) if actions else show_product(context, visit)


def _gone_on(context: ServiceContext, address: PageAddress, actions: Sequence[tuple[str, str]]) -> Response:
    """Go on to the address after some clicks."""
    budget = context.engine.budget(context.settings.most_seconds)
    loaded = context.engine.catalog(address.catalog, budget)
    with loaded.locked(budget):
        for action in actions:
            session = context.engine.session(address.catalog, address.choices, seconds=budget.remaining())
            address = page_address.after(address, action, session, budget)
    return RedirectResponse(address.url(), 303, HEADERS)


@on_lane(LaneName.PAGES)
def save(request: Request, context: InContext, catalog: str) -> Response:
    """Keep the choices of an address, and go on to where they open again."""
    visit = Visit.of(context, read_address(catalog, request.query_params.multi_items()))
    chosen = page_request(context, visit.address, context.settings.most_seconds)
    kept = store_choices(context, chosen, on=day_of(visit.address))
    manner = "" if visit.address.locale == "en" else f"?locale={visit.address.locale}"
    return RedirectResponse(f"/saved/{kept.id}{manner}", 303, HEADERS)


@on_lane(LaneName.PAGES)
def saved(request: Request, context: InContext, configuration: SavedId, locale: str = "") -> Response:
    """Show a saved configuration on the product as it is now, and say what became of it."""
    kept = stored_choices(context, configuration)
    link = f"{context.settings.public_url}/saved/{configuration}"
    return show_saved(context, kept, locale[:35], link, patient="wait" in request.query_params)
