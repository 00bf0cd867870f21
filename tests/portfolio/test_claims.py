"""Validation of what was learnt before: claimed, shown, assessed and certified; seen by the right assessor only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import fetched, keep
from tests.portfolio.test_keeping import with_file
from wayline.people import holdings, retention
from wayline.people.actions import change_role, end_membership
from wayline.people.models import AuditRecord, Membership, Notice
from wayline.portfolio.actions import claims as acts
from wayline.portfolio.actions import items as keeping
from wayline.portfolio.actions.credentials import revoke
from wayline.portfolio.enums import ClaimAct, ClaimState
from wayline.portfolio.models import Assessor, Claim, ClaimStep, IssuedCredential, Item
from wayline.portfolio.queries import claims as reads
from wayline.portfolio.queries import vouching
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def skill(cast: Cast) -> Item:
    """Ada, Fia and Zoe may assess; Ben does Ada's work and may not."""
    for member in (cast.ada, cast.fia, cast.zoe):
        acts.allow_to_assess(member, by=cast.mia)
    return keep(cast.cleo, Kind.SKILL, "Joining wood", description="Chairs and drawers.")


@pytest.fixture
def job(cast: Cast) -> Item:
    return keep(cast.cleo, title="Repair café", description="One Saturday a month.")


def sent(skill: Item, job: Item, assessor: Membership | None, office: Membership) -> Claim:
    draft = acts.Draft(skill, "I join wood.", [job], office.organisation, assessor)
    claim = acts.draft_claim(skill.owner, draft)
    acts.send_claim(claim)
    claim.refresh_from_db()
    return claim


def judged(claim: Claim, act: ClaimAct, by: Membership, **changes: Any) -> None:
    given = {"methods": ["portfolio", "conversation"], "reasons": "Because.", "standard": "Unit 7", **changes}
    acts.judge(claim, acts.Judgement(act, timezone.localdate(), **given), by=by)
    claim.refresh_from_db()


def form_of(act: str, **changes: object) -> dict[str, object]:
    usual = {"act": act, "day": timezone.localdate().isoformat(), "methods": ["portfolio"], "reasons": "I saw it."}
    return {**usual, **changes}


def place(claim: Claim) -> str:
    return reverse("portfolio:assess", args=[claim.key])


def test_a_claim_goes_all_the_way_to_a_credential_that_a_stranger_checks(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    cleo, ada = as_member(cast.cleo), as_member(cast.ada)
    typed = {"item": skill.key, "statement": "I join wood.", "evidence": [job.key], "to": f"person-{cast.ada.pk}"}
    answer = cleo.post(reverse("portfolio:claim_make"), {**typed, "then": "send"})
    claim = Claim.objects.get()
    assert answer["Location"] == claim.get_absolute_url()
    assert Notice.objects.get(user=cast.ada.user).url == place(claim)
    page = ada.get(place(claim)).content.decode()
    assert "One Saturday a month." in page
    ada.post(place(claim), form_of("accept", reasons="We talk on Monday."))
    ada.post(place(claim), form_of("ask", reasons="A photograph of a drawer, please."))
    assert "A photograph of a drawer, please." in cleo.get(claim.get_absolute_url()).content.decode()
    photo = keep(cast.cleo, Kind.FILE, "A drawer")
    again = {"statement": "I join wood well.", "evidence": [job.key, photo.key], "then": "send"}
    cleo.post(reverse("portfolio:claim_edit", args=[claim.key]), again)
    ada.post(place(claim), form_of("certify", standard="Unit 7", reasons="The dovetails are tight."))
    claim.refresh_from_db()
    assert claim.state == ClaimState.CERTIFIED
    steps = list(claim.steps.values_list("act", flat=True))
    assert steps == ["send", "accept", "ask", "send_again", "certify"]
    assert Notice.objects.filter(user=cast.cleo.user, kind="portfolio").count() == 3
    credential = IssuedCredential.objects.get()
    assert "genuine" in Client().get(credential.get_absolute_url()).content.decode()
    assert "The dovetails are tight." not in str(credential.document)
    assert "Unit 7" in str(credential.document)
    for own in (claim.get_absolute_url(), reverse("credentials:own"), skill.get_absolute_url()):
        assert str(credential.pk) in cleo.get(own).content.decode(), own


def test_only_the_named_assessor_of_the_office_reads_it(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    held, foreign = with_file(job), with_file(keep(cast.cleo, title="Not shown"))
    claim = sent(skill, job, cast.ada, cast.cleo)
    file = reverse("portfolio:assess_file", args=[claim.key, held.key])
    for where in (place(claim), file):
        assert fetched(as_member(cast.ada).get(where)).status_code == 200
        for other in (cast.ben, cast.fia, cast.mia, cast.admin, cast.zoe, cast.cato, cast.cleo, cast.eve):
            assert as_member(other).get(where).status_code == 404, (other, where)
    other_file = reverse("portfolio:assess_file", args=[claim.key, foreign.key])
    assert as_member(cast.ada).get(other_file).status_code == 404
    assert as_member(cast.fia).post(place(claim), form_of("accept")).status_code == 404
    for name in ("claim", "claim_edit", "claim_withdraw"):
        for other in (cast.ada, cast.cato):
            assert as_member(other).get(reverse(f"portfolio:{name}", args=[claim.key])).status_code == 404
    assert as_member(cast.ben).get(reverse("portfolio:to_assess")).status_code == 403
    assert "Joining wood" not in as_member(cast.fia).get(reverse("portfolio:to_assess")).content.decode()


def test_a_claim_to_the_office_belongs_to_whoever_accepts_it_first(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    claim = sent(skill, job, None, cast.cleo)
    for one in (cast.ada, cast.fia):
        assert as_member(one).get(place(claim)).status_code == 200
    assert as_member(cast.zoe).get(place(claim)).status_code == 404
    as_member(cast.fia).post(place(claim), form_of("accept"))
    assert as_member(cast.ada).get(place(claim)).status_code == 404
    assert claim.steps.get(act="accept").by == cast.fia.user


def test_nobody_assesses_a_claim_of_their_own(cast: Cast, as_member: AsMember, skill: Item) -> None:
    mine, shown = keep(cast.ada, Kind.SKILL, "Coaching"), keep(cast.ada, title="Nine years")
    claim = sent(mine, shown, None, cast.ada)
    assert as_member(cast.ada).get(place(claim)).status_code == 404
    assert cast.ada.pk not in [one.membership_id for one in reads.assessors_for(cast.ada.user)]


def test_a_draft_is_nobodys_and_a_withdrawn_claim_is_closed_at_once(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    claim = acts.draft_claim(skill.owner, acts.Draft(skill, "x", [job], cast.cleo.organisation, cast.ada))
    assert as_member(cast.ada).get(place(claim)).status_code == 404
    acts.send_claim(claim)
    assert as_member(cast.ada).get(place(claim)).status_code == 200
    as_member(cast.cleo).post(reverse("portfolio:claim_withdraw", args=[claim.key]))
    assert as_member(cast.ada).get(place(claim)).status_code == 404
    told = Notice.objects.get(user=cast.ada.user)
    assert (told.url, "withdrawn" in told.text) == (reverse("portfolio:to_assess"), True)
    assert ClaimStep.objects.filter(claim=claim, act="withdraw", by=cast.cleo.user).exists()
    assert sent(skill, job, cast.ada, cast.cleo) != claim  # it can be claimed again


def test_two_presses_make_one_claim_and_send_it_once(
    cast: Cast, as_member: AsMember, skill: Item, job: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was read before the other press was kept."""
    cleo, where = as_member(cast.cleo), reverse("portfolio:claim_make")
    typed = {"item": skill.key, "statement": "x", "evidence": [job.key], "to": f"person-{cast.ada.pk}", "then": "keep"}
    cleo.post(where, typed)
    claim = Claim.objects.get()
    monkeypatch.setattr("wayline.portfolio.views.claims._claimable", lambda request: [skill])
    assert cleo.post(where, typed)["Location"] == reverse("portfolio:claims")
    monkeypatch.setattr("wayline.portfolio.access.can_change_claim", lambda claim: True)
    edit = reverse("portfolio:claim_edit", args=[claim.key])
    for _press in range(2):
        assert cleo.post(edit, {**typed, "then": "send"})["Location"] == claim.get_absolute_url()
    assert list(claim.steps.values_list("act", flat=True)) == ["send"]


def test_a_draft_that_goes_leaves_nothing(cast: Cast, as_member: AsMember, skill: Item, job: Item) -> None:
    claim = acts.draft_claim(skill.owner, acts.Draft(skill, "x", [job], cast.cleo.organisation))
    as_member(cast.cleo).post(reverse("portfolio:claim_withdraw", args=[claim.key]))
    assert not Claim.objects.exists()


def test_nothing_is_sent_without_evidence_and_only_own_things_are_taken(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    foreign, cleo = keep(cast.cato, title="Of somebody else"), as_member(cast.cleo)
    typed = {"item": skill.key, "statement": "I can.", "to": f"office-{cast.cleo.organisation_id}", "then": "send"}
    refused = cleo.post(reverse("portfolio:claim_make"), {**typed, "evidence": [foreign.key]})
    assert refused.status_code == 422
    assert "Choose at least one thing" in refused.content.decode()
    assert cleo.post(reverse("portfolio:claim_make"), {**typed, "to": f"person-{cast.zoe.pk}"}).status_code == 422
    assert not Claim.objects.exists()
    cleo.post(reverse("portfolio:claim_make"), {**typed, "then": "keep"})
    assert Claim.objects.get().state == ClaimState.DRAFT


def test_what_is_not_accepted_is_not_judged_and_nothing_is_judged_twice(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    ada = as_member(cast.ada)
    assert ada.post(place(claim), form_of("certify", standard="Unit 7")).status_code == 422
    with pytest.raises(acts.NotNow):
        judged(claim, ClaimAct.CERTIFY, cast.ada)
    judged(claim, ClaimAct.ACCEPT, cast.ada)
    assert ada.post(place(claim), form_of("certify")).status_code == 422  # by no standard
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert ada.post(place(claim), form_of("refuse", day=tomorrow)).status_code == 422
    judged(claim, ClaimAct.REFUSE, cast.ada, reasons="No joint was shown.")
    with pytest.raises(acts.NotNow):
        judged(claim, ClaimAct.CERTIFY, cast.ada)
    assert not IssuedCredential.objects.exists()
    assert "No joint was shown." in as_member(cast.cleo).get(claim.get_absolute_url()).content.decode()


def test_evidence_is_read_until_the_decision_and_named_afterwards(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    held = with_file(job)
    claim = sent(skill, job, cast.ada, cast.cleo)
    keeping.change_item(job, description="Another story.")
    ada = as_member(cast.ada)
    assert "Changed since it was sent" in ada.get(place(claim)).content.decode()
    judged(claim, ClaimAct.ACCEPT, cast.ada)
    judged(claim, ClaimAct.CERTIFY, cast.ada)
    page = ada.get(place(claim)).content.decode()
    assert "Another story." not in page
    assert "Repair café" in page
    assert ada.get(reverse("portfolio:assess_file", args=[claim.key, held.key])).status_code == 404


def test_what_its_person_bins_is_shown_no_more(cast: Cast, as_member: AsMember, skill: Item, job: Item) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    keeping.bin_item(job)
    page = as_member(cast.ada).get(place(claim)).content.decode()
    assert "One Saturday a month." not in page
    assert "taken away by its person" in page


def test_the_person_sees_who_looked(cast: Cast, as_member: AsMember, skill: Item, job: Item) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    cleo = as_member(cast.cleo)
    assert "Nobody has looked yet." in cleo.get(claim.get_absolute_url()).content.decode()
    as_member(cast.ada).get(place(claim))
    assert cast.ada.user.name in cleo.get(claim.get_absolute_url()).content.decode()
    assert "looked at a claim of yours" in cleo.get(reverse("people:seen")).content.decode()


def test_managers_give_and_take_the_right_within_their_office(cast: Cast, as_member: AsMember) -> None:
    mia, where = as_member(cast.mia), reverse("portfolio:assessors")
    for other in (cast.ada, cast.fia, cast.cleo):
        assert as_member(other).get(where).status_code == 403
        assert as_member(other).post(where, {"member": cast.ben.pk, "right": "give"}).status_code == 403
    for stranger in (cast.zoe, cast.cleo, cast.eve):  # of another office, or of no such role
        assert mia.post(where, {"member": stranger.pk, "right": "give"}).status_code == 404
    mia.post(where, {"member": cast.ben.pk, "right": "give"})
    assert Assessor.objects.get().added_by == cast.mia
    assert "assesses" in mia.get(where).content.decode()
    mia.post(where, {"member": cast.ben.pk, "right": "take"})
    assert not Assessor.objects.exists()
    verbs = set(AuditRecord.objects.filter(about=cast.ben.user).values_list("verb", flat=True))
    assert {"gave right to assess", "took right to assess"} <= verbs


@pytest.mark.parametrize("how", ["right taken", "left", "another role"])
def test_what_an_assessor_leaves_undecided_is_the_offices_again(
    cast: Cast, as_member: AsMember, skill: Item, job: Item, how: str
) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    if how == "right taken":
        acts.stop_assessing(cast.ada, by=cast.mia)
    elif how == "left":
        end_membership(cast.ada, by=cast.admin)
    else:
        change_role(cast.ada, role="researcher", by=cast.admin)
    assert as_member(cast.ada).get(place(claim)).status_code in (302, 404)
    assert as_member(cast.fia).get(place(claim)).status_code == 200


def test_a_credential_stands_beside_the_skill_where_it_is_shared_until_it_is_revoked(
    cast: Cast, as_member: AsMember, skill: Item, job: Item
) -> None:
    from wayline.portfolio.actions import shares

    claim = sent(skill, job, cast.ada, cast.cleo)
    judged(claim, ClaimAct.ACCEPT, cast.ada)
    judged(claim, ClaimAct.CERTIFY, cast.ada)
    share, _none = shares.share(
        cast.cleo.user, receiver=shares.Receiver(person=cast.ben.user), items=[skill], purpose="x",
        ends_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    credential = IssuedCredential.objects.get()
    ben = as_member(cast.ben)
    assert credential.get_absolute_url() in ben.get(share.get_absolute_url()).content.decode()
    revoke(credential, by=cast.ada, reason="Mixed up")
    assert credential.get_absolute_url() not in ben.get(share.get_absolute_url()).content.decode()


def test_the_database_knows_what_a_claim_can_be(cast: Cast, skill: Item, job: Item) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    for wrong in ({"state": "certified"}, {"ended_at": timezone.now()}, {"sent_at": None}, {"state": "maybe"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        sent(skill, job, cast.ada, cast.cleo)


def test_export_and_erasure_of_both_sides(cast: Cast, skill: Item, job: Item) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    judged(claim, ClaimAct.ACCEPT, cast.ada, reasons="We talk on Monday.")
    own = next(one for one in holdings.all_holdings() if one.model is Claim)
    mine, theirs = own.export(cast.cleo.user), own.export(cast.ada.user)
    assert "We talk on Monday." in str(mine)
    assert "I join wood." not in str(theirs)
    assert len(theirs) == 1
    holdings.erase_everything(cast.ada.user)
    claim.refresh_from_db()
    assert claim.assessor is None
    holdings.erase_everything(cast.cleo.user)
    assert not Claim.objects.exists()
    assert not ClaimStep.objects.exists()


def test_decided_claims_go_after_two_years_and_the_credential_stays(cast: Cast, skill: Item, job: Item) -> None:
    claim = sent(skill, job, cast.ada, cast.cleo)
    judged(claim, ClaimAct.ACCEPT, cast.ada)
    judged(claim, ClaimAct.CERTIFY, cast.ada)
    with time_machine.travel(timezone.now() + timedelta(days=700), tick=False):
        retention.apply()
        assert Claim.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=740), tick=False):
        assert next(rule for rule in retention.all_rules() if rule.key == "portfolio-claims").act(timezone.now())
    assert not Claim.objects.exists()
    assert vouching.certified([skill])[skill.key] == [IssuedCredential.objects.get()]


def test_lists_cost_the_same_for_many(
    cast: Cast, as_member: AsMember, skill: Item, job: Item, django_assert_num_queries: Any
) -> None:
    cleo, ada = as_member(cast.cleo), as_member(cast.ada)
    sent(skill, job, cast.ada, cast.cleo)
    counts = {}
    for client, name in ((cleo, "claims"), (ada, "to_assess")):
        client.get(reverse(f"portfolio:{name}"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(f"portfolio:{name}"))
        counts[name] = len(few)
    for number in range(6):
        sent(keep(cast.cleo, Kind.SKILL, f"Skill {number}"), job, cast.ada, cast.cleo)
    for client, name in ((cleo, "claims"), (ada, "to_assess")):
        with django_assert_num_queries(counts[name]):
            client.get(reverse(f"portfolio:{name}"))
