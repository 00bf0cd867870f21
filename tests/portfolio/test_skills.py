"""Skills in ESCO's words: looked up, suggested, and never taken up by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from tests.portfolio.words import ESCO, classification
from wayline.people.models import Membership
from wayline.portfolio.models import Item
from wayline.portfolio.queries import skills
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import SKILLS
from wayline.taxonomy.mentions import mentions

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
TILL, SERVE, STOCK = f"{ESCO}skill/till", f"{ESCO}skill/serve", f"{ESCO}skill/stock"


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    classification()
    return as_member(cast.cleo)


def test_a_skill_is_looked_up_in_ones_language_and_kept_when_ticked(cast: Cast, cleo: GuardedClient) -> None:
    page = cleo.get(reverse("portfolio:skills"), {"q": "till"}).content.decode()
    assert "Operate cash point" in page
    assert "work the till" in page
    assert not Item.objects.exists()
    cleo.post(reverse("portfolio:skills"), {"skill": [TILL]})
    item = Item.objects.get()
    assert (item.kind, item.title, item.details) == ("skill", "Operate cash point", {"concept": TILL})
    cleo.post(reverse("portfolio:skills"), {"skill": [TILL]})
    assert Item.objects.count() == 1


def test_italians_look_up_in_italian(cast: Cast, cleo: GuardedClient) -> None:
    assert [term.title for term in skills.find("cassa", "it")] == ["Usare la cassa"]


def test_skills_are_suggested_from_a_job_title_and_its_text(cast: Cast, cleo: GuardedClient) -> None:
    job = keep(cast.cleo, title="Sales assistant", description="I had to monitor stock level every evening.")
    found = skills.of_item(job, "en")
    assert found is not None
    assert found.occupation is not None
    assert found.occupation.title == "Shop assistant"
    assert {term.address for term in found.skills} == {TILL, SERVE, STOCK}
    assert not Item.objects.filter(kind=Kind.SKILL).exists()


def test_what_a_text_says_the_person_does_not_know_is_not_suggested(cast: Cast, cleo: GuardedClient) -> None:
    job = keep(cast.cleo, title="Helper", description="I serve customers. I don't know how to monitor stock level.")
    found = skills.of_item(job, "en")
    assert found is not None
    assert {term.address for term in found.skills} == {SERVE}


def test_what_is_confirmed_is_shown_by_the_job_and_no_longer_suggested(cast: Cast, cleo: GuardedClient) -> None:
    job = keep(cast.cleo, title="Shop assistant")
    cleo.post(reverse("portfolio:skills"), {"skill": [SERVE], "item": job.key, "back": "1"})
    skill = Item.objects.get(kind=Kind.SKILL)
    assert list(skill.evidence.all()) == [job]
    found = skills.of_item(job, "en")
    assert found is not None
    assert {term.address for term in found.skills} == {TILL}


def test_a_job_of_another_name_suggests_nothing(cast: Cast, cleo: GuardedClient) -> None:
    assert skills.of_item(keep(cast.cleo, title="Lighthouse keeper"), "en") is None


def test_a_made_up_term_is_not_kept(cast: Cast, cleo: GuardedClient) -> None:
    cleo.post(reverse("portfolio:skills"), {"skill": ["http://evil.example/skill"]})
    assert not Item.objects.exists()
    job = keep(cast.cleo)
    cleo.post(reverse("portfolio:term", args=[job.key]), {"term": "http://evil.example/job"})
    job.refresh_from_db()
    assert job.details == {}


def test_a_neighbours_job_is_no_evidence(cast: Cast, cleo: GuardedClient) -> None:
    job = keep(cast.cato)
    assert cleo.post(reverse("portfolio:skills"), {"skill": [SERVE], "item": job.key}).status_code == 404
    assert not Item.objects.filter(kind=Kind.SKILL).exists()


@pytest.mark.parametrize(
    ("kind", "title", "address", "details"),
    [
        (Kind.EXPERIENCE, "Coffee maker", f"{ESCO}occupation/1", {"occupation": f"{ESCO}occupation/1"}),
        (Kind.SKILL, "attend to customers", SERVE, {"concept": SERVE}),
        (Kind.ASPIRATION, "Barista", f"{ESCO}occupation/1", {"occupations": [f"{ESCO}occupation/1"]}),
    ],
)
def test_an_item_is_named_in_escos_words_by_its_owner(
    cast: Cast, cleo: GuardedClient, kind: Kind, title: str, address: str, details: dict[str, object]
) -> None:
    item = keep(cast.cleo, kind, title)
    assert address in cleo.get(item.get_absolute_url()).content.decode()
    cleo.post(reverse("portfolio:term", args=[item.key]), {"term": address})
    item.refresh_from_db()
    assert item.details == details
    assert 'class="wl-tags"' in cleo.get(item.get_absolute_url()).content.decode()
    cleo.post(reverse("portfolio:term", args=[item.key]), {"term": ""})
    item.refresh_from_db()
    assert item.details == {}


def test_without_a_classification_people_keep_skills_in_their_own_words(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.cleo)
    keep(cast.cleo)
    page = client.get(reverse("portfolio:skills")).content.decode()
    assert "No classification of skills is loaded here" in page
    assert client.get(Item.objects.get().get_absolute_url()).status_code == 200


def test_a_text_names_what_stands_in_it_word_for_word(cleo: GuardedClient) -> None:
    def named(text: str, *languages: str) -> list[str]:
        return [mention.concept.title for mention in mentions(text, languages or ("en",), "esco", SKILLS)]

    assert named("You serve customers, and work the TILL.") == ["serve customers", "operate cash point"]
    assert named("You served a customer") == []
    assert named("Saper servire i clienti", "it", "en") == ["serve customers"]
    assert named("Saper servire i clienti") == []
    assert named("") == []
    assert named("serve customers and serve customers") == ["serve customers"]
