"""What a team can do, read from what its people let it read: for the manager's pages and for each one's preview."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio import team_sources
from wayline.portfolio.enums import TeamPart, TeamPresence
from wayline.portfolio.fields import SKILL_LEVELS
from wayline.portfolio.models import Ground, IssuedCredential, Item, TeamAsk, TeamChoice, TeamNeed, TeamTraining
from wayline.portfolio.models.team import STAFF
from wayline.portfolio.queries import skills, vouching
from wayline.portfolio.record import Kind
from wayline.portfolio.team_sources import Rating
from wayline.portfolio.team_sums import (
    Able,
    Cover,
    Near,
    StandIn,
    Wanted,
    at_least_in_all,
    cover,
    rank,
    stand_ins,
    to_cover,
)
from wayline.taxonomy.enums import LabelKind
from wayline.taxonomy.models import Concept, Label
from wayline.taxonomy.nearness import near_skills
from wayline.taxonomy.search import folded

VIEWED = "viewed team member"
SKILL_KINDS = (Kind.SKILL, Kind.DIGITAL, Kind.LANGUAGE)
CERTIFIED = (Ground.PROGRAMME, Ground.PLACEMENT, Ground.VALIDATION)
"""A credential made of an endorsement is seen with the skill, if the person shows the endorsement."""


@dataclass(frozen=True, slots=True)
class ShownSkill:
    """`thing` is its name in the sums: its concept's address, or its folded title."""

    thing: str
    title: str
    level: str
    is_endorsed: bool
    is_validated: bool


@dataclass(frozen=True, slots=True)
class ShownCredential:
    title: str
    by: str
    issued_at: datetime
    concept: str = ""

    @property
    def thing(self) -> str:
        return credential_thing(self.title)


@dataclass(slots=True)
class Shown:
    """What one person lets the team's page use."""

    skills: list[ShownSkill] = field(default_factory=list)
    credentials: list[ShownCredential] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)

    def able(self, person: int) -> Able:
        has: dict[str, str] = {}
        for skill in self.skills:
            if skill.thing not in has or rank(skill.level) > rank(has[skill.thing]):
                has[skill.thing] = skill.level
        for one in self.credentials:
            has.setdefault(one.thing, "")
            if one.concept:
                has.setdefault(one.concept, "")
        return Able(person, has)

    @property
    def is_empty(self) -> bool:
        return not (self.skills or self.credentials or self.ratings)


def credential_thing(title: str) -> str:
    return f"credential:{folded(title)}"


def thing_of(need: TeamNeed) -> str:
    return need.address or credential_thing(need.title)


def wanted_of(need: TeamNeed) -> Wanted:
    return Wanted(thing_of(need), need.people, need.level)


def choice_of(member: Membership) -> TeamChoice | None:
    """What holds now for this person here; None before they chose, and after the consent was withdrawn elsewhere."""
    own = TeamChoice.objects.filter(user=member.user, organisation=member.organisation)
    return own.agreed().first() or own.filter(presence=TeamPresence.NONE).first()


def managers(organisation: Organisation) -> list[Membership]:
    """Who sees the team's page."""
    found = Membership.objects.active().filter(organisation=organisation, role=Role.MANAGER)
    return list(found.select_related("user").order_by("user__name", "pk"))


def last_ask(organisation: Organisation) -> TeamAsk | None:
    return TeamAsk.objects.filter(organisation=organisation).select_related("sent_by__user").first()


def shown_of(
    choices: Sequence[TeamChoice], language: str, *, words: Mapping[str, str] | None = None
) -> dict[int, Shown]:
    """What each of them shows, by the person's number; as many statements for one as for all.

    `words`: folded labels of what is needed, to its address: a skill kept in words of one's own is found by them.
    """
    made = {choice.user_id: Shown() for choice in choices}
    parts = {choice.user_id: set(choice.parts) for choice in choices}
    for owner, skill in _skills(parts, words or {}):
        made[owner].skills.append(skill)
    for owner, credential in _credentials(_with(parts, TeamPart.CREDENTIALS)):
        made[owner].credentials.append(credential)
    for owner, rated in team_sources.ratings(_with(parts, TeamPart.RATINGS), language).items():
        made[owner].ratings = rated
    return made


def _with(parts: Mapping[int, Collection[str]], *wanted: TeamPart) -> list[int]:
    return [person for person, chosen in parts.items() if any(one in chosen for one in wanted)]


def _skills(parts: Mapping[int, Collection[str]], words: Mapping[str, str]) -> Iterator[tuple[int, ShownSkill]]:
    """Whoever allows only what others vouch for shows no other skill."""
    people = _with(parts, TeamPart.SKILLS, TeamPart.VOUCHED)
    rows = Item.objects.filter(owner__in=people, deleted_at=None, kind__in=SKILL_KINDS)
    items = list(rows.defer("description", "beyond").order_by("title", "pk"))
    vouched = vouching.shown([item for item in items if TeamPart.VOUCHED in parts[item.owner_id]])
    for item in items:
        said = vouched.get(item.key, vouching.NOTHING)
        is_endorsed, is_validated = bool(said.endorsements), said.is_validated
        if TeamPart.SKILLS in parts[item.owner_id] or is_endorsed or is_validated:
            thing = _thing(item, words)
            yield item.owner_id, ShownSkill(thing, str(item), level_of(item), is_endorsed, is_validated)


def _thing(item: Item, words: Mapping[str, str]) -> str:
    title = folded(item.title)
    return str(item.details.get("concept") or words.get(title) or f"text:{title}")


def level_of(item: Item) -> str:
    """One of SKILL_LEVELS, or "": of digital skills by the four stages of DigComp 2.2, two levels each."""
    level = item.details.get("level", "")
    if item.kind == Kind.DIGITAL:
        return SKILL_LEVELS[(int(level) - 1) // 2] if level else ""
    return level if level in SKILL_LEVELS else ""


def _credentials(people: Collection[int]) -> Iterator[tuple[int, ShownCredential]]:
    rows = IssuedCredential.objects.public().filter(user__in=people, revoked_at=None, ground__in=CERTIFIED)
    aligned = "document__credentialSubject__achievement__alignment"
    columns = rows.order_by("-issued_at").values_list("user", "title", "organisation__name", "issued_at", aligned)
    for user, title, by, at, alignment in columns:
        yield user, ShownCredential(title, by, at, _target(alignment))


def _target(alignment: Any) -> str:
    return str(alignment[0].get("targetUrl", "")) if isinstance(alignment, list) and alignment else ""


@dataclass(frozen=True, slots=True)
class NeedRow:
    need: TeamNeed
    title: str
    cover: Cover
    planned: int
    """Lines of the plan that are not done."""


@dataclass(slots=True)
class Team:
    """All that the manager's pages show. `named`: who is seen, by number; `unnamed`: at least so many others."""

    size: int
    named: dict[int, TeamChoice]
    unnamed: int | None
    shown: dict[int, Shown]
    needs: list[TeamNeed]
    covers: list[Cover]
    titles: dict[str, str]
    """What things are called, by their name in the sums."""
    near: Near

    def able(self) -> list[Able]:
        return [self.shown[person].able(person) for person in self.named]


def team(viewer: Membership, language: str) -> Team:
    """Of the viewer's organisation. A fixed number of statements, whatever the size."""
    needs = list(TeamNeed.objects.visible_to(viewer))
    everybody = TeamChoice.objects.agreed().filter(organisation=viewer.organisation_id)
    choices = list(everybody.select_related("user").order_by("user__name", "pk"))
    concepts = skills.concepts_at(need.address for need in needs)
    shown = shown_of(choices, language, words=_words(concepts))
    named = {one.user_id: one for one in choices if one.presence == TeamPresence.NAMED}
    able = {person: of.able(person) for person, of in shown.items()}
    others = [one for person, one in able.items() if person not in named]
    near = _near(concepts, [able[person] for person in named])
    seen = [able[person] for person in named]
    return Team(
        size=_size(viewer.organisation),
        named=named,
        unnamed=at_least_in_all(len(others)),
        shown={person: of for person, of in shown.items() if person in named},
        needs=needs,
        covers=[cover(wanted_of(need), seen, others, near) for need in needs],
        titles=_titles(needs, concepts, [shown[person] for person in named], language),
        near=near,
    )


def _size(organisation: Organisation) -> int:
    working = Membership.objects.active().filter(organisation=organisation, role__in=STAFF)
    return working.values("user").distinct().count()


def _words(concepts: Mapping[str, Concept]) -> dict[str, str]:
    """What needed skills are called in any language; a word that several of them share says nothing."""
    addresses = {one.pk: address for address, one in concepts.items()}
    rows = Label.objects.filter(concept__in=addresses, kind__in=(LabelKind.PREFERRED, LabelKind.ALTERNATIVE))
    found: dict[str, set[str]] = {}
    for concept, text in rows.values_list("concept", "text"):
        found.setdefault(folded(text), set()).add(addresses[concept])
    return {text: next(iter(which)) for text, which in found.items() if len(which) == 1}


def _near(concepts: Mapping[str, Concept], able: Iterable[Able]) -> dict[str, dict[str, str]]:
    """Of what these people have, what is near to each thing needed."""
    held = {thing for one in able for thing in one.has if not thing.startswith(("text:", "credential:"))}
    there = {one.pk: address for address, one in skills.concepts_at(held).items()}
    needed = {one.pk: address for address, one in concepts.items()}
    found: dict[str, dict[str, str]] = {}
    for here, other, how in near_skills(list(needed)) if there else []:
        if other in there:
            found.setdefault(needed[here], {}).setdefault(there[other], how)
    return found


def _titles(
    needs: Iterable[TeamNeed], concepts: Mapping[str, Concept], shown: Iterable[Shown], language: str
) -> dict[str, str]:
    """The needs' in the reader's language, the rest as the people who keep it call it."""
    found = {skill.thing: skill.title for one in shown for skill in one.skills}
    found |= {credential.thing: credential.title for one in shown for credential in one.credentials}
    found |= {thing_of(need): need.title for need in needs}
    return found | {term.address: term.title for term in skills.terms(list(concepts.values()), language)}


def rows(found: Team, order: str) -> list[NeedRow]:
    """`order`: "gap", the largest first, or "title"."""
    planned = _planned(found.needs)
    made = [
        NeedRow(need, found.titles[thing_of(need)], one, planned.get(need.pk, 0))
        for need, one in zip(found.needs, found.covers, strict=True)
    ]
    made.sort(key=lambda row: row.title.casefold())
    return made if order == "title" else sorted(made, key=lambda row: -row.cover.missing)


def _planned(needs: Iterable[TeamNeed]) -> dict[int, int]:
    lines = TeamTraining.objects.filter(need__in=needs).exclude(state="done").values_list("need", flat=True)
    counts: dict[int, int] = {}
    for need in lines:
        counts[need] = counts.get(need, 0) + 1
    return counts


def stand_ins_for(found: Team, person: int) -> tuple[list[Wanted], list[StandIn]]:
    """What would be left open without this person, and who could step in; with what is near to that, too."""
    able = {one.person: one for one in found.able()}
    covered = to_cover(able[person], [wanted_of(need) for need in found.needs])
    others = [one for number, one in able.items() if number != person]
    near = _near(skills.concepts_at(one.thing for one in covered), others)
    return covered, stand_ins(covered, others, near)


def credentials_offered(viewer: Membership) -> list[str]:
    """What a need can name: programmes of the house, and those of which this organisation issued a credential."""
    issued = IssuedCredential.objects.public().filter(
        organisation=viewer.organisation_id, revoked_at=None, ground=Ground.PROGRAMME
    )
    titles = {one.title for one in team_sources.programmes(viewer)} | set(issued.values_list("title", flat=True))
    return sorted(titles - {""}, key=str.casefold)


@dataclass(frozen=True, slots=True)
class PlanLine:
    training: TeamTraining
    person: User | None
    """None: somebody of the team, also where a person was named who is not seen by name any more."""


def plan(viewer: Membership) -> list[PlanLine]:
    lines = TeamTraining.objects.visible_to(viewer).in_order().select_related("need", "person")
    named = set(TeamChoice.objects.named_to(viewer).values_list("user", flat=True))
    return [PlanLine(line, line.person if line.person_id in named else None) for line in lines]
