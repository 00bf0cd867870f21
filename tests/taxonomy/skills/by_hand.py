"""What a concept scores in a sentence, as docs/matching.md says it, in plain loops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from wayline.taxonomy.skills.lexicon import Lexicon
from wayline.taxonomy.skills.reading import Reader

SHORT, LONG, SAME = 5, 9, 250


def scores(reader: Reader, said: Sequence[str]) -> dict[str, float]:
    """Of every concept; none for a sentence that only has words of every sentence."""
    names, points = reader.names, reader.points
    loud = [word not in names.quiet_words for word in said]
    if not any(loud):
        return {}
    keys = list(dict.fromkeys(zip(said, loud, strict=True)))
    rows, table = Lexicon(names, reader.model, points.short, points.own).rows(keys)
    row = dict(zip(keys, rows, strict=True))
    places = [row[key] for key in zip(said, loud, strict=True)]
    alike = [_pairs(table.alike_ends, table.alike, table.likes, one) for one in places]
    adds = [_pairs(table.place_ends, table.places, table.adds, one) for one in dict.fromkeys(places)]
    texts = [sum(one.get(at + len(names.concepts), 0.0) for one in adds) for at in range(len(names.concepts))]
    direction = sum(table.vectors[one].astype(float) for one, is_loud in zip(places, loud, strict=True) if is_loud)
    direction = direction / (np.linalg.norm(direction) or 1)
    found = {}
    for concept, key in enumerate(names.concepts):
        mine = [name for name, owner in enumerate(names.name_concepts) if owner == concept]
        found[key] = (
            _of_names(reader, mine, alike)
            + points.text * texts[concept] / (max(texts) or 1)
            + points.need * float(names.needs[concept]) + points.everywhere * float(names.everywhere[concept])
            + points.sentence * max(_cosine(reader, direction, mine), float(names.anchors[concept] @ direction))
        )  # fmt: skip
    return found


def _pairs(ends: Any, keys: Any, values: Any, row: int) -> dict[int, float]:
    return {int(keys[at]): float(values[at]) for at in range(ends[row], ends[row + 1])}


def _of_names(reader: Reader, mine: Sequence[int], alike: Sequence[dict[int, float]]) -> float:
    names, points = reader.names, reader.points
    short, own, long, heard = [0.0], [0.0], [0.0], [0.0]
    for name in mine:
        words = names.name_words[names.name_ends[name - 1] if name else 0 : names.name_ends[name]]
        total = sum(float(names.weights[word]) for word in words)
        parts = [(int(word), float(names.weights[word]) / total) for word in words]
        weight = math.log1p(total)
        exact = [{word: like for word, like in place.items() if like == SAME} for place in alike]
        short.append(_part(parts, alike, SHORT))
        far = _part(parts, alike, LONG)
        own.append(far if names.name_is_own[name] else 0)
        long.append(far * far * weight)
        heard.append(_part(parts, exact, SHORT) ** 2 * weight)
    return points.short * max(short) + points.own * max(own) + points.long * max(long) + points.heard * max(heard)


def _part(parts: Sequence[tuple[int, float]], alike: Sequence[dict[int, float]], length: int) -> float:
    return max(
        sum(part * max(place.get(word, 0) for place in alike[start : start + length]) / SAME for word, part in parts)
        for start in range(max(1, len(alike) - length + 1))
    )


def _cosine(reader: Reader, direction: Any, mine: Sequence[int]) -> float:
    sums = reader.names.sums
    return max(float(sums.numbers[name].astype(float) @ direction * sums.scales[name]) for name in mine)
