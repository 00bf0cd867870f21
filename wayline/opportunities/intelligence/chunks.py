"""The sums on one machine: chunk by chunk in processes, each result kept, so that a stopped run goes on where it was.

A chunk is a file of JSON lines (`columns.COLUMNS`), named by its content: unchanged chunks are never counted again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from wayline.opportunities.intelligence.columns import COLUMNS, Columns
from wayline.opportunities.intelligence.sums import VERSION, Partial, count

CHUNK = 20_000
"""Vacancies in a chunk."""
BATCH = 1_000
SUMS = f".v{VERSION}.sums.gz"
Advance = Callable[[int, int], None]


def write(rows: Iterable[Mapping[str, Any]], folder: Path, *, size: int = CHUNK) -> list[Path]:
    """Chunk files of these rows; chunks and sums of the folder that are not among them are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    stream = iter(rows)
    made: list[Path] = []
    while part := list(islice(stream, size)):
        made.append(_write_one(len(made), part, folder))
    names = {path.name for path in made} | {_sums_of(path).name for path in made}
    for path in folder.iterdir():
        if path.is_file() and path.name not in names:
            path.unlink()
    return made


def _write_one(number: int, rows: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    content = "".join(json.dumps({name: row[name] for name in COLUMNS}) + "\n" for row in rows).encode()
    path = folder / f"{number:06d}-{hashlib.sha256(content).hexdigest()[:32]}.json"
    if not path.exists():
        _replace(path, content)
    return path


def _replace(path: Path, content: bytes) -> None:
    """All of it or nothing, whenever it is stopped."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _sums_of(chunk: Path) -> Path:
    return chunk.with_name(chunk.stem + SUMS)


def read(chunk: Path) -> Iterator[Columns]:
    """Batches of columns, a thousand vacancies each."""
    with chunk.open(encoding="utf-8") as file:
        while lines := list(islice(file, BATCH)):
            rows = [json.loads(line) for line in lines]
            yield {name: [row[name] for row in rows] for name in COLUMNS}


def kept(chunk: Path) -> Partial | None:
    """What an earlier run made of this chunk; None when it did not, or it cannot be read."""
    try:
        return Partial.from_bytes(gzip.decompress(_sums_of(chunk).read_bytes()))
    except (OSError, EOFError, ValueError, KeyError):
        return None


def sum_up(chunk: Path) -> Path:
    """Counts a chunk and keeps its sums beside it: the work of one process."""
    _replace(_sums_of(chunk), gzip.compress(count(read(chunk)).as_bytes(), compresslevel=1))
    return chunk


def run(chunks: Sequence[Path], *, processes: int, advance: Advance = lambda done, total: None) -> Partial:
    """All chunks together. With one process nothing is started. Chunks whose sums are kept are only added."""
    whole = Partial()
    left = []
    done = 0
    for chunk in chunks:
        found = kept(chunk)
        if found is None:
            left.append(chunk)
            continue
        whole.add(found)
        done += 1
        advance(done, len(chunks))
    for chunk in _summed(left, processes):
        whole.add(_kept_now(chunk))
        done += 1
        advance(done, len(chunks))
    return whole


def _kept_now(chunk: Path) -> Partial:
    found = kept(chunk)
    if found is None:
        raise OSError(f"the sums of {chunk.name} are not there")
    return found


def _summed(chunks: Sequence[Path], processes: int) -> Iterator[Path]:
    if processes < 2 or len(chunks) < 2:
        yield from map(sum_up, chunks)
        return
    # A fresh interpreter for each: a copy of this one would share its connections to the database.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(chunks)), mp_context=context) as pool:
        yield from pool.map(sum_up, chunks)
