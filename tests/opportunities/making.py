"""Employers, concepts and offers for the tests."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests import factories
from wayline.opportunities.actions import employers, listings, offers
from wayline.opportunities.models import Employer, OccupationTag, Opportunity, ReadSkill, Source, TextReading
from wayline.people.models import Membership, Organisation, User
from wayline.taxonomy.enums import AreaKind, ConceptKind, LabelKind
from wayline.taxonomy.models import Area, Concept, Label, Release, Scheme

_numbers = itertools.count(1)
CONTACT = {"contact_email": "jobs@example.org"}


def employer(
    by: Membership, *, name: str = "", user: User | None = None, approved: bool = True
) -> tuple[Employer, Membership]:
    """A company checked by the service of `by`, and its contact."""
    person = user or factories.user()
    made = employers.sign_up(person, name=name or f"Company {next(_numbers)}", service=by.organisation)
    if approved:
        employers.approve(made, by=by)
    member = Membership.objects.select_related("user", "organisation").get(user=person, organisation=made.organisation)
    return made, member


def offer(by: Membership, *, service: Organisation | None = None, **values: Any) -> Opportunity:
    """A draft with what publication needs."""
    plain = {"kind": "vacancy", "title": "Nurse", "text": "You look after people.", "language": "en", **CONTACT}
    return offers.create(by=by, service=service or by.organisation, **{**plain, **values})


def published(by: Membership, **values: Any) -> Opportunity:
    """Written and published by the staff of a service. `read`: skills as if the program had read them in the text."""
    tags = {name: values.pop(name, []) for name in ("occupations", "must", "nice", "read")}
    made = offer(by, **values)
    for concept in tags["occupations"]:
        offers.tag_occupation(made, concept, by=by)
    for need in ("must", "nice"):
        for concept in tags[need]:
            offers.want(made, text=concept.title, need=need, by=by, concept=concept)
    for concept in tags["read"]:
        ReadSkill.objects.create(opportunity=made, concept=concept, need="must", words=concept.title)
    offers.publish(made, by=by)
    return made


def brought(by: Membership, text: str, **values: Any) -> Opportunity:
    """On show, from a source that says nothing but this."""
    number = next(_numbers)
    source, _created = Source.objects.get_or_create(
        service=by.organisation, name="Feed", defaults={"format": "schema_org", "language": "en"}
    )
    plain = {
        "kind": "vacancy", "state": "published", "title": f"Job {number}", "language": "en", "employer_name": "School",
        "published_at": timezone.now(), "shown_until": in_days(30),
    }  # fmt: skip
    tags = values.pop("occupations", [])
    made = Opportunity.objects.create(
        service=by.organisation, source=source, source_key=str(number), text=text, **{**plain, **values}
    )
    for job in tags:
        OccupationTag.objects.create(opportunity=made, concept=job)
    TextReading.objects.create(opportunity=made)
    listings.refresh([made.pk])
    return made


def scheme(key: str = "starter") -> Scheme:
    made = Scheme.objects.filter(key=key).first()
    return made or Scheme.objects.create(key=key, title=key, publisher="Nobody")


def release() -> Release:
    found = Release.objects.filter(source="test").first()
    if found:
        return found
    return Release.objects.create(
        source="test", version="1", title="Test", publisher="Nobody", licence="None", published_on=date(2026, 1, 1)
    )


def concept(
    title: str, kind: str = ConceptKind.OCCUPATION, *, broader: Concept | None = None, **labels: str
) -> Concept:
    """With a preferred label in English, and more by language."""
    code = f"c{next(_numbers)}"
    made = Concept.objects.create(
        scheme=scheme(), release=release(), kind=kind, code=code, title=title, broader=broader
    )
    for language, text in {"en": title, **labels}.items():
        Label.objects.create(concept=made, language=language, kind=LabelKind.PREFERRED, text=text, release=release())
    return made


def skill(title: str) -> Concept:
    return concept(title, ConceptKind.SKILL)


def area(title: str, *, parent: Area | None = None) -> Area:
    kind = AreaKind.REGION if parent else AreaKind.COUNTRY
    return Area.objects.create(
        scheme="gss", code=f"X{next(_numbers)}", title=title, kind=kind, country="GB", parent=parent
    )


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)
