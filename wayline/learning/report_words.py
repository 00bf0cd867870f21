"""The kinds of things in the report of an import, in the reader's language.

Readers of packages name kinds by fixed words, which stand in the stored report; what is not listed here is named as
the source names it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.learning.kinds import all_kinds

COUNTED: dict[str, str | Promise] = {
    "week": _("Weeks"),
    "file": _("Files"),
    "question": _("Questions"),
    "post": _("Forum posts"),
    "comment": _("Comments"),
    "run": _("Closed runs with their discussions"),
    "learner": _("Learners, without accounts"),
    "visit of a step": _("Visits of steps"),
}
NAMED: dict[str, str | Promise] = {
    "activity": _("activity"),
    "announcements forum": _("forum for announcements"),
    "answer": _("answer"),
    "answers": _("answers"),
    "archetype survey responses": _("answers to the survey about kinds of learners"),
    "assign": _("assignment"),
    "assignment": _("assignment"),
    "audio": _("audio"),
    "block": _("block"),
    "book": _("book"),
    "canvas": _("drawing made by a program"),
    "choice": _("choice"),
    "columns": _("columns"),
    "comment": _("comment"),
    "data": _("database"),
    "description": _("text between questions"),
    "embed": _("embedded content"),
    "enrolments": _("enrolments"),
    "external tool (LTI)": _("external tool (LTI)"),
    "feedback": _("feedback"),
    "feedback question": _("question of a feedback form"),
    "file": _("file"),
    "folder": _("folder"),
    "form": _("form"),
    "forum": _("forum"),
    "frame": _("embedded page"),
    "glossary": _("glossary"),
    "glossary entry": _("entry of a glossary"),
    "hidden chapter": _("hidden chapter"),
    "hidden section": _("hidden section"),
    "iframe": _("embedded page"),
    "information for graders": _("information for graders"),
    "label": _("text between activities"),
    "language": _("language"),
    "leaving survey responses": _("answers to the survey on leaving"),
    "lesson": _("lesson"),
    "link": _("link"),
    "lti": _("external tool (LTI)"),
    "minutes": _("minutes"),
    "object": _("embedded content"),
    "overall feedback": _("feedback by result"),
    "page": _("page"),
    "peer reviews": _("peer reviews"),
    "peer-reviewed assignments": _("peer-reviewed assignments"),
    "people": _("people"),
    "post": _("post"),
    "question": _("question"),
    "question responses": _("answers to questions"),
    "quiz": _("quiz"),
    "random question": _("question drawn by chance"),
    "resource": _("file"),
    "script": _("program"),
    "scorm": _("SCORM package"),
    "section": _("section"),
    "step activity": _("step activity"),
    "style": _("style"),
    "submissions": _("work handed in"),
    "subsection": _("subsection"),
    "survey": _("survey"),
    "text of a step": _("text of a step"),
    "url": _("web link"),
    "video": _("video"),
    "visit of a step": _("visit of a step"),
    "web link": _("web link"),
    "weekly sentiment survey responses": _("answers to the weekly survey"),
    "wiki": _("wiki"),
    "workshop": _("workshop"),
}


def counted(what: str) -> str:
    """What was taken over, as the heading of a number."""
    kinds = {kind.key: kind.label for kind in all_kinds()}
    return str(kinds.get(what) or COUNTED.get(what) or what)


def named(what: str) -> str:
    """One thing that changed its form or was not taken."""
    if what.startswith("question type "):
        return gettext("question type {kind}").format(kind=what.removeprefix("question type "))
    if what not in NAMED and what.startswith("hidden "):
        return gettext("hidden: {what}").format(what=named(what.removeprefix("hidden ")))
    return str(NAMED.get(what) or what)
