"""Skills in the words of ESCO: look them up, take up what is suggested, name what one has written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.people.http import MemberRequest
from wayline.portfolio.actions import skills as acts
from wayline.portfolio.forms.said import TextForm
from wayline.portfolio.models import Item
from wayline.portfolio.queries import said, shelf
from wayline.portfolio.queries import skills as words
from wayline.portfolio.record import Kind
from wayline.portfolio.views.here import language, own_item, tabs

PER_PAGE = 8


@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    if request.method == "POST" and "text" not in request.POST:
        return _take_up(request)
    form = TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()
    text = form.cleaned_data["text"] if form.is_valid() else ""
    asked = " ".join(request.GET.get("q", "")[:100].split())
    mine = Item.objects.visible_to(request.member)
    speaking = page_of(request, mine.filter(kind__in=words.SPEAKING).order_by("-changed_at"), per_page=PER_PAGE)
    kept = words.held(request.user)
    held = page_of(request, mine.filter(kind=Kind.SKILL).order_by("title"), parameter="skills", per_page=30)
    held.object_list = shelf.with_counts(list(held.object_list))
    context = {
        "asked": asked,
        "hits": words.find(asked, language()) if asked else [],
        "addresses": kept[0],
        "held": held,
        "speaking": speaking,
        "suggestions": words.suggestions(kept, language(), list(speaking.object_list)),
        "scheme": words.scheme_key(),
        "form": TextForm(initial={"text": text}) if text else form,
        "read": said.read(text, request.user, language()) if text else None,
        "tabs": tabs("skills"),
    }
    return render(request, "portfolio/skills.html", context, status=422 if form.errors else 200)


def _take_up(request: MemberRequest) -> HttpResponse:
    """What was ticked, read again from the classification: a form is no source of terms."""
    asked = request.POST.getlist("skill")[:100]
    chosen = words.terms(list(words.concepts_at(asked).values()), language())
    shown_by = own_item(request, request.POST["item"]) if request.POST.get("item") else None
    made = acts.confirm_skills(request.user, chosen=chosen, shown_by=shown_by)
    if made:
        text = ngettext("%(count)d skill is in your portfolio.", "%(count)d skills are in your portfolio.", len(made))
        messages.success(request, text % {"count": len(made)})
    else:
        messages.info(request, _("Tick the skills that are yours first."))
    return redirect(shown_by) if shown_by and request.POST.get("back") else redirect("portfolio:skills")


@require_POST
def term(request: MemberRequest, key: str) -> HttpResponse:
    item = own_item(request, key)
    address = request.POST.get("term", "")
    found = words.term_at(address, language()) if address else None
    if address and found is None:
        messages.error(request, _("This word is not in the classification."))
    else:
        acts.set_term(item, term=found)
        messages.success(request, _("Saved."))
    return redirect(item)
