"""What people change: the area they read for."""

from __future__ import annotations

from django.db import transaction

from wayline.lmi.models import ReadingArea
from wayline.people.models import User
from wayline.taxonomy.models import Area


@transaction.atomic
def read_for(user: User, *, area: Area) -> ReadingArea:
    """Explorer pages open on this area from now on. Like the language it is one's own business: no audit record."""
    return ReadingArea.objects.update_or_create(user=user, defaults={"area": area})[0]
