"""The pages of matching, for `places.py`."""

from __future__ import annotations

PLAIN = [
    "opportunities:for_you",
    "opportunities:match_aside",
    "opportunities:match_choices",
    "opportunities:match_fairness",
    "opportunities:match_rules",
    "opportunities:match_seen_list",
    "opportunities:match_training",
]
WITH_PARTS: dict[str, list[tuple[str, ...]]] = {
    "opportunities:match": [("match_offer",)],
    "opportunities:match_not": [("match_offer",)],
    "opportunities:match_seen": [("match_shown",)],
}
FILES: dict[str, tuple[str, ...]] = {"opportunities:match_fairness_csv": ()}
FORMS = [
    "opportunities:match_back",
    "opportunities:match_hide",
    "opportunities:match_off",
    "opportunities:match_part",
]
