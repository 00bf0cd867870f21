"""Taking the inventory on the pages: for oneself, with answers kept, and shown to whom one chooses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.lmi.loading import loaded, scheme
from wayline.assessment import interest_data
from wayline.assessment.actions import interests
from wayline.assessment.interests.activities import TYPES, starter
from wayline.assessment.models import InterestShare, InterestSheet
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.common import ONET_CONTENT, ONET_SOC, UNITED_STATES, united_states
from wayline.people import holdings
from wayline.people.models import AuditRecord, Notice
from wayline.portfolio.models import Item
from wayline.taxonomy.models import Area, Concept, OccupationSkill, Release
from wayline.taxonomy.models import Mapping as ConceptMapping

pytestmark = pytest.mark.django_db
SOCIAL = {
    activity.key: 5 if "S" in activity.types else 4 if "A" in activity.types else 2
    for activity in starter("en").activities
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    interest_data._rated.clear()
    yield
    interest_data._rated.clear()


def context(client: GuardedClient, address: str) -> Any:
    response: Any = client.get(address)
    return response.context


def sheet_of(cast: Cast, answers: dict[str, int] | None = None, finished: bool = True) -> InterestSheet:
    return InterestSheet.objects.create(
        user=cast.cleo.user, edition="starter-1", language="en", answers=SOCIAL if answers is None else answers,
        finished_at=timezone.now() if finished else None,
    )  # fmt: skip


def ratings() -> Release:
    """A social, a realistic and an even occupation, rated as O*NET rates them."""
    scheme("onet-soc", ["29-1141.00", "47-2031.00", "11-1011.00"])
    scheme("onet-content", [f"1.B.1.{place}" for place in "abcdef"], kind="interest")
    six = {"29-1141.00": [2, 3, 4, 7, 3, 2], "47-2031.00": [7, 3, 2, 1, 2, 4], "11-1011.00": [3, 3, 3, 3, 3, 3]}
    day = date(2023, 11, 1)
    rows: list[Any] = [interest_row(code, place, value, day) for code, found in six.items()
                       for place, value in zip("abcdef", found, strict=True)]  # fmt: skip
    rows += [
        FigureRow("job_zone", UNITED_STATES, "rating", day, day, "zones", occupation=(ONET_SOC, "29-1141.00"), value=4)
    ]
    return loaded([united_states(), *rows], source="onet-ratings")[0]


def interest_row(code: str, place: str, value: float, day: date) -> FigureRow:
    return FigureRow(
        "interest", UNITED_STATES, "rating", day, day, "Interests", occupation=(ONET_SOC, code),
        element=(ONET_CONTENT, f"1.B.1.{place}"), value=value,
    )  # fmt: skip


def test_the_first_page_says_what_it_is_and_what_is_missing(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    page = client.get(reverse("interests:home")).content.decode()
    assert "not validated" in page
    assert "wayline data add" not in page
    assert "Interest Profiler" not in page
    client.acting(cast.admin)
    page = client.get(reverse("interests:home")).content.decode()
    assert "wayline data add onet --write" in page
    assert "wayline data add onet-ratings --write" in page


def begun(client: GuardedClient, way: str = "one") -> InterestSheet:
    client.post(reverse("interests:begin"), {"edition": "starter-1", way: "1"})
    return InterestSheet.objects.get()


def test_one_at_a_time_to_the_result(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    sheet = begun(client)
    there = reverse("interests:question", args=[sheet.pk])
    for _ in range(60):
        shown = context(client, there).get("activity")
        if shown is None:
            break
        client.post(there, {"activity": shown.key, "answer": SOCIAL[shown.key]})
    assert client.post(there, {"finish": "1"})["Location"] == reverse("interests:result", args=[sheet.pk])
    page = client.get(reverse("interests:result", args=[sheet.pk])).content.decode()
    assert "Your strongest type is Social" in page
    assert AuditRecord.objects.filter(verb="finished interests").exists()


def test_an_answer_is_kept_and_may_be_taken_back(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    sheet = begun(client)
    there = reverse("interests:question", args=[sheet.pk])
    first = context(client, there)["activity"].key
    client.post(there, {"activity": first, "answer": "4"})
    client.post(there, {"activity": "nothing of ours", "answer": "4"})
    client.post(there, {"activity": first, "answer": "9"})
    sheet.refresh_from_db()
    assert sheet.answers == {first: 4}
    assert context(client, there)["activity"].key != first
    assert begun(client).pk == sheet.pk
    client.post(there, {"back": "1"})
    sheet.refresh_from_db()
    assert sheet.answers == {}


def test_all_on_one_page(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    sheet = begun(client, "all")
    there = reverse("interests:all", args=[sheet.pk])
    assert len(context(client, there)["form"].fields) == 60
    few = dict(list(SOCIAL.items())[:10])
    assert client.post(there, {**few, "all": "1", "finish": "1"})["Location"] == there
    client.post(there, {**few, "later": "1"})
    sheet.refresh_from_db()
    assert sheet.answers == few
    assert sheet.finished_at is None
    assert client.post(there, {**SOCIAL, "all": "1", "finish": "1"})["Location"].endswith(f"interests/{sheet.pk}/")


def test_a_flat_profile_is_told_as_such_and_gets_no_list(cast: Cast, client: GuardedClient) -> None:
    ratings()
    client.acting(cast.cleo)
    sheet = sheet_of(cast, dict.fromkeys(SOCIAL, 3))
    assert "do not put one type before the others" in client.get(sheet.get_absolute_url()).content.decode()
    assert context(client, sheet.get_absolute_url())["occupations"] == []


def test_occupations_come_with_their_reasons_and_lead_to_the_labour_market(cast: Cast, client: GuardedClient) -> None:
    ratings()
    client.acting(cast.cleo)
    page: Any = client.get(sheet_of(cast).get_absolute_url(), {"zone": "4"})
    offered = page.context["occupations"]
    assert [one.title for one in offered] == ["Title of 29-1141.00"]
    assert "Social" in offered[0].reasons[0]
    assert offered[0].reasons[1] == "Preparation: level 4 of 5, as you asked."
    assert offered[0].url == reverse("lmi:occupation", args=["onet-soc", "29-1141.00"])
    assert "USDOL/ETA has not approved" in page.content.decode()


def test_skills_of_the_portfolio_are_among_the_reasons(cast: Cast, client: GuardedClient) -> None:
    release = ratings()
    scheme("esco", ["nurse", "listen", "inject"])
    nurse, listen, inject = (Concept.objects.get(code=code) for code in ("nurse", "listen", "inject"))
    Concept.objects.filter(pk=listen.pk).update(uri="http://data.europa.eu/esco/skill/listen")
    onet = Concept.objects.get(code="29-1141.00")
    ConceptMapping.objects.create(release=release, source=nurse, target=onet, kind="exact")
    for skill in (listen, inject):
        OccupationSkill.objects.create(occupation=nurse, skill=skill, need="essential", release=release)
    details = {"concept": "http://data.europa.eu/esco/skill/listen"}
    Item.objects.create(owner=cast.cleo.user, kind="skill", title="Listening", details=details)
    Item.objects.create(owner=cast.cato.user, kind="skill", title="Of somebody else", details=details)
    client.acting(cast.cleo)
    (offered,) = context(client, sheet_of(cast).get_absolute_url())["occupations"]
    assert offered.reasons[-1] == "You keep 1 of 2 skills it needs: Listening."


def test_results_are_compared_over_time(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    sheet_of(cast, dict.fromkeys(SOCIAL, 3))
    second = sheet_of(cast)
    rows = context(client, second.get_absolute_url())["page"].time_rows
    assert [row[1 + TYPES.index("S")] for row in rows] == ["2.0", "4.0"]


def test_the_table_has_every_score(cast: Cast, client: GuardedClient) -> None:
    client.acting(cast.cleo)
    answer: Any = client.get(reverse("interests:csv", args=[sheet_of(cast).pk]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 7
    assert lines[4].split(",")[0:3] == ["S", "", "4.0"]


def test_nobody_else_reads_it(cast: Cast, client: GuardedClient) -> None:
    sheet, draft = sheet_of(cast), sheet_of(cast, {}, finished=False)
    for other in (cast.cato, cast.ada, cast.mia, cast.zoe):
        client.acting(other)
        assert client.get(sheet.get_absolute_url()).status_code == 404
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.post(reverse("interests:throw_away", args=[sheet.pk])).status_code == 404
        assert client.get(reverse("interests:csv", args=[sheet.pk])).status_code == 404
    assert InterestSheet.objects.count() == 2


def test_an_adviser_reads_what_is_shown_until_it_ends(cast: Cast, client: GuardedClient) -> None:
    sheet, other = sheet_of(cast), sheet_of(cast)
    until = timezone.localdate() + timedelta(days=14)
    client.acting(cast.cleo)
    client.post(reverse("interests:show", args=[sheet.pk]), {"adviser": cast.ada.pk, "until": until.isoformat()})
    assert Notice.objects.filter(user=cast.ada.user, kind="interests").exists()

    client.acting(cast.ada)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "Cleo Client" in page
    assert "Throw it away" not in page
    assert AuditRecord.objects.filter(verb="read interests", about=cast.cleo.user).exists()
    assert client.get(other.get_absolute_url()).status_code == 404
    client.acting(cast.ben)
    assert client.get(sheet.get_absolute_url()).status_code == 404

    share = InterestShare.objects.get()
    client.acting(cast.cato)
    assert client.post(reverse("interests:stop", args=[sheet.pk, share.pk])).status_code == 404
    client.acting(cast.cleo)
    client.post(reverse("interests:stop", args=[sheet.pk, share.pk]))
    client.acting(cast.ada)
    assert client.get(sheet.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(user=cast.ada.user, kind="interests").exists(), "It would lead nowhere."


@pytest.mark.parametrize("days", [-1, 91])
def test_a_share_ends_within_ninety_days(cast: Cast, client: GuardedClient, days: int) -> None:
    sheet = sheet_of(cast)
    until = timezone.localdate() + timedelta(days=days)
    client.acting(cast.cleo)
    client.post(reverse("interests:show", args=[sheet.pk]), {"adviser": cast.ada.pk, "until": until.isoformat()})
    assert not InterestShare.objects.exists()


def test_it_is_shown_to_advisers_of_the_own_office_only(cast: Cast, client: GuardedClient) -> None:
    sheet = sheet_of(cast)
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    client.acting(cast.cleo)
    for nobody in (cast.zoe, cast.cato, cast.mia):
        client.post(reverse("interests:show", args=[sheet.pk]), {"adviser": nobody.pk, "until": until})
    assert not InterestShare.objects.exists()


def test_a_share_that_ran_out_shows_nothing(cast: Cast, client: GuardedClient) -> None:
    sheet = sheet_of(cast)
    InterestShare.objects.create(sheet=sheet, adviser=cast.ada, until=timezone.localdate() - timedelta(days=1))
    client.acting(cast.ada)
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_thrown_away_is_gone(cast: Cast, client: GuardedClient) -> None:
    sheet = sheet_of(cast)
    interests.show_to(sheet, cast.ada, until=timezone.localdate() + timedelta(days=9))
    client.acting(cast.cleo)
    client.post(reverse("interests:throw_away", args=[sheet.pk]))
    assert not InterestSheet.objects.exists()
    assert not Notice.objects.filter(user=cast.ada.user, kind="interests").exists()


def test_a_finished_sheet_may_be_gone_on_with(cast: Cast, client: GuardedClient) -> None:
    sheet = sheet_of(cast)
    client.acting(cast.cleo)
    assert client.post(reverse("interests:more", args=[sheet.pk]))["Location"] == reverse(
        "interests:all", args=[sheet.pk]
    )
    sheet.refresh_from_db()
    assert sheet.finished_at is None
    assert sheet.answers == SOCIAL


def test_answers_to_activities_that_are_gone_are_said_to_be_so(cast: Cast, client: GuardedClient) -> None:
    sheet = sheet_of(cast)
    InterestSheet.objects.update(edition="onet-00000000")
    client.acting(cast.cleo)
    assert "no longer loaded" in client.get(sheet.get_absolute_url()).content.decode()


def test_export_and_erasure(cast: Cast) -> None:
    sheet = sheet_of(cast)
    InterestShare.objects.create(sheet=sheet, adviser=cast.ada, until=timezone.localdate())
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert exported[InterestSheet][0]["answers"] == SOCIAL
    holdings.erase_everything(cast.cleo.user)
    assert not InterestSheet.objects.exists()
    assert not InterestShare.objects.exists()


def test_areas_of_the_ratings_are_the_united_states() -> None:
    ratings()
    assert Area.objects.filter(code="US").exists()
