"""Quizzes and question banks in QTI 1.2, as Common Cartridge and Canvas write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from wayline.learning.packages.markup import Converted, escape
from wayline.learning.packages.outline import Answer, Changed, NotTaken, Question, QuestionKind
from wayline.learning.packages.words import gettext as _

ToMarkdown = Callable[[str], Converted]

_KINDS: dict[str, QuestionKind] = {
    "cc.multiple_choice": "single",
    "cc.multiple_response": "multiple",
    "cc.true_false": "true_false",
    "cc.fib": "text",
    "cc.pattern_match": "text",
    "cc.essay": "essay",
    "multiple_choice_question": "single",
    "multiple_answers_question": "multiple",
    "true_false_question": "true_false",
    "short_answer_question": "text",
    "essay_question": "essay",
    "numerical_question": "number",
    "matching_question": "matching",
}
_CHOICES = {"single", "multiple", "true_false"}
_FOR_MANY = {"general_fb", "correct_fb", "general_incorrect_fb"}
_TEXT_ONLY = "text_only_question"
_NO_PLACE = {
    "fill_in_multiple_blanks_question": "fill in multiple blanks",
    "multiple_dropdowns_question": "multiple dropdowns",
    "calculated_question": "calculated",
    "file_upload_question": "file upload",
}


@dataclass(slots=True)
class Quiz:
    title: str = ""
    intro: str = ""
    questions: list[Question] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)


@dataclass(slots=True)
class _Rule:
    """One condition of an item: the answers it asks for, the share of the mark, and the feedback it shows."""

    asked: list[tuple[str, str]]
    """Response and value."""
    patterns: list[str]
    case: bool
    score: float
    feedback: list[str]
    anything: bool
    element: Element


def read_quiz(root: Element, to_markdown: ToMarkdown) -> Quiz:
    """Read `questestinterop`, its names without namespaces; HTML becomes Markdown by the given function."""
    outer = root.find("assessment")
    outer = root.find("objectbank") if outer is None else outer
    outer = root if outer is None else outer
    quiz = Quiz(title=outer.get("title", "") or _metadata(outer).get("bank_title", ""))
    reader = _Reader(quiz, to_markdown)
    intro = [outer.find("presentation_material"), outer.find("rubric"), outer.find("objectives")]
    quiz.intro = "\n\n".join(filter(None, (reader.material(element) for element in intro)))
    for item in outer.iter("item"):
        reader.item(item)
    if any(True for _ in outer.iter("selection_number")) or any(True for _ in outer.iter("sourcebank_ref")):
        how = _("Questions were drawn by chance; now every question of the package is asked.")
        quiz.changed.append(Changed(_("random questions"), quiz.title, how))
    for bank in outer.iter("sourcebank_ref"):
        reason = _("The questions of this bank are not in the quiz itself.")
        quiz.not_taken.append(NotTaken(_("question bank"), "".join(bank.itertext()).strip(), reason))
    return quiz


def _metadata(element: Element) -> dict[str, str]:
    """Labels and entries of the element itself, not of the items inside it."""
    found = {}
    for path in ("qtimetadata/qtimetadatafield", "itemmetadata/qtimetadata/qtimetadatafield"):
        for entry in element.findall(path):
            found[(entry.findtext("fieldlabel") or "").strip()] = (entry.findtext("fieldentry") or "").strip()
    return found


def _number(text: str | None, default: float) -> float:
    try:
        return float((text or "").strip())
    except ValueError:
        return default


class _Reader:
    def __init__(self, quiz: Quiz, to_markdown: ToMarkdown) -> None:
        self._quiz = quiz
        self._to_markdown = to_markdown

    def material(self, element: Element | None) -> str:
        """The texts, pictures and sounds of an element in their order, without those of its answers."""
        parts = [] if element is None else [self._piece(piece) for piece in _pieces(element)]
        return "\n\n".join(part for part in parts if part)

    def _piece(self, piece: Element) -> str:
        text = "".join(piece.itertext())
        if piece.tag == "mattext":
            # Canvas writes HTML into plain texts as well, escaped once.
            html = piece.get("texttype", "") == "text/html" or re.search(r"</?[a-z]+[^<>]*>", text)
            return self._markdown(text) if html else escape(" ".join(text.split()))
        uri = piece.get("uri", "").replace('"', "%22")
        return self._markdown(f'<img src="{uri}" alt="">' if piece.tag == "matimage" else f'<a href="{uri}">{uri}</a>')

    def _markdown(self, html: str) -> str:
        converted = self._to_markdown(html)
        self._quiz.changed += converted.changed
        self._quiz.not_taken += converted.not_taken
        return converted.text

    def item(self, item: Element) -> None:
        data = _metadata(item)
        said = data.get("question_type") or re.sub(r"\.v\d+p\d+$", "", data.get("cc_profile", ""))
        text = self.material(item.find("presentation"))
        name = text or item.get("title", "") or item.get("ident", "")
        if said == _TEXT_ONLY:
            self._quiz.intro = "\n\n".join(filter(None, [self._quiz.intro, text]))
            self._quiz.changed.append(Changed(_("text between questions"), name, _("It stands in the introduction.")))
            return
        kind = _KINDS.get(said) or _guess(item)
        if kind is None or said in _NO_PLACE or not text:
            what = _("question type {kind}").format(kind=_NO_PLACE.get(said, said or _("unknown")))
            self._quiz.not_taken.append(NotTaken(what, name, _("There is no such question here.")))
            return
        marks = _number(data.get("points_possible") or data.get("cc_weighting"), 1.0)
        question = Question(text, kind, marks=max(0.0, marks))
        self._quiz.questions.append(self._with_feedback(item, self._with_answers(item, question)))
        if item.find(".//hint") is not None:
            self._quiz.not_taken.append(NotTaken(_("hint"), name, _("Questions have no hints here.")))

    def _with_answers(self, item: Element, question: Question) -> Question:
        rules = _rules(item)
        if question.kind in _CHOICES:
            return replace(question, answers=self._choices(item, rules, question.kind))
        if question.kind == "text":
            return self._accepted(rules, question)
        if question.kind == "number":
            return replace(question, answers=tuple(_numbers(rules)))
        if question.kind == "matching":
            return replace(question, answers=tuple(self._pairs(item, rules, question.text)))
        return question

    def _choices(self, item: Element, rules: list[_Rule], kind: str) -> tuple[Answer, ...]:
        scores: dict[str, float] = {}
        for rule in rules:
            share = rule.score / len(rule.asked) if kind == "multiple" and len(rule.asked) > 1 else rule.score
            for _response, value in rule.asked:
                if share > 0:
                    scores[value] = max(scores.get(value, 0.0), share)
        feedback = self._feedback_by_answer(item, rules)
        return tuple(
            Answer(self.material(label), min(1.0, scores.get(key, 0.0)), feedback.get(key, ""))
            for label in item.iter("response_label")
            if (key := label.get("ident", "")) is not None
        )

    def _accepted(self, rules: list[_Rule], question: Question) -> Question:
        answers: dict[str, float] = {}
        case = False
        for rule in rules:
            case = case or (rule.case and rule.score > 0)
            for value in [value for _response, value in rule.asked] + rule.patterns:
                if rule.score > 0:
                    answers[value] = max(answers.get(value, 0.0), rule.score)
        if any(rule.patterns for rule in rules):
            how = _(
                "An answer must be just this text; before, containing or matching it was enough. Check the answers."
            )
            self._quiz.changed.append(Changed(_("pattern match"), question.text, how))
        taken = tuple(Answer(text, min(1.0, share)) for text, share in answers.items())
        return replace(question, answers=taken, case_sensitive=case)

    def _pairs(self, item: Element, rules: list[_Rule], name: str) -> Iterator[Answer]:
        right = {response: value for rule in rules if rule.score > 0 for response, value in rule.asked}
        labels = {label.get("ident", ""): self.material(label) for label in item.iter("response_label")}
        groups = list(item.iter("response_lid"))
        for group in groups:
            match = labels.get(right.get(group.get("ident", ""), ""), "")
            yield Answer(self.material(group), 1 / len(groups), match=match)
        unused = [text for key, text in labels.items() if key not in right.values()]
        for text in dict.fromkeys(unused):
            reason = _("A choice that belongs to nothing has no place here.")
            self._quiz.not_taken.append(NotTaken(_("choice of “{question}”").format(question=name), text, reason))

    def _feedback_texts(self, item: Element) -> dict[str, str]:
        return {entry.get("ident", ""): self.material(entry) for entry in item.findall("itemfeedback")}

    def _feedback_by_answer(self, item: Element, rules: list[_Rule]) -> dict[str, str]:
        texts = self._feedback_texts(item)
        found: dict[str, list[str]] = {}
        for rule in rules:
            said = [texts[key] for key in _of_one_answer(rule) if texts.get(key)]
            if said:
                found.setdefault(rule.asked[0][1], []).extend(said)
        return {key: "\n\n".join(dict.fromkeys(said)) for key, said in found.items()}

    def _with_feedback(self, item: Element, question: Question) -> Question:
        """What no single answer shows is for everybody; right and wrong have their own where one choice is made."""
        texts = self._feedback_texts(item)
        answers = question.answers
        if question.kind in _CHOICES:
            for key in [key for rule in _rules(item) for key in _of_one_answer(rule)]:
                texts.pop(key, None)
        if question.kind in {"single", "true_false"}:
            right, wrong = texts.pop("correct_fb", ""), texts.pop("general_incorrect_fb", "")
            answers = tuple(_told(answer, right if answer.fraction > 0 else wrong) for answer in answers)
        said = dict.fromkeys(text for text in texts.values() if text)
        return replace(question, answers=answers, feedback="\n\n".join(said))


def _of_one_answer(rule: _Rule) -> list[str]:
    """The feedback that a rule shows for one answer alone."""
    return [key for key in rule.feedback if len(rule.asked) == 1 and key not in _FOR_MANY]


def _told(answer: Answer, text: str) -> Answer:
    if not text or text in answer.feedback:
        return answer
    return replace(answer, feedback="\n\n".join(filter(None, [answer.feedback, text])))


def _pieces(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in {"mattext", "matimage", "mataudio", "matvideo", "matapplication"}:
            yield child
        elif child.tag not in {"response_label", "response_lid", "hint"} and not child.tag.startswith("response_"):
            yield from _pieces(child)


def _guess(item: Element) -> QuestionKind | None:
    """The kind of an item that does not say it, from how it is answered."""
    choices = list(item.iter("response_lid"))
    if len(choices) > 1:
        return "matching"
    if choices:
        return "multiple" if choices[0].get("rcardinality", "").lower() == "multiple" else "single"
    if item.find(".//response_num") is not None:
        return "number"
    if item.find(".//response_str") is not None:
        return "text" if any(rule.asked or rule.patterns for rule in _rules(item)) else "essay"
    return None


def _rules(item: Element) -> list[_Rule]:
    declared = [_number(variable.get("maxvalue"), 100.0) for variable in item.iter("decvar")]
    most = max([value for value in declared if value > 0], default=100.0)
    return [_rule(condition, most) for condition in item.iter("respcondition")]


def _rule(condition: Element, most: float) -> _Rule:
    asked, patterns, case = [], [], False
    for test in _wanted(condition.find("conditionvar")):
        value = "".join(test.itertext()).strip()
        case = case or test.get("case", "").lower() == "yes"
        if test.tag == "varequal":
            asked.append((test.get("respident", ""), value))
        elif test.tag in {"varsubstring", "varsubset"}:
            patterns.append(value)
    score = sum(_number(change.text, 0.0) for change in condition.iter("setvar")) / most
    feedback = [show.get("linkrefid", "") for show in condition.iter("displayfeedback")]
    anything = condition.find("conditionvar/other") is not None
    return _Rule(asked, patterns, case, score, feedback, anything, condition)


def _wanted(element: Element | None) -> Iterator[Element]:
    """The tests of a condition that must hold; what stands in `not` must not be chosen."""
    for child in [] if element is None else element:
        if child.tag in {"and", "or"}:
            yield from _wanted(child)
        elif child.tag != "not":
            yield child


def _numbers(rules: list[_Rule]) -> Iterator[Answer]:
    """Canvas writes a value, a range, or both joined by `or`; the value is then the middle of the range."""
    for rule in rules:
        if rule.score <= 0:
            continue
        tests = list(_wanted(rule.element.find("conditionvar")))
        low = [_number(test.text, 0.0) for test in tests if test.tag in {"vargte", "vargt"}]
        high = [_number(test.text, 0.0) for test in tests if test.tag in {"varlte", "varlt"}]
        exact = [(test.text or "").strip() for test in tests if test.tag == "varequal"]
        share = min(1.0, rule.score)
        if low and high:
            middle = exact[0] if exact else f"{(low[0] + high[0]) / 2:.12g}"
            yield Answer(middle, share, tolerance=max(high[0] - _number(middle, 0.0), 0.0))
        else:
            yield from (Answer(value, share) for value in exact)
