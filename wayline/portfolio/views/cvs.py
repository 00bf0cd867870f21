"""CVs: making, choosing, arranging, a preview, files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.downloads import attachment
from wayline.common.offline import kept_offline
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio.actions import cvs as acts
from wayline.portfolio.cv import files
from wayline.portfolio.cv.words import tables
from wayline.portfolio.forms.cvs import CVForm, LetterForm, NewCVForm, VacancyForm
from wayline.portfolio.models import CV
from wayline.portfolio.queries import cvs as reads
from wayline.portfolio.queries import tailoring
from wayline.portfolio.views.here import crumbs, language, tabs


def own_cv(request: MemberRequest, key: str) -> CV:
    cv = CV.objects.visible_to(request.member).filter(key=key).select_related("owner").first()
    if cv is None:
        raise Http404
    return cv


def cv_crumbs(cv: CV, *more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(_("CVs"), reverse("portfolio:cvs")), Crumb(cv.title, cv.get_absolute_url()), *more)


@require_http_methods(["GET", "POST"])
@kept_offline
def every(request: MemberRequest) -> HttpResponse:
    mine = language() if language() in tables() else "en"
    form = NewCVForm(request.POST or None, initial={"language": mine})
    if request.method == "POST" and form.is_valid():
        cv = acts.make_cv(request.user, title=form.cleaned_data["title"], language=form.cleaned_data["language"])
        return redirect(cv)
    found = CV.objects.visible_to(request.member)
    context = {"form": form, "cvs": found, "tabs": tabs("cvs")}
    return render(request, "portfolio/cvs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    """One form for everything: what is shown, in which order, language and design. Every button saves all of it."""
    cv = own_cv(request, key)
    form = CVForm(request.POST or None, instance=cv)
    if request.method == "POST" and form.is_valid():
        acts.change_cv(cv, shown=request.POST.getlist("item"), **form.cleaned_data)
        return _after(request, cv)
    if form.errors:
        cv = own_cv(request, key)
    context = {
        "form": form,
        "cv": cv,
        "sections": reads.arranged(cv),
        "missing": acts.number_of_new(cv),
        "crumbs": crumbs(Crumb(_("CVs"), reverse("portfolio:cvs")), Crumb(cv.title)),
        **_shown(cv),
    }
    return render(request, "portfolio/cv.html", context, status=422 if form.errors else 200)


def _after(request: MemberRequest, cv: CV) -> HttpResponse:
    """Which button was pressed: a move, or just saving."""
    what, _colon, which = request.POST.get("move", "").partition(":")
    moves = {"up": False, "down": True}
    if what in moves:
        acts.move_item(cv, key=which, down=moves[what])
    elif what.removeprefix("section-") in moves and what.startswith("section-"):
        acts.move_section(cv, kind=which, down=moves[what.removeprefix("section-")])
    else:
        messages.success(request, _("Saved."))
    return redirect(f"{cv.get_absolute_url()}#arrange" if what else cv.get_absolute_url())


def _shown(cv: CV) -> dict[str, object]:
    record = reads.record_of_cv(cv)
    photo = reads.photo_in(cv)
    return {"document": reads.document_of(cv, record), "photo": files.photo_address(photo)}


@require_POST
def preview(request: MemberRequest, key: str) -> HttpResponse:
    """What the form says just now, without keeping it: a part of the page, for htmx."""
    cv = own_cv(request, key)
    form = CVForm(request.POST, instance=cv)
    if not form.is_valid():
        return HttpResponse(status=422)
    record = reads.record_of_cv(cv, shown=request.POST.getlist("item"))
    context = {
        "cv": reads.document_of(cv, record),
        "design": cv.design,
        "photo": files.photo_address(reads.photo_in(cv)),
        "alone": False,
    }
    return render(request, "portfolio/_cv.html", context)


@require_POST
def take_up(request: MemberRequest, key: str) -> HttpResponse:
    cv = own_cv(request, key)
    acts.take_up_new(cv)
    messages.success(request, _("They are in the list, not shown yet. Tick those that belong in this CV."))
    return redirect(cv)


@require_http_methods(["GET", "POST"])
def tailor(request: MemberRequest, key: str) -> HttpResponse:
    cv = own_cv(request, key)
    form = VacancyForm(request.POST or None, instance=cv)
    if request.method == "POST" and form.is_valid():
        acts.change_cv(cv, vacancy=form.cleaned_data["vacancy"])
        return redirect("portfolio:cv_tailor", key=key)
    context = {
        "form": form,
        "cv": cv,
        "comparison": tailoring.compare(cv, language()),
        "crumbs": cv_crumbs(cv, Crumb(_("Beside a vacancy"))),
    }
    return render(request, "portfolio/tailor.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def letter(request: MemberRequest, key: str) -> HttpResponse:
    cv = own_cv(request, key)
    form = LetterForm(request.POST or None, instance=cv)
    if request.method == "POST" and form.is_valid():
        acts.change_cv(cv, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portfolio:letter", key=key)
    context = {
        "form": form,
        "cv": cv,
        "letter": reads.letter_of(cv),
        "design": cv.design,
        "crumbs": cv_crumbs(cv, Crumb(_("Letter"))),
    }
    return render(request, "portfolio/letter.html", context, status=422 if form.errors else 200)


@require_safe
def cv_file(request: MemberRequest, key: str, ending: str) -> HttpResponseBase:
    cv = own_cv(request, key)
    if ending not in files.TYPES:
        raise Http404
    insist(f"portfolio-cv:{request.user.pk}", 120, 3600)
    record = reads.record_of_cv(cv)
    made = reads.document_of(cv, record)
    content = files.cv_file(ending, made, design=cv.design, photo=reads.photo_in(cv), record=record)
    return attachment(content, f"CV_{made.name}_{cv.language}.{ending}", files.TYPES[ending])


@require_safe
def letter_file(request: MemberRequest, key: str, ending: str) -> HttpResponseBase:
    cv = own_cv(request, key)
    if ending not in files.TYPES or not cv.letter_text:
        raise Http404
    insist(f"portfolio-cv:{request.user.pk}", 120, 3600)
    made = reads.letter_of(cv)
    content = files.letter_file(ending, made, design=cv.design)
    return attachment(content, f"Letter_{made.name}.{ending}", files.TYPES[ending])


@require_POST
def copy(request: MemberRequest, key: str) -> HttpResponse:
    cv = own_cv(request, key)
    made = acts.copy_cv(cv, title=(_("Copy of %(title)s") % {"title": cv.title})[:120])
    messages.success(request, _("This is the copy."))
    return redirect(made)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, key: str) -> HttpResponse:
    cv = own_cv(request, key)
    if request.method == "POST":
        acts.delete_cv(cv)
        messages.success(request, _("The CV is gone. What it showed is still in your portfolio."))
        return redirect("portfolio:cvs")
    context = {
        "question": _("Delete the CV “%(title)s”?") % {"title": cv.title},
        "explanation": _("The choice, the order and the letter go. What you keep in your portfolio stays."),
        "answer": _("Delete the CV"),
        "back": cv.get_absolute_url(),
        "crumbs": cv_crumbs(cv, Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)
