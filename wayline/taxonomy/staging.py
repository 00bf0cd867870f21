"""Rows on their way in: copied into temporary tables in small lots, so that any number needs little memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from wayline.taxonomy import rows
from wayline.taxonomy.models import Scheme
from wayline.taxonomy.sources.register import Defect, SourceError

LOT = 4000
LONGEST = 400
LONGEST_CODE = 60

CREATE = """
DROP TABLE IF EXISTS stage_concept, stage_broader, stage_label, stage_note, stage_skill, stage_relation,
    stage_collection, stage_mapping, stage_new, stage_key, stage_found, stage_scheme;
CREATE TEMP TABLE stage_concept (n integer GENERATED ALWAYS AS IDENTITY, scheme_id bigint, kind text, code text,
    uri text, level smallint, broader_scheme_id bigint, broader_ref text, title text, description text,
    retired boolean, facts jsonb, fallback boolean) ON COMMIT DROP;
CREATE TEMP TABLE stage_broader (scheme_id bigint, ref text, broader_scheme_id bigint, broader_ref text)
    ON COMMIT DROP;
CREATE TEMP TABLE stage_label (scheme_id bigint, ref text, language text, kind text, text text, qualifier text)
    ON COMMIT DROP;
CREATE TEMP TABLE stage_note (scheme_id bigint, ref text, language text, kind text, text text) ON COMMIT DROP;
CREATE TEMP TABLE stage_skill (scheme_id bigint, ref text, skill_scheme_id bigint, skill_ref text, need text)
    ON COMMIT DROP;
CREATE TEMP TABLE stage_relation (scheme_id bigint, ref text, related_ref text, need text) ON COMMIT DROP;
CREATE TEMP TABLE stage_collection (scheme_id bigint, key text, title text, ref text) ON COMMIT DROP;
CREATE TEMP TABLE stage_mapping (scheme_id bigint, ref text, target_scheme_id bigint, target_ref text, kind text,
    share double precision, share_basis text, confidence double precision, note text) ON COMMIT DROP;
CREATE TEMP TABLE stage_new (id bigint) ON COMMIT DROP;
CREATE TEMP TABLE stage_scheme (scheme_id bigint) ON COMMIT DROP;
SET LOCAL work_mem = '64MB';
SET LOCAL client_min_messages = warning
"""

COPIES: dict[type, str] = {
    rows.ConceptRow: (
        "COPY stage_concept (scheme_id, kind, code, uri, level, broader_scheme_id, broader_ref, title, description, "
        "retired, facts, fallback) FROM STDIN"
    ),
    rows.BroaderRow: "COPY stage_broader FROM STDIN",
    rows.LabelRow: "COPY stage_label FROM STDIN",
    rows.NoteRow: "COPY stage_note FROM STDIN",
    rows.OccupationSkillRow: "COPY stage_skill FROM STDIN",
    rows.SkillRelationRow: "COPY stage_relation FROM STDIN",
    rows.CollectionRow: "COPY stage_collection FROM STDIN",
    rows.MappingRow: "COPY stage_mapping FROM STDIN",
}


class Schemes:
    """The versions of classifications that the rows speak of."""

    def __init__(self) -> None:
        self._known: dict[rows.SchemeKey, int | None] = {}

    def ids(self) -> list[int]:
        return sorted({pk for pk in self._known.values() if pk is not None})

    def declare(self, row: rows.SchemeRow) -> None:
        said = {"title": row.title, "publisher": row.publisher} | ({"facts": row.facts} if row.facts else {})
        scheme, _ = Scheme.objects.update_or_create(
            key=row.key, version=row.version, defaults=said, create_defaults={**said, "is_current": False}
        )
        mark_current(row.key)
        self._known = {key: pk for key, pk in self._known.items() if key[0] != row.key}
        self._known[row.key, row.version] = scheme.pk

    def find(self, key: rows.SchemeKey) -> int | None:
        """The scheme meant: this version, else the newest of its line ("1.1" of 1.1.0 and 1.1.1), else the current."""
        if key not in self._known:
            self._known[key] = self._search(*key)
        return self._known[key]

    def _search(self, key: str, version: str) -> int | None:
        versions = dict(Scheme.objects.filter(key=key).values_list("version", "pk"))
        if version in versions:
            return versions[version]
        line = [known for known in versions if version and known.startswith(f"{version}.")]
        best = max(line or versions, key=version_order, default=None)
        return None if best is None else versions[best]


def version_order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def mark_current(key: str) -> None:
    """Of the versions of a key, the newest is the current one."""
    schemes = list(Scheme.objects.filter(key=key))
    newest = max(schemes, key=lambda scheme: (version_order(scheme.version), scheme.pk), default=None)
    if newest is None or newest.is_current:
        return
    Scheme.objects.filter(key=key).update(is_current=False)
    Scheme.objects.filter(pk=newest.pk).update(is_current=True)


class Staging:
    """Takes rows one by one and copies them in lots."""

    def __init__(self, cursor: Any, schemes: Schemes) -> None:
        self._cursor = cursor
        self._schemes = schemes
        self._lots: dict[type, list[tuple[Any, ...]]] = {kind: [] for kind in COPIES}
        self.counts: Counter[type] = Counter()
        self._tuples: dict[type, Callable[[Any], tuple[Any, ...]]] = {
            rows.ConceptRow: self._concept,
            rows.BroaderRow: self._broader,
            rows.LabelRow: self._label,
            rows.NoteRow: self._note,
            rows.OccupationSkillRow: self._skill,
            rows.SkillRelationRow: self._relation,
            rows.CollectionRow: self._collection,
            rows.MappingRow: self._mapping,
        }

    def add(self, row: Any) -> None:
        kind = type(row)
        lot = self._lots[kind]
        lot.append(self._tuples[kind](row))
        self.counts[kind] += 1
        if len(lot) >= LOT:
            self._flush(kind)

    def finish(self) -> None:
        for kind, lot in self._lots.items():
            if lot:
                self._flush(kind)

    def _flush(self, kind: type) -> None:
        with self._cursor.copy(COPIES[kind]) as copy:
            for cells in self._lots[kind]:
                copy.write_row(cells)
        self._lots[kind].clear()

    def _concept(self, row: rows.ConceptRow) -> tuple[Any, ...]:
        _fits(row.code, LONGEST_CODE, row.code, "code")
        _fits(row.title, LONGEST, row.code, "title")
        broader = self._schemes.find(row.broader_scheme or row.scheme) if row.broader else None
        return (
            self._schemes.find(row.scheme), row.kind, row.code, row.uri, row.level, broader, row.broader, row.title,
            row.description, row.retired, json.dumps(row.facts), row.fallback,
        )  # fmt: skip

    def _broader(self, row: rows.BroaderRow) -> tuple[Any, ...]:
        find = self._schemes.find
        return find(row.scheme), row.code, find(row.broader_scheme or row.scheme), row.broader

    def _label(self, row: rows.LabelRow) -> tuple[Any, ...]:
        _fits(row.text, LONGEST, row.code, "label")
        return self._schemes.find(row.scheme), row.code, row.language, row.kind, row.text, row.qualifier

    def _note(self, row: rows.NoteRow) -> tuple[Any, ...]:
        return self._schemes.find(row.scheme), row.code, row.language, row.kind, row.text

    def _skill(self, row: rows.OccupationSkillRow) -> tuple[Any, ...]:
        find = self._schemes.find
        return find(row.scheme), row.occupation, find(row.skill_scheme or row.scheme), row.skill, row.need

    def _relation(self, row: rows.SkillRelationRow) -> tuple[Any, ...]:
        return self._schemes.find(row.scheme), row.skill, row.related, row.need

    def _collection(self, row: rows.CollectionRow) -> tuple[Any, ...]:
        return self._schemes.find(row.scheme), row.key, row.title, row.code

    def _mapping(self, row: rows.MappingRow) -> tuple[Any, ...]:
        find = self._schemes.find
        return (
            find(row.source_scheme), row.source, find(row.target_scheme), row.target, row.kind, row.share,
            row.share_basis, row.confidence, row.note,
        )  # fmt: skip


def _fits(text: str, longest: int, code: str, what: str) -> None:
    if not text or len(text) > longest:
        fault = "is empty" if not text else f"has {len(text)} characters, more than {longest}"
        raise SourceError(Defect(code, f"the {what} {fault}"))
