"""Verbs on the agreement on a stay: draw up, say who one is, change, sign, call off."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import stay_rules, tasks
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import AgreementState, Party
from wayline.opportunities.models import AgreedSkill, Agreement, Application, Completion, Opportunity, Signature
from wayline.opportunities.models.agreements import MOST_SKILLS
from wayline.opportunities.stay_rules import Breach
from wayline.people.actions import notify, record
from wayline.people.enums import Role
from wayline.people.models import Membership, User
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Concept


class CannotSign(Exception):
    """Something is missing, or a rule stops the stay (`breaches`)."""

    def __init__(self, breaches: list[Breach]) -> None:
        super().__init__(", ".join(f"{one.rule.code} {one.what}" for one in breaches) or "not ready")
        self.breaches = breaches


@transaction.atomic
def draw_up(application: Application, *, by: Membership, **terms: Any) -> Agreement:
    """The company writes down what was talked over; the participant is told."""
    offer = application.opportunity
    if offer is None or offer.organisation is None:
        raise ValueError("The offer is gone.")
    Application.objects.select_for_update().get(pk=application.pk)  # two presses make one agreement
    if found := Agreement.objects.filter(application=application).first():
        return found
    made = Agreement.objects.create(
        application=application,
        participant=application.user,
        employer=offer.organisation,
        service=offer.service,
        title=offer.title,
        field=_field_of(offer),
        area=offer.area,
        **terms,
    )
    _take_skills_of(offer, made)
    record(by, "drew up agreement", made, about=made.participant)
    _tell(made.participant, made, _("An agreement waits for you: {title}"))
    return made


def _field_of(offer: Opportunity) -> Concept | None:
    """The group at the top of the classification over the offer's first occupation."""
    tag = offer.occupation_tags.select_related("concept__scheme").first()
    return next(iter(words.ancestors(tag.concept)), tag.concept) if tag else None


def _take_skills_of(offer: Opportunity, agreement: Agreement) -> None:
    """What the offer names is agreed on to begin with."""
    wanted = {one.text[:200]: one.concept for one in offer.wants.select_related("concept")[:MOST_SKILLS]}
    AgreedSkill.objects.bulk_create(
        AgreedSkill(agreement=agreement, concept=concept, text=text) for text, concept in wanted.items()
    )


class EnoughSkills(Exception):
    """There are as many as a company can look at one by one."""


@transaction.atomic
def agree_skill(agreement: Agreement, *, by: Membership, text: str, concept: Concept | None = None) -> None:
    """One more term; the same again changes nothing. EnoughSkills at the eleventh, TooLate when it is over."""
    held = _open(agreement)
    if held.skills.filter(text=text).exists():
        return
    if held.skills.count() >= MOST_SKILLS:
        raise EnoughSkills
    held.skills.create(text=text, concept=concept)
    _skills_changed(held, by)


@transaction.atomic
def drop_skill(agreement: Agreement, pk: int, *, by: Membership) -> None:
    held = _open(agreement)
    if held.skills.filter(pk=pk).delete()[0]:
        _skills_changed(held, by)


def _skills_changed(held: Agreement, by: Membership) -> None:
    held.changed_at = timezone.now()
    held.save(update_fields=["changed_at"])
    record(by, "changed agreement", held, about=held.participant, fields=["skills"])
    _tell(held.participant, held, _("An agreement was changed and waits for you: {title}"))


@transaction.atomic
def keep_in_order(agreement: Agreement, *, by: Membership, group: str, found: str) -> None:
    """What the service notes for its lists and figures. No term: nobody signs it, and it may change at any time."""
    Agreement.objects.filter(pk=agreement.pk).update(group=group, found=found)
    record(by, "sorted agreement", agreement, about=agreement.participant)


@transaction.atomic
def change(agreement: Agreement, *, by: Membership, **terms: Any) -> None:
    """What was signed before is signed no more: a signature counts for its own words only. TooLate when it is over."""
    held = _open(agreement)
    for name, value in terms.items():
        setattr(held, name, value)
    held.changed_at = timezone.now()
    held.save(update_fields=[*terms, "changed_at"])
    record(by, "changed agreement", held, about=held.participant, fields=sorted(terms))
    _tell(held.participant, held, _("An agreement was changed and waits for you: {title}"))
    agreement.refresh_from_db()


@transaction.atomic
def say_who(agreement: Agreement, *, by: Membership, born_on: date, parent_name: str, parent_email: str) -> None:
    """The participant's part of the terms. TooLate when it is over."""
    held = _open(agreement)
    held.born_on, held.parent_name, held.parent_email = born_on, parent_name, parent_email
    held.changed_at = timezone.now()
    held.save(update_fields=["born_on", "parent_name", "parent_email", "changed_at"])
    record(by, "changed agreement", held, about=held.participant, fields=["born_on", "parent_name"])
    agreement.refresh_from_db()


def _open(agreement: Agreement) -> Agreement:
    """The row as it is now, locked: the last signature, or a call-off, may have come meanwhile."""
    held = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not held.is_open:
        raise TooLate
    return held


def stopped_by(agreement: Agreement) -> list[Breach]:
    """What of the country's rules the stay does not keep to; nothing where no rule is named or no birth date said."""
    rule = stay_rules.rule_for(agreement.rule, agreement.starts_on) if agreement.rule else None
    if rule is None or agreement.born_on is None:
        return []
    stay = stay_rules.Stay(
        agreement.born_on,
        agreement.starts_on,
        agreement.ends_on,
        agreement.days,
        agreement.hours_a_day,
        agreement.hours_a_week,
    )
    return stay_rules.breaches(rule, stay)


def signed_parties(agreement: Agreement) -> set[str]:
    """Who has signed these very terms."""
    return set(agreement.signatures.filter(digest=agreement.digest).values_list("party", flat=True))


def is_ready(agreement: Agreement) -> bool:
    """Whether anybody can sign: the birth date is said, and for a minor whose parent signs."""
    if not agreement.is_open or agreement.born_on is None:
        return False
    return not agreement.is_minor or bool(agreement.parent_name and agreement.parent_email)


@transaction.atomic
def sign(agreement: Agreement, *, party: Party, name: str, by: Membership | None) -> None:
    """`by` is None for a parent, who came by the link. CannotSign when a rule stops the stay, or its text has changed.

    Once the participant has signed, the parent of a minor gets the link; with the last signature all are told.
    """
    held = Agreement.objects.select_for_update().get(pk=agreement.pk)
    stops = stopped_by(held)
    if stops or not is_ready(held) or party not in held.parties or held.digest != agreement.digest:
        raise CannotSign(stops)
    user = by.user if by else None
    Signature.objects.get_or_create(
        agreement=held, party=party, digest=held.digest, defaults={"name": name, "user": user}
    )
    record(by, "signed agreement", held, about=held.participant, party=str(party))
    signed = signed_parties(held)
    if signed == {str(one) for one in held.parties}:
        held.state, held.parent_token = AgreementState.SIGNED, None
        held.save(update_fields=["state", "parent_token"])
        _tell_all(held, _("The agreement is signed by all: {title}"))
    elif party == Party.PARTICIPANT:
        _tell_company(held, _("An agreement waits for you: {title}"))
        if held.is_minor and Party.PARENT not in signed:
            transaction.on_commit(partial(tasks.mail_parent.enqueue, held.pk))


@transaction.atomic
def call_off(agreement: Agreement, *, by: Membership) -> None:
    """Also when it is signed. A second time changes nothing, and nobody is told again. TooLate when it is completed."""
    held = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if held.state == AgreementState.CANCELLED:
        return
    if Completion.objects.filter(agreement=held, taken_back_at=None).exists():
        raise TooLate
    held.state, held.parent_token = AgreementState.CANCELLED, None
    held.changed_at = timezone.now()
    held.save(update_fields=["state", "parent_token", "changed_at"])
    record(by, "called off agreement", held, about=held.participant)
    _tell_all(held, _("The stay is called off: {title}"))


def tell_participant(agreement: Agreement, text: Any, *, about: str) -> None:
    """Of something during the stay; `about` names it, so that what waits unread is told once."""
    said = format_lazy(text, title=agreement.title[:120])
    key = notice_key(agreement, about)
    notify(agreement.participant, kind="agreement", text=said, url=agreement.get_absolute_url(), key=key)


def notice_key(agreement: Agreement, about: str) -> str:
    return f"agreement:{agreement.pk}:{about}"


def tell_company(agreement: Agreement, text: Any, *, about: str) -> None:
    said = format_lazy(text, title=agreement.title[:120])
    for user in _contacts(agreement):
        notify(user, kind="agreement", text=said, url=agreement.get_absolute_url(), key=notice_key(agreement, about))


def _tell(user: User, agreement: Agreement, text: Any) -> None:
    said = format_lazy(text, title=agreement.title[:120])
    notify(user, kind="agreement", text=said, url=agreement.get_absolute_url(), key=f"agreement:{agreement.pk}")


def _contacts(agreement: Agreement) -> list[User]:
    contacts = Membership.objects.active().filter(organisation=agreement.employer_id, role=Role.EMPLOYER)
    return [member.user for member in contacts.select_related("user")]


def _tell_company(agreement: Agreement, text: Any) -> None:
    for user in _contacts(agreement):
        _tell(user, agreement, text)


def _tell_all(agreement: Agreement, text: Any) -> None:
    _tell(agreement.participant, agreement, text)
    _tell_company(agreement, text)
