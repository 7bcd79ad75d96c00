"""Spark, for more than one machine: it reads exported Parquet files and runs the same texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from configurator.metering.backends.rows import Answer, answers_of
from configurator.metering.event_store import MeteredQuantity, MeterQuery
from configurator.metering.jobs import ASKED, CHUNK, Job, jobs_for

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkEvents:
    """Events that a store exported, read by Spark. `session` is the caller's; it is left open."""

    def __init__(self, session: "SparkSession", folder: Path | str) -> None:
        self._session: Any = session
        self._session.read.parquet(str(folder)).createOrReplaceTempView("usage_event")

    def read(self, questions: Sequence[MeterQuery], time_zone: str) -> list[MeteredQuantity]:
        """Answer questions, in order of question, subject and split. A subject without events has no answer."""
        return answers_of(row for job in jobs_for(questions, time_zone) for row in self._run(job))

    def _run(self, job: Job) -> list[Answer]:
        self._view("asked", ASKED, job.asked)
        self._view("chunk", CHUNK, job.chunks)
        return cast(list[Answer], [tuple(row) for row in self._session.sql(job.text).collect()])

    def _view(self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[int | str, ...]]) -> None:
        shape = ", ".join(f"{column} {kind.split('(')[0].replace('VARCHAR', 'STRING')}" for column, kind in columns)
        self._session.createDataFrame(list(rows), schema=shape).createOrReplaceTempView(name)
