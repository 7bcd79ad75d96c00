"""A PostgreSQL server and a Spark session, started once where the machine has them."""

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.storage.servers import postgresql_server

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def spark() -> "Iterator[SparkSession]":
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'configurator-cpq[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and no `java` is on the path")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("configurator-tests")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
