"""A film goes with an application: it comes second, is taken back at once, and plays for those who may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast, user
from tests.opportunities import making, sending
from tests.opportunities.sending import address
from tests.portfolio.keeping import fetched, prepared
from wayline.opportunities.actions import applications, received
from wayline.opportunities.models import Application, ApplicationVideo, ApplicationVisit, Opportunity, VideoOpening
from wayline.people import actions, holdings
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership
from wayline.portfolio.actions import items, videos
from wayline.portfolio.enums import VideoState
from wayline.portfolio.models import Video

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
SHOW = "I have read the application: show the video"


@pytest.fixture
def offer(cast: Cast, eve: Membership) -> Opportunity:
    return sending.open_offer(cast.ada, eve, title="Joiner")


def small(sent: Application) -> str:
    return address("received_video_part", sent.key, "small")


def has_read(sent: Application, by: Membership) -> None:
    for paper in sent.papers.all():
        received.look_at_paper(paper, by=by)


def watches(sent: Application, by: Membership, client: GuardedClient) -> int:
    """Reads, says so, and plays."""
    has_read(sent, by)
    client.post(address("received_video", sent.key))
    return int(fetched(client.get(small(sent))).status_code)


def test_the_person_chooses_among_those_that_can_be_shown(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    fit, silent, over = prepared(cast.cleo, "Me"), prepared(cast.cleo, "Silent", lines=[]), prepared(cast.cleo, "Old")
    waiting, of_cato = prepared(cast.cleo, "New"), prepared(cast.cato, "His")
    videos.change_end(over, shown_until=timezone.localdate() - timedelta(days=1))
    Video.objects.filter(pk=waiting.pk).update(state=VideoState.WORKING)
    person, apply, held = as_member(cast.cleo), address("apply", offer.pk), sending.cv(cast.cleo)
    page = person.get(apply).content.decode()
    for said in (
        "Silent</a>: It has no captions yet.",
        "Old</a>: Its last day has passed.",
        "New</a>: It is still being",
    ):
        assert said in page
    assert "His" not in page
    form = {"cv": held.key, "open_until": making.in_days(30), "go": "check"}
    for wrong in (silent, over, waiting, of_cato):
        assert person.post(apply, {**form, "video": wrong.key}).status_code == 422
    there = person.post(apply, {**form, "video": fit.key})["Location"]
    assert fit.get_absolute_url() in person.get(there).content.decode()
    assert f'value="{fit.key}"' in person.get(apply).content.decode()
    draft = Application.objects.get()
    assert person.post(address("application_video_take_back", draft.key))["Location"] == there
    assert not ApplicationVideo.objects.exists()
    person.post(apply, {**form, "video": fit.key})
    videos.set_captions(fit, lines=[], language="en")
    assert "cannot go along. It has no captions yet." in person.get(there).content.decode()
    person.post(there)
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_company_reads_first_and_is_on_record(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    sent = sending.sent(cast.cleo, offer, video=prepared(cast.cleo))
    company, say = as_member(eve), address("received_video", sent.key)
    page = company.get(sent.received_url).content.decode()
    assert "It comes second" in page
    assert SHOW not in page
    company.post(say)
    assert company.get(small(sent)).status_code == 404
    papers_sent = list(sent.papers.all())
    fetched(company.get(address("received_paper", sent.key, papers_sent[0].key)))
    company.post(say)
    assert not VideoOpening.objects.exists(), "the letter has not been opened"
    fetched(company.get(address("received_paper", sent.key, papers_sent[1].key)))
    page = company.get(sent.received_url).content.decode()
    assert SHOW in page
    assert "<video" not in page
    assert company.get(small(sent)).status_code == 404
    assert company.get(say).status_code == 405
    company.post(say)
    page = company.get(sent.received_url).content.decode()
    assert "<video" in page
    assert "I am Cleo &amp; I cut &lt;wood&gt;." in page
    film = fetched(company.get(small(sent), headers={"range": "bytes=1-2"}))
    assert (film.status_code, film.read, film["Cache-Control"]) == (206, b"ma", "no-store, private")
    for name in ("large", "poster", "captions"):
        played = fetched(company.get(address("received_video_part", sent.key, name)))
        assert (played.status_code, played["Cache-Control"]) == (200, "no-store, private")
    assert company.get(address("received_video_part", sent.key, "sent")).status_code == 404
    seen = set(AuditRecord.objects.filter(about=cast.cleo.user, actor=eve.user).values_list("verb", flat=True))
    assert seen >= {"opened video of application", "watched video of application"}
    own = as_member(cast.cleo).get(sent.get_absolute_url()).content.decode()
    assert "Who opened the video" in own
    assert "played the video of your application" in as_member(cast.cleo).get(reverse("people:seen")).content.decode()


@pytest.mark.parametrize("what", ["taken back", "withdrawn", "closed", "over", "no captions", "bin"])
def test_it_is_gone_with_the_very_next_request(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember, what: str
) -> None:
    video = prepared(cast.cleo)
    sent = sending.sent(cast.cleo, offer, video=video)
    company, person = as_member(eve), as_member(cast.cleo)
    assert watches(sent, eve, company) == 200
    ends: dict[str, Callable[[], Any]] = {
        "taken back": lambda: person.post(address("application_video_take_back", sent.key)),
        "withdrawn": lambda: applications.withdraw(sent),
        "closed": lambda: applications.close(sent),
        "over": lambda: videos.change_end(video, shown_until=timezone.localdate() - timedelta(days=1)),
        "no captions": lambda: videos.set_captions(video, lines=[], language="en"),
        "bin": lambda: items.bin_item(video.item),
    }
    ends[what]()
    assert company.get(small(sent), headers={"range": "bytes=0-1"}).status_code == 404
    assert company.get(small(sent)).status_code == 404
    assert company.post(address("received_video", sent.key)).status_code == 404
    page = company.get(sent.received_url)
    assert page.status_code == (404 if what == "closed" else 200)
    assert "<video" not in page.content.decode()
    if what == "taken back":
        paper = address("received_paper", sent.key, sent.papers.all()[0].key)
        assert fetched(company.get(paper)).status_code == 200, "the application stays"
        assert "no longer shown" in page.content.decode()
        assert "You took it back" in person.get(sent.get_absolute_url()).content.decode()
        assert person.post(address("application_video_take_back", sent.key)).status_code == 404


def test_neighbours_meet_nothing(cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember) -> None:
    """Another company, its staff, the office that guides the person, another client; the same person elsewhere."""
    sent = sending.sent(cast.cleo, offer, video=prepared(cast.cleo))
    assert watches(sent, eve, as_member(eve)) == 200
    rival = making.employer(cast.ada)[1]
    without_right = actions.join_organisation(user(), organisation=eve.organisation, role=Role.CLIENT)
    for stranger in (rival, without_right, cast.ada, cast.ben, cast.cato, cast.eve, cast.zoe, cast.admin):
        client = as_member(stranger)
        assert client.get(small(sent)).status_code == 404, stranger
        assert client.post(address("received_video", sent.key)).status_code == 404
        assert client.post(address("application_video_take_back", sent.key)).status_code == 404
    assert as_member(eve).post(address("application_video_take_back", sent.key)).status_code == 404


def test_a_colleague_reads_for_oneself(cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember) -> None:
    sent = sending.sent(cast.cleo, offer, video=prepared(cast.cleo))
    assert watches(sent, eve, as_member(eve)) == 200
    colleague = actions.join_organisation(user(), organisation=eve.organisation, role=Role.EMPLOYER)
    client = as_member(colleague)
    assert client.get(small(sent)).status_code == 404
    assert watches(sent, colleague, client) == 200


def test_another_application_of_the_same_person_opens_nothing(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    video, company = prepared(cast.cleo), as_member(eve)
    first = sending.sent(cast.cleo, offer, video=video)
    assert watches(first, eve, company) == 200
    second, third = (sending.sent(cast.cleo, sending.open_offer(cast.ada, eve), video=one) for one in (video, None))
    for other in (second, third):
        assert company.get(small(other)).status_code == 404
    applications.withdraw(first)
    again = sending.sent(cast.cleo, offer, video=video)
    assert company.get(small(again)).status_code == 404
    assert company.post(address("received_video", third.key)).status_code == 404


def test_all_of_it_is_exported_and_erased(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    video = prepared(cast.cleo)
    sent = sending.sent(cast.cleo, offer, video=video)
    has_read(sent, eve)
    film = ApplicationVideo.objects.get()
    received.look(sent, by=eve)
    VideoOpening.objects.create(film=film, viewer=eve.user)
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.cleo.user)}
    assert [row["video__key"] for row in rows[ApplicationVideo]] == [video.key]
    assert len({holding.model: found for holding, found in holdings.export_everything(eve.user)}[VideoOpening]) == 1
    holdings.erase_everything(eve.user)
    assert VideoOpening.objects.get().viewer is None
    assert ApplicationVisit.objects.get().opened.count() == 2
    holdings.erase_everything(cast.cleo.user)
    assert not ApplicationVideo.objects.exists()
    assert not VideoOpening.objects.exists()
