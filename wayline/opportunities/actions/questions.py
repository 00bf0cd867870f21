"""Verbs on the questions of an offer. A question is part of what people see: the service reads it like the text."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from wayline.opportunities.actions import offers
from wayline.opportunities.models import Opportunity, Question
from wayline.people.models import Membership

MOST = 20


@transaction.atomic
def add(offer: Opportunity, *, by: Membership, text: str, form: str, choices: list[str], required: bool) -> bool:
    """Returns whether the service reads the offer again before it is shown."""
    last = Question.objects.of(offer).aggregate(last=Max("position"))["last"] or 0
    Question.objects.create(
        opportunity=offer, position=last + 1, text=text, form=form, choices=choices, required=required
    )
    return offers.change(offer, by=by)


@transaction.atomic
def change(question: Question, *, by: Membership, text: str, form: str, choices: list[str], required: bool) -> bool:
    question.text, question.form, question.choices, question.required = text, form, choices, required
    question.save()
    return offers.change(question.opportunity, by=by)


@transaction.atomic
def remove(question: Question, *, by: Membership) -> bool:
    offer = question.opportunity
    question.delete()
    return offers.change(offer, by=by)


@transaction.atomic
def move(question: Question, *, down: bool) -> bool:
    """One place; False at the end. Their order asks for no second reading."""
    order = list(Question.objects.of(question.opportunity))
    at = order.index(question)
    to = at + (1 if down else -1)
    if not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    for number, one in enumerate(order, start=1):
        one.position = number
    Question.objects.bulk_update(order, ["position"])
    return True
