"""What others shared: read by those it is for, for as long as it is open, and kept by no browser."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayline.common import downloads
from wayline.common.downloads import unkept
from wayline.common.paging import page_of
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.people.models import Membership
from wayline.people.tokens import hash_token
from wayline.portfolio.access import can_comment, can_watch
from wayline.portfolio.actions import shares as acts
from wayline.portfolio.forms.shares import CommentForm
from wayline.portfolio.models import Share
from wayline.portfolio.playing import part_of
from wayline.portfolio.queries import pages, records, vouching
from wayline.portfolio.queries import shares as reads
from wayline.portfolio.views.here import tabs

MOST_ASKED = 50


@require_safe
def every(request: MemberRequest) -> HttpResponse:
    page = page_of(request, reads.received(request.member))
    context = {"page": page, "tabs": tabs("received"), "asked": vouching.asked_of(request.user)[:MOST_ASKED]}
    return render(request, "portfolio/received.html", context)


def _for_me(request: MemberRequest, key: str) -> Share:
    found = Share.objects.visible_to(request.member).filter(key=key).select_related("owner", "page__owner").first()
    if found is None:
        raise Http404
    return found


def _by_link(secret: str) -> Share:
    found = Share.objects.by_secret(hash_token(secret)).select_related("owner", "page__owner").first()
    if found is None:
        raise Http404
    return found


@require_safe
def shared(request: MemberRequest, key: str) -> HttpResponse:
    share = _for_me(request, key)
    acts.note_visit(share, viewer=request.member)
    return _page(request, share, "", viewer=request.member)


@login_not_required
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the link; a sign-in is neither needed nor asked for."""
    share = _by_link(secret)
    if request.user.pk != share.owner_id:
        acts.note_visit(share, viewer=None)
    return _page(request, share, secret, viewer=None)


def _page(request: HttpRequest, share: Share, secret: str, *, viewer: Membership | None) -> HttpResponse:
    person = records.person_of(share.owner, with_photo=False) if share.with_profile else None
    items = reads.items_of(share)
    context = {
        "share": share,
        "secret": secret,
        "person": person,
        "name": share.owner.name,
        "has_photo": reads.photo_in(share) is not None,
        "page": pages.shown(share.page) if share.page else None,
        "groups": [] if share.page else reads.grouped(items),
        "vouched": vouching.shown(items),
        "films": {item.pk: item.video for item in items if can_watch(viewer, item)},
        "comments": share.comments.select_related("author", "item") if viewer else [],
        "may_comment": viewer is not None and can_comment(viewer, share),
        "comment_form": CommentForm(),
    }
    return unkept(render(request, "portfolio/shared.html", context))


def _file(request: HttpRequest, share: Share, key: str) -> HttpResponseBase:
    if share.page:
        on_it = pages.file_on(pages.blocks_of(share.page), key)
        if on_it is None:
            raise Http404
        return unkept(downloads.media(request, on_it.file.open("rb"), on_it.name, on_it.media_type))
    for item in reads.items_of(share):
        for held in item.files.all():
            if held.key == key:
                return unkept(downloads.media(request, held.file.open("rb"), held.name, held.media_type))
    raise Http404


def _picture(request: HttpRequest, share: Share) -> HttpResponseBase:
    holder = reads.photo_in(share)
    if holder is None:
        raise Http404
    return unkept(downloads.media(request, holder.photo.open("rb"), "photo", holder.photo_type))


@require_safe
def shared_file(request: MemberRequest, key: str, file: str) -> HttpResponseBase:
    return _file(request, _for_me(request, key), file)


@require_safe
def shared_video(request: MemberRequest, key: str, video: str, name: str) -> HttpResponseBase:
    """As long as the share is open, the captions stand and its time is not over: asked for every part."""
    for item in reads.items_of(_for_me(request, key)):
        if can_watch(request.member, item) and item.video.key == video:
            return unkept(part_of(request, item.video, name))
    raise Http404


@login_not_required
@require_safe
def link_file(request: HttpRequest, secret: str, file: str) -> HttpResponseBase:
    return _file(request, _by_link(secret), file)


@require_safe
def shared_picture(request: MemberRequest, key: str) -> HttpResponseBase:
    return _picture(request, _for_me(request, key))


@login_not_required
@require_safe
def link_picture(request: HttpRequest, secret: str) -> HttpResponseBase:
    return _picture(request, _by_link(secret))


@require_POST
def comment(request: MemberRequest, key: str) -> HttpResponse:
    """By the owner or by those it is shared with."""
    mine = Share.objects.of(request.user).filter(key=key).select_related("owner", "person").first()
    share = mine or _for_me(request, key)
    if not can_comment(request.member, share):
        raise PermissionDenied
    insist(f"portfolio-comment:{request.user.pk}", 40, 3600)
    form = CommentForm(request.POST)
    if form.is_valid():
        acts.comment(share, author=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Your comment is there."), extra_tags=f"draft:share-{share.key}")
    else:
        messages.error(request, _("Write something first."))
    return redirect("portfolio:share", key=key) if mine else redirect(share)
