"""One comment as a piece of a page, for the pages of this room and for htmx."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from wayline.discussion.access import Standing
from wayline.discussion.models import Comment
from wayline.discussion.queries import Row, row_of
from wayline.discussion.queries.rows import marks_for
from wayline.people.http import MemberRequest


def the_row(found: Comment, who: Standing) -> Row:
    can_write = who.is_member and (not found.thread.closed_at or who.facilitates)
    return row_of(found, who, marks_for(who, [found]), can_write=can_write)


def fragment(request: MemberRequest, found: Comment, who: Standing, status: int = 200, **more: object) -> HttpResponse:
    """The words and buttons of one comment, to stand where they stood."""
    response = render(request, "discussion/row.html", {"row": the_row(found, who), **more}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = f"#c{found.pk}", "outerHTML"
    return response
