"""The service as an ASGI application: rooms of routes behind one door."""

from fastapi import APIRouter, FastAPI

from configurator.engine import Engine
from configurator.storage.storage_ports import Storage
from configurator_api.context import Context
from configurator_api.headers import Guarded, HeadsLikeGets
from configurator_api.limits import BodyLimit
from configurator_api.problems import answer_with_problems
from configurator_api.rates import Rates
from configurator_api.routes import catalogs, configurations, evaluate, health, plans, quotes, search
from configurator_api.settings import Settings
from configurator_api.web import pages

ROUTERS = (
    health.router,
    catalogs.router,
    evaluate.router,
    search.router,
    quotes.router,
    configurations.router,
    plans.router,
)


def create_app(engine: Engine, storage: Storage, *, settings: Settings) -> FastAPI:
    """Return the API at `/v1` and the shopper's page at `/`, over an engine and an open store."""
    app = FastAPI(
        title="Configurator",
        version="1",
        description="Choices in; exact states, reasons, repairs and explained prices out. Quotes that can be proved.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.context = Context(engine, storage, settings, Rates(settings))
    version_1 = APIRouter(prefix="/v1")
    for router in ROUTERS:
        version_1.include_router(router)
    app.include_router(version_1)
    pages.add_pages(app)
    answer_with_problems(app)
    app.add_middleware(BodyLimit, most_bytes=settings.most_bytes, most_seconds=settings.body_seconds)
    app.add_middleware(Guarded)
    app.add_middleware(HeadsLikeGets)
    return app
