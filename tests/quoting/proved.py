"""A quote that the engine drew up, as stored, and the means to alter any part of it before it is verified."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from configurator import canonical_json
from configurator.canonical_json import Json
from configurator.engine import Engine, EvaluationRequest, OrderItemRequest
from configurator.quoting.quote_body import body_digest
from configurator.quoting.quote_model import StoredContent, StoredQuote
from configurator.quoting.verification_report import CheckName, VerificationOutcome, VerificationReport
from configurator.session.choices import Choices

DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The engine, and what is stored of its quote."""

    engine: Engine
    stored: StoredQuote

    @staticmethod
    def of(engine: Engine) -> "Proof":
        """Draw up a quote of two lamps with glass shades, and of one that is as the defaults have it."""
        items = [
            OrderItemRequest(
                "glass", 2, EvaluationRequest("lamps", DAY, Choices({"shade": "glass", "arms": 2, "bulbs": 2}))
            ),
            OrderItemRequest("plain", 1, EvaluationRequest("lamps", DAY)),
        ]
        drawn = engine.quote(items, id="q1", seller="acme", created=NOON, on=DAY)
        contents = {content.digest: content for content in drawn.contents}
        return Proof(engine, StoredQuote("q1", drawn.sealed.body, drawn.sealed.digest, contents))

    @property
    def body(self) -> dict[str, Json]:
        """A fresh copy of the body as JSON."""
        found: dict[str, Json] = json.loads(self.stored.body)
        return found

    def altered(self, path: Path, value: Json, *, resealed: bool = False) -> VerificationReport:
        """Verify the quote with one place of its body altered; `resealed` forges the digest as well."""
        return self.with_body(put(self.body, path, value), resealed=resealed)

    def with_body(self, body: Json, *, resealed: bool = False) -> VerificationReport:
        """Verify the quote with another body."""
        return self.with_text(canonical_json.dumps(body), resealed=resealed)

    def with_text(self, text: str, *, resealed: bool = False) -> VerificationReport:
        """Verify the quote with another text for a body."""
        digest = body_digest(text) if resealed else self.stored.digest
        return self.engine.verify(replace(self.stored, body=text, digest=digest))

    def with_contents(self, contents: Mapping[str, StoredContent]) -> VerificationReport:
        """Verify the quote with other files."""
        return self.engine.verify(replace(self.stored, contents=contents))

    def with_file(self, path: str, old: bytes, new: bytes) -> VerificationReport:
        """Verify the quote with one file altered."""
        contents = dict(self.stored.contents)
        for digest, content in self.stored.contents.items():
            if path in content.files:
                files = {**content.files, path: content.files[path].replace(old, new)}
                assert files != content.files
                contents[digest] = StoredContent(digest, files)
        return self.with_contents(contents)

    def path_of(self, end: str) -> str:
        """Return the path of the one stored file whose path ends so."""
        (found,) = {path for each in self.stored.contents.values() for path in each.files if path.endswith(end)}
        return found


def at(body: Json, path: Path) -> Any:
    """Return what stands in a place of a body."""
    location: Any = body
    for step in path:
        location = location[step]
    return location


def put(body: Json, path: Path, value: Json) -> Json:
    """Return the body with a value in a place of it, which is changed."""
    at(body, path[:-1])[path[-1]] = value
    return body


def paths(value: Json, above: Path = ()) -> list[Path]:
    """Return every place in a JSON value."""
    steps: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    return [path for step, inner in steps for path in ((*above, step), *paths(inner, (*above, step)))]


def failures(report: VerificationReport) -> set[tuple[CheckName, str]]:
    """Return the checks that failed, with the items they are about."""
    return {(check.name, check.item) for check in report.checks if check.outcome is VerificationOutcome.FAILED}


def places(report: VerificationReport, name: CheckName) -> list[str]:
    """Return where a check found differences."""
    return [each.path for check in report.checks if check.name is name for each in check.differences]
