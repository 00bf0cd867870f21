"""Numbers in addresses: what belongs to a neighbour is not found, and fields nobody offered are not taken."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast
from tests.learning.programmes import enrol, programme, run_of, step_of
from wayline.common.uploads import PICTURES, check
from wayline.discussion import actions as talk
from wayline.discussion.models import Comment
from wayline.learning.enums import Access
from wayline.learning.models import Asset, HandIn, PackageImport, Run
from wayline.people import actions as people_actions
from wayline.people.models import Invitation, Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


@dataclass
class House:
    """One of each thing of North Office; Zoe and Zeno of South Office are to find none of it."""

    reading: dict[str, str]
    writing: dict[str, str]


@pytest.fixture
def house(cast: Cast) -> House:
    draft = programme(cast.fia, publish=False, title="A draft")
    made = programme(cast.fia)
    run = run_of(made, cast.fia, access=Access.COHORT)
    enrol(run, cast.ada)
    step, exercise = step_of(made, "welcome"), step_of(made, "talk")
    asset = Asset(programme=draft, name="plan.pdf", media_type="application/pdf", size=3)
    asset.file.save("plan.pdf", ContentFile(b"abc"), save=True)
    hand_in = HandIn(enrolment=run.enrolments.get(), step=exercise, text="My own story", file_name="story.txt")
    hand_in.file.save("story.txt", ContentFile(b"abc"), save=True)
    notice = people_actions.notify(cast.ada.user, kind="answer", text="Somebody answered", url="/help/")
    assert notice is not None
    package = PackageImport.objects.create(organisation=cast.fia.organisation, by=cast.fia, file_name="course.zip")
    invitation = Invitation.objects.create(
        organisation=cast.admin.organisation,
        email="new@example.org",
        role="practitioner",
        invited_by=cast.admin,
        expires_at="2099-01-01T00:00Z",
    )
    space = helpers.space(cast)
    thread = helpers.thread(space)
    comment = talk.post_comment(thread, by=cast.ada, text="Between us")
    page = talk.create_page(
        space,
        by=cast.ada,
        title="Our rules",
        text="Be kind",
    )
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    kept = check(ContentFile(out.getvalue(), name="me.png"), kinds=PICTURES)
    picture = talk.add_picture(space, by=cast.ada, picture=kept, alt="Me")
    edit = f"/programmes/{draft.slug}/edit/"
    return House(
        reading={
            "run": f"/runs/{run.pk}/",
            "step": f"/runs/{run.pk}/steps/{step.pk}/",
            "continue": f"/runs/{run.pk}/continue/",
            "events": f"/runs/{run.pk}/events.ics",
            "settings": f"/runs/{run.pk}/settings/",
            "learners": f"/runs/{run.pk}/learners/",
            "hand-ins": f"/runs/{run.pk}/hand-ins/",
            "hand-in": f"/hand-ins/{hand_in.pk}/",
            "hand-in file": f"/hand-ins/{hand_in.pk}/file/",
            "draft": f"/programmes/{draft.slug}/",
            "draft editor": edit,
            "draft step": f"{edit}steps/{step_of(draft, 'welcome').pk}/",
            "draft history": f"{edit}steps/{step_of(draft, 'welcome').pk}/history/",
            "draft package": f"{edit}package.zip",
            "draft file": f"/programmes/{draft.slug}/files/plan.pdf",
            "import": f"/authoring/imports/{package.pk}/",
            "notice": f"/notices/{notice.pk}/",
            "person": f"/people/{cast.ada.user.pk}/",
            "membership": f"/members/{cast.ada.pk}/role/",
            "space": space.get_absolute_url(),
            "members": f"/spaces/{space.pk}/members/",
            "space pages": f"/spaces/{space.pk}/pages/",
            "record": f"/spaces/{space.pk}/record/",
            "thread": thread.address,
            "comment": f"/comments/{comment.pk}/",
            "comment history": f"/comments/{comment.pk}/history/",
            "page": f"/pages/{page.pk}/",
            "page history": f"/pages/{page.pk}/history/",
            "picture": f"/pictures/{picture.pk}/",
        },
        writing={
            "join": f"/runs/{run.pk}/join/",
            "leave": f"/runs/{run.pk}/leave/",
            "state": f"/runs/{run.pk}/state/",
            "complete": f"/runs/{run.pk}/steps/{step.pk}/complete/",
            "quiz": f"/runs/{run.pk}/steps/{step_of(made, 'check').pk}/quiz/",
            "poll": f"/runs/{run.pk}/steps/{step_of(made, 'poll').pk}/poll/",
            "hand in": f"/runs/{run.pk}/steps/{exercise.pk}/hand-in/",
            "certificate": f"/runs/{run.pk}/certificate/",
            "feedback": f"/hand-ins/{hand_in.pk}/",
            "publish": f"{edit}publish/",
            "restore": f"{edit}steps/{step_of(draft, 'welcome').pk}/history/1/restore/",
            "read notice": f"/notices/{notice.pk}/read/",
            "role": f"/members/{cast.ada.pk}/role/",
            "end membership": f"/members/{cast.ada.pk}/end/",
            "resend": f"/members/invitations/{invitation.pk}/resend/",
            "withdraw": f"/members/invitations/{invitation.pk}/withdraw/",
            "post": f"/threads/{thread.pk}/post/",
            "reply": f"/comments/{comment.pk}/reply/",
            "edit": f"/comments/{comment.pk}/edit/",
            "delete": f"/comments/{comment.pk}/delete/",
            "like": f"/comments/{comment.pk}/do/like/",
            "hide": f"/comments/{comment.pk}/hide/",
            "lock": f"/threads/{thread.pk}/lock/",
            "join space": f"/spaces/{space.pk}/join/",
            "change space": f"/spaces/{space.pk}/change/",
            "edit page": f"/pages/{page.pk}/edit/",
        },
    )


def test_the_addresses_of_the_house_are_right(cast: Cast, house: House, as_member: AsMember) -> None:
    """Otherwise the refusals below would prove nothing: each is found by somebody whom it concerns."""
    clients = [as_member(one) for one in (cast.ada, cast.fia, cast.admin)]
    for name, address in house.reading.items():
        statuses = set()
        for client in clients:
            answer = client.get(address)
            statuses.add(answer.status_code)
            if answer.streaming:
                b"".join(answer)  # so that the file is closed
        assert statuses & {200, 302}, (name, statuses)


@pytest.mark.parametrize("who", ["zoe", "zeno"])
def test_nobody_of_another_office_finds_any_of_it(cast: Cast, house: House, as_member: AsMember, who: str) -> None:
    client = as_member(getattr(cast, who))
    for name, address in house.reading.items():
        answer = client.get(address)
        assert answer.status_code in {403, 404}, (name, answer.status_code)
    for name, address in house.writing.items():
        posted = client.post(address, {"text": "x", "title": "x", "state": "ended", "role": "administrator"})
        assert posted.status_code in {403, 404}, (name, posted.status_code)
    cast.ada.refresh_from_db()
    assert cast.ada.role == "practitioner"
    assert Comment.objects.count() == 1
    assert Notice.objects.get().read_at is None


def test_clients_of_the_same_office_do_not_find_it_either(cast: Cast, house: House, as_member: AsMember) -> None:
    client = as_member(cast.cleo)
    run_pages = {"run", "step", "continue", "events"}  # a cohort is of the whole office
    for name, address in house.reading.items():
        if name not in run_pages:
            answer = client.get(address)
            assert answer.status_code in {403, 404}, (name, answer.status_code)


def test_a_colleague_in_the_same_role_reads_no_hand_in_and_no_notice(
    cast: Cast, house: House, as_member: AsMember
) -> None:
    client = as_member(cast.ben)
    for name in ("hand-in", "hand-in file", "notice", "learners", "hand-ins", "settings", "import", "draft step"):
        assert client.get(house.reading[name]).status_code in {403, 404}, name
    for name in ("edit", "delete", "hide", "lock", "feedback", "role", "withdraw", "publish", "state"):
        assert client.post(house.writing[name], {"text": "x"}).status_code in {403, 404}, name


ADMINISTRATION = ["members", "organisation", "invite", "invitations", "audit", "audit_csv"]


@pytest.mark.parametrize("who", ["ada", "fia", "mia", "cleo", "eve", "rex"])
def test_pages_of_administrators_are_closed_to_every_other_role(cast: Cast, as_member: AsMember, who: str) -> None:
    client = as_member(getattr(cast, who))
    for name in ADMINISTRATION:
        assert client.get(reverse(f"people:{name}")).status_code in {403, 404}, name
        assert client.post(reverse(f"people:{name}"), {}).status_code in {403, 404, 405}, name


def test_a_role_of_one_office_opens_nothing_in_another(cast: Cast, house: House, as_member: AsMember) -> None:
    """Zeno is also a practitioner of North Office: acting there, he is no facilitator."""
    second = Membership.objects.create(user=cast.zeno.user, organisation=cast.ada.organisation, role="practitioner")
    client = as_member(second)
    for name in ("draft editor", "learners", "hand-in", "settings", "space", "comment"):
        assert client.get(house.reading[name]).status_code in {403, 404}, name


def test_fields_that_a_form_does_not_offer_change_nothing(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    forged = {
        "name": "Ada", "language": "en", "time_zone": "Europe/Rome", "notice_pace": "daily",
        "email": "evil@example.org", "is_active": "", "is_demo": "on", "role": "administrator", "password": "x",
        "id": cast.ben.user.pk, "user": cast.ben.user.pk, "organisation": cast.zoe.organisation_id,
    }  # fmt: skip
    before = cast.ada.user.email
    assert client.post(reverse("people:profile_edit"), forged).status_code == 302
    cast.ada.user.refresh_from_db()
    assert (cast.ada.user.name, cast.ada.user.time_zone) == ("Ada", "Europe/Rome")
    assert (cast.ada.user.email, cast.ada.user.is_active, cast.ada.user.is_demo) == (before, True, False)
    cast.ada.refresh_from_db()
    assert (cast.ada.role, cast.ada.organisation) == ("practitioner", cast.ben.organisation)


def test_a_comment_is_the_writers_own_whatever_the_form_says(cast: Cast, as_member: AsMember) -> None:
    thread = helpers.thread(helpers.space(cast))
    forged = {
        "text": "Hello", "author": cast.ben.user.pk, "pinned_at": "2026-01-01", "endorsed_by": cast.fia.pk,
        "anonymous": "on", "html": "<script>alert(1)</script>", "like_count": "99",
    }  # fmt: skip
    as_member(cast.ada).post(f"/threads/{thread.pk}/post/", forged)
    made = Comment.objects.get()
    assert (made.author, made.anonymous, made.like_count) == (cast.ada.user, False, 0)
    assert made.html == "<p>Hello</p>\n"


def test_a_run_is_made_in_the_office_of_its_maker(cast: Cast, as_member: AsMember) -> None:
    made = programme(cast.fia)
    run = run_of(made, cast.fia, access=Access.COHORT)
    client = as_member(cast.fia)
    client.post(
        f"/runs/{run.pk}/settings/", {"title": "Mine", "organisation": cast.zoe.organisation_id, "programme": 0}
    )
    assert Run.objects.get(pk=run.pk).organisation == cast.fia.organisation


def test_the_certificate_of_a_stranger_is_not_guessed(cast: Cast, client: GuardedClient) -> None:
    for code in ("ABCD-EFGH-JKLM", "1", "0", "%"):
        assert client.get(reverse("learning:certificate_check", args=[code])).status_code == 404
        assert client.get(reverse("learning:certificate_pdf", args=[code])).status_code == 404
