"""Files of an item, and what else shows that it is true."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common import downloads
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.portfolio.actions import items as acts
from wayline.portfolio.forms.files import FileForm
from wayline.portfolio.models import Item, ItemFile
from wayline.portfolio.record import Kind
from wayline.portfolio.views.here import item_crumbs, own_item

MOST_CHOICES = 300


@require_http_methods(["GET", "POST"])
def attach(request: MemberRequest, key: str) -> HttpResponse:
    item = own_item(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and item.files.count() >= acts.MOST_FILES:
        messages.error(request, _("An item can hold %(most)d files.") % {"most": acts.MOST_FILES})
        return redirect(item)
    if request.method == "POST" and form.is_valid():
        acts.attach(item, checked=form.cleaned_data["file"], description=form.cleaned_data["description"])
        messages.success(request, _("The file is there."))
        return redirect(item)
    context = {"form": form, "item": item, "crumbs": item_crumbs(item, Crumb(_("Add a file")))}
    return render(request, "portfolio/attach.html", context, status=422 if form.errors else 200)


def _own_file(request: MemberRequest, key: str) -> ItemFile:
    held = ItemFile.objects.visible_to(request.member).filter(key=key).select_related("item__owner").first()
    if held is None:
        raise Http404
    return held


@require_safe
def file(request: MemberRequest, key: str) -> HttpResponseBase:
    held = _own_file(request, key)
    return downloads.media(request, held.file.open("rb"), held.name, held.media_type)


@require_POST
def remove(request: MemberRequest, key: str) -> HttpResponse:
    held = _own_file(request, key)
    item = held.item
    acts.detach(held)
    messages.success(request, _("The file is gone."))
    return redirect(item)


@require_http_methods(["GET", "POST"])
def evidence(request: MemberRequest, key: str) -> HttpResponse:
    """Which of the person's own things show this one: a job for a skill, a file for a certificate."""
    item = own_item(request, key)
    choices = Item.objects.visible_to(request.member).exclude(pk=item.pk).exclude(kind__in=(Kind.SKILL, Kind.INTEREST))
    choices = choices.defer("description", "details", "beyond").order_by("kind", "title")[:MOST_CHOICES]
    if request.method == "POST":
        wanted = set(request.POST.getlist("evidence"))
        acts.set_evidence(item, evidence=[one for one in choices if one.key in wanted])
        messages.success(request, _("Saved."))
        return redirect(item)
    context = {
        "item": item,
        "choices": choices,
        "chosen": set(item.evidence.values_list("key", flat=True)),
        "crumbs": item_crumbs(item, Crumb(_("Evidence"))),
    }
    return render(request, "portfolio/evidence.html", context)
