"""A survey of LimeSurvey as a definition, with a list of what could not be taken over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wayline.assessment.definitions.check import CODE, ITEM_CODE, Problem, problems
from wayline.assessment.definitions.limesurvey.conditions import NotSayable, Reference, translate
from wayline.assessment.definitions.limesurvey.kinds import TYPES, Source, convert
from wayline.assessment.definitions.limesurvey.tables import Document, Row, Unreadable, open_document, plain
from wayline.assessment.definitions.parts import Definition, Kind, Question, Section
from wayline.assessment.definitions.rules import RESERVED, WAVE

MEANT = {
    "array_filter",
    "array_filter_exclude",
    "em_validation_q",
    "em_validation_sq",
    "time_limit",
    "location_mapservice",
}
"""Attributes that change what is asked, and have no place here."""
TABLES = {
    "defaultvalues": "answers filled in beforehand", "defaultvalue_l10ns": "answers filled in beforehand",
    "quota": "quotas", "assessments": "assessment rules", "survey_url_parameters": "parameters of the address",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Import:
    """`left`: what could not be taken over, each by name."""

    definition: Definition
    left: tuple[str, ...]


def read(content: bytes) -> Import:
    """Raises Unreadable with the place; a file that can be read gives a definition that can be answered."""
    return _Importer(open_document(content)).run()


class _Importer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.languages = document.languages or ("en",)
        self.left: list[str] = []
        self.taken: set[str] = set(RESERVED | {WAVE})
        self.names: dict[str, Reference] = {}
        parts = document.rows("subquestions")
        main = document.rows("questions")
        # LimeSurvey 2 keeps subquestions in a table of their own; some files have them among the questions.
        self.questions = _first([row for row in main if row.get("parent_qid", "0") in ("0", "")], "qid")
        self.parts = _first([*parts, *(row for row in main if row.get("parent_qid", "0") not in ("0", ""))], "qid")
        self.words = self._words()

    def run(self) -> Import:
        sections = [self._section(number, group) for number, group in enumerate(self._groups(), 1)]
        title, intro, closing = self._survey_texts()
        definition = Definition("limesurvey", self.languages, title, tuple(sections), intro=intro, closing=closing)
        for table, what in TABLES.items():
            if self.document.rows(table):
                self.left.append(f"{what} ({table})")
        if not any(True for _ in definition.questions()):
            raise Unreadable("There is no question in this file that could be asked here.")
        return Import(self._mended(definition), tuple(dict.fromkeys(self.left)))

    def _groups(self) -> list[Row]:
        groups = _first(self.document.rows("groups"), "gid")
        known = {row.get("gid") for row in groups}
        strays = list(dict.fromkeys(row.get("gid", "") for row in self.questions if row.get("gid") not in known))
        return sorted(groups, key=lambda row: _order(row, "group_order")) + [{"gid": gid} for gid in strays]

    def _section(self, number: int, group: Row) -> Section:
        gid = group.get("gid", "")
        code = self._free(f"section{number}")
        texts = self.words["group"].get(gid, {})
        title = self._all({language: row.get("group_name", "") for language, row in texts.items()}, f"{number}")
        text = {language: row.get("description", "") for language, row in texts.items()}
        rule = self._rule(group.get("grelevance", ""), f"group “{title[self.languages[0]]}”")
        questions: list[Question] = []
        told: list[Mapping[str, str]] = []
        mine = [row for row in self.questions if row.get("gid", "") == gid]
        for row in sorted(mine, key=lambda row: _order(row, "question_order")):
            questions += self._question(row, told)
        texts_above = [text, *told]
        above = {
            language: "\n\n".join(part for one in texts_above if (part := plain(one.get(language, ""))))
            for language in self.languages
        }
        return Section(code, title, tuple(questions), {k: v for k, v in above.items() if v}, rule)

    def _question(self, row: Row, told: list[Mapping[str, str]]) -> list[Question]:
        name = row.get("title", "") or row.get("qid", "")
        texts = self.words["question"].get(row.get("qid", ""), {})
        raw = {language: one.get("question", "") for language, one in texts.items()}
        kind = row.get("type", "")
        attributes = self._attributes(row)
        if attributes.get("hidden") == "1" and kind != "*":
            self.left.append(f"question {name}: it is hidden")
        if any("{" in text for text in raw.values()):
            self.left.append(
                f"question {name}: its text fills in an earlier answer; the text in curly brackets stays as it is"
            )
        rule = self._rule(row.get("relevance", ""), f"question {name}") or self._old_conditions(row, name)
        if kind == "X" and not rule:
            told.append(raw)
            return []
        if kind in TYPES and kind != "|":
            self.left.append(f"question {name}: {TYPES[kind]}{' under a condition' if kind == 'X' else ''}")
            return []
        source = self._source(row, name, raw, attributes, rule)
        made = convert(source)
        if not made:
            self.left.append(f"question {name}: type “{kind[:10]}” is not known, or has nothing to choose from")
        self._remember(row, source)
        return made

    def _source(self, row: Row, name: str, raw: Mapping[str, str], attributes: Mapping[str, str], rule: str) -> Source:
        qid = row.get("qid", "")
        hint = {language: plain(one.get("help", "")) for language, one in self.words["question"].get(qid, {}).items()}
        text = self._all(raw, name)
        return Source(
            row,
            self._free(name),
            text,
            {language: words for language, words in hint.items() if words},
            self._parts(qid),
            self._answers(qid),
            attributes,
            self.languages,
            rule,
            self._free,
        )

    def _parts(self, qid: str) -> list[tuple[str, Mapping[str, str], str]]:
        found: list[tuple[str, Mapping[str, str], str]] = []
        seen: set[tuple[str, str]] = set()
        rows = [row for row in self.parts if row.get("parent_qid") == qid]
        for row in sorted(rows, key=lambda row: _order(row, "question_order")):
            code, scale = _item_code(row.get("title", "")), row.get("scale_id", "0")
            if (code, scale) in seen:
                continue
            seen.add((code, scale))
            texts = self.words["question"].get(row.get("qid", ""), {})
            words = {language: one.get("question", "") for language, one in texts.items()}
            found.append((code, self._all(words, code), scale))
        return found

    def _answers(self, qid: str) -> list[tuple[str, Mapping[str, str], str, float | None]]:
        found: list[tuple[str, Mapping[str, str], str, float | None]] = []
        seen: set[tuple[str, str]] = set()
        rows = [row for row in self.document.rows("answers") if row.get("qid") == qid]
        valued = len({row.get("assessment_value") for row in rows}) > 1
        for row in sorted(rows, key=lambda row: _order(row, "sortorder")):
            code, scale = _item_code(row.get("code", "")), row.get("scale_id", "0")
            if (code, scale) in seen:
                continue
            seen.add((code, scale))
            texts = self.words["answer"].get(row.get("aid") or f"{qid}/{row.get('code')}/{scale}", {})
            words = {language: one.get("answer", "") for language, one in texts.items()}
            number = float(_order(row, "assessment_value")) if valued else None
            found.append((code, self._all(words, code), scale, number))
        return found

    def _attributes(self, row: Row) -> dict[str, str]:
        found = {}
        for one in self.document.rows("question_attributes"):
            if one.get("qid") == row.get("qid") and one.get("value"):
                found[one.get("attribute", "")] = one["value"]
        for name in sorted(MEANT & {name for name, value in found.items() if value != "0"}):
            self.left.append(f"question {row.get('title', '')}: {name} “{found[name][:60]}”")
        return found

    def _remember(self, row: Row, source: Source) -> None:
        """What later conditions may call this question and its parts."""
        title, place = row.get("title", ""), f"{row.get('sid', '')}X{row.get('gid', '')}X{row.get('qid', '')}"
        for name in (title, place):
            self.names[name] = Reference(source.code)
        for code, _text, _scale in source.parts:
            inner = Reference(source.code, code) if source.type in "MP" else Reference(f"{source.code}.{code}")
            if source.type in "KQ":
                inner = Reference(f"{source.code}_{code}")
            self.names[f"{title}_{code}"] = self.names[f"{place}{code}"] = inner

    def _rule(self, text: str, place: str) -> str:
        try:
            return translate(text, self.names.get)
        except NotSayable as error:
            self.left.append(f"{place}: the condition “{text.strip()[:120]}” ({error})")
            return ""

    def _old_conditions(self, row: Row, name: str) -> str:
        """The table of conditions, where a file has no expression."""
        rules = []
        by_qid = {one.get("qid"): one.get("title", "") for one in self.questions}
        for one in self.document.rows("conditions"):
            if one.get("qid") != row.get("qid"):
                continue
            title, value = by_qid.get(one.get("cqid")), one.get("value", "")
            sign = one.get("method", "").strip() or "=="
            if title and "'" not in value:
                rules.append(self._rule(f"{title} {sign} '{value}'", f"question {name}"))
            else:
                self.left.append(f"question {name}: a condition on “{one.get('cfieldname', '')[:60]}”")
        return " and ".join(rule for rule in rules if rule)

    def _words(self) -> dict[str, dict[str, dict[str, Row]]]:
        """Texts by thing and language: in rows of their own since LimeSurvey 4, before in the rows themselves."""
        found: dict[str, dict[str, dict[str, Row]]] = {"question": {}, "answer": {}, "group": {}}
        first = self.languages[0]

        def keep(what: str, key: str, row: Row) -> None:
            found[what].setdefault(key, {})[row.get("language") or first] = row

        for table, what in (("questions", "question"), ("subquestions", "question"), ("question_l10ns", "question")):
            for row in self.document.rows(table):
                if "question" in row:
                    keep(what, row.get("qid", ""), row)
        for row in self.document.rows("answers"):
            keep("answer", row.get("aid") or f"{row.get('qid')}/{row.get('code')}/{row.get('scale_id', '0')}", row)
        for row in self.document.rows("answer_l10ns"):
            keep("answer", row.get("aid", ""), row)
        for table in ("groups", "group_l10ns"):
            for row in self.document.rows(table):
                if "group_name" in row:
                    keep("group", row.get("gid", ""), row)
        return found

    def _survey_texts(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        first = self.languages[0]
        rows = {row.get("surveyls_language") or first: row for row in self.document.rows("surveys_languagesettings")}
        names = {language: row.get("surveyls_title", "") for language, row in rows.items()}
        intro = {
            language: "\n\n".join(
                part for key in ("surveyls_description", "surveyls_welcometext") if (part := plain(row.get(key, "")))
            )
            for language, row in rows.items()
        }
        closing = {language: plain(row.get("surveyls_endtext", "")) for language, row in rows.items()}
        return (
            self._all(names, "LimeSurvey"),
            {language: text for language, text in intro.items() if text and language in self.languages},
            {language: text for language, text in closing.items() if text and language in self.languages},
        )

    def _all(self, texts: Mapping[str, str], instead: str) -> dict[str, str]:
        """A text in every language: what is not translated is read in the first there is, else the code stands."""
        found = {language: plain(text)[:5000] for language, text in texts.items()}
        fallback = next((found[language] for language in self.languages if found.get(language)), "") or instead or "–"
        return {language: found.get(language) or fallback for language in self.languages}

    def _free(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_]", "_", wanted)[:34]
        base = base if base[:1].isalpha() and base.isascii() else f"q{base}"
        code, number = base, 1
        while code in self.taken or not CODE.fullmatch(code):
            number += 1
            code = f"{base}_{number}"
        self.taken.add(code)
        return code

    def _mended(self, definition: Definition) -> Definition:
        """Take away, and tell, what our checks refuse: rules over later questions, patterns, too few answers."""
        for _round in range(4):
            found = problems(definition)
            if not found:
                return definition
            definition = self._without(definition, found)
        if problems(definition):
            raise Unreadable(str(problems(definition)[0]))
        return definition

    def _without(self, definition: Definition, found: Sequence[Problem]) -> Definition:
        wrong: dict[str, list[str]] = {}
        for problem in found:
            wrong.setdefault(problem.place.split(":")[0], []).append(problem.message)
            self.left.append(str(problem))
        sections = []
        for section in definition.sections:
            questions = [
                mended for one in section.questions if (mended := _mend(one, wrong.get(f"question {one.code}", [])))
            ]
            rule = "" if f"section {section.code}" in wrong else section.show_if
            sections.append(replace(section, questions=tuple(questions), show_if=rule))
        return replace(definition, sections=tuple(sections))


def _mend(question: Question, messages: Sequence[str]) -> Question | None:
    """Without its rule, pattern or limits when these are wrong; without itself when it cannot be asked."""
    for message in messages:
        if "rule" in message:
            question = replace(question, show_if="")
        elif "pattern" in message:
            question = replace(question, pattern="")
        elif "smallest" in message:
            question = replace(question, minimum="", maximum="")
        elif question.kind != Kind.TEXT or "code" in message:
            return None
    return question


def _first(rows: Sequence[Row], key: str) -> list[Row]:
    """One row a thing: older files repeat it for each language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def _order(row: Row, name: str) -> int:
    text = row.get(name, "0").strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


def _item_code(text: str) -> str:
    code = re.sub(r"[^A-Za-z0-9_]", "_", text)[:40]
    return code if ITEM_CODE.fullmatch(code) else "a"
