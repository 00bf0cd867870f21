"""What the columns and details of this room's records are called."""

from django.utils.translation import gettext_lazy as _

from wayline.discussion.enums import ReportReason, SpaceRole
from wayline.people import registers

COLUMNS = {
    "act": _("act"),
    "alt": _("what the picture shows"),
    "anonymous": _("anonymous"),
    "before_at": _("seen before on"),
    "comment": _("number of the comment"),
    "comment__thread__title": _("discussion"),
    "deleted_at": _("deleted on"),
    "edited_at": _("edited on"),
    "file": _("file"),
    "hidden_at": _("hidden on"),
    "left_at": _("left on"),
    "like_count": _("likes"),
    "made_at": _("made on"),
    "members": _("members"),
    "muted": _("silenced"),
    "note": _("note"),
    "person__name": _("person"),
    "reason": _("reason"),
    "seen_at": _("seen on"),
    "space": _("space"),
    "space__name": _("space"),
    "state": _("state"),
    "thread": _("discussion"),
    "thread__title": _("discussion"),
    "uploaded_at": _("uploaded on"),
    "version": _("version"),
    "written_at": _("written on"),
}
KINDS = {
    "answer": _("answer"),
    "endorsed": _("endorsement"),
    "follow": _("what you follow"),
    "hidden": _("moderation"),
    "mention": _("mention"),
    "reply": _("answer"),
    "report": _("report"),
    "summary": _("weekly summary"),
}


def register_words() -> None:
    registers.columns.update(COLUMNS)
    registers.codes.setdefault("role", {}).update(dict(SpaceRole.choices))
    registers.codes["reason"] = dict(ReportReason.choices)
    registers.codes.setdefault("kind", {}).update(KINDS)
