"""What this room's acts, columns and details are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.learning.enums import RunState
from wayline.people import registers

VERBS = {
    "adapted programme": _("adapted a programme"),
    "added author": _("named an author"),
    "added file": _("added a file"),
    "added step": _("added a step"),
    "added week": _("added a week"),
    "brought back step": _("brought a step back"),
    "changed programme": _("changed a programme"),
    "changed run": _("changed a run"),
    "changed week": _("changed a week"),
    "created run": _("offered a run"),
    "deleted step": _("deleted a step"),
    "deleted week": _("deleted a week"),
    "gave feedback on hand-in": _("gave feedback on a hand-in"),
    "imported programme": _("imported a programme"),
    "invited to run": _("invited people to a run"),
    "issued certificate": _("issued a certificate"),
    "joined run": _("joined a run"),
    "joined waiting list": _("went on a waiting list"),
    "left run": _("left a run"),
    "moved step": _("moved a step"),
    "moved up from waiting list": _("moved up from a waiting list"),
    "moved week": _("moved a week"),
    "published programme": _("published a programme"),
    "published step": _("published a step"),
    "remarked on step": _("remarked on a step"),
    "removed author": _("removed an author"),
    "removed file": _("removed a file"),
    "reopened remark": _("reopened a remark"),
    "resolved remark": _("resolved a remark"),
    "sent package": _("sent a package to import"),
    "set live event": _("set a live event"),
    "set opening of week": _("set the opening of a week"),
    "set state of run": _("opened or closed a run"),
    "translated step": _("translated a step"),
    "viewed participation": _("looked at what you did in a run"),
    "withdrew invitation to run": _("withdrew an invitation to a run"),
    "withdrew step": _("withdrew a step"),
    "wrote step": _("wrote a step"),
}
COLUMNS = {
    "added_at": _("added on"),
    "answers": _("answers"),
    "asked_at": _("sent on"),
    "choices": _("what was chosen"),
    "code": _("code"),
    "completed_at": _("completed on"),
    "enrolment__run__title": _("run"),
    "feedback": _("feedback"),
    "feedback_at": _("feedback on"),
    "file_name": _("file"),
    "first_visited_at": _("first opened on"),
    "invited_at": _("invited on"),
    "issued_at": _("issued on"),
    "last_seen_at": _("last seen on"),
    "minutes": _("minutes"),
    "number": _("number"),
    "opens_on": _("opens on"),
    "original": _("original"),
    "passage": _("passage"),
    "passed": _("passed"),
    "possible": _("marks possible"),
    "programme__title": _("programme"),
    "programme_title": _("programme"),
    "run__title": _("run"),
    "score": _("marks"),
    "size": _("size in bytes"),
    "reference": _("page it refers to"),
    "step__key": _("step"),
    "step__programme__title": _("programme"),
    "steps": _("steps"),
    "version__title": _("step"),
    "week": _("week"),
}
KINDS = {
    "author": _("programmes you write"),
    "event": _("live event"),
    "feedback": _("feedback"),
    "import": _("import of a package"),
    "invitation": _("invitation"),
    "place": _("place in a run"),
    "remark": _("remark"),
}


def register_words() -> None:
    registers.verbs.update(VERBS)
    registers.columns.update(COLUMNS)
    registers.codes["state"] = dict(RunState.choices)
    registers.codes.setdefault("kind", {}).update(KINDS)
