"""Take over what was read from the text of an offer, as a person answered, and keep the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from wayline.opportunities.actions import offers
from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models import Opportunity, ReadingAnswer
from wayline.opportunities.models.readings import skill_value
from wayline.opportunities.queries.readings import Proposal
from wayline.people.models import Membership

LONGEST = 200


@transaction.atomic
def answer(
    offer: Opportunity, proposals: Sequence[Proposal], answers: Mapping[str, str], names: Mapping[str, str],
    *, by: Membership,
) -> int:  # fmt: skip
    """`answers`: by key of a proposal. One without an answer stays open. Returns how many were taken over.

    `names`: by key, how a skill is called in words that stay readable. What is put in the place of a proposal
    (`instead:` and its key) is taken over with its answer; the proposal itself counts as refused.
    """
    given = [(one, answers[one.key]) for one in proposals if answers.get(one.key) in ReadAnswer.values]
    values: dict[str, Any] = {}
    for first, said in given:
        one = _corrected(first, answers.get(f"instead:{first.key}", "")) if said != ReadAnswer.NO else first
        if one is not first:
            _keep(offer, first, ReadAnswer.NO)
        _keep(offer, one, said)
        if said != ReadAnswer.NO:
            _take(offer, one, said, names, values, by)
    if values:
        offers.change(offer, by=by, **values)
    return sum(said != ReadAnswer.NO for _, said in given)


def _corrected(one: Proposal, instead: str) -> Proposal:
    """The other skill that was chosen for the same words; only one that was offered for them."""
    chosen = next(((concept, name) for concept, name in one.others if skill_value(concept.pk) == instead), None)
    if chosen is None:
        return one
    return replace(one, key=instead, concept=chosen[0], name=chosen[1], others=())


def _keep(offer: Opportunity, one: Proposal, said: str) -> None:
    led = " … ".join(offer.text[start:end] for start, end in one.marks) or offer.title
    ReadingAnswer.objects.update_or_create(
        opportunity=offer, value=one.key[:LONGEST],
        defaults={
            "kind": one.kind, "language": offer.language, "words": led[:LONGEST], "proposed": one.need, "answer": said,
        },
    )  # fmt: skip


def _take(
    offer: Opportunity, one: Proposal, said: str, names: Mapping[str, str], values: dict[str, Any], by: Membership
) -> None:
    """Tags at once; what stands in fields of the offer is gathered, and changed together."""
    if one.kind == "skill" and one.concept:
        offers.want(offer, text=names.get(one.key, one.name)[:400], need=said, by=by, concept=one.concept)
    elif one.kind == "occupation" and one.concept:
        offers.tag_occupation(offer, one.concept, by=by)
    elif one.kind == "pay":
        low, high, currency, per = one.value
        values |= {"pay_from": Decimal(low), "pay_to": Decimal(high), "currency": currency, "pay_per": per}
    elif one.kind == "hours":
        values |= {"hours_from": Decimal(one.value[0]), "hours_to": Decimal(one.value[1])}
    elif one.kind == "time":
        values["hours"] = one.value[0]
    elif one.kind == "level":
        values["level"] = int(one.value[0])
    elif one.kind == "language":
        values["languages"] = [*values.get("languages", offer.languages), one.value[0]]
    elif one.kind == "licence":
        details = values.get("details", offer.details)
        values["details"] = details | {"licences": [*details.get("licences", []), one.value[0]]}
