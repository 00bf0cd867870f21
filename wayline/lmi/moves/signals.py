"""How alike two occupations are, seen from several sides: one number a pair and side, NaN where nothing is known.

Cosines run from 0 to 1 (of `ratings` from -1 to 1): 1 for the occupation itself. Weights of skills and words are the
log of the inverse share of occupations that have them: G. Salton and C. Buckley, IPM 24 (1988) 513-523. `together`:
the singular vectors of the table of occupations and skills, S. Deerwester et al., JASIS 41 (1990) 391-407.
`industries`: the overlap of two shares, A. Bhattacharyya, Bull. Calcutta Math. Soc. 35 (1943) 99-109.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.lmi.moves.works import Number, Skill, Work, level_of
from wayline.lmi.similarity import OPTIONAL_WEIGHT
from wayline.taxonomy.titles import grams
from wayline.taxonomy.titles.words import normalise

Floats = NDArray[np.float32]
Rows = Callable[[slice], Floats]
"""Of some occupations, their likeness to all: one row each. NaN where it is not known."""
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "sv")
"""In which names and descriptions are compared, where they are loaded: those that the weights were made with."""
NAMED = 0.9
"""A language counts when so much of the occupations has words in it."""
BUCKETS = 2**17
LETTERS = (4,)
HIDDEN = 100
"""Singular vectors that are kept."""
DENSE = 400
"""Tables up to this size are taken apart whole."""
MANAGERS = "1"


def signals(works: Sequence[Work], skills: Mapping[Number, Skill]) -> dict[str, Rows]:
    """Every signal of `NAMES`, in that order."""
    table, columns = _skill_table(works)
    weighed = _unit(table @ sparse.diags(_rarity(table)))
    return {
        "skills": _shared(table),
        "fields": _fields(table, columns, skills),
        "tasks": _tasks(weighed, columns, skills),
        "together": _together(weighed),
        "names": _of_words([work.names for work in works]),
        "texts": _of_words([_everything(work) for work in works]),
        "ratings": _ratings(works),
        "group": _group(works),
        **_levels(works),
        "industries": _industries(works),
        "spread": _spread(works),
    }


def _skill_table(works: Sequence[Work]) -> tuple[sparse.csr_matrix, list[Number]]:
    """Essential skills count 1, optional ones half."""
    columns = sorted({skill for work in works for skill in work.essential | work.optional})
    place = {skill: at for at, skill in enumerate(columns)}
    cells = [
        (row, place[skill], 1.0 if skill in work.essential else OPTIONAL_WEIGHT)
        for row, work in enumerate(works)
        for skill in sorted(work.essential | work.optional)
    ]
    return _matrix(cells, len(works), len(columns)), columns


def _matrix(cells: Sequence[tuple[int, int, float]], height: int, width: int) -> sparse.csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=(height, max(width, 1)))


def _rarity(table: sparse.csr_matrix) -> Floats:
    """As `similarity.weight` does it for one skill."""
    having = np.asarray((table > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + table.shape[0]) / (1 + having)) + 0.05, dtype=np.float32)


def _unit(table: Any) -> Any:
    """Rows of length one; empty rows stay empty."""
    if not sparse.issparse(table):
        return np.asarray(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9), dtype=np.float32)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ table, dtype=np.float32)


def _cosine(units: Any) -> Rows:
    """Of rows of length one. Occupations with an empty row are like nothing that is known."""
    other = units.T.tocsr() if sparse.issparse(units) else units.T
    squares = units.multiply(units) if sparse.issparse(units) else units * units
    empty = np.asarray(squares.sum(axis=1)).ravel() == 0

    def rows(some: slice) -> Floats:
        found = units[some] @ other
        dense = np.asarray(found.toarray() if sparse.issparse(found) else found, dtype=np.float32)
        dense[empty[some]] = np.nan
        dense[:, empty] = np.nan
        return dense

    return rows


def idf_cosine(works: Sequence[Work]) -> Rows:
    """The usual measure of skills in common, for comparison: `skills` counts the same, and pages can show it."""
    table, _columns = _skill_table(works)
    return _cosine(_unit(table @ sparse.diags(_rarity(table))))


def _shared(table: sparse.csr_matrix) -> Rows:
    """The weight of the skills in common, as part of all that either needs: `similarity.compare`, for all pairs."""
    rarity = sparse.diags(_rarity(table))
    every, essential = (sparse.csr_matrix(table >= least, dtype=np.float32) for least in (OPTIONAL_WEIGHT, 1.0))
    any_need, essential_need = every.T.tocsr(), essential.T.tocsr()
    weighed, weighed_essential = (sparse.csr_matrix(one @ rarity) for one in (every, essential))
    sizes = np.asarray((table @ rarity).sum(axis=1)).ravel()

    def rows(some: slice) -> Floats:
        # the lesser of two needs is half, and the other half where both are essential
        common = OPTIONAL_WEIGHT * (weighed[some] @ any_need).toarray()
        common += (1 - OPTIONAL_WEIGHT) * (weighed_essential[some] @ essential_need).toarray()
        either = sizes[some, None] + sizes[None, :] - common
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.asarray(common / either, dtype=np.float32)
        found[sizes[some] == 0] = np.nan
        found[:, sizes == 0] = np.nan
        return found

    return rows


def _fields(table: sparse.csr_matrix, columns: Sequence[Number], skills: Mapping[Number, Skill]) -> Rows:
    """The wider skills and skill groups that their skills belong to."""
    wider = [skills[one].above if one in skills else frozenset() for one in columns]
    place = {one: at for at, one in enumerate(sorted({above for some in wider for above in some}))}
    links = [(row, place[above], 1.0) for row, some in enumerate(wider) for above in sorted(some)]
    found = table @ _matrix(links, table.shape[1], len(place))
    found.data = np.log1p(found.data)
    return _cosine(_unit(found @ sparse.diags(_rarity(found))))


def _tasks(weighed: sparse.csr_matrix, columns: Sequence[Number], skills: Mapping[Number, Skill]) -> Rows:
    """The words of their skills: "repair pumps" is near to "maintain pumps", though the skills are two."""
    words = _words([skills[one].name if one in skills else "" for one in columns] or [""])
    return _cosine(_unit(weighed @ words))


def _together(weighed: sparse.csr_matrix) -> Rows:
    """Skills that usually go together stand for each other."""
    from scipy.sparse.linalg import svds  # only whoever works out an atlas needs it

    if min(weighed.shape) <= DENSE:
        left, sizes, _right = np.linalg.svd(weighed.toarray(), full_matrices=False)
        left, sizes = left[:, :HIDDEN], sizes[:HIDDEN]
    else:
        left, sizes, _right = svds(weighed.astype(np.float64), k=HIDDEN, v0=np.ones(min(weighed.shape)))
    return _cosine(_unit(np.asarray(left * sizes, dtype=np.float32)))


def _everything(work: Work) -> dict[str, str]:
    return {language: f"{work.names.get(language, '')}. {text}" for language, text in work.texts.items()}


def _of_words(said: Sequence[Mapping[str, str]]) -> Rows:
    """The mean over the languages in which most occupations have words."""
    least = NAMED * len(said)
    spoken = [one for one in LANGUAGES if sum(bool(texts.get(one)) for texts in said) >= max(1, least)]
    each = [_cosine(_words([texts.get(one, "") for texts in said])) for one in spoken]

    def rows(some: slice) -> Floats:
        if not each:
            return np.full((len(range(*some.indices(len(said)))), len(said)), np.nan, dtype=np.float32)
        return _mean(one(some) for one in each)

    return rows


def _mean(parts: Iterable[Floats]) -> Floats:
    """Of the numbers that are known."""
    every = list(parts)
    there = [~np.isnan(part) for part in every]
    known = np.sum(there, axis=0)
    total = np.sum([np.nan_to_num(part) for part in every], axis=0)
    return np.asarray(np.where(known > 0, total / np.maximum(known, 1), np.nan), dtype=np.float32)


def _words(texts: Sequence[str]) -> sparse.csr_matrix:
    """Words, pairs of words and runs of four letters; often repeated ones count by the log."""
    counted = grams.rows([normalise(text) for text in texts], BUCKETS, lengths=LETTERS)
    counted.data = 1 + np.log(counted.data)
    return _unit(counted @ sparse.diags(_rarity(counted)))


def _ratings(works: Sequence[Work]) -> Rows:
    """What jobs of that kind are rated to ask for: skills, knowledge, abilities, activities, interests, styles."""
    width = max((len(work.ratings) for work in works), default=0) or 1
    table = np.zeros((len(works), width), dtype=np.float32)
    for row, work in enumerate(works):
        table[row, : len(work.ratings)] = work.ratings
    return _cosine(_unit(table))


def _group(works: Sequence[Work]) -> Rows:
    """Of the four digits of the ISCO group, the part that is the same from the left."""
    codes = np.array([[*work.group[:4].ljust(4)] for work in works]) if works else np.empty((0, 4), "U1")
    unknown = (codes == " ").any(axis=1)

    def rows(some: slice) -> Floats:
        same = np.cumprod(codes[some, None, :] == codes[None, :, :], axis=2).sum(axis=2) / np.float32(4)
        found = np.asarray(same, dtype=np.float32)
        found[unknown[some]] = np.nan
        found[:, unknown] = np.nan
        return found

    return rows


def _levels(works: Sequence[Work]) -> dict[str, Rows]:
    """ISCO skill levels up, levels down, and whether it leads from other work into management."""
    level = np.array([level_of(work.group) or np.nan for work in works], dtype=np.float32)
    leads = np.array([work.group[:1] == MANAGERS for work in works])

    def up(some: slice) -> Floats:
        return np.asarray(np.maximum(level[None, :] - level[some, None], 0), dtype=np.float32)

    def down(some: slice) -> Floats:
        return np.asarray(np.maximum(level[some, None] - level[None, :], 0), dtype=np.float32)

    def lead(some: slice) -> Floats:
        return np.asarray(leads[None, :] & ~leads[some, None], dtype=np.float32)

    return {"climb": up, "descend": down, "lead": lead}


def _industries(works: Sequence[Work]) -> Rows:
    """How much the industries overlap in which either is found: of two alike ones 1, without a common one 0."""
    parts = [work.spread.parts if work.spread else {} for work in works]
    place = {code: at for at, code in enumerate(sorted({code for some in parts for code in some}))}
    cells = [
        (row, place[code], math.sqrt(part)) for row, some in enumerate(parts) for code, part in sorted(some.items())
    ]
    return _cosine(_unit(_matrix(cells, len(works), len(place))))


def _spread(works: Sequence[Work]) -> Rows:
    """In how many industries the other is found, as a logarithm: whoever can do it is wanted in many places."""
    logs = np.array([work.spread.width if work.spread else np.nan for work in works], dtype=np.float32)

    def rows(some: slice) -> Floats:
        return np.tile(logs, (len(logs[some]), 1))

    return rows
