"""Films of oneself: sending one, watching it being prepared, its captions, how long it is shown; and why it is so."""

from __future__ import annotations

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.middleware import PERMISSIONS
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio import films
from wayline.portfolio.actions import videos as acts
from wayline.portfolio.forms.videos import CaptionsForm, VideoEndForm, VideoForm
from wayline.portfolio.models import Video
from wayline.portfolio.playing import part_of
from wayline.portfolio.showing_videos import fault_in_words
from wayline.portfolio.views.here import crumbs, tabs

WITH_CAMERA = PERMISSIONS.replace("camera=(), microphone=()", "camera=(self), microphone=(self)")


def way(*more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(_("Videos"), reverse("portfolio:videos")), *more)


@csp_update({"media-src": ["blob:"]})  # type: ignore[arg-type]  # MemberRequest
@require_http_methods(["GET", "POST"])
def every(request: MemberRequest) -> HttpResponse:
    """Without a script the file comes as a whole, and may be smaller."""
    form = VideoForm(request.POST or None, request.FILES or None)
    found = Video.objects.visible_to(request.member).select_related("item")
    full = len(found) >= acts.MOST_VIDEOS
    if request.method == "POST":
        insist(f"portfolio-upload:{request.user.pk}", 30, 3600)
        if full:
            form.add_error(None, acts.too_many())
        elif form.is_valid():
            checked = form.cleaned_data["file"]
            return redirect(acts.keep_video(request.user, title=form.cleaned_data["title"], file=checked.file))
    context = {
        "form": form,
        "videos": found,
        "full": full,
        "can_prepare": films.is_here(),
        "seconds": settings.VIDEO_SECONDS,
        "tabs": tabs("videos"),
    }
    answer = render(request, "portfolio/videos.html", context, status=422 if form.errors else 200)
    answer.headers["Permissions-Policy"] = WITH_CAMERA
    return answer


def _own(request: MemberRequest, key: str) -> Video:
    found = Video.objects.visible_to(request.member).filter(key=key).select_related("item__owner").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def video(request: MemberRequest, key: str) -> HttpResponse:
    own = _own(request, key)
    form = VideoEndForm(request.POST or None, initial={"shown_until": own.shown_until})
    if request.method == "POST" and form.is_valid():
        acts.change_end(own, shown_until=form.cleaned_data["shown_until"])
        messages.success(request, _("Saved."))
        return redirect(own)
    context = {
        "video": own,
        "form": form,
        "fault": fault_in_words(own.fault),
        "text": own.as_text,
        "crumbs": way(Crumb(str(own))),
    }
    return render(request, "portfolio/video.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def captions(request: MemberRequest, key: str) -> HttpResponse:
    own = _own(request, key)
    form = CaptionsForm(own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.set_captions(own, lines=form.typed, language=form.cleaned_data["language"])
        messages.success(request, _("The captions are saved."))
        return redirect("portfolio:video_captions", key=own.key) if "more" in request.POST else redirect(own)
    faulty = request.method == "POST"
    context = {
        "video": own,
        "form": form,
        "problems": form.problems if faulty else [],
        "crumbs": way(Crumb(str(own), own.get_absolute_url()), Crumb(_("Captions"))),
    }
    return render(request, "portfolio/video_captions.html", context, status=422 if faulty else 200)


@require_POST
def again(request: MemberRequest, key: str) -> HttpResponse:
    own = _own(request, key)
    acts.prepare_again(own)
    return redirect(own)


@require_safe
def part(request: MemberRequest, key: str, name: str) -> HttpResponseBase:
    return part_of(request, _own(request, key), name)


@require_safe
def tips(request: MemberRequest) -> HttpResponse:
    return render(request, "portfolio/video_tips.html", {"crumbs": way(Crumb(_("Tips")))})
