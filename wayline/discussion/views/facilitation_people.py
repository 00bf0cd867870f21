"""Who fell silent, what one person wrote, who answers whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common import charts
from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Column
from wayline.discussion.access import Standing
from wayline.discussion.enums import SpaceRole
from wayline.discussion.facilitation_forms import ActivityForm
from wayline.discussion.models import Space, SpaceMember
from wayline.discussion.network import CommentType, Network, Node
from wayline.discussion.plots import PLOTTED, network_plot, plotted
from wayline.discussion.queries.facilitation_people import quiet_people, written_by
from wayline.discussion.queries.rows import marks_for, row_of
from wayline.discussion.queries.ties import Ties, ties_in
from wayline.discussion.views.facilitation_frame import frame, guided_space
from wayline.people.actions import record, record_view
from wayline.people.http import MemberRequest

SILENT_AFTER = 7
PEOPLE_PER_PAGE = 50
TIES_SHOWN = 60


@require_GET
def activity(request: MemberRequest, key: str) -> HttpResponse:
    """People who wrote and no longer do, each with the rule that put them here."""
    space, who = guided_space(request, key)
    form = ActivityForm(request.GET)
    days = (form.cleaned_data["days"] if form.is_valid() else None) or SILENT_AFTER
    found = quiet_people(who, silent_after=days)
    context = {"filter": ActivityForm({"days": days}), "days": days, "page": page_of(request, found, per_page=50)}
    return render(request, "discussion/facilitation/activity.html", {**frame(space, who, "activity"), **context})


@require_GET
def person(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Everything that a member wrote in this space. The person can see that it was looked at."""
    space, who = guided_space(request, key)
    members = SpaceMember.objects.visible_to(request.member).select_related("user")
    member = get_object_or_404(members, space=space, user=pk)
    record_view(request.member, "read all comments", space, about=member.user)
    page = page_of(request, written_by(member.user, who))
    shown = list(page.object_list)
    marks = marks_for(who, shown)
    rows = [(row_of(one, who, marks, can_write=False, flat=True), one.thread) for one in shown]
    context = {"member": member, "guides": member.role == SpaceRole.FACILITATOR, "page": page, "rows": rows}
    base = frame(space, who, "activity", last=member.user.name)
    return render(request, "discussion/facilitation/person.html", {**base, **context})


# Who answers whom


@dataclass(frozen=True, slots=True)
class PersonTies:
    node: Node
    name: str
    answered: int
    """People whom they answered."""
    answered_by: int


SORTS: dict[str, Callable[[PersonTies], tuple[object, ...]]] = {
    "name": lambda one: (one.name.casefold(),),
    "role": lambda one: (one.node.facilitator,),
    "comments": lambda one: (one.node.comments,),
    "given": lambda one: (one.node.replies_given,),
    "received": lambda one: (one.node.replies_received,),
    "answered": lambda one: (one.answered,),
    "answered_by": lambda one: (one.answered_by,),
}


def _people(ties: Ties) -> list[PersonTies]:
    out = Counter(edge.source for edge in ties.network.edges)
    back = Counter(edge.target for edge in ties.network.edges)
    return [
        PersonTies(node, ties.names[node.person], out[node.person], back[node.person]) for node in ties.network.nodes
    ]


def _columns(sort: str) -> list[Column]:
    labels = {
        "name": _("Name"),
        "role": _("Role"),
        "comments": _("Comments"),
        "given": _("Replies given"),
        "received": _("Replies received"),
        "answered": _("People answered"),
        "answered_by": _("Answered by people"),
    }
    current, falling = sort.lstrip("-"), sort.startswith("-")
    columns = []
    for name, label in labels.items():
        # Figures first from the top, names from A.
        other = name if name in ("name", "role") else f"-{name}"
        if name == current:
            other = name if falling else f"-{name}"
        direction = ("descending" if falling else "ascending") if name == current else ""
        columns.append(Column(label, name not in ("name", "role"), f"?sort={other}#people", direction))
    return columns


@require_GET
def network(request: MemberRequest, key: str) -> HttpResponse:
    """Direct replies between people: a drawing, the figures in words, everybody in a table."""
    space, who = guided_space(request, key)
    ties = ties_in(who)
    sort = request.GET.get("sort", "")
    sort = sort if sort.lstrip("-") in SORTS else "-comments"
    people = sorted(_people(ties), key=lambda one: one.name.casefold())
    people.sort(key=SORTS[sort.lstrip("-")], reverse=sort.startswith("-"))
    page = page_of(request, people, per_page=PEOPLE_PER_PAGE)
    context = {
        "counted_at": ties.counted_at,
        "figures": _figures(ties.network),
        "kinds": [{"label": label, "number": ties.kinds.get(kind, 0)} for kind, label in _kind_labels().items()],
        "drawing": _drawing(ties),
        "plotted": len(plotted(ties.network)),
        "left_out": _left_out(ties.network),
        "tie_columns": [Column(_("Who")), Column(_("Answered")), Column(_("Replies"), numeric=True)],
        "tie_rows": _tie_rows(ties, TIES_SHOWN),
        "columns": _columns(sort),
        "rows": [_cells(one, ties, space) for one in page.object_list],
        "page": page,
        "ties_csv": reverse("discussion:ties_csv", args=[space.pk]),
        "people_csv": reverse("discussion:network_csv", args=[space.pk]),
    }
    return render(request, "discussion/facilitation/network.html", {**frame(space, who, "network"), **context})


def _kind_labels() -> dict[CommentType, str]:
    return {
        "initiating post": _("Opened a conversation and was answered"),
        "lone post": _("Opened a conversation and was not answered"),
        "reply": _("A person’s first reply in a conversation"),
        "initiator's reply": _("Reply by who opened the conversation"),
        "further reply": _("Further reply of the same person"),
    }


def _left_out(found: Network) -> int:
    tied = sum(1 for node in found.nodes if node.replies_given or node.replies_received)
    return max(0, tied - PLOTTED)


def _drawing(ties: Ties) -> str:
    if not ties.network.edges:
        return ""
    spec = network_plot(ties.network, ties.names, participant=_("Participant"), facilitator=_("Facilitator"))
    says = _("Points are people, lines are replies between them. The table beside it holds the same.")
    return charts.draw(spec, title=_("Who answers whom"), description=says)


def _figures(found: Network) -> dict[str, int | None]:
    """Shares in whole per cent; None where there is nothing to take a share of."""

    def percent(share: float | None) -> int | None:
        return None if share is None else round(100 * share)

    learners = [node for node in found.nodes if not node.facilitator]
    return {
        "people": len(found.nodes),
        "learners": len(learners),
        "replies": sum(edge.weight for edge in found.edges),
        "among_learners": sum(edge.weight for edge in found.among_learners()),
        "density": percent(found.density),
        "reciprocity": percent(found.reciprocity),
        "facilitators": percent(found.facilitator_share),
        "isolates": len(found.isolates),
    }


def _tie_rows(ties: Ties, most: int | None = None) -> list[tuple[str, str, int]]:
    edges = ties.network.edges[:most]
    return [(ties.names[edge.source], ties.names[edge.target], edge.weight) for edge in edges]


def _role(node: Node) -> str:
    return _("Facilitator") if node.facilitator else _("Participant")


def _cells(one: PersonTies, ties: Ties, space: Space) -> list[object]:
    key: Hashable = one.node.person
    name: object = one.name
    if key in ties.users:
        url = reverse("discussion:person", args=[space.pk, ties.users[key]])
        name = format_html('<a class="govuk-link" href="{}">{}</a>', url, one.name)
    node = one.node
    return [name, _role(node), node.comments, node.replies_given, node.replies_received, one.answered, one.answered_by]


def _export(request: MemberRequest, key: str) -> tuple[Space, Standing]:
    space, who = guided_space(request, key)
    record(request.member, "exported who answers whom", space)
    return space, who


@require_GET
def network_csv(request: MemberRequest, key: str) -> HttpResponseBase:
    space, who = _export(request, key)
    header = [column.label for column in _columns("")]

    def rows() -> Iterator[list[object]]:
        for one in _people(ties_in(who)):
            node = one.node
            figures = [node.comments, node.replies_given, node.replies_received, one.answered, one.answered_by]
            yield [one.name, _role(node), *figures]

    return csv_response(f"people-{space.slug}.csv", header, list(rows()))


@require_GET
def ties_csv(request: MemberRequest, key: str) -> HttpResponseBase:
    space, who = _export(request, key)
    header = [_("Who"), _("Answered"), _("Replies")]
    return csv_response(f"replies-{space.slug}.csv", header, _tie_rows(ties_in(who)))
