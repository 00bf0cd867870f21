"""What facilitators do: hide, link, close, slow down, decide on reports; and the record of all of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.discussion import access, actions
from wayline.discussion.enums import SpaceKind, SpaceRole
from wayline.discussion.forms import LinkForm, LockForm, ReasonForm, SlowModeForm
from wayline.discussion.models import Comment, CommentLink, SpaceMember, Thread
from wayline.discussion.views.fetch import insist, visible_comment, visible_space, visible_thread, way_to
from wayline.discussion.views.shown import the_row
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def hide(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_comment(request, pk)
    insist(access.can_moderate(who) and found.is_readable)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hide_comment(found, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The comment is hidden. You can show it again."))
        return redirect(found.get_absolute_url())
    context = {
        "form": form,
        "row": the_row(found, who),
        "title": _("Hide a comment"),
        "lead": _("The others see that a comment was hidden. Its author still sees it, with your reason."),
        "button": _("Hide"),
        "warning": True,
        "crumbs": way_to(found.thread, last=_("Hide a comment")),
    }
    return render(request, "discussion/comment_form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def link(request: MemberRequest, pk: int) -> HttpResponse:
    """Tie a comment to another of the same space."""
    found, who = visible_comment(request, pk)
    insist(access.can_moderate(who) and found.is_readable)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = _other(request, found, form.cleaned_data["address"])
        if other is None:
            form.add_error("address", _("There is no other comment of this space at that address."))
        else:
            actions.link_comments(found, other, by=request.member, note=form.cleaned_data["note"])
            messages.success(request, _("The two comments are linked. Both show it."))
            return redirect(found.get_absolute_url())
    ties = found.links_out.all() | found.links_in.all()
    context = {
        "form": form,
        "row": the_row(found, who),
        "ties": ties.order_by("pk"),
        "title": _("Link to another comment"),
        "button": pgettext("verb", "Link"),
        "crumbs": way_to(found.thread, last=_("Link to another comment")),
    }
    return render(request, "discussion/comment_form_page.html", context, status=422 if form.errors else 200)


def _other(request: MemberRequest, found: Comment, number: int) -> Comment | None:
    others = Comment.objects.visible_to(request.member).readable().filter(thread__space=found.thread.space_id)
    return others.exclude(pk=found.pk).select_related("thread").filter(pk=number).first()


@require_POST
def unlink(request: MemberRequest, pk: int) -> HttpResponse:
    tie = get_object_or_404(CommentLink.objects.select_related("source__thread__space"), pk=pk)
    found, who = visible_comment(request, tie.source_id)
    insist(access.can_moderate(who))
    actions.unlink_comments(tie, by=request.member)
    messages.success(request, _("The link is gone."))
    return redirect(found.get_absolute_url())


@require_GET
def thread(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a discussion or slow it down."""
    found, who = visible_thread(request, pk)
    insist(access.can_moderate(who))
    wait = "" if found.slow_mode_seconds is None else str(found.slow_mode_seconds)
    context = {
        "thread": found,
        "slow_form": SlowModeForm(initial={"seconds": wait}),
        "lock_form": LockForm(),
        "crumbs": way_to(found, last=_("Moderate")),
    }
    return render(request, "discussion/moderate_thread.html", context)


@require_POST
def lock(request: MemberRequest, pk: int) -> HttpResponse:
    found = _guided(request, pk)
    form = LockForm(request.POST)
    actions.lock_thread(found, by=request.member, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    messages.success(request, _("The discussion is closed. Everybody can still read it."))
    return redirect(found.address)


@require_POST
def unlock(request: MemberRequest, pk: int) -> HttpResponse:
    found = _guided(request, pk)
    actions.unlock_thread(found, by=request.member)
    messages.success(request, _("The discussion is open again."))
    return redirect(found.address)


@require_POST
def slow(request: MemberRequest, pk: int) -> HttpResponse:
    found = _guided(request, pk)
    form = SlowModeForm(request.POST)
    if form.is_valid():
        actions.set_slow_mode(found, by=request.member, seconds=form.cleaned_data["seconds"])
        messages.success(request, _("Slow mode is set."))
    return redirect(found.address)


def _guided(request: MemberRequest, pk: int) -> Thread:
    found, who = visible_thread(request, pk)
    insist(access.can_moderate(who))
    return found


@require_GET
def space(request: MemberRequest, pk: int) -> HttpResponse:
    """The address that this page had; reports and the record are pages of the facilitators' desk now."""
    found, who = visible_space(request, pk)
    insist(access.can_moderate(who))
    return redirect("discussion:reports", found.pk)


@require_POST
def set_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a member of a community a facilitator, or a participant again."""
    member = _member(request, pk)
    role = request.POST.get("role", "")
    if role in SpaceRole.values:
        actions.set_member_role(member, role=role, by=request.member)
        messages.success(request, _("The role is changed."))
    return redirect("discussion:members", member.space_id)


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    actions.remove_member(member.space, user=member.user, by=request.member)
    messages.success(request, _("They are no longer a member. What they wrote stays."))
    return redirect("discussion:members", member.space_id)


def _member(request: MemberRequest, pk: int) -> SpaceMember:
    """A member of a community that the viewer moderates; members of a run are the run's own affair."""
    members = SpaceMember.objects.visible_to(request.member).current().select_related("space", "user")
    member = get_object_or_404(members, pk=pk)
    _space, who = visible_space(request, member.space_id)
    insist(access.can_moderate(who) and member.space.kind == SpaceKind.COMMUNITY and member.user_id != who.user_id)
    return member
