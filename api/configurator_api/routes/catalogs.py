"""What can be configured: the catalogs, each under the digest of its files."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from configurator.canonical_json import Json, dumps
from configurator.catalog.values import wire_value
from configurator.documents import LoadedCatalog
from configurator.quoting.quote_body import body_digest
from configurator_api.answers import answers, json_response, tagged
from configurator_api.context import InContext
from configurator_api.describe import catalog_data
from configurator_api.schemas.described import Catalogs, Coded, Described
from configurator_api.schemas.terms import Locale

router = APIRouter(prefix="/catalogs", tags=["catalogs"])

CatalogId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,99}$", examples=["bmw_x3"])]


@router.get("", responses=answers("All catalogs.", Catalogs, 422))
def list_catalogs(context: InContext, locale: Annotated[Locale, Query()] = "en") -> Response:
    """List the catalogs with their price books."""
    engine = context.engine
    found: list[Json] = [_summary(engine.catalog(id), locale) for id in engine.catalog_ids()]
    return json_response({"catalogs": found})


@router.get("/{catalog}", responses=answers("The catalog.", Described, 304, 404, 422))
def read_catalog(
    request: Request, context: InContext, catalog: CatalogId, locale: Annotated[Locale, Query()] = "en"
) -> Response:
    """Describe a catalog: features with their options, structures, constraints with their reasons, price books.

    The entity tag is the digest of this answer; `digest` is that of the catalog's files.
    """
    loaded = context.engine.catalog(catalog)
    body = dumps({**_summary(loaded, locale), **catalog_data(loaded.catalog, locale)})
    return tagged(request, body, body_digest(body))


@router.get("/{catalog}/codes/{code}", responses=answers("What the code says.", Coded, 404, 422))
def read_code(context: InContext, catalog: CatalogId, code: Annotated[str, Path(max_length=500)]) -> Response:
    """Read a product code: the choices that it says, to be sent to `evaluate`."""
    choices = context.engine.choices_of_code(catalog, code)
    found: dict[str, Json] = {path: wire_value(value) for path, value in choices.values.items()}
    return json_response({"catalog": catalog, "code": code, "choices": found})


def _summary(loaded: LoadedCatalog, locale: str) -> dict[str, Json]:
    catalog = loaded.catalog
    books: list[Json] = [
        {
            "id": book.model.id,
            "digest": book.model.digest,
            "title": book.model.title.in_locale(locale),
            "currency": book.model.currency,
            "illustrative": book.model.illustrative,
        }
        for book in loaded.books.values()
    ]
    return {
        "id": catalog.id,
        "digest": catalog.digest,
        "title": catalog.title.in_locale(locale),
        "locales": list(catalog.locales),
        "illustrative": catalog.illustrative,
        "books": books,
    }
