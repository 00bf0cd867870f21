"""Writing, editing and deleting comments. Counters and the record are kept in the same transaction."""

from __future__ import annotations

from functools import partial

from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.discussion import access, tasks
from wayline.discussion.enums import Act, ReportState
from wayline.discussion.models import Comment, CommentVersion, Mention, ModerationAct, Picture, SpaceMember, Thread
from wayline.discussion.wording import is_question, names_after_at, pictures_in, render_comment
from wayline.people.actions import record
from wayline.people.models import Membership, User

LIVE_CHANNEL = "wayline_discussion"


@transaction.atomic
def post_comment(
    thread: Thread, *, by: Membership, text: str, parent: Comment | None = None, anonymous: bool = False
) -> Comment:
    """Say something in a thread, or answer a comment. Readers who are connected see it when this commits."""
    who = access.standing(by, thread.space)
    _check(who, thread, parent, anonymous)
    mentioned = members_named(thread, text)
    comment = Comment(
        thread=thread,
        author=by.user,
        text=text,
        html=render_comment(text, [user.name for user in mentioned]),
        anonymous=anonymous,
        by_facilitator=who.facilitates,
        is_question=is_question(text),
        is_first=not Comment.objects.filter(author=by.user, thread__space=thread.space_id).exists(),
    )
    _place(comment, parent)
    comment.save(force_insert=True)
    Mention.objects.bulk_create(Mention(comment=comment, user=user) for user in mentioned)
    claim_pictures(comment)
    record(by, "commented", comment, thread=thread.pk)
    _count_in(comment)
    # The errand is a row of the same transaction: it exists if, and only if, the comment does.
    tasks.tell_about_comment.enqueue(comment.pk)
    announce(comment)
    return comment


def _check(who: access.Standing, thread: Thread, parent: Comment | None, anonymous: bool) -> None:
    obstacle = access.obstacle_to_comment(who, thread)
    if obstacle:
        raise access.Refused(obstacle)
    if anonymous and not access.can_write_anonymously(who):
        raise access.Refused(_("You cannot write anonymously here."))
    if parent is not None and (parent.thread_id != thread.pk or not parent.is_readable):
        raise access.Refused(_("The comment that you answer is no longer there."))


def _place(comment: Comment, answered: Comment | None) -> None:
    """Below the comment it answers; answers to level 2 stay on level 2, beside the comment they answer."""
    if answered is None:
        return
    comment.answers = answered
    comment.root_id = answered.root_id or answered.pk
    comment.level = min(answered.level + 1, 2)
    comment.parent_id = answered.parent_id if answered.level == 2 else answered.pk


def members_named(thread: Thread, text: str) -> list[User]:
    """Members of the space whose name stands after an @."""
    names = names_after_at(text)
    if not names:
        return []
    members = User.objects.alias(lower=Lower("name")).filter(
        lower__in=names,
        pk__in=SpaceMember.objects.current().filter(space=thread.space_id).values("user"),
    )
    return list(members.order_by("pk")[:20])


def claim_pictures(comment: Comment) -> None:
    """The author's pictures that this comment shows can be seen by its readers."""
    numbers = pictures_in(comment.text)
    if numbers:
        Picture.objects.filter(
            Q(comment=None) | Q(comment=comment),
            pk__in=numbers,
            space=comment.thread.space_id,
            uploaded_by=comment.author_id,
        ).update(comment=comment, is_shown=True)


def _above(comment: Comment) -> list[int]:
    return [pk for pk in {comment.root_id, comment.parent_id} if pk is not None]


def _count_in(comment: Comment) -> None:
    above = _above(comment)
    if above:
        Comment.objects.filter(pk__in=above).update(reply_count=F("reply_count") + 1)
        Comment.objects.filter(pk__in={*above, comment.answers_id}, answered_at=None).exclude(
            author=comment.author_id
        ).update(answered_at=comment.created_at)
    # Last, because it holds the row that everybody who writes here needs.
    Thread.objects.filter(pk=comment.thread_id).update(
        comment_count=F("comment_count") + 1, last_comment_at=comment.created_at
    )


def count_again(comment: Comment) -> None:
    """Set the counters above a comment, and of its thread, from what is readable now."""
    for above in Comment.objects.filter(pk__in=_above(comment)):
        below = Comment.objects.readable().filter(Q(root=above) if above.level == 0 else Q(parent=above))
        other = below.exclude(author=above.author_id) if above.author_id else below
        above.reply_count = below.count()
        above.answered_at = other.order_by("created_at").values_list("created_at", flat=True).first()
        above.save(update_fields=["reply_count", "answered_at"])
    count_thread(comment.thread_id)


def count_thread(pk: int) -> None:
    readable = Comment.objects.readable().filter(thread=pk)
    Thread.objects.filter(pk=pk).update(
        comment_count=readable.count(), last_comment_at=readable.aggregate(last=Max("created_at"))["last"]
    )


def announce(comment: Comment) -> None:
    """Wake the live readers of every web process when the transaction commits; the payload holds numbers only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, f"{comment.thread_id}:{comment.pk}"])


@transaction.atomic
def edit_comment(comment: Comment, *, by: Membership, text: str) -> None:
    """Change the text; the one before stays in the history."""
    if text == comment.text:
        return
    CommentVersion.objects.create(
        comment=comment, text=comment.text, html=comment.html, written_at=comment.edited_at or comment.created_at
    )
    mentioned = members_named(comment.thread, text)
    comment.text, comment.html = text, render_comment(text, [user.name for user in mentioned])
    comment.is_question, comment.edited_at = is_question(text), timezone.now()
    comment.save(update_fields=["text", "html", "is_question", "edited_at"])
    known = set(comment.mentions.values_list("user", flat=True))
    fresh = [user for user in mentioned if user.pk not in known]
    Mention.objects.bulk_create(Mention(comment=comment, user=user) for user in fresh)
    claim_pictures(comment)
    record(by, "edited comment", comment)
    if fresh:
        tasks.tell_mentioned.enqueue(comment.pk, [user.pk for user in fresh])


@transaction.atomic
def delete_comment(comment: Comment, *, by: Membership, reason: str = "") -> None:
    """Take the words away and leave a mark. While a report waits, facilitators keep the text to decide on it."""
    now = timezone.now()
    if comment.reports.filter(state=ReportState.OPEN).exists():
        CommentVersion.objects.create(
            comment=comment, text=comment.text, html=comment.html, written_at=comment.edited_at or comment.created_at
        )
    else:
        comment.versions.all().delete()
    wipe(comment)
    comment.deleted_at = now
    comment.pinned_at = comment.endorsed_at = comment.endorsed_by = None
    comment.save(update_fields=["text", "html", "deleted_at", "pinned_at", "endorsed_at", "endorsed_by"])
    if comment.author_id != by.user_id:
        ModerationAct.objects.create(
            space=comment.thread.space,
            thread=comment.thread,
            comment=comment,
            by=by.user,
            about=comment.author,
            act=Act.DELETE,
            reason=reason[:300],
        )
    record(by, "deleted comment", comment, about=comment.author)
    count_again(comment)


def wipe(comment: Comment) -> None:
    """Words, pictures and mentions. The caller saves."""
    comment.text = comment.html = ""
    comment.mentions.all().delete()
    for picture in comment.pictures.all():
        file = picture.file
        picture.delete()
        transaction.on_commit(partial(file.storage.delete, file.name or ""))
