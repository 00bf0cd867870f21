"""Lays the ground for the browser tests, inside the filled demo service, and prints where things are (JSON).

Runs as `python -m tests.e2e.ground`, since Django refuses its database to a process in which a browser is driven.
Everything is made by the product's own verbs; people for the walks are added, so that no walk stands in another's way.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402 - Django is set up above
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from tests.e2e import company, walkshire  # noqa: E402
from tests.e2e.ground_applying import applying_pages  # noqa: E402
from tests.e2e.ground_assessment import assessment_pages  # noqa: E402
from tests.e2e.ground_matching import matching_pages  # noqa: E402
from tests.e2e.ground_team import team_pages, teams  # noqa: E402
from tests.e2e.keeping import films_of_walkers, portfolio_pages  # noqa: E402
from tests.learning import programmes  # noqa: E402
from wayline.assessment.actions import interests as inventory  # noqa: E402
from wayline.assessment.interests.activities import starter  # noqa: E402
from wayline.assessment.models import InterestSheet  # noqa: E402
from wayline.common import uploads  # noqa: E402
from wayline.discussion import actions as talk  # noqa: E402
from wayline.discussion.actions import facilitation, pictures, spaces  # noqa: E402
from wayline.discussion.enums import ReportReason  # noqa: E402
from wayline.discussion.models import Comment, ModerationAct, Space, SpaceMember  # noqa: E402
from wayline.home.demo import cast, learning, people  # noqa: E402
from wayline.learning.actions import programmes as writing  # noqa: E402
from wayline.learning.actions import remarks, runs, study, translation  # noqa: E402
from wayline.learning.actions.participation import keep_count  # noqa: E402
from wayline.learning.enums import Access, ImportState  # noqa: E402
from wayline.learning.export import export_package  # noqa: E402
from wayline.learning.models import Certificate, Enrolment, HandIn, PackageImport, Programme, Step  # noqa: E402
from wayline.learning.packages.outline import Outline, StepOutline, WeekOutline  # noqa: E402
from wayline.learning.participation import LARGE  # noqa: E402
from wayline.lmi.models import Observation  # noqa: E402
from wayline.opportunities.actions import imports, texts  # noqa: E402
from wayline.opportunities.models import Employer, ImportRun, Opportunity, Source  # noqa: E402
from wayline.people import actions, mail  # noqa: E402
from wayline.people.enums import Role  # noqa: E402
from wayline.people.models import Invitation, Membership, Organisation, User  # noqa: E402
from wayline.people.tokens import hash_token  # noqa: E402
from wayline.portfolio.actions.credentials import Certified, issue_credential  # noqa: E402
from wayline.portfolio.models import Ground, IssuedCredential  # noqa: E402

if TYPE_CHECKING:
    from wayline.learning.packages.outline import StepKindName

ROLES = {
    "practitioner": cast.AMARA,
    "practitioner-south": cast.GIULIA,
    "facilitator": cast.JOAN,
    "author": cast.TOMASZ,
    "manager": cast.PRIYA,
    "administrator": cast.OWEN,
    "researcher": cast.RUTH,
    "client": cast.DANNY,
    "employer": cast.HELEN,
}
INVITED = "a-secret-that-only-the-invited-person-knows"
Found = dict[str, Any]


def credential(member: Membership) -> IssuedCredential:
    certified = Certified("Customer care", "Serves customers well.", "Two months at the counter.")
    return issue_credential(
        member.user, certified, ground=Ground.PLACEMENT, source=f"walk of {member.pk}", by=None,
        organisation=member.organisation,
    )  # fmt: skip


def walk_credentials() -> Found:
    """For each way one to check and to revoke."""
    return {f"credential_{way}": str(credential(member_named(name)).pk) for way, name in (("1", "Ada"), ("2", "Elif"))}


def interests(member: Membership) -> Found:
    """A result, a flat one, and one begun. Their pages open for this person only."""
    keys = [activity.key for activity in starter("en").activities]
    answers = {"interests": {key: 5 if key[0] in "sa" else 2 for key in keys}, "interests_flat": dict.fromkeys(keys, 3)}
    made = {"interests_begun": inventory.begin(member.user, edition="starter-1", language="en").pk}
    for name, given in answers.items():
        sheet = InterestSheet.objects.create(user=member.user, edition="starter-1", language="en", answers=given)
        inventory.finish(sheet)
        made[name] = sheet.pk
    return made


def every_kind() -> Outline:
    """A programme with one step of each kind, for the pages that the demo programme does not have."""

    def step(here: StepKindName, **fields: Any) -> StepOutline:
        return StepOutline(f"A step: {here}", here, "Some text.", 10, f"a-{here}", **fields)

    return Outline(
        title="Every kind of step",
        summary="For the browser tests.",
        weeks=[
            WeekOutline(
                title="One of each",
                key="one-of-each",
                intro="An *introduction*.",
                steps=[
                    step("article"),
                    step("video", media="https://example.org/film", transcript="What is **said**."),
                    step("audio", media="https://example.org/talk", transcript="What is **said**."),
                    step("download", download="https://example.org/paper"),
                    step("event", place="Room 2", dial_in="01632 960 127", link="https://example.org/room"),
                    step("poll", options=("Yes", "No"), several=True),
                    step("exercise", instructions="Write.", hand_in="either"),
                    step("quiz", questions=(programmes.CAPITAL,), pass_percent=50),
                    step("discussion"),
                    step("lmi", instructions="What does the job pay?", explore="/occupations/"),
                ],
            )
        ],
    )


def writing_pages(tomasz: Membership) -> Found:
    """A draft with versions, remarks, a file and a translation."""
    made = writing.import_programme(every_kind(), organisation=tomasz.organisation, by=tomasz, publish=True)
    writing.add_author(made, user=people.member(cast.JOAN.name).user, by=tomasz)
    run = programmes.run_of(made, tomasz, access=Access.OPEN)
    step = Step.objects.get(programme=made, key="a-article")
    outline = every_kind().weeks[0].steps[0]
    version = writing.save_version(step, by=tomasz, outline=replace(outline, body="Some *other* text.\n\nMore of it."))
    remark = remarks.add_remark(version, by=people.member(cast.JOAN.name), passage="other", text="Which one?")
    asset = writing.add_asset(
        made, by=tomasz, file=ContentFile(b"Some words.", "words.txt"), name="words.txt", media_type="text/plain"
    )
    copy = translation.adapt_programme(made, by=tomasz, title="Ogni tipo di passo", language="it")
    asked = {"organisation": tomasz.organisation, "by": tomasz, "finished_at": timezone.now()}
    report = {
        "source_format": "Moodle backup",
        "taken": {"week": 2, "article": 3},
        "changed": [{"name": "A page", "what": "article", "how": "Its colours are gone."}],
        "not_taken": [{"name": "A workshop", "what": "workshop", "reason": "There is nothing like it here."}],
    }
    problem = {"where": "imsmanifest.xml", "problem": "It cannot be read.", "advice": "Export it again."}
    done = PackageImport.objects.create(
        file_name="course.mbz", state=ImportState.DONE, percent=100, report=report, programme=made, **asked
    )
    failed = PackageImport.objects.create(file_name="x.zip", state=ImportState.FAILED, problems=[problem], **asked)
    return {
        "draft": made.slug,
        "copy": copy.slug,
        "draft_week": step.week_id,
        "draft_step": step.pk,
        "copy_step": Step.objects.get(programme=copy, key="a-article").pk,
        "version": 1,
        "remark": remark.pk,
        "author": made.authors.exclude(user=tomasz.user).first().pk,  # type: ignore[union-attr]  # Joan, above
        "asset": asset.pk,
        "asset_name": asset.name,
        "kinds_run": run.pk,
        "import_done": done.pk,
        "import_failed": failed.pk,
        **{f"draft_{one.kind}": one.pk for one in made.steps.all()},
    }


def learning_pages() -> Found:
    run, ended = learning.run_under_way(), learning.ended_run()
    amara = Enrolment.objects.get(run=run, user__email=cast.AMARA.email)
    other = run.enrolments.exclude(user=amara.user).exclude(user=None).order_by("pk").first()
    exercise = Step.objects.get(programme=run.programme, key="a-corner-i-turned")
    file = SimpleUploadedFile("lines.txt", b"Five lines.")
    handed = study.hand_in(other, exercise, text="", file=file, media_type="text/plain") if other else None
    runs.invite(run, emails=["invited@example.org"], by=people.member(cast.JOAN.name))
    return {
        "run": run.pk,
        "run_title": run.title,
        "ended": ended.pk,
        "ended_title": ended.title,
        "programme": run.programme.slug,
        "italian": Programme.objects.get(language="it", adapted_from=None).slug,
        **interests(people.member(cast.AMARA.name)),
        "credential": str(credential(people.member(cast.AMARA.name)).pk),
        "certificate": Certificate.objects.get(enrolment__run=ended, enrolment__user=amara.user).code,
        "hand_in": handed.pk if handed else HandIn.objects.first().pk,  # type: ignore[union-attr]  # the demo has some
        "learner": other.pk if other else 0,
        "someone": other.user_id if other else 0,
        "opening": Step.objects.get(programme=run.programme, key="opening-meeting").pk,
        "measure": "measures",
        **{f"step_{step.position}": step.pk for step in run.programme.steps.filter(week__position=1)},
        **{
            f"{kind}_step": run.programme.steps.filter(kind=kind, week__position__lte=3).first().pk  # type: ignore[union-attr]
            for kind in ("article", "quiz", "poll", "exercise", "discussion", "event")
        },
    }


def _picture() -> uploads.Checked:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    return uploads.check(ContentFile(drawn.getvalue(), "teal.png"), kinds=["png"])


def discussion_pages() -> Found:
    run = learning.run_under_way()
    joan, amara = people.member(cast.JOAN.name), people.member(cast.AMARA.name)
    space = Space.objects.get(kind="community", organisation=joan.organisation)
    topic = space.threads.filter(kind="topic").order_by("pk").first()
    assert topic is not None
    picture = pictures.add_picture(space, by=amara, picture=_picture(), alt="A teal rectangle")
    mine = talk.post_comment(topic, by=amara, text=f"Mine, with a picture.\n\n{pictures.picture_line(picture)}")
    talk.edit_comment(mine, by=amara, text=f"Mine, edited.\n\n{pictures.picture_line(picture)}")
    other = topic.comments.exclude(author=amara.user).filter(level=0).order_by("pk").first()
    assert other is not None
    link = talk.link_comments(mine, other, by=joan, note="The same question.")
    talk.report_comment(mine, by=people.member("Pauline Mercier"), reason=ReportReason.PRIVATE)
    page = space.pages.get()
    talk.change_page(page, by=amara, title=page.title, text=f"{page.text}\n\nOne more.", note="", seen=1)
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    summary = facilitation.draft_summary(
        run.space, title="A week", week_of=monday, text="Much was said.", comments=[], by=joan
    )
    waiting = Comment.objects.filter(thread__space=run.space, reply_count=0, level=0).order_by("-pk").first()
    assert waiting is not None
    act = ModerationAct.objects.order_by("pk").first()
    return {
        "space": space.pk,
        "run_space": run.space.pk,
        "topic": topic.pk,
        "comment": mine.pk,
        "other_comment": other.pk,
        "waiting": waiting.pk,
        "tie": link.pk,
        "page": page.pk,
        "number": 1,
        "picture": picture.pk,
        "summary": summary.pk,
        "act": act.pk if act else 0,
        "space_member": SpaceMember.objects.current().filter(space=space).exclude(user=joan.user).first().pk,  # type: ignore[union-attr]
    }


def people_pages(north: Organisation) -> Found:
    owen, amara = people.member(cast.OWEN.name), people.member(cast.AMARA.name)
    invitation = actions.invite(north, email="invited@example.org", role=Role.PRACTITIONER, by=owen)
    Invitation.objects.create(
        organisation=north,
        email="asked@example.org",
        role=Role.PRACTITIONER,
        token_hash=hash_token(INVITED),
        expires_at=timezone.now() + timedelta(days=7),
        invited_by=owen,
    )
    notice = amara.user.notices.order_by("-pk").first()
    assert notice is not None
    return {
        "invitation": invitation.pk,
        "token": INVITED,
        "gone": "no-such-invitation",
        "unsubscribe": mail.unsubscribe_token(amara.user),
        "membership": people.member("Pauline Mercier").pk,
        "organisation": Organisation.objects.get(slug=cast.SOUTH).pk,
        "notice": notice.pk,
        "purpose": "research",
        "answer": "yes",
        "key": "practitioner",
        "uidb36": "1",
        "reset_key": "bad",
    }


def short_run(north: Organisation) -> Found:
    """A small programme of two weeks, all open, which nobody has joined yet."""
    tomasz = people.member(cast.TOMASZ.name)
    made = programmes.programme(tomasz, title="Short walk")
    run = programmes.run_of(made, tomasz, access=Access.OPEN)
    other = programmes.programme(tomasz, title="Live walk")
    live = programmes.run_of(other, tomasz, access=Access.OPEN)
    for name in ("Ada", "Ben", "Cora", "Dev"):
        runs.join(live, by=member_named(name))
    spaces.add_member(live.space, user=User.objects.get(email="fia@example.org"), role="facilitator", by=tomasz)
    steps = {f"short_{step.key}": step.pk for step in made.steps.all()}
    return {
        "short": made.slug,
        "short_run": run.pk,
        "live_run": live.pk,
        "live_step": Step.objects.get(programme=other, key="try").pk,
        "live_welcome": Step.objects.get(programme=other, key="welcome").pk,
        **steps,
    }


def member_named(name: str) -> Membership:
    return Membership.objects.select_related("user", "organisation").get(user__email=f"{name.lower()}@example.org")


def walk_spaces(north: Organisation) -> Found:
    """For each way a space of its own: who guides it, two who take part, a topic, and one to moderate."""
    found: Found = {}
    for way, guide, first, second, third in (("1", "Una", "Ada", "Ben", "Cora"), ("2", "Vic", "Elif", "Finn", "Dev")):
        by = member_named(guide)
        space = spaces.open_space(name=f"Walkers {way}", organisation=north, by=by)
        for name in (first, second, third):
            spaces.add_member(space, user=member_named(name).user, by=by)
        topic = spaces.open_topic(space, title=f"Rooms {way}", text="We meet on Mondays.", by=member_named(second))
        noisy = spaces.open_topic(space, title=f"Noise {way}", text="We meet on Mondays.", by=member_named(second))
        asked = talk.post_comment(noisy, by=member_named(first), text="Does anybody know a good room?")
        found |= {
            f"walk_space_{way}": space.pk,
            f"walk_topic_{way}": topic.pk,
            f"walk_noisy_topic_{way}": noisy.pk,
            f"walk_noisy_comment_{way}": asked.pk,
        }
    return found


def crowded_run() -> Found:
    """So many learners of another platform that they are counted ahead, once an hour."""
    tomasz = people.member(cast.TOMASZ.name)
    run = programmes.run_of(Programme.objects.get(title="Short walk"), tomasz, title="Crowd", access=Access.COHORT)
    Enrolment.objects.bulk_create(Enrolment(run=run, imported_key=str(number)) for number in range(LARGE + 1))
    keep_count(run)
    return {"crowded_run": run.pk}


def walk_imports(tomasz: Membership) -> Found:
    """Two packages whose reading was broken off; their files are still there."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "walk.zip"
        export_package(Programme.objects.get(title="Short walk"), path)
        package = path.read_bytes()
    found: Found = {}
    for way in ("1", "2"):
        broken = PackageImport(
            organisation=tomasz.organisation, by=tomasz, file_name="walk.zip", state=ImportState.FAILED, problems=[]
        )
        broken.file.save("walk.zip", ContentFile(package))
        found[f"broken_off_{way}"] = broken.pk
    return found


def offer_pages() -> Found:
    """Offers of the demo service in every state that has a page of its own."""
    helen = Opportunity.objects.filter(organisation__name="Ostrowska Joinery")
    employers = Employer.objects.filter(organisation__is_demo=True)
    for name in ("Kim", "Lee"):
        company.member(company.person(name), people.member(cast.HELEN.name).organisation, Role.EMPLOYER)
    owen = people.member(cast.OWEN.name)
    feed = imports.save_source(Source(service=owen.organisation), by=owen, name="A table", format="csv", language="en")
    table = b"title,text,employer\nGardener,You plant trees and like working in a team.,Park\n,No title,Park\n"
    reading = imports.read_file(feed, io.BytesIO(table), by=owen, file_name="jobs.csv")
    texts.read_all()
    return {
        "source": feed.pk,
        "reading": reading.pk,
        "offer_brought": Opportunity.objects.get(source=feed).pk,
        "reading_under_way": ImportRun.objects.create(source=feed, percent=37).pk,
        "reading_failed": imports.read_file(feed, io.BytesIO(b"<html>"), by=owen, file_name="broken.csv").pk,
        "offer_shown": helen.filter(state="published").order_by("pk")[0].pk,
        "offer_italian": Opportunity.objects.public().filter(language="it").order_by("pk")[0].pk,
        "offer_waiting": helen.get(state="review").pk,
        "offer_draft": helen.get(state="draft").pk,
        "company": "ostrowska-joinery",
        "employer_waiting": employers.get(state="waiting").pk,
        "employer_refused": employers.get(state="refused").pk,
    }


def lay() -> Found:
    north = Organisation.objects.get(slug=cast.NORTH)
    team = {role: people.member(one.name) for role, one in ROLES.items()}
    walking = company.gather(north)
    figure = Observation.objects.order_by("pk").values_list("pk", flat=True)[0]
    walkshire.lay()
    films_of_walkers(company.FILMED)
    return together(
        {
            "sessions": {role: company.session_of(one.user, one) for role, one in team.items()} | walking | teams(),
            "emails": {role: one.email for role, one in ROLES.items()} | {"newcomer": "nora@example.org"},
            "figure": figure,
        },
        company.unsubscribe_tokens(),
        people_pages(north),
        discussion_pages(),
        assessment_pages(),
        learning_pages(),
        writing_pages(people.member(cast.TOMASZ.name)),
        short_run(north),
        walk_spaces(north),
        crowded_run(),
        walk_imports(people.member(cast.TOMASZ.name)),
        portfolio_pages(),
        walk_credentials(),
        offer_pages(),
        applying_pages(),
        matching_pages(),
        team_pages(),
    )


def together(*parts: Found) -> Found:
    """All that was laid. A name may stand for one thing only: a second would silently close the page of the first."""
    found: Found = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"laid twice: {', '.join(sorted(twice))}")
        found |= part
    return found


if __name__ == "__main__":
    json.dump(lay(), sys.stdout)
