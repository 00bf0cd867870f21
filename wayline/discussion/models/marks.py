"""What people do with comments and threads beside writing: like, follow, keep, be mentioned, look in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models.comments import Comment
from wayline.discussion.models.spaces import Thread
from wayline.people.models import Membership, User

SAME_VISIT = 1800


class Like(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="likes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="discussion_like_once")]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.comment_id}"


class Follow(models.Model):
    """A person wants to hear of a thread, or of what somebody writes; or, muted, wants to hear nothing of a thread."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    muted = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.CheckConstraint(
                condition=Q(thread__isnull=False, person=None) | Q(thread=None, person__isnull=False, muted=False),
                name="discussion_follow_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("user")), name="discussion_follow_not_oneself"
            ),
            models.UniqueConstraint(
                fields=["user", "thread"], condition=Q(person=None), name="discussion_follow_thread_once"
            ),
            models.UniqueConstraint(
                fields=["user", "person"], condition=Q(thread=None), name="discussion_follow_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.thread_id or self.person_id}"


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own, of comments that one may still see."""
        return self.filter(user=viewer.user_id, comment__in=Comment.objects.visible_to(viewer))


class Bookmark(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="bookmarks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bookmarks")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Bookmark]] = models.Manager.from_queryset(BookmarkQuerySet)()

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="discussion_bookmark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.comment_id}"


class Mention(models.Model):
    """A comment names a member of the space with @."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="discussion_mention_once")]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.comment_id}"


class VisitManager(models.Manager["Visit"]):
    def note(self, thread: Thread, user: User) -> datetime | None:
        """The person reads here now. Returns when the visit before this one ended, None on the first."""
        now = timezone.now()
        known, created = self.get_or_create(user=user, thread=thread, defaults={"seen_at": now})
        if created:
            return None
        quiet = (now - known.seen_at).total_seconds()
        if quiet > SAME_VISIT:
            known.before_at, known.seen_at = known.seen_at, now
            known.save(update_fields=["before_at", "seen_at"])
        elif quiet > 60:
            self.filter(pk=known.pk).update(seen_at=now)
        return known.before_at


class Visit(models.Model):
    """When a person looked into a thread: now, and on the visit before this one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="visits")
    seen_at = models.DateTimeField(default=timezone.now)
    before_at = models.DateTimeField(null=True)
    """End of the last visit; looking again within half an hour is the same visit."""

    objects: ClassVar[VisitManager] = VisitManager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="discussion_visit_once")]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.thread_id}"
