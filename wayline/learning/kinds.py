"""The register of step kinds. Upper rooms add theirs in `AppConfig.ready()`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class StepKind:
    """A kind of step.

    `template` draws what is special of it, below the text. `done_by` says what completes it: `mark` (the learner says
    so) or `work` (answering, voting, handing in). `fields` are the content keys an author may fill in.
    """

    key: str
    label: str | Promise
    hint: str | Promise
    template: str
    done_by: str = "mark"
    fields: tuple[str, ...] = ()


_kinds: dict[str, StepKind] = {}


def register(kind: StepKind) -> None:
    _kinds[kind.key] = kind


def kind_of(key: str) -> StepKind:
    return _kinds[key]


def all_kinds() -> list[StepKind]:
    return list(_kinds.values())


def register_own_kinds() -> None:
    folder = "learning/kinds"
    for kind in (
        StepKind("article", _("Article"), _("A text to read"), f"{folder}/article.html"),
        StepKind(
            "video",
            _("Video"),
            _("A film, with captions and transcript"),
            f"{folder}/video.html",
            fields=("media", "captions", "transcript"),
        ),
        StepKind(
            "audio",
            _("Audio"),
            _("Something to listen to, with transcript"),
            f"{folder}/audio.html",
            fields=("media", "transcript"),
        ),
        StepKind("discussion", _("Discussion"), _("A question to talk about"), f"{folder}/discussion.html"),
        StepKind(
            "exercise",
            _("Exercise"),
            _("Something to do and hand in"),
            f"{folder}/exercise.html",
            done_by="work",
            fields=("instructions", "hand_in"),
        ),
        StepKind(
            "quiz",
            _("Quiz"),
            _("Questions with feedback"),
            f"{folder}/quiz.html",
            done_by="work",
            fields=("questions", "pass_percent"),
        ),
        StepKind(
            "poll",
            _("Poll"),
            _("A choice, and what others chose"),
            f"{folder}/poll.html",
            done_by="work",
            fields=("options", "several"),
        ),
        StepKind("download", _("Download"), _("A file to take away"), f"{folder}/download.html", fields=("download",)),
        StepKind(
            "event",
            _("Live event"),
            _("A meeting on a date"),
            f"{folder}/event.html",
            fields=("place", "dial_in", "link"),
        ),
        StepKind(
            "lmi",
            _("LMI activity"),
            _("A question to look up in the labour market, and a finding to keep"),
            f"{folder}/lmi.html",
            done_by="work",
            fields=("instructions", "explore"),
        ),
    ):
        register(kind)
