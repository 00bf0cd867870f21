"""The questions of a quiz as a form that works without scripts: rows come and go by submit buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.learning.drafts import QUESTION_KINDS
from wayline.learning.forms.authoring import stop_counting
from wayline.learning.packages.outline import Answer, Question

MOST_QUESTIONS = 100
MOST_ANSWERS = 30
CHOOSING = ("single", "multiple", "true_false")
TYPING = ("text", "number")


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=20_000, widget=forms.Textarea({"rows": 2}))
    kind = forms.ChoiceField(label=_("How it is answered"), choices=list(QUESTION_KINDS.items()))
    marks = forms.FloatField(
        label=_("Marks"), min_value=0, max_value=1000, widget=forms.NumberInput({"class": "govuk-input--width-4"})
    )
    case_sensitive = forms.BooleanField(label=_("Capital letters count"), required=False)
    feedback = forms.CharField(
        label=_("Feedback to everybody"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stop_counting(self)


class AnswerForm(forms.Form):
    mark_optional = False
    text = forms.CharField(label=_("Answer"), max_length=5000, required=False)
    right = forms.BooleanField(label=_("Right"), required=False)
    share = forms.FloatField(
        label=_("Share of the mark, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Empty: the whole mark."),
        widget=forms.NumberInput({"class": "govuk-input--width-4", "step": "any"}),
    )
    match = forms.CharField(label=_("Belongs to"), max_length=5000, required=False)
    tolerance = forms.FloatField(
        label=_("May differ by"),
        min_value=0,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-4", "step": "any"}),
    )
    feedback = forms.CharField(label=_("Feedback to this answer"), max_length=5000, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {"text", "feedback"}
        if kind in CHOOSING or kind in TYPING:
            shown |= {"right", "share"}
        if kind == "number":
            shown.add("tolerance")
        if kind == "matching":
            shown.add("match")
        for name in set(self.fields) - shown:
            self.fields[name].widget = forms.HiddenInput()
            self.fields[name].required = False

    def answer(self) -> Answer:
        given = self.cleaned_data
        share = 1.0 if given["share"] is None else round(given["share"] / 100, 7)
        return Answer(
            text=given["text"],
            fraction=share if given["right"] else 0.0,
            feedback=given["feedback"],
            match=given["match"],
            tolerance=given["tolerance"] or 0.0,
        )


@dataclass(slots=True)
class QuestionRow:
    number: int
    form: QuestionForm
    answers: list[AnswerForm]
    problems: list[str]

    @property
    def prefix(self) -> str:
        return f"q{self.number}"

    @property
    def kind(self) -> str:
        return str(self.form["kind"].value() or "single")


class QuizEditor:
    """The questions while they are written: plain values, so that a row can go or come before everything is right."""

    def __init__(self, rows: list[dict[str, Any]], *, check: bool = False) -> None:
        self.values = rows
        self.check = check
        self.rows = [self._row(number, values) for number, values in enumerate(rows)]

    @classmethod
    def of(cls, questions: tuple[Question, ...]) -> QuizEditor:
        return cls([_values_of(question) for question in questions])

    @classmethod
    def sent(cls, data: Mapping[str, Any], *, check: bool = False) -> QuizEditor:
        return cls(_values_sent(data), check=check)

    def changed(self, act: str) -> QuizEditor:
        """After a button: `add`, `drop-2` (a question), `add-2` (an answer to it), `drop-2-0` (an answer)."""
        verb, *places = act.split("-")
        numbers = [int(place) for place in places if place.isdecimal()]
        rows = self.values
        if verb == "add" and not numbers and len(rows) < MOST_QUESTIONS:
            rows.append(_values_of(Question("", "single", (Answer(""), Answer("")))))
        elif numbers and numbers[0] < len(rows):
            answers = rows[numbers[0]]["answers"]
            if verb == "drop" and len(numbers) == 1:
                del rows[numbers[0]]
            elif verb == "add" and len(answers) < MOST_ANSWERS:
                answers.append(_values_of_answer(Answer("")))
            elif verb == "drop" and numbers[1] < len(answers):
                del answers[numbers[1]]
        return QuizEditor(rows)

    def _row(self, number: int, values: dict[str, Any]) -> QuestionRow:
        prefix = f"q{number}"
        kind = str(values.get("kind", "single"))
        row = QuestionRow(
            number,
            QuestionForm(**self._filled(values, prefix)),
            [
                AnswerForm(kind=kind, **self._filled(answer, f"{prefix}-a{place}"))
                for place, answer in enumerate(values["answers"])
            ],
            [],
        )
        if self.check:
            row.problems = [str(problem) for problem in _problems(row)]
        return row

    def _filled(self, values: dict[str, Any], prefix: str) -> dict[str, Any]:
        if not self.check:
            return {"initial": values, "prefix": prefix}
        data = {f"{prefix}-{name}": value for name, value in values.items() if value not in (False, None)}
        return {"data": data, "prefix": prefix}

    def is_valid(self) -> bool:
        return not self.errors()

    def errors(self) -> list[tuple[str, str]]:
        """For the error summary: what is wrong, and the id of the field."""
        found: list[tuple[str, str]] = []
        for row in self.rows:
            label = _("Question %(number)d: %(problem)s")
            for form in (row.form, *row.answers):
                for name, errors in form.errors.items():
                    found += [
                        (str(label % {"number": row.number + 1, "problem": error}), f"id_{form.prefix}-{name}")
                        for error in errors
                    ]
            found += [
                (str(label % {"number": row.number + 1, "problem": problem}), f"id_{row.prefix}-text")
                for problem in row.problems
            ]
        return found

    def questions(self) -> tuple[Question, ...]:
        return tuple(self._question(row) for row in self.rows)

    def _question(self, row: QuestionRow) -> Question:
        given = row.form.cleaned_data
        return Question(
            text=given["text"].replace("\r\n", "\n"),
            kind=given["kind"],
            answers=tuple(answer for form in row.answers if (answer := form.answer()).text or answer.match),
            feedback=given["feedback"].replace("\r\n", "\n"),
            marks=given["marks"],
            case_sensitive=given["case_sensitive"],
        )


def _problems(row: QuestionRow) -> list[Any]:
    """What is wrong with a question as a whole, once its fields are right."""
    if not (row.form.is_valid() and all(form.is_valid() for form in row.answers)):
        return []
    answers = [answer for form in row.answers if (answer := form.answer()).text or answer.match]
    kind = row.form.cleaned_data["kind"]
    right = [answer for answer in answers if answer.fraction > 0]
    if kind == "essay":
        return [_("A long text has no answers to choose from. Remove them.")] if answers else []
    if kind == "matching":
        return [] if len([one for one in answers if one.match]) >= 2 else [_("Give two pairs or more.")]
    if not right:
        return [_("Mark at least one answer as right.")]
    return [problem for wrong, problem in _checks(kind, answers, right) if wrong]


def _checks(kind: str, answers: list[Answer], right: list[Answer]) -> list[tuple[bool, Any]]:
    texts = [answer.text for answer in answers]
    return [
        (kind in CHOOSING and len(answers) < 2, _("Give two answers or more.")),
        (kind == "true_false" and len(answers) != 2, _("True or false has two answers.")),
        (kind == "single" and max(one.fraction for one in right) < 1, _("One answer must earn the whole mark.")),
        (kind in CHOOSING and len(set(texts)) < len(texts), _("Each answer may stand there once only.")),
        (kind == "number" and not all(_is_number(text) for text in texts), _("Answers must be numbers, or * for any.")),
    ]


def _is_number(text: str) -> bool:
    try:
        float(text.strip().replace(",", "."))
    except ValueError:
        return text.strip() == "*"
    return True


def _values_of(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "kind": question.kind,
        "marks": question.marks,
        "case_sensitive": question.case_sensitive,
        "feedback": question.feedback,
        "answers": [_values_of_answer(answer) for answer in question.answers],
    }


def _values_of_answer(answer: Answer) -> dict[str, Any]:
    partly = 0 < answer.fraction < 1
    return {
        "text": answer.text,
        "right": answer.fraction > 0,
        "share": round(100 * answer.fraction, 5) if partly else None,
        "match": answer.match,
        "tolerance": answer.tolerance or None,
        "feedback": answer.feedback,
    }


def _values_sent(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        _named(data, f"q{number}", QuestionForm)
        | {
            "answers": [
                _named(data, f"q{number}-a{place}", AnswerForm)
                for place in range(_count(data, f"q{number}-answers", MOST_ANSWERS))
            ]
        }
        for number in range(_count(data, "questions", MOST_QUESTIONS))
    ]


def _named(data: Mapping[str, Any], prefix: str, form: type[forms.Form]) -> dict[str, Any]:
    values: dict[str, Any] = {name: data.get(f"{prefix}-{name}", "") for name in form.base_fields}
    for name, each in form.base_fields.items():
        if isinstance(each, forms.BooleanField):
            values[name] = f"{prefix}-{name}" in data and data[f"{prefix}-{name}"] not in ("", "False")
    return values


def _count(data: Mapping[str, Any], name: str, most: int) -> int:
    text = str(data.get(name, ""))
    return min(int(text), most) if text.isdecimal() else 0
