"""Composed reads for those who write: a programme as it stands on the desk, and what a version says in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayline.learning.content import questions_of
from wayline.learning.differences import Block, differences, shortened
from wayline.learning.enums import StepState, TranslationState
from wayline.learning.export import newest_versions
from wayline.learning.kinds import StepKind, kind_of
from wayline.learning.models import Programme, Remark, Step, StepVersion, Week
from wayline.learning.packages.outline import Answer, Question


@dataclass(slots=True)
class DraftStep:
    """A step as a line of the editor."""

    step: Step
    newest: StepVersion
    number: str
    """`2.3`: third step of the second week, withdrawn ones counted."""
    state: StepState
    remarks: int
    """Those that wait for an answer."""
    translation: TranslationState | None
    """None for a step that translates nothing."""

    @property
    def kind(self) -> StepKind:
        return kind_of(self.step.kind)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == StepState.WITHDRAWN

    @property
    def changes_for_learners(self) -> bool:
        return self.state in (StepState.DRAFT, StepState.CHANGED)


@dataclass(slots=True)
class DraftWeek:
    week: Week
    steps: list[DraftStep] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"week-{self.week.pk}"

    @property
    def minutes(self) -> int:
        return sum(line.newest.minutes for line in self.steps if not line.is_withdrawn)


def draft_weeks(programme: Programme) -> list[DraftWeek]:
    """Every week and step with its newest title and minutes; four queries, however many there are."""
    weeks = {week.pk: DraftWeek(week) for week in programme.weeks.all()}
    newest = {
        version.step_id: version
        for version in newest_versions().filter(step__programme=programme).defer("body", "content")
    }
    remarks = dict(
        Remark.objects.filter(version__step__programme=programme, resolved_at=None)
        .order_by()
        .values("version__step")
        .annotate(number=Count("pk"))
        .values_list("version__step", "number")
    )
    steps = programme.steps.select_related("translated_from").order_by("week__position", "position")
    for step in steps:
        lines = weeks[step.week_id].steps
        version = newest[step.pk]
        lines.append(
            DraftStep(
                step=step,
                newest=version,
                number=f"{weeks[step.week_id].week.position}.{len(lines) + 1}",
                state=step_state(step, version),
                remarks=remarks.get(step.pk, 0),
                translation=translation_state(step),
            )
        )
    return list(weeks.values())


def step_state(step: Step, newest: StepVersion) -> StepState:
    if step.withdrawn_at is not None:
        return StepState.WITHDRAWN
    if step.published_id is None:
        return StepState.DRAFT
    return StepState.PUBLISHED if step.published_id == newest.pk else StepState.CHANGED


def translation_state(step: Step) -> TranslationState | None:
    """Missing until somebody translated it; outdated once learners of the original read a newer version."""
    if step.translated_from is None:
        return None
    if step.translated_version_id is None:
        return TranslationState.MISSING
    current = step.translated_from.published_id in (None, step.translated_version_id)
    return TranslationState.CURRENT if current else TranslationState.OUTDATED


def translation_counts(weeks: list[DraftWeek]) -> list[tuple[TranslationState, int]]:
    lines = [line for week in weeks for line in week.steps if not line.is_withdrawn]
    counts = Counter(line.translation for line in lines)
    return [(state, counts[state]) for state in TranslationState]


def newest_version(step: Step) -> StepVersion:
    """Every step has one from the moment it is made."""
    return step.versions.select_related("author").order_by("-number")[0]


def original_version(step: Step) -> StepVersion | None:
    """What a translator reads: what learners of the original read; a draft of the original stays its authors' own."""
    return step.translated_from.published if step.translated_from else None


def search_programmes(programmes: QuerySet[Programme], *, words: str, order: str) -> QuerySet[Programme]:
    """The list of what one writes, with how many steps each has and how many of them learners read."""
    if words:
        programmes = programmes.filter(Q(title__icontains=words) | Q(summary__icontains=words))
    listed = Count("steps", filter=Q(steps__withdrawn_at=None), distinct=True)
    read = Count("steps", filter=Q(steps__withdrawn_at=None, steps__published__isnull=False), distinct=True)
    orders = {"newest": ("-created_at", "-pk"), "title": ("title", "pk")}
    return programmes.annotate(step_count=listed, published_count=read).order_by(*orders.get(order, orders["title"]))


LABELS: dict[str, str | Promise] = {
    "media": gettext_lazy("Film or sound"),
    "captions": gettext_lazy("Captions"),
    "transcript": gettext_lazy("Transcript"),
    "download": gettext_lazy("File to take away"),
    "instructions": gettext_lazy("What to hand in"),
    "hand_in": gettext_lazy("Form of the hand-in"),
    "pass_percent": gettext_lazy("Percent needed to pass"),
    "questions": gettext_lazy("Questions"),
    "options": gettext_lazy("Answers to choose from"),
    "several": gettext_lazy("More than one answer may be chosen"),
    "place": gettext_lazy("Place"),
    "dial_in": gettext_lazy("Dial-in"),
    "link": gettext_lazy("Link"),
    "explore": gettext_lazy("Page of the explorer"),
}


def in_words(version: StepVersion) -> dict[str, str]:
    """Everything a version says, part by part, as text that can be compared and read."""
    parts = {_("Title"): version.title, _("Minutes"): str(version.minutes), _("Text"): version.body}
    for name, value in version.content.items():
        if name == "questions":
            text = "\n\n".join(_question_in_words(question) for question in questions_of(version.content))
        elif isinstance(value, list):
            text = "\n".join(str(item) for item in value)
        else:
            text = _yes_no(value) if isinstance(value, bool) else str(value)
        parts[str(LABELS.get(name, name))] = text
    return parts


def _question_in_words(question: Question) -> str:
    lines = [question.text]
    lines += [_answer_in_words(question, answer) for answer in question.answers]
    marks = ngettext("%(marks)s mark", "%(marks)s marks", int(question.marks)) % {"marks": f"{question.marks:g}"}
    notes = [str(QUESTION_KINDS[question.kind]), marks]
    if question.case_sensitive:
        notes.append(_("capital letters count"))
    lines.append(f"({', '.join(notes)})")
    if question.feedback:
        lines.append(_("Feedback: %(text)s") % {"text": question.feedback})
    return "\n".join(lines)


def _answer_in_words(question: Question, answer: Answer) -> str:
    text = answer.text
    if question.kind == "matching":
        text = f"{answer.text} = {answer.match}"
    if answer.tolerance:
        text += f" ± {answer.tolerance:g}"
    if question.kind != "matching":
        share = f"{100 * answer.fraction:g} %"
        text += f" [{share}]"
    return f"– {text}" + (f" → {answer.feedback}" if answer.feedback else "")


QUESTION_KINDS: dict[str, str | Promise] = {
    "single": gettext_lazy("One answer is right"),
    "multiple": gettext_lazy("Several answers are right"),
    "true_false": gettext_lazy("True or false"),
    "text": gettext_lazy("A short text"),
    "number": gettext_lazy("A number"),
    "matching": gettext_lazy("Pairs"),
    "essay": gettext_lazy("A long text, not marked"),
}


def _yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part of a step (title, text, captions …) in two versions."""

    label: str
    blocks: list[Block]


def compare(old: StepVersion, new: StepVersion) -> list[ComparedPart]:
    """The parts that differ; empty when the two say the same."""
    before, after = in_words(old), in_words(new)
    return [
        ComparedPart(label, shortened(differences(before.get(label, ""), after.get(label, ""))))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, "") != after.get(label, "")
    ]
