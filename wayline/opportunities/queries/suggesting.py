"""A few suggestions for a client, each with the reason it rests on, only from what they turned on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from django.urls import reverse
from django.utils.translation import gettext as _

from wayline.opportunities import matching
from wayline.opportunities.enums import Kind, SuggestionSource
from wayline.opportunities.matching import Match, State
from wayline.opportunities.models import Application, Listing, OccupationTag, Opened, Opportunity, PutOff, SetAside
from wayline.opportunities.queries import (
    match_person,
    match_record,
    match_search,
    match_terms,
    match_training,
    move_list,
    move_person,
    search,
)
from wayline.opportunities.queries.match_person import Seeker
from wayline.people.models import Membership, User
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind as ItemKind

MOST = 5
NEWEST = 10
"""Goals, journal pages and things opened that are looked at."""
LONGEST = 5
"""Words of a name that is looked for in a goal."""
Named = tuple[str, str]
"""A name, and the text that it stands in."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`key` tells it from others; `match` is there when a score led to it, and goes on record."""

    key: str
    title: str
    url: str
    kind: str
    why: str
    match: Match | None = None


def suggestions(viewer: Membership, language: str) -> list[Suggestion]:
    """At most five, by turns from each source that is on. None while matching is off."""
    choice = match_person.choice_of(viewer.user)
    if choice is None or not choice.suggests:
        return []
    make: dict[str, Callable[[], Iterator[Suggestion]]] = {
        SuggestionSource.PORTFOLIO: lambda: _from_portfolio(viewer, language),
        SuggestionSource.PLAN: lambda: _from_words(_goals(viewer.user), _because_of_goal, viewer.user, language),
        SuggestionSource.JOURNAL: lambda: _from_words(_tags(viewer.user), _because_of_tag, viewer.user, language),
        SuggestionSource.OPENED: lambda: _from_opened(viewer.user, language),
    }
    lists = [make[source]() for source in choice.suggests]
    found = (one for one in chain.from_iterable(zip_longest(*lists)) if one is not None)
    return list(islice(_new(found, _unwanted(viewer.user)), MOST))


def _unwanted(user: User) -> set[str]:
    """What was put off, and offers that the person applied for."""
    applied = Application.objects.filter(user=user).exclude(opportunity=None).values_list("opportunity", flat=True)
    put_off = PutOff.objects.filter(user=user).values_list("key", flat=True)
    return {*put_off, *(f"offer-{key}" for key in applied)}


def _new(found: Iterable[Suggestion], without: set[str]) -> Iterator[Suggestion]:
    seen = set(without)
    for one in found:
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _from_portfolio(viewer: Membership, language: str) -> Iterator[Suggestion]:
    """The best offer, a course that closes a gap, a job to move to."""
    who = match_person.seeker(viewer)
    if who is None or not who.rules:
        return
    without = _unwanted(viewer.user)
    yield from islice(_offers(who, without), 1)
    reach = move_person.reach(who)
    keys = [key for key, _score in reach.scores if f"job-{key}" not in without][:NEWEST] if reach else []
    if reach is None or not keys:
        return
    made, names = reach.matches(keys), match_record.titles(keys, language)
    for key, course in move_list.courses(reach, made, user=viewer.user_id).items():
        if f"offer-{course.offer.pk}" not in without:
            said = {"job": names[key], "before": course.change.before, "after": course.change.after}
            why = _("It teaches what “%(job)s” needs, a job you could move to: %(before)s → %(after)s of 100.")
            yield _offer(course.offer, why % said)
            break
    yield _job(keys[0], names[keys[0]], _because_of(made[keys[0]]), made[keys[0]])


def _offers(who: Seeker, without: set[str]) -> Iterator[Suggestion]:
    rows, _number = match_search.best(who, matching.current(), len(without) + 1)
    keys = [key for key, _points in rows if f"offer-{key}" not in without][:1]
    asked = match_search.offers(keys)
    for offer in search.fetch(keys):
        match = matching.match(who.person, asked[offer.pk], matching.current(), who.rules)
        yield _offer(offer, _because_of(match), match)


def _because_of(match: Match) -> str:
    title = _rests_on(match)
    if not title:
        return _("It fits %(score)s of 100, by what you chose for matching.") % {"score": match.score}
    return _("It fits %(score)s of 100, because you keep “%(title)s”.") % {"score": match.score, "title": title}


def _rests_on(match: Match) -> str:
    """The item that speaks for it most: of the weightiest reasons the best."""
    speaks = (State.HELD, State.NEAR, State.MET)
    said = [(one, one.claim.title) for one in match.reasons if one.claim and one.state in speaks]
    best = max(said, key=lambda pair: (pair[0].state == State.HELD, pair[0].value * pair[0].part), default=None)
    return best[1] if best else ""


def _offer(offer: Opportunity, why: str, match: Match | None = None) -> Suggestion:
    kind = str(Kind(offer.kind).label)
    return Suggestion(f"offer-{offer.pk}", offer.title, offer.get_absolute_url(), kind, why, match)


def _job(key: int, title: str, why: str, match: Match | None = None) -> Suggestion:
    name = title[:1].upper() + title[1:]
    return Suggestion(f"job-{key}", name, reverse("opportunities:move", args=[key]), str(_("Occupation")), why, match)


def _goals(user: User) -> list[Named]:
    """Every run of words of a goal that is not done, and of its steps."""
    rows = Item.objects.of(user).filter(kind=ItemKind.GOAL).exclude(details__has_key="done")
    goals = rows.order_by("-changed_at")[:NEWEST]
    texts = [(text, goal.title) for goal in goals for text in (goal.title, *goal.details.get("steps", []))]
    return [(run, title) for text, title in texts for run in _runs(text)]


def _runs(text: str) -> list[str]:
    """Longest first."""
    words = [word.strip('.,;:!?()“”"') for word in text.split()][:40]
    sizes = range(min(LONGEST, len(words)), 0, -1)
    return [" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1)]


def _tags(user: User) -> list[Named]:
    pages = Item.objects.of(user).filter(kind=ItemKind.JOURNAL).order_by("-changed_at")[:NEWEST]
    return [(tag, tag) for page in pages for tag in page.details.get("tags", [])]


def _because_of_goal(text: str) -> str:
    return _("Your goal says “%(text)s”.") % {"text": text}


def _because_of_tag(text: str) -> str:
    return _("You tagged a page of your journal “%(text)s”.") % {"text": text}


def _from_words(named: list[Named], because: Callable[[str], str], user: User, language: str) -> Iterator[Suggestion]:
    """Jobs on show for an occupation that is named, or the occupation; courses that teach a skill that is."""
    jobs = match_terms.named((name for name, _text in named), match_terms.JOB_KINDS)
    skills = match_terms.named((name for name, _text in named), match_terms.SKILL_KINDS)
    for name, text in named:
        for job in match_terms.called(jobs, name)[:1]:
            offers = _tagged([job], user)
            titles = match_record.titles([job], language)
            yield _offer(offers[0], because(text)) if offers else _job(job, titles[job], because(text))
        for skill in match_terms.called(skills, name)[:1]:
            for offer in search.fetch(list(match_training.teaching([skill], most=1, without=user.pk))):
                yield _offer(offer, because(text))


def _tagged(jobs: list[int], user: User, without: Iterable[int] = ()) -> list[Opportunity]:
    """The newest offers of jobs for these occupations that the person did not set aside."""
    aside = SetAside.objects.filter(user=user).values("opportunity")
    rows = Listing.objects.public().filter(kind=Kind.VACANCY, occupations__overlap=jobs).exclude(pk__in=aside)
    newest = rows.exclude(pk__in=list(without)).order_by("-published_at", "-pk")
    return search.fetch(list(newest.values_list("pk", flat=True)[:1]))


def _from_opened(user: User, language: str) -> Iterator[Suggestion]:
    """Another job for the occupation of what was opened."""
    rows = list(Opened.objects.filter(user=user).select_related("offer", "occupation")[:NEWEST])
    opened = [one.offer_id for one in rows if one.offer_id]
    tags: dict[int, list[int]] = {}
    for key, concept in OccupationTag.objects.filter(opportunity__in=opened).values_list("opportunity", "concept"):
        tags.setdefault(key, []).append(concept)
    titles = match_record.titles([one.occupation_id for one in rows if one.occupation_id], language)
    for one in rows:
        jobs = [one.occupation_id] if one.occupation_id else tags.get(one.offer_id or 0, [])
        title = titles.get(one.occupation_id or 0) or (one.offer.title if one.offer else "")
        for offer in _tagged(jobs, user, opened) if jobs else []:
            yield _offer(offer, _("You opened “%(title)s”.") % {"title": title})
