"""What learning adds to the house: navigation, start-page cards, search."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayline.learning.actions.packages import end_lost_imports
from wayline.learning.actions.participation import recount_large_runs
from wayline.learning.enums import EnrolmentState
from wayline.learning.models import Enrolment, Programme
from wayline.learning.models.programme import AUTHORING_ROLES
from wayline.learning.queries import catalogue_page, my_runs
from wayline.learning.record_words import register_words
from wayline.people import registers
from wayline.people.models import Membership
from wayline.portfolio import team_sources


def register_own() -> None:
    registers.navigation += [
        registers.NavigationEntry(_("My learning"), "learning:my_learning", lambda member: True, order=20),
        registers.NavigationEntry(
            _("Programmes"),
            "learning:catalogue",
            lambda member: True,
            order=21,
            for_all=_("Read what is in each programme, week by week, and when it can be joined."),
        ),
        registers.NavigationEntry(
            _("Write programmes"), "learning:authoring", lambda member: member.role in AUTHORING_ROLES, order=22
        ),
    ]
    registers.cards.append(registers.Card("learning", "learning/start_card.html", _card, order=10))
    registers.search_sources.append(registers.SearchSource(_("Programmes"), _find, order=10))
    registers.hourly["participation"] = recount_large_runs
    registers.hourly["lost_imports"] = end_lost_imports
    team_sources.known.programmes = _programmes
    register_words()


def _programmes(viewer: Membership) -> list[team_sources.Programme]:
    """What a team can be sent to: those of the catalogue."""
    rows = Programme.objects.public().order_by("title", "pk").values_list("title", "slug")
    return [team_sources.Programme(title, reverse("learning:programme", args=[slug])) for title, slug in rows]


def _card(member: Membership) -> dict[str, object] | None:
    """The run to go on with; for somebody who takes none, what is on offer."""
    running = [row for row in my_runs(member) if row.enrolment.state == EnrolmentState.ENROLLED]
    current = next((row for row in running if row.percent < 100), None)
    waiting = _waiting_hand_ins(member)
    return {"current": current, "others": max(0, len(running) - 1), "waiting_hand_ins": waiting}


def _waiting_hand_ins(member: Membership) -> list[dict[str, object]]:
    """Runs of the own organisation with work that waits for feedback."""
    if member.role not in AUTHORING_ROLES:
        return []
    rows = (
        Enrolment.objects.filter(run__organisation=member.organisation_id, hand_ins__feedback_at=None)
        .exclude(hand_ins=None)
        .values_list("run", "run__title")
    )
    counts: dict[tuple[int, str], int] = {}
    for row in rows:
        counts[row] = counts.get(row, 0) + 1
    return [
        {"title": title, "count": count, "url": reverse("learning:run_hand_ins", args=[pk])}
        for (pk, title), count in sorted(counts.items(), key=lambda item: -item[1])
    ]


def _find(member: Membership, words: str, limit: int) -> list[registers.SearchHit]:
    found: list[Programme] = list(catalogue_page(words=words, language="")[:limit])
    return [
        registers.SearchHit(programme.title, programme.get_absolute_url(), _("Programme"), programme.summary)
        for programme in found
    ]
