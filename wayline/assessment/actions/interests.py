"""Taking the inventory of interests: begin, answer, go back, finish, show to an adviser, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from wayline.assessment.models import InterestShare, InterestSheet
from wayline.people.actions import forget_notices, notify, record_own
from wayline.people.models import Membership, User


@transaction.atomic
def begin(user: User, *, edition: str, language: str) -> InterestSheet:
    """A sheet begun and not finished is taken up again, when it is of the same activities."""
    begun = InterestSheet.objects.filter(user=user, edition=edition, language=language, finished_at=None).first()
    return begun or InterestSheet.objects.create(user=user, edition=edition, language=language)


def answer(sheet: InterestSheet, answers: Mapping[str, int]) -> None:
    """Add answers, the newest last. An answer given again replaces the one before."""
    kept = {key: value for key, value in sheet.answers.items() if key not in answers}
    sheet.answers = {**kept, **answers}
    sheet.save(update_fields=["answers"])


def take_back(sheet: InterestSheet) -> None:
    """Forget the last answer, to give it anew."""
    sheet.answers = dict(list(sheet.answers.items())[:-1])
    sheet.save(update_fields=["answers"])


@transaction.atomic
def finish(sheet: InterestSheet) -> None:
    sheet.finished_at = timezone.now()
    sheet.save(update_fields=["finished_at"])
    record_own(sheet.user, "finished interests", sheet)


@transaction.atomic
def go_on(sheet: InterestSheet) -> None:
    """Open a finished sheet for further activities: the result becomes more exact."""
    sheet.finished_at = None
    sheet.save(update_fields=["finished_at"])


@transaction.atomic
def show_to(sheet: InterestSheet, adviser: Membership, *, until: date) -> InterestShare:
    share, _made = InterestShare.objects.update_or_create(sheet=sheet, adviser=adviser, defaults={"until": until})
    record_own(sheet.user, "showed interests", sheet)
    text = gettext_lazy("Somebody you advise shows you a result about interests.")
    notify(adviser.user, kind="interests", text=text, url=sheet.get_absolute_url(), key=_notice_key(share))
    return share


def _notice_key(share: InterestShare) -> str:
    return f"interests:{share.pk}"


@transaction.atomic
def stop_showing(share: InterestShare) -> None:
    record_own(share.sheet.user, "stopped showing interests", share.sheet)
    forget_notices(_notice_key(share))
    share.delete()


@transaction.atomic
def throw_away(sheet: InterestSheet) -> None:
    record_own(sheet.user, "threw interests away", sheet)
    forget_notices(*(_notice_key(share) for share in sheet.shares.all()))
    sheet.delete()
