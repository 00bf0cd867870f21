"""The sums on a cluster of Spark that is started for it equal those of one machine, number for number."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.opportunities.intelligence.vacancies import drawn
from wayline.opportunities.intelligence import chunks, spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NEEDED = bool(os.environ.get("WAYLINE_CI"))
"""Continuous integration must not skip it."""
# One thread for garbage and the quick compiler: these machines live for seconds.
LIGHT = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"

pytestmark = [
    pytest.mark.skipif(not NEEDED and shutil.which("java") is None, reason="Spark needs Java, and there is none here"),
    pytest.mark.xdist_group("spark"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two workers of one core each, in processes of their own, as on other machines."""
    import pyspark
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    root = str(Path(__file__).parents[3])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_WORKER_DIR", str(folder / "work"))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master("local-cluster[2,1,512]")
            .appName("wayline")
            .config("spark.driver.extraJavaOptions", LIGHT)
            .config("spark.executor.extraJavaOptions", LIGHT)
            .config("spark.executor.memory", "512m")
            .config("spark.executorEnv.PYTHONPATH", root)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", str(folder))
            .config("spark.ui.enabled", "false")
            .config("spark.sql.files.maxPartitionBytes", "64k")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def test_spark_makes_the_same_sums_as_one_machine(cluster: SparkSession, tmp_path: Path) -> None:
    paths = chunks.write(drawn(1_500, seed=3), tmp_path, size=500)
    here = chunks.run(paths, processes=1)
    there = spark.run(cluster, str(tmp_path))
    assert there.as_bytes() == here.as_bytes()
    assert sum(items["read"] for items in there.tables["facts"].values()) == 1_500
