"""The port to storage, independent of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from configurator.canonical_json import Json
from configurator.errors import ConfiguratorError
from configurator.quoting.quote_model import QuoteTotals, SealedCosts, SealedQuote, StoredContent, StoredQuote

RowT = TypeVar("RowT")


class StorageUnavailable(ConfiguratorError):
    """The database does not answer, or not in time; the same request may be sent again."""


class StoredDamage(ConfiguratorError):
    """What the database holds is not what was sealed: altered, or damaged with its disk."""


@dataclass(frozen=True, slots=True)
class Seller:
    """A tenant: every row belongs to one, and none is ever seen by another."""

    id: str
    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """The record of a key, without its secret. `scopes` are its permissions (`quotes:write`)."""

    id: str
    seller: str
    label: str
    scopes: frozenset[str]
    created: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its secret text, returned only once."""

    key: ApiKey
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """A request that may arrive twice: the caller's key for it, and the digest of everything it asks."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecordedResponse:
    """The response to a request that made something: its status, and the id of what was made, which is its body."""

    status: int
    resource: str


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A response to be kept for a request, since an instant."""

    request: IdempotentRequest
    response: RecordedResponse
    at: datetime


@dataclass(frozen=True, slots=True)
class IdempotentResponse:
    """The response that counts; `replayed` when an earlier request with the same key had already been answered."""

    response: RecordedResponse
    replayed: bool


@dataclass(frozen=True, slots=True)
class QuoteSummary:
    """One line of a list of quotes."""

    id: str
    number: str | None
    revision: int
    created: datetime
    on: date
    digest: str
    total: QuoteTotals


@dataclass(frozen=True, slots=True)
class StoragePage(Generic[RowT]):
    """Some rows, newest first, and the cursor at which the next page begins; None on the last one."""

    rows: tuple[RowT, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class SavedConfiguration:
    """Saved choices. `body` is opaque here; `digest` is that of its canonical text."""

    id: str
    seller: str
    catalog: str
    catalog_digest: str
    title: str
    body: Mapping[str, Json]
    digest: str
    created: datetime
    updated: datetime


class QuoteStore(Protocol):
    """Quotes, written once and never changed."""

    def add(
        self,
        sealed: SealedQuote,
        contents: Sequence[StoredContent],
        *,
        answer: AnswerRecord | None = None,
        costs: SealedCosts | None = None,
    ) -> IdempotentResponse | None:
        """Store a quote, its items, every content it depends on, and its costs apart, atomically.

        With an `answer`, its response is stored in the same transaction; a second request with the same key gets the
        first response and writes nothing. Without one, returns None. Raises `Conflicting` if the id, or the number and
        revision, are taken or the key was used for another request; `NotFound` if the seller, the revised quote, or a
        content that is not given, is unknown; `InvalidRequest` if a digest does not match its bytes or a content does
        not belong to the quote.
        """

    def get(self, seller: str, id: str) -> SealedQuote:
        """Return a quote as it was sealed. Raises `NotFound`, and `StoredDamage` where its body is another one."""

    def costs(self, seller: str, id: str) -> SealedCosts:
        """Return what a quote costs the seller, as it was sealed.

        Raises `NotFound` where there is no such quote, or none of its books has costs; `Conflicting` if the stored text
        is not the one that was sealed.
        """

    def stored(self, seller: str, id: str) -> StoredQuote:
        """Return the stored data of a quote, unparsed and unchecked, for verification. Raises `NotFound`."""

    def list(self, seller: str, *, limit: int = 50, after: str | None = None) -> StoragePage[QuoteSummary]:
        """Return a page of the seller's quotes, newest first; `after` is the cursor of the page before."""


class ContentStore(Protocol):
    """Sets of files under the digest of their paths and bytes: put twice, kept once."""

    def put(self, seller: str, content: StoredContent) -> None:
        """Keep a content. Raises `InvalidRequest` where the digest does not fit the bytes."""

    def get(self, seller: str, digest: str) -> StoredContent:
        """Return a content as stored, unchecked: verifying is another matter. Raises `NotFound`."""

    def has(self, seller: str, digest: str) -> bool:
        """Return whether a content is stored."""


class IdempotencyStore(Protocol):
    """Answers that were given, so that a request sent twice is carried out once."""

    def recall(self, seller: str, request: IdempotentRequest) -> RecordedResponse | None:
        """Return the earlier response to this request. Raises `Conflicting` if its key was used for another one."""

    def remember(self, seller: str, answer: AnswerRecord) -> IdempotentResponse:
        """Keep a response unless one is kept already; return the one that counts. Raises as `recall` does."""

    def forget(self, *, before: datetime) -> int:
        """Drop answers older than an instant; return how many."""


class ApiKeyStore(Protocol):
    """Keys that programs identify themselves with, kept as hashes."""

    def issue(self, seller: str, *, label: str, scopes: frozenset[str], at: datetime) -> IssuedKey:
        """Make a new key. Raises `NotFound` for an unknown seller, `InvalidRequest` for a scope of the wrong form."""

    def authenticate(self, secret: str) -> ApiKey | None:
        """Return the key that this text is the secret of, unless it was revoked."""

    def revoke(self, seller: str, id: str, *, at: datetime) -> None:
        """End a key for good. Raises `NotFound`."""

    def list(self, seller: str) -> tuple[ApiKey, ...]:
        """Return the seller's keys, revoked ones too, oldest first."""


class SellerStore(Protocol):
    """The tenants."""

    def ensure(self, id: str, *, name: str = "", at: datetime) -> Seller:
        """Return the seller of that id, made now if there is none."""

    def get(self, id: str) -> Seller:
        """Return a seller. Raises `NotFound`."""

    def list(self) -> tuple[Seller, ...]:
        """Return every seller, by id."""


class SavedConfigurationStore(Protocol):
    """Configurations in the making, which may change until they become part of a quote."""

    def add(self, saved: SavedConfiguration) -> None:
        """Keep a new one. Raises `Conflicting` where the id is taken, `NotFound` for an unknown seller."""

    def replace(self, saved: SavedConfiguration, *, expected: str) -> None:
        """Put a newer state in the place of the one whose digest is `expected`.

        Raises `Conflicting` where another state has come in between, `NotFound` where there is none.
        """

    def get(self, seller: str, id: str) -> SavedConfiguration:
        """Return one. Raises `NotFound`."""

    def delete(self, seller: str, id: str) -> None:
        """Drop one. Raises `NotFound`."""

    def list(self, seller: str, *, limit: int = 50, after: str | None = None) -> StoragePage[SavedConfiguration]:
        """Return a page of the seller's, newest first by creation."""


class Storage(Protocol):
    """All stores of one open database; close it, or use it in a `with`."""

    @property
    def quotes(self) -> QuoteStore: ...
    @property
    def contents(self) -> ContentStore: ...
    @property
    def idempotency(self) -> IdempotencyStore: ...
    @property
    def keys(self) -> ApiKeyStore: ...
    @property
    def sellers(self) -> SellerStore: ...
    @property
    def configurations(self) -> SavedConfigurationStore: ...

    def check(self) -> None:
        """Ask the database for a sign of life. Raises `StorageUnavailable`."""

    def close(self) -> None:
        """Give every connection back."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
