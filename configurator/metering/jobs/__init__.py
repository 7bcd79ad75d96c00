"""The SQL texts, one per aggregation, and the rows of their query tables.

A text has no parameters and no division: it joins the events with the tables `asked` and `chunk`, and returns an exact
numerator and denominator. It uses only SQL with the same meaning in DuckDB, PostgreSQL and Spark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from configurator.metering.event_store import MeterQuery
from configurator.metering.instants import HOUR, chunks
from configurator.metering.model import Aggregation

ASKED = (
    ("asked", "BIGINT"), ("meter", "VARCHAR(100)"), ("from_us", "BIGINT"), ("until_us", "BIGINT"), ("known", "BIGINT"),
    ("per_us", "BIGINT"), ("levels", "VARCHAR(20)"), ("inside", "VARCHAR(20)"), ("over_windows", "VARCHAR(20)"),
    ("missing", "VARCHAR(20)"), ("rank_of", "VARCHAR(20)"), ("parts_per_million", "BIGINT"), ("windows", "BIGINT"),
    ("chunk_length_us", "BIGINT"),
)  # fmt: skip
"""The columns of `asked`: one row per query."""

CHUNK = (("asked", "BIGINT"), ("chunk_us", "BIGINT"), ("window_us", "BIGINT"))
"""The columns of `chunk`: to which window of a question a chunk of time belongs."""

EVER = 2**62
AskedRow = tuple[int | str, ...]
ChunkRow = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Job:
    """One text to run, with the rows of `asked` and `chunk`."""

    text: str
    asked: list[AskedRow]
    chunks: list[ChunkRow]


def jobs_for(questions: Sequence[MeterQuery], time_zone: str) -> list[Job]:
    """Return the jobs that answer questions: one for each aggregation among them."""
    zone = ZoneInfo(time_zone)
    jobs: dict[Aggregation, Job] = {}
    for number, question in enumerate(questions):
        aggregation = question.meter.aggregation
        job = jobs.setdefault(aggregation, Job(text_of(aggregation), [], []))
        _ask(job, number, question, zone)
    return list(jobs.values())


@cache
def text_of(aggregation: Aggregation) -> str:
    """Return the SQL text of an aggregation."""
    return (files(__name__) / f"{aggregation}.sql").read_text(encoding="utf-8")


def _ask(job: Job, number: int, question: MeterQuery, zone: ZoneInfo) -> None:
    meter = question.meter
    length, results = (HOUR, []) if meter.window is None else chunks(question.start, question.end, meter.window, zone)
    job.chunks.extend((number, chunk, window) for chunk, window in results)
    per = meter.per_hours * HOUR or question.end - question.start
    parts = meter.percent * 10_000
    windows = len({window for _, window in results})
    job.asked.append((
        number, meter.id, question.start, question.end, EVER if question.known is None else question.known,
        per, meter.levels.value, meter.inside.value, meter.over.value, meter.missing.value, meter.rank.value,
        parts.numerator, windows, length,
    ))  # fmt: skip
