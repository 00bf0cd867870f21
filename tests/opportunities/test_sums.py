"""Fields of a kind, pay on one scale, JSON-LD: by hand."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from wayline.opportunities import asked, enums, fields, labels, pay, structured


@pytest.mark.parametrize(
    ("kind", "details", "wrong"),
    [
        ("vacancy", {"openings": 2, "tasks": ["Cook"], "experience": "A year"}, {}),
        ("vacancy", {"openings": 0}, {"openings": "below 1"}),
        ("vacancy", {"openings": 1.5}, {"openings": "not a whole"}),
        ("vacancy", {"openings": True}, {"openings": "not a whole"}),
        ("vacancy", {"tasks": []}, {"tasks": "not a texts"}),
        ("vacancy", {"cost": 3}, {"cost": "unknown"}),
        ("training", {"cost": 0, "form": "online"}, {}),
        ("training", {"form": "by pigeon"}, {"form": "not one of classroom, online, blended, workplace"}),
        ("work_experience", {"age_from": 12}, {"age_from": "below 13"}),
        ("mentoring", {"topics": ["  "]}, {"topics": "not a texts"}),
    ],
)
def test_details_are_those_of_the_kind(kind: str, details: dict[str, object], wrong: dict[str, str]) -> None:
    assert dict(fields.faults(kind, details)) == wrong


def test_every_kind_has_fields_and_every_field_a_label() -> None:
    assert set(fields.FIELDS) == set(enums.Kind.values) == set(asked.KINDS)
    every = [one for group in fields.FIELDS.values() for one in group]
    assert {one.key for one in every} == set(labels.FIELDS)
    assert {choice for one in every for choice in one.choices} == set(labels.CHOICES)


def test_the_address_knows_every_choice_there_is() -> None:
    assert set(asked.CONTRACTS) == set(enums.Contract.values)
    assert set(asked.REMOTES) == set(enums.Remote.values)
    assert set(asked.ACCESSIBILITY) == set(enums.Accessibility.values)


@pytest.mark.parametrize(
    ("amount", "per", "year"),
    [
        (Decimal("12.50"), "hour", 26_000),
        (Decimal(100), "day", 26_000),
        (Decimal(500), "week", 26_000),
        (Decimal(2000), "month", 24_000),
        (Decimal(30_000), "year", 30_000),
        (Decimal(10), "", None),
        (None, "year", None),
    ],
)
def test_pay_comes_to_so_much_a_year(amount: Decimal | None, per: str, year: int | None) -> None:
    assert pay.a_year(amount, per) == year


def shown(**values: object) -> structured.Shown:
    plain: dict[str, object] = {
        "kind": "vacancy", "url": "https://w.example/1", "title": "Cook", "html": "<p>Cook.</p>", "offered_by": "Inn",
        "published_at": datetime(2026, 11, 1, 9, tzinfo=UTC), "shown_until": date(2026, 12, 1),
    }  # fmt: skip
    return structured.Shown(**{**plain, **values})  # type: ignore[arg-type]


def test_a_job_as_schema_org() -> None:
    data = structured.json_ld(
        shown(hours="either", contract="apprenticeship", pay_from=Decimal("12.5"), pay_per="hour", currency="GBP",
              town="Leeds", country="GB", remote="remote", skills=["cooking"], occupations=[("5120", "Cook")])
    )  # fmt: skip
    assert data is not None
    assert data["@type"] == "JobPosting"
    assert data["datePosted"] == "2026-11-01"
    assert data["validThrough"] == "2026-12-01"
    assert data["employmentType"] == ["FULL_TIME", "PART_TIME", "APPRENTICESHIP"]
    assert data["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {"@type": "QuantitativeValue", "minValue": 12.5, "unitText": "HOUR"},
    }
    assert data["jobLocation"]["address"] == {
        "@type": "PostalAddress", "addressLocality": "Leeds", "addressCountry": "GB"
    }  # fmt: skip
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["occupationalCategory"] == ["5120 Cook"]


def test_what_is_not_said_is_left_out() -> None:
    data = structured.json_ld(shown())
    assert data is not None
    assert not {"baseSalary", "jobLocation", "jobStartDate", "skills", "employmentType"} & set(data)


def test_a_course_and_a_mentor() -> None:
    course = structured.json_ld(
        shown(kind="training", details={"cost": 0, "weeks": 9, "teaching_hours": 96, "form": "blended"}, currency="GBP")
    )
    assert course is not None
    assert course["@type"] == "Course"
    assert course["offers"] == {"@type": "Offer", "price": 0, "priceCurrency": "GBP"}
    assert course["hasCourseInstance"]["courseWorkload"] == "PT96H"
    assert structured.json_ld(shown(kind="mentoring")) is None


def test_nothing_in_it_ends_the_script_element() -> None:
    text = structured.script_text({"title": "</script><script>alert(1)</script>&"})
    assert "<" not in text
    assert json.loads(text) == {"title": "</script><script>alert(1)</script>&"}
