"""Responses about stored data: quotes, their verification, saved configurations."""

from datetime import date
from typing import Literal

from pydantic import Field

from configurator.configuration import Provenance
from configurator.offering.evaluation_responses import ConfigurationResponse, ReopenedChoicesResponse
from configurator.pricing.price_responses import PriceResponse
from configurator.quoting.verification_report import VerificationOutcome
from configurator.response_types import Difference, Instances, MomentText, MoneyResponse, ReferenceResponse, Scalar
from configurator_api.schemas.field_types import ResponseModel


class KindedValueResponse(ResponseModel):
    """A value with its kind, so that it can be read without its catalog."""

    kind: Literal["text", "boolean", "integer", "number"]
    value: Scalar


class QuotedValueResponse(KindedValueResponse):
    """One value of a quoted product."""

    path: str
    provenance: Provenance | None


class PinnedDocumentResponse(ReferenceResponse):
    """The very files of a catalog or a book, and the one to begin reading at."""

    entry: str


class QuotedItemResponse(ResponseModel):
    """So many pieces of one product."""

    id: str
    quantity: int
    catalog: PinnedDocumentResponse
    book: PinnedDocumentResponse
    parameters: dict[str, KindedValueResponse]
    values: list[QuotedValueResponse]
    instances: Instances
    priced: PriceResponse
    unit: Difference
    total: Difference


class QuoteResponse(ResponseModel):
    """A sealed quote."""

    format: int
    id: str
    seller: str
    number: str | None
    revision: int
    revises: str | None
    created: MomentText
    on: date
    currency: str
    semantics: int
    items: list[QuotedItemResponse]
    total: dict[str, MoneyResponse] = Field(
        description="What is due, by cadence: `one_time` always, then `monthly` and so on."
    )


class QuoteLineResponse(ResponseModel):
    """A quote in a list."""

    id: str
    number: str | None
    revision: int
    created: MomentText
    on: date
    digest: str
    total: dict[str, MoneyResponse]


class QuoteListResponse(ResponseModel):
    """A page of quotes, newest first; `next` is the cursor of the page after it."""

    quotes: list[QuoteLineResponse]
    next: str | None


class VerificationDifferenceResponse(ResponseModel):
    """A difference between the stored and the recomputed value."""

    path: str
    stored: str | None
    found: str | None


class VerificationCheckResponse(ResponseModel):
    """One check; `item` is empty for the quote as a whole."""

    name: str
    item: str
    outcome: VerificationOutcome
    message: str
    differences: list[VerificationDifferenceResponse]


class VerificationResponse(ResponseModel):
    """Every check of a quote, and the gravest outcome."""

    quote: str
    outcome: VerificationOutcome
    checks: list[VerificationCheckResponse]


class SavedConfigurationResponse(ResponseModel):
    """Choices as they were saved, and the product as it stood then."""

    id: str
    created: MomentText
    catalog: ReferenceResponse
    book: str | None
    on: date | None
    parameters: dict[str, KindedValueResponse]
    choices: dict[str, Scalar]
    instances: Instances
    configuration: ConfigurationResponse | None


class ReopenedResponse(ReopenedChoicesResponse):
    """What became of saved choices on the catalog as it is now."""

    id: str
    catalog: ReferenceResponse
