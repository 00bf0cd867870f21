"""Questions of a Moodle question bank, as stored before and since version 4.0, and the slots of a quiz."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeAlias
from xml.etree.ElementTree import Element

from wayline.learning.packages.moodle_xml import Backup, each, number, value
from wayline.learning.packages.outline import Answer, Question
from wayline.learning.packages.words import gettext as _

EVERYTHING = "*"
"""Moodle's wildcard in accepted answers."""


@dataclass(slots=True)
class BankQuestion:
    key: str
    element: Element
    category: str
    context: str
    hidden: bool = False

    @property
    def name(self) -> str:
        return value(self.element, "name") or self.key

    @property
    def type(self) -> str:
        return value(self.element, "qtype")

    @property
    def tags(self) -> set[str]:
        names = {value(tag, "name").lower() for tag in self.element.findall("tags/tag")}
        return names | {tag.get("id", "") for tag in self.element.findall("tags/tag")}


@dataclass(slots=True)
class QuestionBank:
    questions: dict[str, BankQuestion] = field(default_factory=dict)
    entries: dict[str, dict[int, BankQuestion]] = field(default_factory=dict)
    """Since 4.0: the versions of each entry."""
    categories: dict[str, list[BankQuestion]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[str, str] = field(default_factory=dict)
    """Of each category."""
    used: set[str] = field(default_factory=set)

    def version(self, entry: str, wanted: int) -> BankQuestion | None:
        """The wanted version of an entry, or (0) the latest that is ready."""
        versions = self.entries.get(entry, {})
        if wanted:
            return versions.get(wanted)
        ready = [one for one in versions if not versions[one].hidden]
        return versions[max(ready or versions)] if versions else None

    def pool(self, category: str, with_children: bool, tags: Iterable[str]) -> list[BankQuestion]:
        """What a random slot draws from: questions that carry all the tags."""
        wanted = set(tags)
        return [
            question
            for key in self.categories
            if key == category or (with_children and self._within(key, category))
            for question in self.categories[key]
            if not question.hidden and question.type not in {"random", "description"} and wanted <= question.tags
        ]

    def unused(self) -> Iterator[BankQuestion]:
        for question in chain.from_iterable(self.categories.values()):
            if question.key not in self.used and question.type != "random":
                yield question

    def _within(self, category: str, ancestor: str) -> bool:
        seen = set[str]()
        while category in self.parents and category not in seen:
            seen.add(category)
            category = self.parents[category]
            if category == ancestor:
                return True
        return False


def read_bank(backup: Backup) -> QuestionBank:
    bank = QuestionBank()
    path = backup.root / "questions.xml"
    if path.is_file():
        for element in each(path, "question_category", backup.root):
            _read_category(bank, element)
    return bank


def _read_category(bank: QuestionBank, element: Element) -> None:
    category, context = element.get("id", ""), value(element, "contextid")
    bank.parents[category] = value(element, "parent")
    for old in element.findall("questions/question"):
        hidden = value(old, "hidden") not in {"", "0"}
        _add(bank, BankQuestion(old.get("id", ""), old, category, context, hidden))
    for entry in element.findall("question_bank_entries/question_bank_entry"):
        versions: dict[int, BankQuestion] = {}
        for version in entry.iter("question_versions"):
            hidden = value(version, "status") not in {"", "ready"}
            for new in version.findall("questions/question"):
                question = BankQuestion(new.get("id", ""), new, category, context, hidden)
                versions[int(number(version, "version"))] = question
                bank.questions[question.key] = question
        bank.entries[entry.get("id", "")] = versions
        latest = bank.version(entry.get("id", ""), 0)
        if latest:
            _add(bank, latest)


def _add(bank: QuestionBank, question: BankQuestion) -> None:
    bank.questions[question.key] = question
    # The parts of a cloze question are questions with a parent; they are no questions of their own.
    if value(question.element, "parent") in {"", "0"}:
        bank.categories[question.category].append(question)


@dataclass(slots=True)
class Slot:
    marks: float | None
    question: BankQuestion | None = None
    """A fixed question."""
    pool: list[BankQuestion] | None = None
    """What a random slot draws from."""


def _slots(quiz: Element, bank: QuestionBank) -> list[Slot]:
    instances = quiz.findall("question_instances/question_instance")
    order = [key for key in value(quiz, "questions").split(",") if key not in {"", "0"}]

    def place(instance: Element) -> float:
        # Until 2.6 the quiz names its questions in order, with 0 for a page break.
        asked = _question_key(instance)
        return order.index(asked) if asked in order else number(instance, "slot")

    return [_slot(instance, bank) for instance in sorted(instances, key=place)]


def _question_key(instance: Element) -> str:
    return value(instance, "questionid") or value(instance, "question")


def _slot(instance: Element, bank: QuestionBank) -> Slot:
    given = value(instance, "maxmark") or value(instance, "grade")
    slot = Slot(number(instance, "maxmark" if value(instance, "maxmark") else "grade") if given else None)
    fixed, drawn = instance.find(".//question_reference"), instance.find(".//question_set_reference")
    if drawn is not None:
        slot.pool = _filtered(value(drawn, "filtercondition"), bank)
    elif fixed is not None:
        slot.question = bank.version(value(fixed, "questionbankentryid"), int(number(fixed, "version")))
    else:
        slot.question = bank.questions.get(_question_key(instance))
        if slot.question and slot.question.type == "random":
            slot.pool = _old_pool(instance, slot.question, bank)
            slot.question = None
    return slot


def _old_pool(instance: Element, random: BankQuestion, bank: QuestionBank) -> list[BankQuestion]:
    category = value(instance, "questioncategoryid") or random.category
    deep = value(instance, "includingsubcategories") or value(random.element, "questiontext")
    tags = [value(tag, "tagname").lower() for tag in instance.findall("tags/tag")]
    return bank.pool(category, deep == "1", tags)


def _filtered(condition: str, bank: QuestionBank) -> list[BankQuestion]:
    """The filter of a random slot: flat in 4.0 to 4.2, nested since 4.3."""
    try:
        data = json.loads(condition or "{}")
    except ValueError:
        return []
    if not isinstance(data, dict):
        return []
    if isinstance(data.get("filter"), dict):
        category, tags = data["filter"].get("category", {}), data["filter"].get("qtagids", {})
        keys = [str(key) for key in category.get("values", [])]
        deep = bool(category.get("filteroptions", {}).get("includesubcategories"))
        wanted = [str(key) for key in tags.get("values", [])]
    else:
        keys, deep = [str(data.get("questioncategoryid", ""))], str(data.get("includingsubcategories")) in {"1", "True"}
        wanted = [str(tag).split(",")[-1].lower() for tag in data.get("tags") or []]
    return [question for key in keys for question in bank.pool(key, deep, wanted)]


def quiz_questions(backup: Backup, bank: QuestionBank, quiz: Element) -> tuple[tuple[Question, ...], str]:
    """The questions in the order of their slots, and a text that comes after the last of them."""
    questions: list[Question] = []
    lead: list[str] = []
    name = value(quiz, "name")
    fixed = _slots(quiz, bank)
    asked = {slot.question.key for slot in fixed if slot.question}
    for place, slot in enumerate(fixed, start=1):
        source = slot.question or _draw(backup, slot, asked, f"{name}, {place}")
        if source is None:
            continue
        bank.used.add(source.key)
        if source.type == "description":
            lead.append(_text(backup, source))
            backup.changed("description", source.name, _("It stands before the question that follows it."))
            continue
        question = convert(backup, source)
        if question:
            text = "\n\n".join([*lead, question.text])
            marks = question.marks if slot.marks is None else slot.marks
            questions.append(replace(question, text=text, marks=marks))
            lead.clear()
    return tuple(questions), "\n\n".join(lead)


def _draw(backup: Backup, slot: Slot, asked: set[str], name: str) -> BankQuestion | None:
    if slot.pool is None:
        backup.not_taken("question", name, _("The backup does not hold the question."))
        return None
    free = [question for question in slot.pool if question.key not in asked]
    if not free:
        backup.not_taken("random question", name, _("There is no question left to draw."))
        return None
    asked.add(free[0].key)
    how = _("It always asks “{question}”; in Moodle it was drawn from {number} questions.")
    backup.changed("random question", name, how.format(question=free[0].name, number=len(slot.pool)))
    return free[0]


# Question types


def convert(backup: Backup, source: BankQuestion) -> Question | None:
    """A question of ours, or nothing and a line in the report."""
    reader = READERS.get(source.type)
    question = reader(backup, source) if reader else None
    if question is None:
        what = "question type " + (source.type or "?")
        reason = _("This type does not exist here.") if reader is None else _("It has no answers.")
        backup.not_taken(what, source.name, reason)
        return None
    backup.report.count("question")
    feedback = _markdown(backup, source, source.element, "generalfeedback")
    combined = "\n\n".join(part for part in (feedback, question.feedback) if part)
    mark = value(source.element, "defaultmark")
    return replace(question, feedback=combined, marks=number(source.element, "defaultmark") if mark else 1.0)


def _markdown(backup: Backup, source: BankQuestion, element: Element, name: str, item: str = "") -> str:
    style = value(element, name + "format")
    area = name if name != "answertext" else "answer"
    return backup.markdown(value(element, name), style, source.context, area, item or source.key)


def _text(backup: Backup, source: BankQuestion) -> str:
    return _markdown(backup, source, source.element, "questiontext") or source.name


def _answers(source: BankQuestion) -> list[Element]:
    return source.element.findall(f"plugin_qtype_{source.type}_question/answers/answer")


def _fraction(answer: Element) -> float:
    return min(1.0, max(0.0, number(answer, "fraction")))


def _feedback(backup: Backup, source: BankQuestion, answer: Element) -> str:
    return _markdown(backup, source, answer, "feedback", answer.get("id", ""))


def _choice(backup: Backup, source: BankQuestion) -> Question | None:
    options = source.element.find("plugin_qtype_multichoice_question/multichoice")
    single = value(options, "single") != "0"
    given = _answers(source)
    if any(number(answer, "fraction") < 0 for answer in given):
        many = _("Each wrong answer takes the same share of the marks away here.")
        backup.changed("question", source.name, _("A wrong answer takes no marks away here.") if single else many)
    answers = tuple(
        Answer(
            _markdown(backup, source, answer, "answertext", answer.get("id", "")),
            _fraction(answer),
            _feedback(backup, source, answer),
        )
        for answer in given
    )
    _tell_combined_feedback(backup, source, options)
    return Question(_text(backup, source), "single" if single else "multiple", answers) if answers else None


def _tell_combined_feedback(backup: Backup, source: BankQuestion, options: Element | None) -> None:
    """Moodle fills in “Your answer is correct.” and its like; only other texts are worth a line."""
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    texts = [backup.plain(value(options, name)) for name in names]
    for text in texts:
        if text and not (text.startswith("Your answer is") and len(text) < 40):
            backup.not_taken("feedback", f"{source.name}: {text}", _("Feedback by result is not kept here."))


def _true_false(backup: Backup, source: BankQuestion) -> Question | None:
    options = source.element.find("plugin_qtype_truefalse_question/truefalse")
    right = value(options, "trueanswer")
    answers = tuple(
        Answer(text, _fraction(answer), _feedback(backup, source, answer))
        for text, answer in sorted(
            (("True" if answer.get("id") == right else "False", answer) for answer in _answers(source)),
            key=lambda pair: pair[0],
            reverse=True,
        )
    )
    return Question(_text(backup, source), "true_false", answers) if len(answers) == 2 else None


def _short_answer(backup: Backup, source: BankQuestion) -> Question | None:
    options = source.element.find("plugin_qtype_shortanswer_question/shortanswer")
    answers = _accepted(backup, source, {})
    if any(answer.text != EVERYTHING and EVERYTHING in answer.text for answer in answers):
        how = _("“*” stood for any letters; here it is compared as it is. Write the accepted answers out.")
        backup.changed("question", source.name, how)
    case = value(options, "usecase") == "1"
    return Question(_text(backup, source), "text", answers, case_sensitive=case) if answers else None


def _numerical(backup: Backup, source: BankQuestion) -> Question | None:
    plugin = source.element.find("plugin_qtype_numerical_question")
    records = [] if plugin is None else plugin.findall("numerical_records/numerical_record")
    answers = _accepted(backup, source, {value(record, "answer"): number(record, "tolerance") for record in records})
    if plugin is not None and plugin.find("numerical_units/numerical_unit") is not None:
        backup.changed("question", source.name, _("Units are not asked for here; the answer is a bare number."))
    return Question(_text(backup, source), "number", answers) if answers else None


def _accepted(backup: Backup, source: BankQuestion, tolerance: dict[str, float]) -> tuple[Answer, ...]:
    """Answers as they are typed; a lone “*” stands for any answer, as it does here."""
    return tuple(
        Answer(
            value(answer, "answertext"),
            _fraction(answer),
            _feedback(backup, source, answer),
            tolerance=tolerance.get(answer.get("id", ""), 0.0),
        )
        for answer in _answers(source)
        if value(answer, "answertext")
    )


def _matching(backup: Backup, source: BankQuestion) -> Question | None:
    plugin = "plugin_qtype_match_question/"
    pairs = source.element.findall(plugin + "matches/match")
    asked = [pair for pair in pairs if value(pair, "questiontext")]
    for pair in pairs:
        if pair not in asked and value(pair, "answertext"):
            backup.not_taken("answer", f"{source.name}: {value(pair, 'answertext')}", _("It belonged to no item."))
    answers = tuple(
        Answer(
            backup.markdown(
                value(pair, "questiontext"),
                value(pair, "questiontextformat"),
                source.context,
                "subquestion",
                pair.get("id", ""),
            ),
            round(1 / len(asked), 6),
            match=value(pair, "answertext"),
        )
        for pair in asked
    )
    _tell_combined_feedback(backup, source, source.element.find(plugin + "matchoptions"))
    return Question(_text(backup, source), "matching", answers) if answers else None


def _essay(backup: Backup, source: BankQuestion) -> Question:
    options = source.element.find("plugin_qtype_essay_question/essay")
    if backup.plain(value(options, "graderinfo")):
        backup.not_taken("information for graders", source.name, _("There is no place for it here."))
    return Question(_text(backup, source), "essay")


Reader: TypeAlias = Callable[[Backup, BankQuestion], Question | None]
READERS: dict[str, Reader] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "match": _matching,
    "essay": _essay,
}
