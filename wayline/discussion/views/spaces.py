"""Community spaces: find, join, open, look around."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Tab
from wayline.discussion import access, actions
from wayline.discussion.access import Refused, Standing
from wayline.discussion.enums import SpaceKind, SpaceRole, ThreadKind
from wayline.discussion.forms import SearchForm, SpaceForm, TopicForm
from wayline.discussion.models import Comment, Space, SpaceMember, Thread
from wayline.discussion.queries import row_of, spaces_for, step_threads_of, stream_context, topics_of
from wayline.discussion.queries.rows import marks_for
from wayline.discussion.views.comments import with_picture
from wayline.discussion.views.fetch import insist, visible_space, visible_thread, way_to
from wayline.people.http import MemberRequest
from wayline.people.limits import allow


@require_GET
def spaces(request: MemberRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    mine = request.GET.get("show") == "mine"
    page = page_of(request, spaces_for(request.member, words=words, mine=mine))
    context = {"page": page, "words": words, "mine": mine, "can_create": access.can_create_space(request.member)}
    return render(request, "discussion/spaces.html", context)


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    insist(access.can_create_space(request.member))
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        space = actions.open_space(
            organisation=request.member.organisation, kind=SpaceKind.COMMUNITY, by=request.member, **form.cleaned_data
        )
        messages.success(request, _("The space is open. Now tell people about it."))
        return redirect(space)
    crumbs = [Crumb(_("Spaces"), reverse("discussion:spaces")), Crumb(_("New space"))]
    context = {"form": form, "title": _("Open a new space"), "button": _("Open the space"), "crumbs": crumbs}
    return render(request, "discussion/space_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    space, who = visible_space(request, pk)
    insist(access.can_change_space(who) and space.kind == SpaceKind.COMMUNITY)
    form = SpaceForm(request.POST or None, instance=space)
    if request.method == "POST" and form.is_valid():
        actions.change_space(space, by=request.member, **form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return redirect(space)
    crumbs = [*_way(space), Crumb(_("Change"))]
    context = {"form": form, "title": _("Change this space"), "button": _("Save"), "crumbs": crumbs}
    return render(request, "discussion/space_form.html", context, status=422 if form.errors else 200)


def _way(space: Space) -> list[Crumb]:
    return [Crumb(_("Spaces"), reverse("discussion:spaces")), Crumb(space.name, space.get_absolute_url())]


def frame(request: MemberRequest, space: Space, who: Standing, here: str) -> dict[str, object]:
    """What every page of a space shows around its own content."""
    tabs = [
        (_("Posts") if space.kind == SpaceKind.COMMUNITY else _("Steps"), "discussion:space"),
        (_("Topics"), "discussion:topics"),
        (_("Pages"), "discussion:pages"),
        (_("Members"), "discussion:members"),
        (_("Search"), "discussion:search"),
    ]
    if access.can_moderate(who):
        tabs.append((_("Moderation"), "discussion:reports"))
    return {
        "space": space,
        "who": who,
        "tabs": [Tab(label, reverse(name, args=[space.pk]), name == f"discussion:{here}") for label, name in tabs],
        "crumbs": [Crumb(_("Spaces"), reverse("discussion:spaces")), Crumb(space.name)],
        "can_join": not who.is_member and access.can_join(request.member, space),
        "can_leave": access.can_leave(who),
        "can_change": access.can_change_space(who) and space.kind == SpaceKind.COMMUNITY,
    }


@require_GET
def space(request: MemberRequest, pk: int) -> HttpResponse:
    """The front page of a space: its purpose and its own posts; for a run, the discussions beside its steps."""
    found, who = visible_space(request, pk)
    thread = Thread.objects.visible_to(request.member).filter(space=found, kind=ThreadKind.SPACE).first()
    context: dict[str, object] = {"stream": None, "page": page_of(request, step_threads_of(found))}
    if thread is not None:
        thread.space = found
        context = stream_context(request, thread)
    return render(request, "discussion/space.html", {**frame(request, found, who, "space"), **context})


@require_GET
def topics(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_space(request, pk)
    context = {"page": page_of(request, topics_of(found)), "can_open": access.can_open_topic(who)}
    return render(request, "discussion/topics.html", {**frame(request, found, who, "topics"), **context})


@require_http_methods(["GET", "POST"])
def new_topic(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_space(request, pk)
    insist(access.can_open_topic(who))
    form = TopicForm(
        request.POST or None,
        request.FILES or None,
        draft=f"topic-{found.pk}",
        may_be_anonymous=access.can_write_anonymously(who),
    )
    if request.method == "POST" and form.is_valid():
        thread = _open_topic(form, who)
        if thread is not None:
            messages.success(request, _("Your topic is open."), extra_tags=f"draft:topic-{found.pk}")
            return redirect(thread.address)
    crumbs = [*_way(found), Crumb(_("New topic"))]
    context = {"form": form, "title": _("Open a new topic"), "button": _("Open the topic"), "crumbs": crumbs}
    return render(request, "discussion/space_form.html", context, status=422 if form.errors else 200)


def _open_topic(form: TopicForm, who: Standing) -> Thread | None:
    if not allow(f"topic:{who.user_id}", 10, 3600):
        form.add_error(None, _("You have opened many topics in the last hour. Wait a little and send it again."))
        return None
    try:
        return actions.open_topic(
            who.space,
            title=form.cleaned_data["title"],
            text=with_picture(form, who),
            by=who.viewer,
            anonymous=form.cleaned_data.get("anonymous", False),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@require_GET
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    thread, _who = visible_thread(request, pk)
    context = {"thread": thread, "crumbs": way_to(thread)[:-1], **stream_context(request, thread)}
    return render(request, "discussion/topic.html", context)


@require_POST
def join(request: MemberRequest, pk: int) -> HttpResponse:
    found, _who = visible_space(request, pk)
    insist(access.can_join(request.member, found))
    actions.join_space(found, by=request.member)
    messages.success(request, _("You are a member now. Say hello."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_space(request, pk)
    insist(access.can_leave(who))
    if request.method == "POST":
        try:
            actions.leave_space(found, by=request.member)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(found)
        messages.success(request, _("You have left the space. What you wrote stays there."))
        return redirect("discussion:spaces")
    return render(request, "discussion/leave.html", {"space": found, "crumbs": [*_way(found), Crumb(_("Leave"))]})


@require_GET
def members(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_space(request, pk)
    words = request.GET.get("q", "").strip()[:100]
    people = SpaceMember.objects.visible_to(request.member).current().filter(space=found).select_related("user")
    if words:
        people = people.filter(Q(user__name__icontains=words))
    page = page_of(request, people.order_by("role", "user__name", "pk"), per_page=50)
    context = {"page": page, "words": words, "moderates": access.can_moderate(who), "roles": SpaceRole}
    return render(request, "discussion/members.html", {**frame(request, found, who, "members"), **context})


@require_GET
def search(request: MemberRequest, pk: int) -> HttpResponse:
    """Words in every discussion of the space."""
    found, who = visible_space(request, pk)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    comments = Comment.objects.visible_to(request.member).readable().filter(thread__space=found)
    related = ("author", "thread", "answers__author")
    hits = comments.saying(words).select_related(*related).order_by("-created_at", "-pk") if words else comments.none()
    page = page_of(request, hits)
    listed = list(page.object_list)
    marks = marks_for(who, listed)
    rows = [(row_of(one, who, marks, can_write=False, flat=True), one.thread) for one in listed]
    context = {"page": page, "words": words, "rows": rows}
    return render(request, "discussion/search.html", {**frame(request, found, who, "search"), **context})
