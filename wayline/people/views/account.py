"""The pages of a person about the own account and role."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from wayline.common.offline import mark_of
from wayline.common.parts import Row
from wayline.people import actions, queries, registers
from wayline.people.forms import ProfileForm
from wayline.people.http import MemberRequest, PersonRequest
from wayline.people.middleware import SESSION_KEY, without_role

PROFILE = ("name", "about", "language", "time_zone", "notice_pace")


@without_role
@require_safe
def profile(request: PersonRequest) -> HttpResponse:
    user = request.user
    edit = {"action_label": gettext("Change"), "action_url": "edit/"}
    rows = [
        Row(gettext("Name"), user.name, **edit),
        Row(gettext("E-mail address"), user.email),
        Row(gettext("About you"), user.about or gettext("Nothing yet"), **edit),
        Row(gettext("Language"), dict(settings.LANGUAGES).get(user.language, user.language), **edit),
        Row(gettext("Time zone"), user.time_zone.replace("_", " "), **edit),
        Row(gettext("Notices by e-mail"), user.get_notice_pace_display(), **edit),
    ]
    return render(request, "people/profile.html", {"rows": rows, "roles": request.memberships})


@without_role
@require_http_methods(["GET", "POST"])
def edit_profile(request: PersonRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, initial={name: getattr(user, name) for name in PROFILE})
    if request.method == "POST" and form.is_valid():
        actions.update_profile(user, **form.cleaned_data)
        messages.success(request, gettext("Your profile is saved."))
        return redirect("people:profile")
    return render(request, "people/profile_edit.html", {"form": form})


@without_role
@require_safe
def security(request: PersonRequest) -> HttpResponse:
    return render(request, "people/security.html", {"has_password": request.user.has_usable_password()})


@require_safe
def here(request: MemberRequest) -> HttpResponse:
    """For a script that has something to send: who is signed in now, and the token that goes with a form."""
    return JsonResponse({"person": mark_of(request.user), "token": get_token(request)})


@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """What colleagues see of each other."""
    roles = queries.colleague(request.member, pk)
    if not roles:
        raise Http404
    shown = roles[0].user
    actions.record_view(request.member, "viewed profile", shown, about=shown)
    about = shown.about if actions.has_consented(shown, "profile") else ""
    return render(request, "people/person.html", {"person": shown, "about": about, "roles": roles})


@without_role
@require_POST
def switch_role(request: PersonRequest) -> HttpResponse:
    chosen = next((one for one in request.memberships if str(one.pk) == request.POST.get("membership")), None)
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    messages.success(
        request,
        gettext("You now act as %(role)s, %(organisation)s.")
        % {"role": chosen.get_role_display(), "organisation": chosen.organisation},
    )
    return redirect(settings.LOGIN_REDIRECT_URL)


@without_role
@require_safe
def no_role(request: PersonRequest) -> HttpResponse:
    """Where a person without a role lands: how to get one, and what works without."""
    organisations = queries.open_organisations(request.user)
    context = {
        "organisations": organisations,
        "invented": any(one.is_demo for one in organisations) and not request.user.is_demo,
        "pages": [(entry, reverse(entry.url_name)) for entry in registers.open_pages()],
        "next": _wanted(request, request.GET.get("next", "")),
    }
    return render(request, "people/no_role.html", context)


def _wanted(request: PersonRequest, address: str) -> str:
    """A page of ours that somebody wanted to see; empty for anything else."""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""


@without_role
@require_POST
def join(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = next((one for one in queries.open_organisations(request.user) if one.pk == pk), None)
    if organisation is None:
        raise Http404
    membership = actions.join_organisation(request.user, organisation=organisation, role=organisation.open_role)
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, gettext("Welcome to %(organisation)s.") % {"organisation": organisation})
    return redirect(_wanted(request, request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language) and language in dict(settings.LANGUAGES):
        actions.set_language(request.user, language)
    return django_set_language(request)
