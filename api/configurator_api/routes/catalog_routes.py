"""The catalogs, each with the digest of its files."""

from typing import Annotated, assert_never

from fastapi import APIRouter, Path, Query, Request, Response

from configurator.canonical_json import dumps
from configurator.catalog.feature_values import show_number, wire_value
from configurator.catalog.model import (
    BooleanDomain,
    Catalog,
    Enumeration,
    Feature,
    NumericDomain,
    Structure,
    Text,
    constraints_of,
)
from configurator.engine import Engine
from configurator.errors import InvalidDocument, InvalidRequest
from configurator.quoting.quote_body import body_digest
from configurator_api.json_http import answers, json_response, tagged
from configurator_api.lanes import LaneName, on_lane
from configurator_api.problem_details import HttpProblem
from configurator_api.schemas.catalog_responses import (
    BookSummaryResponse,
    CatalogContentResponse,
    CatalogListResponse,
    CatalogResponse,
    CatalogSummaryResponse,
    MemberResponse,
    NamedOptionResponse,
    ProductCodeResponse,
)
from configurator_api.schemas.request_models import Locale
from configurator_api.schemas.text_forms import DOCUMENT_ID
from configurator_api.service_context import InContext

router = APIRouter(prefix="/catalogs", tags=["catalogs"])

CatalogId = Annotated[str, Path(pattern=DOCUMENT_ID, examples=["bmw_x3"])]


@router.get("", responses=answers("All catalogs.", CatalogListResponse, 422))
@on_lane(LaneName.READING)
def list_catalogs(context: InContext, locale: Annotated[Locale, Query()] = "en") -> Response:
    """List the catalogs with their price books."""
    summaries = {id: _summary_or_none(context.engine, id, locale) for id in context.engine.catalog_ids()}
    response: CatalogListResponse = {
        "catalogs": [summary for summary in summaries.values() if summary is not None],
        "unusable": [id for id, summary in summaries.items() if summary is None],
    }
    return json_response(response)


@router.get("/{catalog_id}", responses=answers("The catalog.", CatalogResponse, 304, 404, 422))
@on_lane(LaneName.READING)
def read_catalog(
    request: Request, context: InContext, catalog_id: CatalogId, locale: Annotated[Locale, Query()] = "en"
) -> Response:
    """Describe a catalog: features with their options, structures, constraints with their reasons, price books.

    The entity tag is the digest of this answer; `digest` is that of the catalog's files.
    """
    engine = context.engine
    response: CatalogResponse = {
        **_summary(engine, catalog_id, locale),
        **catalog_data(engine.outline(catalog_id), locale),
    }
    body = dumps(response)
    return tagged(request, body, body_digest(body))


@router.get(
    "/{catalog_id}/codes/{product_code}", responses=answers("What the code says.", ProductCodeResponse, 404, 422)
)
@on_lane(LaneName.READING)
def read_code(
    context: InContext, catalog_id: CatalogId, product_code: Annotated[str, Path(max_length=500)]
) -> Response:
    """Read a product code: the choices that it says, to be sent to `evaluate`."""
    try:
        choices = context.engine.choices_of_code(catalog_id, product_code)
    except InvalidRequest as error:
        raise HttpProblem(422, "invalid-request", str(error), at="path product_code") from error
    values = {path: wire_value(value) for path, value in choices.values.items()}
    response: ProductCodeResponse = {"catalog": catalog_id, "code": product_code, "choices": values}
    return json_response(response)


def _summary_or_none(engine: Engine, id: str, locale: str) -> CatalogSummaryResponse | None:
    """Return the summary of a catalog; None where its files have errors, which start-up logs."""
    try:
        return _summary(engine, id, locale)
    except InvalidDocument:
        return None


def _summary(engine: Engine, id: str, locale: str) -> CatalogSummaryResponse:
    catalog = engine.outline(id)
    books: list[BookSummaryResponse] = [
        {
            "id": book.model.id,
            "digest": book.model.digest,
            "title": book.model.title.in_locale(locale),
            "currency": book.model.currency,
            "illustrative": book.model.illustrative,
        }
        for book in engine.books(id).values()
    ]
    return {
        "id": catalog.id,
        "digest": catalog.digest,
        "title": catalog.title.in_locale(locale),
        "locales": list(catalog.locales),
        "illustrative": catalog.illustrative,
        "books": books,
    }


def catalog_data(catalog: Catalog, locale: str) -> CatalogContentResponse:
    """Return the features, structures, groups and constraints of a catalog, with texts in a locale."""
    return {
        "source": _text(catalog.source, locale),
        "effective": {
            "from": catalog.effective.start.isoformat() if catalog.effective.start else None,
            "until": catalog.effective.end.isoformat() if catalog.effective.end else None,
        },
        "groups": [
            {"id": group.id, "title": group.title.in_locale(locale), "members": list(group.members)}
            for group in catalog.display
        ],
        "members": _members(catalog.root, locale),
        "constraints": [
            {
                "id": law.id,
                "structure": ".".join(path),
                "severity": law.severity.value,
                "because": law.because.in_locale(locale),
                "place": str(law.location),
            }
            for path, law in constraints_of(catalog)
        ],
    }


def _members(structure: Structure, locale: str) -> list[MemberResponse]:
    return [
        _structure(member, locale) if isinstance(member, Structure) else _feature(member, locale)
        for member in structure.members.values()
    ]


def _structure(structure: Structure, locale: str) -> MemberResponse:
    return {
        "id": structure.id,
        "title": structure.title.in_locale(locale),
        "description": _text(structure.description, locale),
        "kind": "structure",
        "low": structure.low,
        "high": structure.high,
        "members": _members(structure, locale),
    }


def _feature(feature: Feature, locale: str) -> MemberResponse:
    head: MemberResponse = {
        "id": feature.id,
        "title": feature.title.in_locale(locale),
        "description": _text(feature.description, locale),
        "kind": "boolean",
    }
    match feature.domain:
        case Enumeration(options):
            named: list[NamedOptionResponse] = [
                {"value": id, "title": each.title.in_locale(locale)} for id, each in options.items()
            ]
            return {**head, "kind": "enumeration", "options": named}
        case BooleanDomain():
            return head
        case NumericDomain(low, high, step, integral, unit):
            return {
                **head,
                "kind": "integer" if integral else "number",
                "low": show_number(low),
                "high": show_number(high),
                "step": show_number(step),
                "unit": unit.name,
            }
        case other:
            assert_never(other)


def _text(text: Text | None, locale: str) -> str | None:
    return None if text is None else text.in_locale(locale)
