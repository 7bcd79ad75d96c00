"""The service as an ASGI application: rooms of routes behind one door."""

from fastapi import FastAPI

from configurator.engine import Engine
from configurator.storage.storage_ports import Storage
from configurator_api.middleware import BodyLimit, Guarded, HeadsLikeGets
from configurator_api.problem_details import answer_with_problems
from configurator_api.rate_limits import Rates
from configurator_api.readiness import ReadinessProbe
from configurator_api.request_log import RequestLog
from configurator_api.routes import (
    catalog_routes,
    evaluation_routes,
    health_routes,
    order_routes,
    plan_routes,
    quote_routes,
    saved_configuration_routes,
    search_routes,
)
from configurator_api.search_processes import SearchProcesses
from configurator_api.service_context import ServiceContext, Settings
from configurator_api.web import pages

ROUTERS = (
    health_routes.router,
    catalog_routes.router,
    evaluation_routes.router,
    search_routes.router,
    order_routes.router,
    quote_routes.router,
    saved_configuration_routes.router,
    plan_routes.router,
)


def create_app(
    engine: Engine, storage: Storage, *, settings: Settings, searches: SearchProcesses | None = None
) -> FastAPI:
    """Return the API at `/v1` and the shopper's page at `/`, over an engine and an open store.

    Long searches run in the processes of `searches`, which read the same folders; without them, in this one.
    """
    app = FastAPI(
        title="Configurator",
        version="1",
        description="Choices in; exact states, reasons, repairs and explained prices out. Quotes that can be proved.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    rates = Rates(settings.evaluate_rate, settings.write_rate, settings.clock)
    context = app.state.context = ServiceContext(engine, storage, settings, rates, searches=searches)
    app.state.readiness = ReadinessProbe(storage)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    app.include_router(health_routes.probes)
    pages.add_pages(app)
    answer_with_problems(app)
    app.add_middleware(BodyLimit, most_bytes=settings.most_bytes, most_seconds=settings.body_seconds)
    app.add_middleware(Guarded)
    app.add_middleware(HeadsLikeGets)
    app.add_middleware(RequestLog, clock=settings.clock, outcomes=context.outcomes)
    return app
