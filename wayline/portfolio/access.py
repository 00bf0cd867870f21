"""Who may do what with what is shared. One condition a line."""

from __future__ import annotations

from django.utils import timezone

from wayline.people.models import Membership
from wayline.portfolio.models import Share


def can_comment(viewer: Membership, share: Share) -> bool:
    """Its owner, and everybody to whom it is open and who signs in, as long as it is open."""
    if not share.comments_open or share.revoked_at is not None or share.ends_at <= timezone.now():
        return False
    return share.owner_id == viewer.user_id or Share.objects.visible_to(viewer).filter(pk=share.pk).exists()
