"""The portfolio and its items: finding, adding, reading, changing, binning."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.offline import kept_offline
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.portfolio import access, labels
from wayline.portfolio.actions import items as acts
from wayline.portfolio.forms.items import ItemForm, QuickAddForm
from wayline.portfolio.forms.shelf import ShelfFilter
from wayline.portfolio.models import Claim, Item
from wayline.portfolio.queries import shelf, vouching
from wayline.portfolio.queries import skills as words
from wayline.portfolio.record import Kind
from wayline.portfolio.showing import rows_of
from wayline.portfolio.views import sending
from wayline.portfolio.views.here import crumbs, item_crumbs, language, own_item, tabs

KEPT_TOO = ("portfolio:items", "portfolio:add", "portfolio:waiting", "portfolio:cvs")
"""Pages that the browser keeps with the first one, so that one can read and write without a network."""
TERMED = (Kind.EXPERIENCE, Kind.SKILL, Kind.DIGITAL, Kind.ASPIRATION)


@require_safe
@kept_offline
def every(request: MemberRequest) -> HttpResponse:
    form = ShelfFilter(request.GET or None, auto_id="filter_%s")
    asked = form.asked
    page = None
    if asked:
        page = page_of(request, shelf.found(request.user, **asked), per_page=shelf.PER_PAGE)
        page.object_list = shelf.with_counts(list(page.object_list))
    context = {
        "add": QuickAddForm(initial={"kind": asked.get("kind") or Kind.EXPERIENCE}),
        "filter": form,
        "asked": asked,
        "asked_any": bool(asked),
        "page": page,
        "shelves": [] if asked else shelf.shelves(request.user),
        "binned": _binned(request),
        "tabs": tabs("items"),
        "is_staff": access.can_join_team(request.member),
        "keep_too": [reverse(name) for name in KEPT_TOO] + [reverse("portfolio:add_of_kind", args=[Kind.JOURNAL])],
    }
    return render(request, "portfolio/items.html", context)


def _binned(request: MemberRequest) -> Item | None:
    """What was put into the bin just now, so that one press brings it back."""
    key = request.GET.get("binned", "")
    return Item.objects.binned_by(request.user).filter(key=key).first() if key else None


@require_http_methods(["GET", "POST"])
@kept_offline
def add(request: MemberRequest) -> HttpResponse:
    """One line and a kind: kept at once. The item's page asks for the rest, and nothing of it is needed."""
    form = QuickAddForm(request.POST or None, initial={"kind": request.GET.get("kind") or Kind.EXPERIENCE})
    if request.method == "POST" and form.is_valid():
        said = _("It is in your portfolio. Say more about it when you like.")
        kind, title = Kind(form.cleaned_data["kind"]), form.cleaned_data["title"]
        return sending.add(request, kind=kind, title=title, said=said)
    if form.errors and sending.is_by_script(request):
        return sending.refused(form)
    context = {"form": form, "crumbs": crumbs(Crumb(_("Add"))), "refused_key": sending.refused_key(request)}
    return render(request, "portfolio/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@kept_offline
def add_of_kind(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in labels.KINDS:
        raise Http404
    form = ItemForm(Kind(kind), request.POST or None, title=request.GET.get("title", "")[:300])
    if request.method == "POST" and form.is_valid():
        said = _("It is in your portfolio.")
        return sending.add(request, kind=form.kind, details=form.details, said=said, **form.columns)
    if form.errors and sending.is_by_script(request):
        return sending.refused(form)
    return _form(request, form, crumbs(Crumb(str(labels.kind_label(kind)))), is_new=True)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    item = own_item(request, key)
    form = ItemForm(Kind(item.kind), request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        acts.change_item(item, details=form.details, **form.columns)
        messages.success(request, _("Saved."))
        return redirect(item)
    return _form(request, form, item_crumbs(item, Crumb(_("Change"))))


def _form(request: MemberRequest, form: ItemForm, way: list[Crumb], *, is_new: bool = False) -> HttpResponse:
    context = {
        "is_new": is_new,
        "refused_key": sending.refused_key(request),
        "form": form,
        "kind": labels.kind_label(form.kind),
        "is_language": form.kind == Kind.LANGUAGE,
        "is_digital": form.kind == Kind.DIGITAL,
        "cefr": labels.CEFR.items(),
        "crumbs": way,
    }
    return render(request, "portfolio/item_form.html", context, status=422 if form.errors else 200)


@require_safe
@kept_offline
def item(request: MemberRequest, key: str) -> HttpResponse:
    shown = own_item(request, key)
    asked = " ".join(request.GET.get("q", "")[:100].split())
    context = {
        "item": shown,
        "kind": labels.kind_label(shown.kind),
        "rows": rows_of(shown, language()),
        "files": shown.files.all(),
        "evidence": shown.evidence.filter(deleted_at=None).order_by("kind", "title"),
        "supports": shown.supports.filter(deleted_at=None).order_by("kind", "title"),
        "suggestion": words.of_item(shown, language()) if shown.kind in words.SPEAKING else None,
        "asked": asked,
        **_terms(shown, asked),
        **_standing(shown),
        "crumbs": crumbs(Crumb(str(shown))),
    }
    return render(request, "portfolio/item.html", context)


def _standing(shown: Item) -> dict[str, object]:
    """What others vouch for: credentials that stand, and a claim that is under way."""
    if shown.kind not in access.CLAIMABLE:
        return {"claimable": False}
    return {
        "claimable": True,
        "endorsable": shown.kind in access.SKILLS,
        "vouched": vouching.of_item(shown),
        "claim": Claim.objects.of(shown.owner).filter(item=shown, ended_at=None).first(),
    }


def _terms(shown: Item, asked: str) -> dict[str, object]:
    """The words of ESCO that the item has, and those it may have."""
    if shown.kind not in TERMED or not words.scheme_key():
        return {"takes_terms": False, "terms": [], "offers": []}
    of_jobs = shown.kind in (Kind.EXPERIENCE, Kind.ASPIRATION)
    held = shown.details.get("occupations") or [shown.details.get("occupation") or shown.details.get("concept") or ""]
    named = words.terms(list(words.concepts_at(held).values()), language())
    find = words.find_occupations if of_jobs else words.find
    open_still = shown.kind == Kind.ASPIRATION or not named
    offers = find(asked or shown.title, language(), 5) if asked or open_still else []
    return {
        "takes_terms": True,
        "of_jobs": of_jobs,
        "terms": named,
        "offers": [one for one in offers if one.address not in held],
    }


@require_POST
def to_bin(request: MemberRequest, key: str) -> HttpResponse:
    item = own_item(request, key)
    acts.bin_item(item)
    return HttpResponseRedirect(f"{reverse('portfolio:items')}?binned={item.key}")


@require_POST
def bring_back(request: MemberRequest, key: str) -> HttpResponse:
    item = Item.objects.binned_by(request.user).filter(key=key).select_related("owner").first()
    if item is None:
        raise Http404
    acts.bring_back(item)
    messages.success(request, _("It is back."))
    return redirect(item)


@require_safe
def bin_(request: MemberRequest) -> HttpResponse:
    page = page_of(request, Item.objects.binned_by(request.user).order_by("-deleted_at"), per_page=shelf.PER_PAGE)
    return render(request, "portfolio/bin.html", {"page": page, "tabs": tabs("bin")})


@require_http_methods(["GET", "POST"])
def empty_bin(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        acts.empty_bin(request.user)
        messages.success(request, _("The bin is empty."))
        return redirect("portfolio:bin")
    context = {
        "question": _("Empty the bin?"),
        "explanation": _("What is in it, with its files, is gone for good."),
        "answer": _("Empty the bin"),
        "back": reverse("portfolio:bin"),
        "crumbs": crumbs(Crumb(_("Bin"), reverse("portfolio:bin")), Crumb(_("Empty the bin"))),
    }
    return render(request, "common/confirm.html", context)
