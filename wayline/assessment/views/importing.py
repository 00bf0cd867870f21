"""Bringing in a questionnaire from a file: our own TOML, or a survey of LimeSurvey."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.assessment import access
from wayline.assessment.actions import instruments as actions
from wayline.assessment.definitions import limesurvey, toml
from wayline.assessment.definitions.parts import Definition
from wayline.assessment.forms.instruments import UploadForm
from wayline.assessment.views.instruments import home
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def bring_in(request: MemberRequest) -> HttpResponse:
    if not access.can_write_instruments(request.member):
        raise PermissionDenied(_("Staff write questionnaires."))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            definition, left = _read(content)
        except (toml.Unreadable, limesurvey.Unreadable) as error:
            form.add_error("file", str(error))
        else:
            instrument = actions.create_instrument(definition, by=request.member)
            if not left:
                messages.success(request, _("The questionnaire was taken over whole. Look at it, then publish it."))
                return redirect(instrument)
            context = {"instrument": instrument, "left": left, "crumbs": [home(), Crumb(instrument.title)]}
            return render(request, "assessment/instruments/report.html", context)
    context = {"form": form, "instrument": None, "crumbs": [home(), Crumb(_("From a file"))]}
    return render(request, "assessment/instruments/import.html", context, status=422 if form.errors else 200)


def _read(content: bytes) -> tuple[Definition, Sequence[str]]:
    """The definition, and what could not be taken over."""
    if content.lstrip()[:1] == b"<":
        found = limesurvey.read(content)
        return found.definition, found.left
    try:
        return toml.read(content.decode("utf-8-sig").replace("\r\n", "\n")), ()
    except UnicodeDecodeError as error:
        raise toml.Unreadable(_("The file is not written in UTF-8.")) from error
