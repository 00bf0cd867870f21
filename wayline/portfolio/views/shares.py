"""Sharing, for the person whose things they are: making a share, its receipt, who looked, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Row
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio.actions import shares as acts
from wayline.portfolio.enums import ShareState
from wayline.portfolio.forms.shares import CommentForm, EndForm, ShareForm
from wayline.portfolio.models import Item, PortfolioPage, Share
from wayline.portfolio.queries import shares as reads
from wayline.portfolio.showing import receiver_in_words
from wayline.portfolio.views.here import crumbs, tabs

SECRETS = "portfolio_links"
"""Session key: links made in this session, shown once."""
MOST_CHOICES = 500


@require_safe
def every(request: MemberRequest) -> HttpResponse:
    page = page_of(request, reads.of_owner(request.user))
    return render(request, "portfolio/shares.html", {"page": page, "tabs": tabs("shares")})


def choices(request: MemberRequest) -> list[Item]:
    """What can be chosen: the newest things, and those asked for in the address."""
    mine = Item.objects.visible_to(request.member).defer("description", "beyond").select_related("video")
    return list(mine.order_by("-changed_at")[:MOST_CHOICES])


def silent_films(chosen: list[Item]) -> list[tuple[str, str]]:
    """Films that nobody could follow who does not hear, and those that are not ready or over: they are not shared."""
    said = _("“%(title)s” cannot be shared: the video must be ready, have captions and a day in the future")
    return [
        (said % {"title": item}, "things")
        for item in chosen
        if (film := getattr(item, "video", None)) is not None and not film.can_be_shown
    ]


@require_http_methods(["GET", "POST"])
def make(request: MemberRequest) -> HttpResponse:
    form = ShareForm(request.user, request.POST or None)
    page = _page_asked_for(request)
    offered = [] if page else choices(request)
    wanted = set(request.POST.getlist("item") or request.GET.getlist("item"))
    chosen = [item for item in offered if item.key in wanted]
    if request.method == "POST":
        insist(f"portfolio-share:{request.user.pk}", 60, 3600)
        if form.is_valid() and (chosen or page) and not silent_films(chosen):
            return _made(request, form, chosen, page)
    none_chosen = request.method == "POST" and not chosen and not page
    context = {
        "form": form,
        "groups": reads.grouped(offered),
        "chosen": wanted,
        "page": page,
        "none_chosen": none_chosen,
        "problems": [(_("Choose at least one thing"), "things")] if none_chosen else silent_films(chosen),
        "crumbs": crumbs(Crumb(_("Shared"), reverse("portfolio:shares")), Crumb(_("Share"))),
    }
    return render(request, "portfolio/share_form.html", context, status=422 if request.method == "POST" else 200)


def _page_asked_for(request: MemberRequest) -> PortfolioPage | None:
    key = request.POST.get("page") or request.GET.get("page")
    if not key:
        return None
    page = PortfolioPage.objects.visible_to(request.member).filter(key=key).first()
    if page is None:
        raise Http404
    return page


def _made(request: MemberRequest, form: ShareForm, chosen: list[Item], page: PortfolioPage | None) -> HttpResponse:
    kept = form.cleaned_data
    made, secret = acts.share(
        request.user,
        receiver=form.receiver,
        items=chosen,
        purpose=kept["purpose"],
        ends_at=form.ends_at,
        message=kept["message"],
        with_profile=kept["with_profile"],
        comments_open=kept["comments_open"],
        page=page,
    )
    if secret:
        address = request.build_absolute_uri(reverse("portfolio:link", args=[secret]))
        request.session[SECRETS] = {**request.session.get(SECRETS, {}), made.key: address}
    messages.success(request, _("It is shared."))
    return redirect("portfolio:share", key=made.key)


def own_share(request: MemberRequest, key: str) -> Share:
    found = (
        Share.objects.of(request.user).filter(key=key).select_related("owner", "person", "organisation", "page").first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def receipt(request: MemberRequest, key: str) -> HttpResponse:
    """What was shared, with whom, until when, who looked, what was said. The secret of a link is shown once."""
    share = own_share(request, key)
    links = request.session.get(SECRETS, {})
    link = links.pop(share.key, "")
    if link:
        request.session[SECRETS] = links
    is_open = share.state == ShareState.OPEN
    end = EndForm(initial={"ends_on": timezone.localtime(share.ends_at).date()})
    context = {
        "share": share,
        "is_open": is_open,
        "link": link,
        "rows": rows_of(share),
        "items": reads.items_of(share),
        "visits": reads.visits_of(share),
        "comments": share.comments.select_related("author", "item"),
        "may_comment": is_open and share.comments_open,
        "comment_form": CommentForm(),
        "end_form": end,
        "crumbs": crumbs(Crumb(_("Shared"), reverse("portfolio:shares")), Crumb(share.purpose)),
    }
    return render(request, "portfolio/share.html", context)


def rows_of(share: Share) -> list[Row]:
    return [
        Row(_("For"), receiver_in_words(share)),
        Row(_("What for"), share.purpose),
        Row(_("Message"), share.message or "–"),
        Row(_("Since"), formats.date_format(timezone.localtime(share.made_at), "DATETIME_FORMAT")),
        Row(_("Last day"), formats.date_format(timezone.localtime(share.ends_at), "DATE_FORMAT")),
        Row(_("State"), ShareState(share.state).label),
        Row(_("Contacts and words about you"), _("shown") if share.with_profile else _("not shown")),
        Row(_("Receipt number"), share.key),
    ]


@require_POST
def revoke(request: MemberRequest, key: str) -> HttpResponse:
    share = own_share(request, key)
    acts.revoke(share)
    messages.success(request, _("It is revoked. Nobody can open it any more."))
    return redirect("portfolio:share", key=key)


@require_POST
def end(request: MemberRequest, key: str) -> HttpResponse:
    share = own_share(request, key)
    form = EndForm(request.POST)
    if share.state != ShareState.OPEN:
        messages.error(request, _("It is over. Share it again if you like."))
    elif form.is_valid():
        acts.change_end(share, ends_at=form.ends_at)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["ends_on"]))
    return redirect("portfolio:share", key=key)
