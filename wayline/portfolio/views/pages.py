"""Pages, for the person who composes them: what stands on them, a look as others see them, publishing, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common import downloads
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.people.mail import absolute
from wayline.portfolio.actions import pages as acts
from wayline.portfolio.forms.pages import NewPageForm, PageForm, PublishForm, ThingForm, WordsForm
from wayline.portfolio.hints import hints_about
from wayline.portfolio.models import Block, PortfolioPage
from wayline.portfolio.queries import pages as reads
from wayline.portfolio.queries.shares import grouped
from wayline.portfolio.showing_pages import hints_in_words, texts_on
from wayline.portfolio.views.here import crumbs, tabs

MOST_CHOICES = 500


def own_page(request: MemberRequest, key: str) -> PortfolioPage:
    page = PortfolioPage.objects.visible_to(request.member).filter(key=key).select_related("owner").first()
    if page is None:
        raise Http404
    return page


def own_block(page: PortfolioPage, number: int) -> Block:
    block = page.blocks.filter(pk=number).select_related("item", "page__owner").first()
    if block is None:
        raise Http404
    return block


def page_crumbs(page: PortfolioPage, *more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(_("Pages"), reverse("portfolio:pages")), Crumb(page.title, page.get_absolute_url()), *more)


@require_http_methods(["GET", "POST"])
def every(request: MemberRequest) -> HttpResponse:
    form = NewPageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        insist(f"portfolio-page:{request.user.pk}", 60, 3600)
        return redirect(acts.make_page(request.user, title=form.cleaned_data["title"]))
    context = {"form": form, "pages": reads.of_owner(request.user), "tabs": tabs("pages")}
    return render(request, "portfolio/pages.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    """Its head and its pieces in one form: every button saves the head."""
    page = own_page(request, key)
    form = PageForm(request.POST or None, instance=page)
    if request.method == "POST" and form.is_valid():
        acts.change_page(page, **form.cleaned_data)
        return _after(request, page)
    if form.errors:
        page = own_page(request, key)
    context = {
        "form": form,
        "page": page,
        "blocks": reads.blocks_of(page),
        "seen_by": reads.open_shares(page),
        "visits": reads.visits(page) if page.address else 0,
        "crumbs": crumbs(Crumb(_("Pages"), reverse("portfolio:pages")), Crumb(page.title)),
    }
    return render(request, "portfolio/page.html", context, status=422 if form.errors else 200)


def _after(request: MemberRequest, page: PortfolioPage) -> HttpResponse:
    what, _colon, which = request.POST.get("move", "").partition(":")
    if what in ("up", "down") and which.isdecimal() and len(which) < 15:
        acts.move_block(page, block_id=int(which), down=what == "down")
        return redirect(f"{page.get_absolute_url()}#pieces")
    messages.success(request, _("Saved."))
    return redirect(page)


@require_http_methods(["GET", "POST"])
def things(request: MemberRequest, key: str) -> HttpResponse:
    """Choosing what is kept for the page."""
    page = own_page(request, key)
    offered = reads.to_choose(request.member, page, MOST_CHOICES)
    if request.method == "POST":
        wanted = set(request.POST.getlist("item"))
        number = acts.put_on_page(page, [item for item in offered if item.key in wanted])
        if number:
            messages.success(request, _("It stands at the end of the page."))
        else:
            messages.error(request, _("Choose at least one thing.") if acts.room_on(page) else _("The page is full."))
        return redirect(f"{page.get_absolute_url()}#pieces")
    context = {"page": page, "groups": grouped(offered), "crumbs": page_crumbs(page, Crumb(_("Add things")))}
    return render(request, "portfolio/page_things.html", context)


@require_http_methods(["GET", "POST"])
def words(request: MemberRequest, key: str) -> HttpResponse:
    """A new piece of words."""
    page = own_page(request, key)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not acts.room_on(page):
            messages.error(request, _("The page is full."))
            return redirect(page)
        acts.write_block(page, None, **form.cleaned_data)
        messages.success(request, _("It stands at the end of the page."), extra_tags=f"draft:page-{page.key}")
        return redirect(f"{page.get_absolute_url()}#pieces")
    context = {"form": form, "page": page, "piece": None, "crumbs": page_crumbs(page, Crumb(_("Add words")))}
    return render(request, "portfolio/page_block.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def block(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Other words in a piece."""
    page = own_page(request, key)
    found = own_block(page, number)
    kind = ThingForm if found.item else WordsForm
    form = kind(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        acts.write_block(page, found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"{page.get_absolute_url()}#pieces")
    context = {"form": form, "page": page, "piece": found, "crumbs": page_crumbs(page, Crumb(_("Change")))}
    return render(request, "portfolio/page_block.html", context, status=422 if form.errors else 200)


@require_POST
def take_off(request: MemberRequest, key: str, number: int) -> HttpResponse:
    page = own_page(request, key)
    found = own_block(page, number)
    kept = found.item is not None
    acts.take_off_page(found)
    messages.success(
        request, _("It is off the page. In your portfolio it stays.") if kept else _("It is off the page.")
    )
    return redirect(f"{page.get_absolute_url()}#pieces")


@require_safe
def look(request: MemberRequest, key: str) -> HttpResponse:
    """As a stranger sees it; pictures and files come from the person's own addresses."""
    page = own_page(request, key)
    context = {"shown": reads.shown(page), "look": True, "crumbs": page_crumbs(page, Crumb(_("As a stranger sees it")))}
    return render(request, "portfolio/page_public.html", context)


@require_safe
def file(request: MemberRequest, key: str, file: str) -> HttpResponseBase:
    """A file as it stands on the page, for its person."""
    held = reads.file_on(reads.blocks_of(own_page(request, key)), file)
    if held is None:
        raise Http404
    return downloads.media(request, held.file.open("rb"), held.name, held.media_type)


@require_http_methods(["GET", "POST"])
def publish(request: MemberRequest, key: str) -> HttpResponse:
    page = own_page(request, key)
    form = PublishForm(page, request.POST or None)
    seen = reads.shown(page)
    if request.method == "POST" and form.is_valid():
        insist(f"portfolio-publish:{request.user.pk}", 30, 3600)
        if not seen.blocks:
            messages.error(request, _("Put something on the page first."))
            return redirect(page)
        kept = form.cleaned_data
        acts.publish_page(page, address=kept["address"], until=form.until, is_listed=kept["is_listed"])
        messages.success(request, _("The page is public."))
        return redirect(page)
    context = {
        "form": form,
        "page": page,
        "shown": seen,
        "start": absolute(reverse("portfolio:public", args=["x"])).removesuffix("x/"),
        "hints": hints_in_words(hints_about(texts_on(seen))),
        "crumbs": page_crumbs(page, Crumb(_("Make it public"))),
    }
    return render(request, "portfolio/page_publish.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    page = own_page(request, key)
    acts.withdraw_page(page)
    messages.success(request, _("The page is no longer public. Nobody can open it any more."))
    return redirect(page)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, key: str) -> HttpResponse:
    page = own_page(request, key)
    if request.method == "POST":
        acts.delete_page(page)
        messages.success(request, _("The page is gone. What it showed is still in your portfolio."))
        return redirect("portfolio:pages")
    context = {
        "question": _("Delete the page “%(title)s”?") % {"title": page.title},
        "explanation": _(
            "Its words and its order go, and nobody can open it any more. What you keep in your portfolio stays."
        ),
        "answer": _("Delete the page"),
        "back": page.get_absolute_url(),
        "crumbs": page_crumbs(page, Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)
