"""Forms that a page may send by itself, later and again: what was written without a network (docs/decisions/0015)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wayline.common.offline import kept_offline
from wayline.people.http import MemberRequest
from wayline.portfolio.actions import items as acts
from wayline.portfolio.forms.items import SendingForm
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind
from wayline.portfolio.views.here import crumbs, tabs

JSON = "application/json"


@require_safe
@kept_offline
def waiting(request: MemberRequest) -> HttpResponse:
    """Drawn by the script from what lies in the browser: the server knows nothing of it yet."""
    return render(request, "portfolio/waiting.html", {"crumbs": crumbs(), "tabs": tabs("")})


def is_by_script(request: MemberRequest) -> bool:
    return request.get_preferred_type(["text/html", JSON]) == JSON


def add(request: MemberRequest, *, kind: Kind, said: str, **columns: Any) -> HttpResponse:
    """Keeps the thing; `said` is told on its page. What was sent as something is kept once, however often it comes."""
    sent = SendingForm(request.POST)
    if not sent.is_valid():
        raise BadRequest("The key of what was sent is none.")
    item = _kept(request, sent, kind, columns)
    if is_by_script(request):
        return JsonResponse({"title": item.title}, status=201)
    key = sent.cleaned_data["sent_as"]
    messages.success(request, said, extra_tags=f"sent:{key}" if key else "")
    return redirect(item)


def _kept(request: MemberRequest, sent: SendingForm, kind: Kind, columns: dict[str, Any]) -> Item:
    key = sent.cleaned_data["sent_as"]
    if key is None:
        return acts.add_item(request.user, kind=kind, **columns)
    sending = acts.Sending(key, sent.cleaned_data["revision"] or 0)
    return acts.add_sent_item(request.user, sending, kind=kind, **columns)


def refused(form: forms.Form) -> JsonResponse:
    """What is wrong, for the script, which shows it with the form when its person opens it again."""
    errors = [
        {"field": form.add_prefix(name) if name != "__all__" else "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return JsonResponse({"errors": errors}, status=422)


def refused_key(request: MemberRequest) -> str:
    """The key of the form that is shown again: what was typed stands in it, and waits nowhere else."""
    return request.POST.get("sent_as", "")[:40]
