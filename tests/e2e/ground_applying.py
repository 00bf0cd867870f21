"""Applications in every state that has a page of its own, and what is applied for in the walks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.e2e import company, keeping
from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.opportunities.actions import agreements, applications, offers, received, stays, stays_after, videos
from wayline.opportunities.enums import Party, Shown
from wayline.opportunities.models import Agreement, Application, Opportunity
from wayline.people.enums import Role
from wayline.people.models import Membership, User
from wayline.people.tokens import hash_token
from wayline.portfolio.actions import cvs, items
from wayline.portfolio.models import CV, Video
from wayline.portfolio.record import Kind

LETTER = "Dear Ms Ostrowska,\n\nI should like to come."
WAYS = ("keyboard", "no-javascript")


def _cv(user: User) -> CV:
    items.add_item(user, kind=Kind.EXPERIENCE, title="Turner", organisation="Old Workshop", start="2019")
    return cvs.change_cv(
        cvs.make_cv(user, title="For workshops", language="en"), letter_subject="Your place", letter_text=LETTER
    )


def _of_joan() -> dict[str, Any]:
    """To the service itself, whose staff read it: so the team of the tests can open its files from both sides."""
    joan = people.member(cast.JOAN.name)
    course = Opportunity.objects.public().filter(organisation=joan.organisation).order_by("pk")[0]
    video = Video.objects.get(item__owner=joan.user)
    sent = applications.send(applications.keep(course, by=joan, cv=CV.objects.filter(owner=joan.user)[0], video=video))
    received.look_at_paper(sent.papers.get(), by=people.member(cast.AMARA.name))
    videos.open_video(sent.film, by=people.member(cast.AMARA.name))
    return {"application_of_joan": sent.key, "application_file": sent.papers.get().key}


PARENT_TOKEN = "a-secret-that-only-the-parent-knows"


def _invited(who: Membership, offer: Opportunity, helen: Membership) -> Application:
    cv = CV.objects.filter(owner=who.user).first() or _cv(who.user)
    sent = applications.send(applications.keep(offer, by=who, cv=cv))
    received.mark(sent, by=helen, state="invited")
    sent.refresh_from_db()
    return sent


def _agreed(sent: Application, helen: Membership, born_on: date, **parent: str) -> Agreement:
    monday = timezone.localdate() + timedelta(days=28 - timezone.localdate().weekday())
    made = agreements.draw_up(
        sent, by=helen, rule="FR:mini-stage", goals="How wood is measured, cut and joined\nWhat safe work is",
        starts_on=monday, ends_on=monday + timedelta(days=4), days=5, hours_a_day=Decimal(7), hours_a_week=Decimal(35),
        place="Sawpit Lane 3, Northvale", supervision="Helen Ostrowska", insurance="Policy NV 4411 of the company",
    )  # fmt: skip
    who = people.member(cast.DANNY.name)
    agreements.say_who(made, by=who, born_on=born_on, **{"parent_name": "", "parent_email": "", **parent})
    return made


def _agreements(danny: Membership, helen: Membership) -> dict[str, Any]:
    """One that Danny has signed, one of a minor that a rule stops, and an application that has none yet."""
    stay = Opportunity.objects.public().get(organisation=helen.organisation, kind="work_experience")
    made = _agreed(_invited(danny, stay, helen), helen, date(1990, 5, 4))
    agreements.sign(made, party=Party.PARTICIPANT, name=danny.user.name, by=danny)
    pupils = [company.member(company.person(name, "Pupil"), danny.organisation, Role.CLIENT) for name in ("Sol", "Kit")]
    young = timezone.localdate() - timedelta(days=14 * 365)
    minor = _agreed(
        _invited(pupils[0], stay, helen), helen, young, parent_name="Paula Pupil", parent_email="paula@example.org"
    )
    Agreement.objects.filter(pk=minor.pk).update(parent_token=hash_token(PARENT_TOKEN))
    return {
        "agreement": made.key,
        "agreement_minor": minor.key,
        "parent_token": PARENT_TOKEN,
        "application_for_stay": _invited(pupils[1], stay, helen).key,
    }


def _stays(danny: Membership, helen: Membership) -> dict[str, Any]:
    """Two of Danny's that end today: one with a diary and a check-in, one that is confirmed."""
    amara, made = people.member(cast.AMARA.name), {}
    for name, title in (("stay", "Two days at the bench"), ("stay_completed", "Two days in the paint shop")):
        offer = offers.create(
            kind="work_experience", by=helen, service=danny.organisation, title=title,
            text="You see how it is done.", contact_email=helen.user.email,
        )  # fmt: skip
        offers.publish(offer, by=amara)
        made[name] = _signed(_invited(danny, offer, helen), (danny, helen, amara))
        offers.withdraw(offer, by=helen)  # the walks find no more than the demo service has
    today = timezone.localdate()
    entry = stays.write_entry(
        made["stay"], day=today, did="I planed a board.", learned="To go with the grain.", hours=Decimal(6),
        shown=Shown.COMPANY,
    )  # fmt: skip
    check = stays.check_in(
        made["stay"], by=amara, day=today, kind="visit", note="A clean bench.", next_on=today + timedelta(days=1)
    )  # fmt: skip
    stays_after.complete(made["stay_completed"], by=helen, days=2, hours=Decimal(12))
    return {name: stay.key for name, stay in made.items()} | {"entry": entry.pk, "check_in": check.pk}


def _signed(sent: Application, parties: tuple[Membership, Membership, Membership]) -> Agreement:
    today = timezone.localdate()
    made = agreements.draw_up(
        sent, by=parties[1], rule="", goals="How wood is measured, cut and joined\nWhat safe work is",
        starts_on=today - timedelta(days=1), ends_on=today, days=2, hours_a_day=Decimal(7), hours_a_week=Decimal(35),
        place="Sawpit Lane 3, Northvale", supervision="Helen Ostrowska", insurance="Policy NV 4411 of the company",
    )  # fmt: skip
    agreements.agree_skill(made, by=parties[1], text="Planing a board")
    agreements.say_who(made, by=parties[0], born_on=date(1990, 5, 4), parent_name="", parent_email="")
    for party, member in zip((Party.PARTICIPANT, Party.EMPLOYER, Party.SERVICE), parties, strict=True):
        agreements.sign(made, party=party, name=member.user.name, by=member)
    made.refresh_from_db()
    return made


def applying_pages() -> dict[str, Any]:
    """After the offers and the portfolios."""
    danny, helen = people.member(cast.DANNY.name), people.member(cast.HELEN.name)
    hers = Opportunity.objects.public().filter(organisation=helen.organisation)
    sent = Application.objects.filter(user=danny.user, state="invited").earliest("pk")  # of the demo service
    draft = applications.keep(
        hers.get(title="Apprentice joiner"), by=danny, cv=CV.objects.filter(owner=danny.user).first()
    )
    document = uploads.check(ContentFile(b"Much praise.", "praise.txt"), kinds=uploads.DOCUMENTS)
    applications.add_document(draft, checked=document)
    gardener = Opportunity.objects.public().get(title="Gardener")
    noted = applications.note_elsewhere(gardener, by=danny)
    for name in (*company.APPLYING, *company.SEEKERS, *company.STAYING):
        _cv(User.objects.get(email=f"{name.lower()}@example.org"))
    for name in company.APPLYING:
        keeping.film(Membership.objects.get(user__email=f"{name.lower()}@example.org"), "A minute at the lathe")
    for way in WAYS:
        offers.create(
            kind="vacancy", by=helen, service=sent.opportunity.service, title=f"Turner ({way})",  # type: ignore[union-attr]
            text="You work at the lathe.", contact_email=helen.user.email,
        )  # fmt: skip
    asked = hers.get(title="Carpenter or joiner")
    return {
        "application": sent.key,
        "application_draft": draft.key,
        "noted": noted.key,
        "offer_asking": asked.pk,
        "asked_question": asked.questions.all()[0].pk,
        "offer_to_apply": draft.opportunity_id,
        "document": draft.papers.get().key,
        **_of_joan(),
        **_agreements(danny, helen),
        **_stays(danny, helen),
    }
