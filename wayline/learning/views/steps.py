"""Writing a step: its form with preview, what happens when two write at once, and the step as learners would see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayline.common.formfields import problems
from wayline.common.parts import Crumb
from wayline.learning.actions import programmes as actions
from wayline.learning.content import content_of, questions_of
from wayline.learning.drafts import ComparedPart, compare, newest_version, step_state, translation_state
from wayline.learning.forms.authoring import RemarkForm
from wayline.learning.forms.quiz import QuizEditor
from wayline.learning.forms.steps import StepForm, draft_key
from wayline.learning.kinds import kind_of
from wayline.learning.models import Programme, Remark, Step, StepVersion
from wayline.learning.packages.outline import StepOutline
from wayline.learning.step_page import body_html, download_work, lmi_work, media_work, show_quiz
from wayline.learning.views.desk import step_crumbs, written_step
from wayline.people.http import MemberRequest


@dataclass(slots=True)
class Desk:
    """One author's open form on one step."""

    step: Step
    version: StepVersion
    form: StepForm
    quiz: QuizEditor | None

    @classmethod
    def open(cls, request: MemberRequest, step: Step, *, act: str = "") -> Desk:
        """As it stands (GET), as it was sent to be checked, or as it was sent while rows of the quiz change."""
        version, kind = newest_version(step), kind_of(step.kind)
        has_quiz = "questions" in kind.fields
        if request.method == "GET":
            quiz = QuizEditor.of(questions_of(version.content)) if has_quiz else None
            return cls(step, version, StepForm(step=step, kind=kind, version=version), quiz)
        if act.startswith(("add", "drop")):
            form = StepForm(step=step, kind=kind, version=version, initial=request.POST.dict(), kept=True)
            return cls(step, version, form, QuizEditor.sent(request.POST).changed(act) if has_quiz else None)
        form = StepForm(request.POST, request.FILES, step=step, kind=kind, version=version)
        return cls(step, version, form, QuizEditor.sent(request.POST, check=True) if has_quiz else None)

    def is_valid(self) -> bool:
        return self.form.is_valid() and (self.quiz is None or self.quiz.is_valid())

    def problems(self) -> list[tuple[str, str]]:
        """For the error summary; nothing while the form was not sent to be checked."""
        if not self.form.is_bound:
            return []
        return [*problems(self.form), *(self.quiz.errors() if self.quiz else [])]

    def outline(self, addresses: dict[str, str]) -> StepOutline:
        outline = self.form.outline(addresses=addresses)
        if self.quiz is not None:
            outline.questions = self.quiz.questions()
        return outline

    def keep_uploads(self, request: MemberRequest) -> dict[str, str]:
        """Files that came with the form, by the field that gets their address."""
        return {
            name: "files/"
            + actions.add_asset(
                self.step.programme,
                by=request.member,
                file=checked.file,
                name=checked.name,
                media_type=checked.content_type,
            ).name
            for name, checked in self.form.uploads().items()
        }

    def unsaved(self) -> StepVersion:
        """What was typed in, to look at; the last saved content where the form is not right yet."""
        if self.is_valid():
            outline = self.outline({})
            content = content_of(outline)
            return StepVersion(title=outline.title, body=outline.body, minutes=outline.minutes, content=content)
        data = self.form.data
        return StepVersion(
            title=data.get("title", ""), body=data.get("body", ""), minutes=0, content=self.version.content
        )

    def reopened(self, request: MemberRequest, newest: StepVersion, addresses: dict[str, str]) -> None:
        """After a conflict: the same text, now on top of the newest version; saving again keeps both in the history."""
        data = request.POST.copy()
        data["base"] = str(newest.number)
        for name, address in addresses.items():
            data[name] = address
        self.version = newest
        self.form = StepForm(data, step=self.step, kind=self.form.kind, version=newest)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    act = request.POST.get("act", "save")
    desk = Desk.open(request, step, act=act)
    if request.method == "POST" and act == "preview":
        return _show(request, desk, preview=desk.unsaved())
    if request.method == "POST" and act in ("save", "publish"):
        if not desk.is_valid():
            return _show(request, desk, status=422)
        return _save(request, desk, publish=act == "publish")
    return _show(request, desk)


def _save(request: MemberRequest, desk: Desk, *, publish: bool) -> HttpResponse:
    mine = desk.unsaved()
    addresses = desk.keep_uploads(request)
    base = desk.form.cleaned_data["base"]
    try:
        with transaction.atomic():
            saved = actions.save_version(
                desk.step,
                by=request.member,
                outline=desk.outline(addresses),
                note=desk.form.cleaned_data["note"],
                base=base,
            )
            if publish:
                actions.publish_step(desk.step, by=request.member)
    except actions.EditConflict as conflict:
        desk.reopened(request, conflict.newest, addresses)
        return _show(request, desk, conflict=compare(conflict.newest, mine), status=409)
    tell_saved(request, desk, saved, published=publish)
    return redirect("learning:step_edit", slug=desk.step.programme.slug, pk=desk.step.pk)


def tell_saved(request: MemberRequest, desk: Desk, saved: StepVersion, *, published: bool) -> None:
    tags = f"draft:{draft_key(desk.step, desk.version)}"
    if published:
        messages.success(request, _("Saved. Learners read this version now."), extra_tags=tags)
    elif saved.pk == desk.version.pk:
        messages.info(request, _("Nothing had changed."), extra_tags=tags)
    else:
        text = _("Saved as version %(number)d. Learners read the published version until you publish this one.")
        messages.success(request, text % {"number": saved.number}, extra_tags=tags)


def _show(
    request: MemberRequest,
    desk: Desk,
    *,
    preview: StepVersion | None = None,
    conflict: list[ComparedPart] | None = None,
    status: int = 200,
) -> HttpResponse:
    step, version = desk.step, desk.version
    context = {
        "step": step,
        "programme": step.programme,
        "kind": kind_of(step.kind),
        "version": version,
        "form": desk.form,
        "quiz": desk.quiz,
        "problems": desk.problems() if conflict is None else [],
        "state": step_state(step, version),
        "translation": translation_state(step),
        "preview": preview_context(step, preview) if preview else None,
        "conflict": conflict,
        "remarks": Remark.objects.filter(version__step=step).select_related("author", "version"),
        "remark_form": RemarkForm(prefix="remark"),
        "files": step.programme.assets.all()[:50],
        "crumbs": step_crumbs(step, version.title),
    }
    return render(request, "learning/authoring/step.html", context, status=status)


@require_GET
def preview(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The newest version as a learner would see it."""
    step = written_step(request, slug, pk)
    version = newest_version(step)
    context = {
        "step": step,
        "programme": step.programme,
        "preview": preview_context(step, version, top=2),
        "version": version,
        "crumbs": step_crumbs(step, version.title, Crumb(_("Preview"))),
    }
    return render(request, "learning/authoring/preview.html", context)


@dataclass(frozen=True, slots=True)
class PreviewRun:
    """Stands for a run in the templates of steps: a preview belongs to none."""

    programme: Programme
    time_zone: str = "UTC"
    pk: int = 0


def preview_context(step: Step, version: StepVersion, *, top: int = 3) -> dict[str, Any]:
    """What `step_body.html` takes; `top` is the level of the text's highest heading."""
    programme = step.programme
    return {
        "version": version,
        "body": body_html(version.body, programme, top=top),
        "kind": kind_of(step.kind),
        "work": _work(step, version),
        "page": None,
        "run": PreviewRun(programme),
    }


def _work(step: Step, version: StepVersion) -> dict[str, Any]:
    programme, content = step.programme, version.content
    match step.kind:
        case "video" | "audio":
            return media_work(programme, content)
        case "download":
            return download_work(programme, content)
        case "quiz":
            return {"quiz": show_quiz(version, programme, None)}
        case "poll":
            options = [(number, option, False) for number, option in enumerate(content.get("options", []))]
            return {"options": options, "several": bool(content.get("several")), "mine": None, "results": []}
        case "exercise":
            return {"instructions": body_html(content.get("instructions", ""), programme, top=3), "mine": None}
        case "event":
            return {"event": None}
        case "lmi":
            return lmi_work(programme, content)
        case _:
            return {}
