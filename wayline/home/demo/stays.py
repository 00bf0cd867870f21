"""Work experience: Danny's two weeks in a care home are over, Kofi is in the workshop now, Elena has fallen silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from wayline.home.demo import cast
from wayline.home.demo.people import member
from wayline.opportunities.actions import agreements, applications, received, stays, stays_after
from wayline.opportunities.actions.stays_after import Rated
from wayline.opportunities.enums import Advice, Found, Party, Shown, SkillSeen
from wayline.opportunities.models import Agreement, Application, Opportunity, Signature
from wayline.people.models import Membership
from wayline.portfolio.actions import cvs
from wayline.portfolio.models import CV

BEFOREHAND = timedelta(days=6)
"""So long before the first day all had signed."""


@dataclass(frozen=True, slots=True)
class Place:
    offer: str
    contact: str
    place: str
    skills: tuple[str, ...]
    hours_a_day: Decimal


CARE = Place(
    "Two weeks in a home for older people", "Marjorie Bell", "Willow Bank, Eastmoor",
    ("Talking with somebody who forgets", "Helping in a wheelchair safely", "Working in a team"), Decimal(5),
)  # fmt: skip
WORKSHOP = Place(
    "One week in a joiner's workshop", cast.HELEN.name, "Sawpit Lane 3, Northvale",
    ("Measuring and marking wood", "Using hand tools safely"), Decimal(6),
)  # fmt: skip
SOFTWARE = Place(
    "A fortnight with a software team", "Ines Cardoso", "Mill Street 40, Riverton",
    ("Writing down a fault so that others can repeat it",), Decimal(5),
)  # fmt: skip


def hold_stays() -> None:
    today = timezone.localdate()
    _over(_signed(member(cast.DANNY.name), CARE, today - timedelta(days=20), 10, Found.SELF))
    _under_way(_signed(member(cast.KOFI.name), WORKSHOP, today - timedelta(days=2), 5, Found.SERVICE), today)
    _silent(_signed(member(cast.ELENA.name), SOFTWARE, today - timedelta(days=7), 10, Found.KNOWN), today)


def _signed(who: Membership, at: Place, starts_on: date, days: int, found: str) -> Agreement:
    contact, amara = member(at.contact), member(cast.AMARA.name)
    offer = Opportunity.objects.get(organisation=contact.organisation, title=at.offer)
    sent = _invited(who, offer, contact, starts_on)
    made = agreements.draw_up(
        sent, by=contact, rule="",
        goals="\n".join(offer.details["goals"]), starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days * 7 // 5 - 1), days=days, hours_a_day=at.hours_a_day,
        hours_a_week=5 * at.hours_a_day, place=at.place, supervision=contact.user.name,
        insurance=offer.details["insurance"],
    )  # fmt: skip
    for text in at.skills:
        agreements.agree_skill(made, by=contact, text=text)
    agreements.say_who(made, by=who, born_on=date(1998, 3, 14), parent_name="", parent_email="")
    for party, signer in ((Party.PARTICIPANT, who), (Party.EMPLOYER, contact), (Party.SERVICE, amara)):
        agreements.sign(made, party=party, name=signer.user.name, by=signer)
    received.mark(sent, by=contact, state="taken_on")
    agreements.keep_in_order(made, by=amara, group="Autumn", found=found)
    Signature.objects.filter(agreement=made).update(at=_morning(starts_on) - BEFOREHAND)
    made.refresh_from_db()
    return made


def _invited(who: Membership, offer: Opportunity, contact: Membership, starts_on: date) -> Application:
    cv = CV.objects.filter(owner=who.user).first() or cvs.make_cv(who.user, title="My CV", language="en")
    sent = applications.send(applications.keep(offer, by=who, cv=cv))
    received.mark(sent, by=contact, state="invited")
    Application.objects.filter(pk=sent.pk).update(sent_at=_morning(starts_on) - 2 * BEFOREHAND)
    sent.refresh_from_db()
    return sent


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), timezone.get_current_timezone())


def _over(stay: Agreement) -> None:
    """Both sides said how it was, and it is confirmed."""
    skills = list(stay.skills.all())
    first, second = stay.starts_on, stay.starts_on + timedelta(days=1)
    stays.write_entry(
        stay, day=first, hours=Decimal(5), shown=Shown.COMPANY, skills=skills[:1],
        did="Breakfast with everybody, then the garden with Mr Hale. I mended the handle of the shed.",
        learned="Ask about something old, and wait longer than you think.", went="I was nervous and then I was not.",
    )  # fmt: skip
    stays.write_entry(
        stay, day=second, hours=Decimal(5), shown=Shown.SERVICE, skills=skills[1:2],
        did="I learned to take a wheelchair over a kerb, with the nurse in the chair.", learned="Go backwards.",
        went="Good. My back hurts.",
    )  # fmt: skip
    marjorie, amara = member(CARE.contact), member(cast.AMARA.name)
    stays.check_in(
        stay, by=amara, day=second, kind="call", note="He laughs when he tells of it. He still wants to build.",
        agreed="To ask at the workshop in Sawpit Lane afterwards.",
    )  # fmt: skip
    seen = dict(zip(CARE.skills, (SkillSeen.SHOWS, SkillSeen.WITH_HELP, SkillSeen.ALONE), strict=True))
    stays_after.say_as_company(
        stay, by=marjorie, words="Danny listens, and he repaired more than we asked for. Come back any time.",
        ratings=[Rated(skill, skill.text, seen.get(skill.text, SkillSeen.ALONE)) for skill in skills],
    )  # fmt: skip
    stays_after.say_as_participant(
        stay, good="Nobody minded that I asked.", bad="The first bus came too late.", advice=Advice.YES,
        to_company=True, found=Found.SELF,
    )  # fmt: skip
    done = stays_after.complete(stay, by=marjorie, days=10, hours=Decimal(50))
    stays_after.take_up(
        done, title="Helper in a home for older people", description="Two weeks of work experience.",
        highlights=["Repaired garden tools and a bench"],
    )  # fmt: skip


def _under_way(stay: Agreement, today: date) -> None:
    skills = list(stay.skills.all())
    stays.write_entry(
        stay, day=today - timedelta(days=1), hours=Decimal(6), shown=Shown.COMPANY, skills=skills,
        did="I marked out a drawer and sawed beside the line, not on it.",
        learned="The pencil line is the wood that stays.",
    )  # fmt: skip
    stays.check_in(
        stay, by=member(cast.AMARA.name), day=today - timedelta(days=1), kind="visit", to_company=True,
        note="Safe with the saw; asks before he starts.", agreed="Helen shows him a dovetail on the last day.",
        next_on=today + timedelta(days=2),
    )  # fmt: skip


def _silent(stay: Agreement, today: date) -> None:
    """What she writes she keeps to herself, and nobody has called her yet: the list says so."""
    stays.write_entry(
        stay, day=today - timedelta(days=6), hours=Decimal(5), shown=Shown.ME,
        did="I found a fault and did not dare to say it.",
    )  # fmt: skip
