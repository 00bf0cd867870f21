"""What this room adds to the house: navigation, start-page card, search, what the worker does every hour."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from wayline.lmi import courses, openings
from wayline.opportunities import access
from wayline.opportunities.actions import (
    about_you,
    counting,
    finding,
    imports,
    match_alerts,
    offers,
    searches,
    shelf,
    stays,
    stays_after,
    texts,
)
from wayline.opportunities.asked import Asked
from wayline.opportunities.enums import Kind
from wayline.opportunities.models.about_you import PURPOSE as ANSWERS
from wayline.opportunities.models.finding import PURPOSE as FOUND
from wayline.opportunities.queries import agreements, applications, desk, match_person, received, search, teaching
from wayline.opportunities.queries import openings as jobs
from wayline.opportunities.queries.match_fairness import PURPOSE as AGES
from wayline.opportunities.queries.match_person import PURPOSE
from wayline.opportunities.record_words import register_words
from wayline.people import registers
from wayline.people.enums import Role
from wayline.people.models import Membership


def register_own() -> None:
    registers.navigation += [
        registers.NavigationEntry(
            _("Jobs and places"),
            "opportunities:search",
            lambda member: True,
            order=25,
            for_all=_("Look through jobs, work experience, training and mentors’ offers."),
        ),
        registers.NavigationEntry(_("For you"), "opportunities:for_you", _is_client, order=24),
        registers.NavigationEntry(_("Offers"), "opportunities:offers", access.is_staff, order=26),
        registers.NavigationEntry(_("Our offers"), "opportunities:offers", _is_employer, order=26),
    ]
    registers.cards.append(registers.Card("opportunities", "opportunities/start_card.html", _card, order=25))
    registers.cards.append(
        registers.Card("applications", "opportunities/applications/start_card.html", _applications, 26)
    )
    registers.cards.append(
        registers.Card("agreements", "opportunities/agreements/start_card.html", _agreements, order=27)
    )
    registers.cards.append(registers.Card("suggested", "opportunities/matching/suggested_card.html", _suggested, 95))
    openings.known.for_occupation = jobs.for_occupation
    openings.known.search = jobs.by_words
    courses.known.teaching = teaching.courses
    registers.search_sources.append(registers.SearchSource(_("Jobs and places"), _find, order=25))
    registers.hourly["opportunities_ended"] = offers.end_due
    registers.hourly["search_alerts"] = searches.tell_new
    registers.hourly["findable_read"] = finding.read_changed
    registers.hourly["vacancies_counted"] = counting.count_due
    registers.hourly["vacancies_pulled"] = imports.pull_due
    registers.hourly["texts_read"] = texts.read_due
    registers.hourly["shelf_made"] = shelf.remake_due
    registers.hourly["matches_told"] = match_alerts.tell_new
    registers.hourly["check_ins_due"] = stays.remind_due
    registers.hourly["stays_ended"] = stays_after.ask_how_it_was
    register_words()
    registers.purposes.append(
        registers.Purpose(
            PURPOSE,
            _("Matches with jobs, work experience and training"),
            _(
                "Parts of your portfolio, which you choose one by one, are compared with what is on offer and with "
                "the occupations of the classification, and you are shown what fits, to which jobs you could move, "
                "and why. If you turn on suggestions, they may come from your portfolio, your goals, tags in your "
                "journal and what you open here, each with a switch of its own. Nobody else sees it. Each match that "
                "you were shown is kept for a year, so that it can be explained."
            ),
            wording="2026-11-27",
            order=40,
        )
    )
    registers.purposes.append(
        registers.Purpose(
            FOUND,
            _("Being found by companies"),
            _(
                "Companies with an offer that fits see, without your name, what you have of what they ask for: of the "
                "parts that you choose, and of those that matching may use. A company can ask whether you are "
                "interested; it reads your name and e-mail only if you say yes, until you end it. You see which "
                "companies were shown what; this is kept for a year."
            ),
            wording="2026-11",
            order=42,
        )
    )
    registers.purposes.append(
        registers.Purpose(
            AGES,
            _("Checking that matches are fair to people of all ages"),
            _(
                "Your year of birth, if your portfolio has it, is used to count whether people of your age are shown "
                "matches as good as others are. Only sums of ten people or more are shown, to managers of your "
                "service. It changes nothing in your own matches."
            ),
            wording="2026-11",
            order=41,
            page="opportunities:about_you",
            page_label=_("You can also say your sex, limits through health and background"),
        )
    )
    _register_answers()


def _register_answers() -> None:
    registers.withdrawn[ANSWERS] = about_you.forget
    registers.data_pages.append(
        registers.DataPage(
            _("About you, for fairness only"),
            _("Sex, limits through health, background: whether you want to answer, and what you answered."),
            "opportunities:about_you",
            access.can_answer_about_you,
        )
    )
    registers.purposes.append(
        registers.Purpose(
            ANSWERS,
            _("Answers about you, for fairness only"),
            _(
                "What you answer about your sex, limits through health and the home you come from, and your year of "
                "birth, if your portfolio has it, is used to count whether people like you are shown matches, are "
                "found by companies, are invited and taken on, and get work experience as others do. Nobody sees the "
                "answers of one person: managers of your service see sums of ten people or more. They are never used "
                "for matching. When you withdraw, your answers are deleted."
            ),
            wording="2026-11",
            order=43,
            page="opportunities:about_you",
            page_label=_("Answer, change or delete your answers"),
        )
    )


def _is_employer(member: Membership) -> bool:
    return member.role == Role.EMPLOYER


def _is_client(member: Membership) -> bool:
    return member.role == Role.CLIENT


def _suggested(member: Membership) -> dict[str, object] | None:
    """For who turned a source of suggestions on; the list itself is fetched after the page."""
    return {} if _is_client(member) and match_person.is_suggested_to(member.user) else None


def _agreements(member: Membership) -> dict[str, object] | None:
    """Stays that still lack a signature; the participant's own that is on; for who noted it, check-ins that are due."""
    content: dict[str, object] = {
        "number": agreements.number_open(member),
        "running": agreements.running_of(member),
        "due": agreements.number_due(member) if access.can_see_stays(member) else 0,
    }
    return content if any(content.values()) else None


def _applications(member: Membership) -> dict[str, object] | None:
    """What came in, or how one's own stand; nothing for others."""
    if _is_employer(member):
        waiting = received.for_company(member)
        return {"role": "employer", **waiting} if waiting["received"] else None
    mine = applications.for_seeker(member) if _is_client(member) else {}
    return {"role": "seeker", **mine} if any(mine.values()) else None


def _card(member: Membership) -> dict[str, object] | None:
    """What waits at the desk for staff and companies; what is new for who looks for something."""
    if access.is_staff(member):
        return {"role": "staff", **desk.for_staff(member)}
    if member.role == Role.EMPLOYER:
        return {"role": "employer", "employer": access.employer_of(member), **desk.for_company(member)}
    return {"role": "seeker", **desk.for_seeker(member)}


def _find(member: Membership, words: str, limit: int) -> list[registers.SearchHit]:
    found = search.search(replace(Asked(), words=words))
    return [
        registers.SearchHit(offer.title, offer.get_absolute_url(), Kind(offer.kind).label, offer.offered_by)
        for offer in found.rows[:limit]
    ]
