"""Every page of the house by its name, with what stands in its address; and the addresses that are no page.

A name that is in neither table, or in both, fails a test; so does a page that nobody could open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import get_resolver, reverse

from tests.e2e import places_accounts, places_applying, places_matching, places_portfolio
from tests.test_house import all_patterns

Ground = dict[str, Any]

PLAIN = [
    *places_matching.PLAIN,
    "home:start",
    "home:search",
    "people:help",
    "people:about",
    "people:privacy",
    "people:retention",
    "people:accessibility",
    "people:terms",
    "people:profile",
    "people:profile_edit",
    "people:security",
    "people:no_role",
    "people:your_data",
    "people:your_data_all",
    "people:seen",
    "people:consents",
    "people:erase",
    "people:notices",
    "people:members",
    "people:organisation",
    "people:invite",
    "people:invitations",
    "people:audit",
    "learning:authoring",
    "learning:programme_create",
    "learning:package_send",
    "learning:futurelearn_send",
    "learning:catalogue",
    "learning:my_learning",
    "learning:certificate_search",
    "assessment:own",
    "assessment:surveys",
    "assessment:survey_create",
    "assessment:instruments",
    "assessment:instrument_create",
    "assessment:instrument_import",
    "opportunities:search",
    "opportunities:vacancy_figures",
    "opportunities:searches",
    "opportunities:search_save",
    "opportunities:offers",
    "opportunities:offer_kinds",
    "opportunities:review",
    "opportunities:rule",
    "opportunities:employers",
    "opportunities:sources",
    "opportunities:source_new",
    "opportunities:my_company",
    "opportunities:company_edit",
    "opportunities:employer_sign_up",
    *places_applying.PLAIN,
    *places_portfolio.PLAIN,
    "discussion:bookmarks",
    "discussion:spaces",
    "discussion:create_space",
    "discussion:facilitation",
    "common:gallery",
    "common:offline",
    "lmi:explorer",
    "lmi:compare",
    "lmi:rankings",
    "lmi:shortages",
    "lmi:areas",
    "lmi:widgets",
    "lmi:widget_occupation",
    "lmi:widget_compare",
    "lmi:widget_area",
    "interests:home",
    "credentials:own",
    "credentials:check",
    "credentials:issued",
    "taxonomy:schemes",
    "taxonomy:releases",
    "api:console",
    *places_accounts.PLAIN,
]

WITH_PARTS: dict[str, list[tuple[str, ...]]] = {
    **places_matching.WITH_PARTS,
    "people:invitation": [("token",), ("gone",)],
    "people:unsubscribe": [("unsubscribe",)],
    "people:person": [("someone",)],
    "people:change_role": [("membership",)],
    "people:end_membership": [("membership",)],
    "learning:package_import": [("import_done",), ("import_failed",)],
    "learning:programme": [("programme",), ("italian",), ("draft",)],
    "learning:programme_adapt": [("programme",)],
    **{
        f"learning:{name}": [("draft",)]
        for name in (
            "programme_edit",
            "programme_details",
            "programme_publish",
            "programme_authors",
            "programme_files",
            "week_add",
            "run_create",
        )
    },
    "learning:file_remove": [("draft", "asset")],
    "learning:translation": [("copy",)],
    "learning:week_edit": [("draft", "draft_week")],
    "learning:week_delete": [("draft", "draft_week")],
    "learning:step_add": [("draft", "draft_week")],
    "learning:step_edit": [("draft", f"draft_{kind}") for kind in (
        "article", "video", "audio", "download", "event", "poll", "exercise", "quiz", "discussion", "lmi"
    )],
    "learning:step_preview": [("draft", f"draft_{kind}") for kind in (
        "article", "video", "audio", "download", "event", "poll", "exercise", "quiz", "discussion", "lmi"
    )],
    "learning:step_delete": [("draft", "draft_step")],
    "learning:step_history": [("draft", "draft_step")],
    "learning:step_compare": [("draft", "draft_step")],
    "learning:remark_add": [("draft", "draft_step")],
    "learning:step_translate": [("copy", "copy_step")],
    "learning:run": [("run",), ("ended",), ("kinds_run",), ("short_run",)],
    "learning:leave": [("run",)],
    "learning:step": [
        *(("run", f"step_{number}") for number in range(1, 8)),
        ("run", "poll_step"),
        ("ended", "step_5"),
        *(("kinds_run", f"draft_{kind}") for kind in ("video", "audio", "download", "event", "poll", "exercise")),
        ("kinds_run", "draft_lmi"),
    ],
    "learning:certificate_check": [("certificate",), ("NONE-SUCH-CODE",)],
    "learning:run_settings": [("run",)],
    "learning:run_dates": [("run",)],
    "learning:run_invitations": [("run",)],
    "learning:run_learners": [("run",)],
    "learning:run_hand_ins": [("run",)],
    "learning:hand_in_read": [("hand_in",)],
    "learning:participation": [("run",), ("ended",), ("short_run",)],
    "learning:participation_learners": [("run",)],
    "learning:learner": [("run", "learner")],
    **{
        f"discussion:{name}": [("comment",)]
        for name in ("reply", "edit", "delete", "history", "more", "report", "hide", "link", "tie")
    },
    "discussion:moderate_thread": [("topic",)],
    "discussion:topic": [("topic",)],
    **{
        f"discussion:{name}": [("space",)]
        for name in ("change_space", "leave", "search", "topics", "new_topic", "pages", "new_page")
    },
    "discussion:space": [("space",), ("run_space",)],
    "discussion:members": [("space",), ("run_space",)],
    "discussion:page": [("page",)],
    "discussion:edit_page": [("page",)],
    "discussion:page_history": [("page",)],
    "discussion:page_version": [("page", "number")],
    "discussion:facilitation_item": [("waiting",), ("comment",)],
    "discussion:queue_item": [("run_space", "waiting")],
    **{
        f"discussion:{name}": [("run_space",), ("space",)]
        for name in ("queue", "summaries", "activity", "network", "record", "reports")
    },
    "discussion:summary": [("summary",)],
    "discussion:edit_summary": [("summary",)],
    "discussion:person": [("run_space", "someone")],
    "assessment:instrument": [("instrument",), ("ready",)],
    **{
        f"assessment:{name}": [("instrument",)]
        for name in ("instrument_about", "instrument_text", "instrument_delete", "section_add")
    },
    "assessment:instrument_preview": [("instrument", "1"), ("instrument", "3"), ("ready", "2")],
    "assessment:section_edit": [("instrument", "section")],
    "assessment:question_add": [("instrument", "section")],
    "assessment:question_edit": [("instrument", "section", "question")],
    "assessment:survey": [("survey",), ("named",), ("listed",)],
    "assessment:survey_edit": [("survey",)],
    "assessment:survey_delete": [("survey",)],
    "assessment:survey_people": [("listed",)],
    "assessment:wave_edit": [("survey", "1")],
    "assessment:results": [("survey", "1"), ("survey", "2"), ("named", "1")],
    "assessment:results_cross": [("survey", "1")],
    "assessment:results_texts": [("survey", "2", "first_use")],
    "assessment:results_answers": [("named", "1")],
    "assessment:results_answer": [("named", "1", "response")],
    "assessment:change": [("survey",), ("named",)],
    "assessment:answer_start": [("wave_token",), ("listed_token",)],
    "assessment:answer": [("wave_token", "fresh_code", "1"), ("wave_token", "whole_code", "3")],
    "assessment:answer_check": [("wave_token", "whole_code")],
    "assessment:answer_later": [("wave_token", "fresh_code")],
    "assessment:answer_done": [("wave_token",)],
    "assessment:own_page": [("begun", "1"), ("begun", "2")],
    "assessment:own_check": [("begun",)],
    "assessment:own_result": [("own_result",)],
    "assessment:own_result_delete": [("own_result",)],
    "opportunities:opportunity": [("offer_shown",), ("offer_italian",), ("offer_brought",)],
    "opportunities:company": [("company",)],
    "opportunities:offer_new": [("vacancy",), ("work_experience",), ("training",), ("mentoring",)],
    "opportunities:offer": [("offer_shown",), ("offer_waiting",), ("offer_draft",), ("offer_brought",)],
    "opportunities:offer_edit": [("offer_draft",)],
    **places_applying.WITH_PARTS,
    **places_portfolio.WITH_PARTS,
    "opportunities:offer_tags": [("offer_shown",), ("offer_draft",)],
    "opportunities:offer_reading": [("offer_shown",), ("offer_draft",)],
    "opportunities:offer_delete": [("offer_draft",)],
    "opportunities:source": [("source",)],
    "opportunities:source_edit": [("source",)],
    "opportunities:import_run": [("reading",), ("reading_failed",), ("reading_under_way",)],
    "opportunities:review_read": [("offer_waiting",)],
    "opportunities:employer": [("employer_waiting",), ("employer_refused",)],
    "lmi:occupation": [("soc-2020", "2")],
    "lmi:moves": [("starter", "nurse"), ("soc-2020", "2")],
    "lmi:figure": [("figure",)],
    "lmi:area": [("gss", "K02000001"), ("iso-3166", "US"), ("made", "walkshire")],
    "lmi:area_working": [("gss", "K02000001"), ("made", "walkshire")],
    "interests:question": [("interests_begun",)],
    "interests:all": [("interests_begun",)],
    "interests:result": [("interests",), ("interests_flat",)],
    "interests:throw_away": [("interests",)],
    "credentials:credential": [("credential",)],
    "credentials:revoke": [("credential",)],
    "taxonomy:scheme": [("soc-2020",), ("esco",)],
    "taxonomy:concept": [("soc-2020", "2"), ("esco", "2221.2")],
    "taxonomy:release": [("1",), ("2",)],
    "account_reset_password_from_key": [("uidb36", "reset_key")],
}  # fmt: skip

QUESTIONS: dict[str, list[dict[str, str]]] = {
    "home:search": [{"q": "work"}, {"q": "work", "in": "people"}, {"q": "a"}, {"q": "nothing of this name"}],
    "learning:catalogue": [{"q": "nothing of this name"}],
    "learning:step": [{"show": "unanswered"}, {"q": "nothing of this name"}],
    "learning:step_compare": [{"old": "1", "new": "2"}],
    "discussion:search": [{"q": "work"}, {"q": "nothing of this name"}],
    "discussion:spaces": [{"show": "mine"}],
    "opportunities:search": [
        {"q": "nurse"},
        {"q": "nothing of this name"},
        {"q": "nurse", "contract": "seasonal", "area": "gss:E12000003", "pay": "20000"},
    ],
    "opportunities:offers": [{"state": "withdrawn"}],
    **places_applying.QUESTIONS,
    **places_portfolio.QUESTIONS,
    "opportunities:offer_tags": [{"occupation": "cook", "skill": "wood"}, {"skill": "nothing of this name"}],
    "lmi:explorer": [{"q": "nurse"}, {"q": "nothing of this name"}, {"scheme": "soc-2020"}],
    "lmi:compare": [{"o": "soc-2020:2"}],
    "lmi:widgets": [{"kind": "occupation", "o": "soc-2020:2"}],
    "lmi:widget_occupation": [{"o": "soc-2020:2"}],
    "lmi:widget_compare": [{"o": "soc-2020:2"}],
    "people:notices": [{"show": "unread"}],
    "assessment:results_cross": [{"first": "used", "second": "q_median"}],
    "assessment:answer_start": [{"language": "it"}],
}
"""What may stand behind the address, where it makes another page. (Links with questions are followed by the test.)"""

FILES: dict[str, tuple[str, ...]] = {
    **places_matching.FILES,
    "home:health": (),
    "common:worker": (),
    "common:manifest": (),
    "people:here": (),
    "people:audit_csv": (),
    "learning:programme_export": ("draft",),
    "learning:asset": ("draft", "asset_name"),
    "learning:events": ("run",),
    "learning:hand_in_file": ("hand_in",),
    "learning:certificate_pdf": ("certificate",),
    "learning:participation_learners_csv": ("run",),
    "learning:participation_csv": ("run", "measures"),
    "lmi:compare_csv": (),
    "lmi:rankings_csv": (),
    "lmi:occupation_csv": ("soc-2020", "2"),
    "lmi:moves_csv": ("starter", "nurse"),
    "lmi:area_csv": ("gss", "K02000001"),
    "lmi:area_pdf": ("gss", "K02000001"),
    "lmi:widget_script": (),
    "lmi:widget_look": (),
    "interests:csv": ("interests",),
    "credentials:file": ("credential", "json"),
    "credentials:status_list": ("1",),
    "credentials:did": (),
    "assessment:instrument_file": ("instrument",),
    "assessment:results_csv": ("survey", "1"),
    "assessment:results_cross_csv": ("survey", "1"),
    "assessment:results_download": ("survey", "1", "csv"),
    "assessment:results_file": ("named", "1", "kept_file"),
    "assessment:change_csv": ("survey",),
    "opportunities:offers_csv": (),
    "opportunities:vacancy_figures_csv": (),
    **places_applying.FILES,
    **places_portfolio.FILES,
    "opportunities:feed": (),
    "opportunities:sitemap": (),
    "opportunities:sitemap_part": ("1",),
    "discussion:picture": ("picture",),
    "discussion:network_csv": ("run_space",),
    "discussion:ties_csv": ("run_space",),
}
FOR_A_FORM, LEADS_ON = "a form is sent there", "leads on to another page"
NO_PAGE = {
    **dict.fromkeys(
        [
            "home:demo_sign_in",
            "people:invitation_sign_up",
            "people:set_language",
            "people:switch_role",
            "people:join",
            "people:export_data",
            "people:consent",
            "people:read_all_notices",
            "people:read_notice",
            "people:resend_invitation",
            "people:withdraw_invitation",
            "learning:author_remove",
            "learning:week_move",
            "learning:step_move",
            "learning:step_publish",
            "learning:step_withdraw",
            "learning:step_bring_back",
            "learning:step_restore",
            "learning:remark_resolve",
            "learning:join",
            "learning:complete",
            "learning:quiz",
            "learning:poll",
            "learning:hand_in",
            "learning:certificate_issue",
            "learning:run_state",
            "learning:participation_count",
            "discussion:do",
            "discussion:unlink",
            "discussion:post",
            "discussion:follow",
            "discussion:lock",
            "discussion:unlock",
            "discussion:slow",
            "discussion:join",
            "discussion:set_role",
            "discussion:remove_member",
            "discussion:restore_page",
            "discussion:facilitation_next",
            "discussion:facilitation_do",
            "discussion:queue_next",
            "discussion:queue_do",
            "discussion:send_summary",
            "discussion:drop_summary",
            "discussion:undo",
            "assessment:own_start",
            "assessment:instrument_copy",
            "assessment:instrument_publish",
            "assessment:instrument_move",
            "assessment:wave_add",
            "assessment:wave_state",
            "assessment:wave_remind",
            "learning:package_again",
            "learning:finding",
            "lmi:choose_area",
            "interests:begin",
            "interests:more",
            "interests:show",
            "interests:stop",
            "opportunities:offer_do",
            "opportunities:source_pull",
            "opportunities:offer_read_skills",
            "opportunities:search_alerts",
            "opportunities:search_forget",
            "opportunities:company_invite",
            "opportunities:company_uninvite",
            "opportunities:company_remove",
            *places_applying.FORMS,
            *places_portfolio.FORMS,
        ],
        FOR_A_FORM,
    ),
    **dict.fromkeys(places_matching.FORMS, FOR_A_FORM),
    **dict.fromkeys(FILES, "a file or data"),
    **dict.fromkeys(
        ["people:open_notice", "learning:continue", "discussion:comment", "discussion:moderation"], LEADS_ON
    ),
    "discussion:row": "a part of a page, for htmx; discussion:more is the whole of it",
    "set_language": "Django's own, behind ours of the same address",
    **places_accounts.NO_PAGE,
}
DATA = ("opportunities:opportunities-v1:", "api:api-v1:", "api:api-v2:", "api:api-onet:")
"""The open APIs answer with data; tests/lmi/api holds them."""
OLD_ADDRESSES = ("social/",)
"""allauth keeps these for links of earlier versions; they have no name and lead on."""


def names() -> set[str]:
    named = all_patterns(get_resolver())
    return {
        name
        for name, entry in named
        if not name.startswith(DATA) and not (name == "" and str(entry.pattern).startswith(OLD_ADDRESSES))
    }


def pages() -> set[str]:
    return {*PLAIN, *WITH_PARTS}


def paths(ground: Ground) -> Iterator[tuple[str, str]]:
    """Name and address of each page, with the questions that may follow it."""
    for name in PLAIN:
        yield from _asked(name, reverse(name))
    for name, places in WITH_PARTS.items():
        for number, parts in enumerate(places):
            path = reverse(name, args=[ground.get(part, part) for part in parts])
            if number == 0:
                yield from _asked(name, path)
            else:
                yield name, path


def _asked(name: str, path: str) -> Iterator[tuple[str, str]]:
    yield name, path
    for question in QUESTIONS.get(name, []):
        yield name, f"{path}?{urlencode(question)}"
