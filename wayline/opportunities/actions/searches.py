"""Verbs on saved searches, and telling people what is new."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from wayline.opportunities import asked
from wayline.opportunities.models import SavedSearch
from wayline.opportunities.queries import search
from wayline.people.actions import notify, record_own
from wayline.people.models import User

PAUSE = timedelta(hours=20)
"""Between two notices of one search."""


@transaction.atomic
def save(user: User, *, name: str, query: str, alerts: bool) -> SavedSearch:
    """The same search is kept once; saving it again renames it."""
    kept, created = SavedSearch.objects.update_or_create(
        user=user, query=query, defaults={"name": name, "alerts": alerts}
    )
    if created:
        record_own(user, "saved search", kept)
    return kept


def set_alerts(kept: SavedSearch, *, alerts: bool) -> None:
    """What came while alerts were off is not told afterwards."""
    kept.alerts = alerts
    kept.told_at = timezone.now() if alerts else kept.told_at
    kept.save(update_fields=["alerts", "told_at"])


def forget(kept: SavedSearch) -> None:
    kept.delete()


def tell_new(now: datetime) -> int:
    """Every hour: a notice for each saved search with something new, once a day at most."""
    due = SavedSearch.objects.filter(alerts=True, told_at__lt=now - PAUSE, user__is_active=True)
    return sum(_tell(kept, now) for kept in due.select_related("user").iterator())


def _tell(kept: SavedSearch, now: datetime) -> int:
    number = search.number(asked.from_query(kept.query), kept.told_at)
    if not number:
        return 0
    with transaction.atomic(), override(kept.user.language):
        text = ngettext(
            "%(number)d new opportunity for “%(name)s”", "%(number)d new opportunities for “%(name)s”", number
        ) % {"number": number, "name": kept.name}
        query = asked.with_since(kept.query, timezone.localdate(kept.told_at))
        url = f"{reverse('opportunities:search')}?{query}"
        notify(kept.user, kind="search", text=text, url=url[:300], key=f"search:{kept.pk}")
        SavedSearch.objects.filter(pk=kept.pk).update(told_at=now)
    return 1
