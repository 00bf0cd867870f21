"""What stands on the page of an agreement once all have signed it: how the stay goes, and what is to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayline.common.parts import Task
from wayline.opportunities import access
from wayline.opportunities.enums import Party
from wayline.opportunities.models import (
    Agreement,
    CheckIn,
    CompanyFeedback,
    Completion,
    ParticipantFeedback,
)
from wayline.opportunities.models.stays import feedback_until
from wayline.opportunities.queries import stays
from wayline.people.models import Membership
from wayline.portfolio.models import IssuedCredential


@dataclass(frozen=True, slots=True)
class StayPage:
    """As one party sees it. Empty before all have signed, and for the company once the stay is called off."""

    tasks: list[Task] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    own_check_ins: set[int] = field(default_factory=set)
    """Those that the viewer may change."""
    can_check_in: bool = False
    company_said: CompanyFeedback | None = None
    participant_said: ParticipantFeedback | None = None
    completion: Completion | None = None
    credential: IssuedCredential | None = None
    can_confirm: bool = False
    can_take_up: bool = False


def of(viewer: Membership, agreement: Agreement, party: Party) -> StayPage | None:
    if not access.can_read_diary(party, agreement):
        return None
    checks = stays.check_ins(agreement, viewer)
    changes = access.can_check_in(party, agreement)
    completion = stays.completion(agreement)
    return StayPage(
        tasks=_tasks(viewer, agreement, party),
        check_ins=checks,
        own_check_ins={one.pk for one in checks if changes and one.by and one.by.user_id == viewer.user_id},
        can_check_in=changes,
        company_said=stays.company_feedback(agreement),
        participant_said=ParticipantFeedback.objects.visible_to(viewer).filter(agreement=agreement).first(),
        completion=completion,
        credential=stays.credential_of(agreement) if completion else None,
        can_confirm=completion is None and access.can_confirm(party, agreement),
        can_take_up=completion is not None and party == Party.PARTICIPANT,
    )


def _tasks(viewer: Membership, agreement: Agreement, party: Party) -> list[Task]:
    found = [_diary(viewer, agreement, party)]
    if party in (Party.PARTICIPANT, Party.EMPLOYER) and agreement.is_signed:
        found.append(_feedback(agreement, party))
    return found


def _diary(viewer: Membership, agreement: Agreement, party: Party) -> Task:
    number = stays.entries(agreement, viewer).count()
    hours = in_hours(stays.hours_written(agreement, viewer), agreement)
    own = party == Party.PARTICIPANT
    status = ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
    return Task(
        title=_("My diary") if own else _("Diary, as far as it is shown"),
        url=reverse("opportunities:diary", args=[agreement.key]),
        status=status if number else _("nothing yet"),
        done=True,
        hint=hours,
    )


def plainly(number: Decimal) -> str:
    """`7`, `7.5` and `30`, as they are typed."""
    return f"{number.normalize():f}"


def in_hours(written: Decimal, agreement: Agreement) -> str:
    return _("%(hours)s of %(agreed)s hours written down") % {
        "hours": number_format(written.normalize() if written else 0),
        "agreed": number_format(agreement.hours_agreed.normalize()),
    }


def _feedback(agreement: Agreement, party: Party) -> Task:
    said = hasattr(agreement, "company_feedback" if party == Party.EMPLOYER else "participant_feedback")
    open_now = access.can_say_how_it_was(party, agreement)
    until = date_format(feedback_until(agreement))
    if agreement.ends_on > timezone.localdate():
        hint = _("From the last day on, %(day)s.") % {"day": date_format(agreement.ends_on)}
    elif open_now:
        hint = _("You can write and change it until %(day)s.") % {"day": until}
    else:
        hint = _("The last day for it was %(day)s.") % {"day": until}
    return Task(
        title=_("How was the stay?"),
        url=reverse("opportunities:stay_feedback", args=[agreement.key]) if open_now else "",
        status=_("written") if said else _("to do") if open_now else _("not written"),
        colour="blue" if open_now else "grey",
        done=said,
        hint=hint,
    )
