"""Pages, files and forms of applications (see places.py)."""

from __future__ import annotations

PLAIN = ["opportunities:applications", "opportunities:received", "opportunities:job_file", "opportunities:agreements",
         "opportunities:stays", "opportunities:stay_figures"]  # fmt: skip
WITH_PARTS: dict[str, list[tuple[str, ...]]] = {
    "opportunities:questions": [("offer_asking",), ("offer_draft",)],
    "opportunities:question_edit": [("offer_asking", "asked_question")],
    "opportunities:apply": [("offer_to_apply",), ("offer_shown",)],
    "opportunities:application": [("application",), ("noted",), ("application_of_joan",)],
    "opportunities:application_check": [("application_draft",)],
    "opportunities:application_withdraw": [("application",)],
    "opportunities:application_delete": [("application_draft",), ("noted",)],
    "opportunities:received_offer": [("offer_asking",), ("offer_shown",)],
    "opportunities:received_one": [("application",), ("application_of_joan",)],
    "opportunities:agreement_draw_up": [("application_for_stay",)],
    "opportunities:agreement": [("agreement",), ("agreement_minor",), ("stay",), ("stay_completed",)],
    "opportunities:agreed_skills": [("agreement",)],
    "opportunities:diary": [("stay",), ("stay_completed",)],
    "opportunities:entry_new": [("stay",)],
    "opportunities:entry": [("stay", "entry")],
    "opportunities:entry_delete": [("stay", "entry")],
    "opportunities:check_in_new": [("stay",)],
    "opportunities:check_in": [("stay", "check_in")],
    "opportunities:check_in_delete": [("stay", "check_in")],
    "opportunities:stay_feedback": [("stay",)],
    "opportunities:stay_complete": [("stay",)],
    "opportunities:stay_take_back": [("stay_completed",)],
    "opportunities:stay_take_up": [("stay_completed",)],
    "opportunities:agreement_change": [("agreement",)],
    "opportunities:agreement_call_off": [("agreement",)],
    "opportunities:agreement_parent": [("parent_token",), ("gone",)],
    "opportunities:received_mark": [("application", "offered"), ("application", "not_chosen")],
}
QUESTIONS: dict[str, list[dict[str, str]]] = {
    "opportunities:stays": [{"period": "all", "state": "all"}, {"silent": "5", "order": "next"}],
    "opportunities:agreed_skills": [{"skill": "wood"}, {"skill": "nothing of this name"}],
    "opportunities:applications": [{"state": "draft"}, {"state": "offered"}],
    "opportunities:received": [{"state": "offered"}, {"order": "-name"}],
}
FILES: dict[str, tuple[str, ...]] = {
    "opportunities:applications_csv": (),
    "opportunities:application_paper": ("application_of_joan", "application_file"),
    "opportunities:received_csv": (),
    "opportunities:received_paper": ("application_of_joan", "application_file"),
    "opportunities:received_video_part": ("application_of_joan", "captions"),
    "opportunities:agreement_paper": ("agreement",),
    "opportunities:diary_paper": ("stay",),
    "opportunities:stays_csv": (),
    "opportunities:stay_figures_csv": (),
}
FORMS = [
    "opportunities:question_do",
    "opportunities:applied_elsewhere",
    "opportunities:application_until",
    "opportunities:application_track",
    "opportunities:application_paper_remove",
    "opportunities:received_take_back",
    "opportunities:received_video",
    "opportunities:application_video_take_back",
    "opportunities:agreement_who",
    "opportunities:agreement_sign",
    "opportunities:agreement_sort",
]
