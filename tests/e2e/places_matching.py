"""The pages of matching, for `places.py`."""

from __future__ import annotations

PLAIN = [
    "opportunities:about_you",
    "opportunities:being_found",
    "opportunities:for_you",
    "opportunities:match_aside",
    "opportunities:match_choices",
    "opportunities:match_fairness",
    "opportunities:match_rules",
    "opportunities:match_seen_list",
    "opportunities:match_training",
    "opportunities:moves",
    "opportunities:suggested",
    "opportunities:suggesting",
]
WITH_PARTS: dict[str, list[tuple[str, ...]]] = {
    "opportunities:found_ask": [("found_asked",)],
    "opportunities:found_people": [("finding_offer",)],
    "opportunities:found_people_ask": [("finding_offer", "found_person")],
    "opportunities:match": [("match_offer",)],
    "opportunities:match_not": [("match_offer",)],
    "opportunities:match_seen": [("match_shown",)],
    "opportunities:move": [("move_job",)],
}
FILES: dict[str, tuple[str, ...]] = {"opportunities:match_fairness_csv": (), "opportunities:moves_csv": ()}
FORMS = [
    "opportunities:about_you_delete",
    "opportunities:found_end",
    "opportunities:found_let_in",
    "opportunities:found_off",
    "opportunities:found_people_take_back",
    "opportunities:found_rule_out",
    "opportunities:match_back",
    "opportunities:match_hide",
    "opportunities:match_off",
    "opportunities:match_part",
    "opportunities:move_back",
    "opportunities:move_not",
    "opportunities:suggestion_back",
    "opportunities:suggestion_forget",
    "opportunities:suggestion_not_now",
    "opportunities:suggestion_source",
]
