"""The same sums on Spark: each partition counts its batches (`mapInArrow`), the driver adds the partial sums.

Needs `wayline[spark]` and Java 17 or later. Reads the chunk files of `chunks.write`, wherever the cluster can see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wayline.opportunities.intelligence.columns import COLUMNS, SPARK_SCHEMA
from wayline.opportunities.intelligence.sums import Partial, count, merged

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

RESULT = "sums binary"


def counted(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The work of one partition: its batches to one row with its partial sums."""
    import pyarrow as pa  # an optional package: only where Spark is

    made = count(batch.to_pydict() for batch in batches)
    yield pa.RecordBatch.from_pydict({"sums": pa.array([made.as_bytes()], pa.binary())})


def run(session: SparkSession, folder: str) -> Partial:
    """All chunk files (`*.json`) of a folder together."""
    vacancies = session.read.schema(SPARK_SCHEMA).json(f"{folder}/*.json").select(*COLUMNS)
    rows = vacancies.mapInArrow(counted, RESULT).toLocalIterator()
    return merged(Partial.from_bytes(bytes(row["sums"])) for row in rows)
