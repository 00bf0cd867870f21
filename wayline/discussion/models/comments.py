"""What people say: comments in two levels of replies, their history and pictures."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models.spaces import Space, Thread
from wayline.people.models import Membership, User

TEXT_LIMIT = 8000
WORDS = SearchVector("text", config="simple")


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Comments of visible threads; a hidden one only to its author and to who moderates there."""
        seen = self.filter(thread__in=Thread.objects.visible_to(viewer))
        guided = Thread.objects.guided_by(viewer)
        return seen.filter(Q(hidden_at=None) | Q(author=viewer.user_id) | Q(thread__in=guided))

    def readable(self) -> Self:
        """Neither deleted nor hidden."""
        return self.filter(deleted_at=None, hidden_at=None)

    def roots(self) -> Self:
        return self.filter(level=0)

    def saying(self, words: str) -> Self:
        """Every word, or a word that begins with it, stands in the text."""
        terms = ["".join(ch for ch in word if ch.isalnum()) for word in words.split()[:12]]
        wanted = " & ".join(f"{term}:*" for term in terms if term)
        if not wanted:
            return self.none()
        return self.annotate(words=WORDS).filter(words=SearchQuery(wanted, config="simple", search_type="raw"))


class Comment(models.Model):
    """One contribution. Level 0 opens, 1 answers it, 2 answers an answer; deeper replies stay on level 2."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    """Empty for imported comments, and after the author's account was erased."""
    imported_author = models.CharField(max_length=120, blank=True, editable=False)
    imported_key = models.CharField(max_length=80, blank=True, editable=False)
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="descendants", db_index=False
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_by")
    """The comment this one was written to; differs from `parent` when that stands on level 2."""
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("comment"), max_length=TEXT_LIMIT)
    html = models.TextField(blank=True, editable=False)
    anonymous = models.BooleanField(default=False)
    """Peers see no name. Facilitators do, and the author was told so."""
    by_facilitator = models.BooleanField(default=False, editable=False)
    is_question = models.BooleanField(default=False, editable=False)
    is_first = models.BooleanField(default=False, editable=False)
    """The author's first comment in the space."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When somebody else first replied, directly or below."""
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When a facilitator said that it needs no answer."""
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_reason = models.CharField(max_length=300, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True, editable=False)
    endorsed_at = models.DateTimeField(null=True, blank=True, editable=False)
    endorsed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    like_count = models.PositiveIntegerField(default=0, editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    """Readable comments below this one, on every level."""

    objects: ClassVar[models.Manager[Comment]] = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=0, root=None, parent=None)
                | Q(level=1, root__isnull=False, parent=F("root"))
                | (Q(level=2, root__isnull=False, parent__isnull=False) & ~Q(parent=F("root"))),
                name="discussion_comment_level",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(text="", html=""), name="discussion_comment_deleted_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="discussion_comment_hidden_has_reason"
            ),
            models.CheckConstraint(condition=Q(pinned_at=None) | Q(level=0), name="discussion_comment_pinned_opens"),
            models.UniqueConstraint(
                fields=["thread", "imported_key"], condition=~Q(imported_key=""), name="discussion_comment_import_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["thread", "-created_at", "-id"], condition=Q(level=0), name="discussion_comment_newest"
            ),
            models.Index(
                fields=["thread", "-like_count", "-created_at"], condition=Q(level=0), name="discussion_comment_liked"
            ),
            models.Index(  # who said how much when, read without the texts
                fields=["thread", "author", "created_at"],
                include=["imported_author", "deleted_at", "hidden_at"],
                name="discussion_comment_by",
            ),
            models.Index(fields=["root", "id"], name="discussion_comment_below"),
            models.Index(
                fields=["thread", "created_at"],
                include=["author", "imported_author"],
                condition=Q(level=0, answered_at=None, settled_at=None, deleted_at=None, hidden_at=None),
                name="discussion_comment_waiting",
            ),
            models.Index(
                fields=["thread", "created_at"],
                condition=Q(answered_at=None, settled_at=None, deleted_at=None, hidden_at=None, by_facilitator=False)
                & (Q(level=0) | Q(is_first=True) | Q(is_question=True)),
                name="discussion_comment_queue",
            ),
            GinIndex(WORDS, name="discussion_comment_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """The stable address. It leads to the page of the stream on which the comment stands."""
        return reverse("discussion:comment", args=[self.pk])

    @property
    def is_readable(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None


class CommentVersion(models.Model):
    """A text that a comment had before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier text of a comment")
        verbose_name_plural = _("earlier texts of comments")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} – {self.written_at:%Y-%m-%d %H:%M}"


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Who uploaded it sees it; others once a readable comment or page of a visible space shows it."""
        used = self.filter(space__in=Space.objects.visible_to(viewer), is_shown=True)
        return used | self.filter(uploaded_by=viewer.user_id)


class Picture(models.Model):
    """A picture in a comment or page, re-encoded on upload so that nothing but pixels is kept."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="pictures")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="pictures")
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to="discussion/%Y/%m/")
    media_type = models.CharField(max_length=40)
    alt = models.CharField(_("what the picture shows"), max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_shown = models.BooleanField(default=False)
    """A comment or page that people can read shows it."""
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Picture]] = models.Manager.from_queryset(PictureQuerySet)()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("discussion:picture", args=[self.pk])
