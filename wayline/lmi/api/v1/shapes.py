"""Shapes of LMI for All, for the published description. What we add is named last in each, and may be absent."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Shape(Schema):
    """Further members may come without a new version; those named here keep their name and kind."""

    model_config = ConfigDict(extra="allow")


class Error(Shape):
    error: str


class VacancyPlace(Shape):
    location: str


class Vacancy(Shape):
    title: str
    company: str
    summary: str
    link: str
    location: VacancyPlace


class Source(Shape):
    title: str
    publisher: str
    version: str
    licence: str
    release: str = Field(description="Address of the release: what it holds, its files and their digests.")


class Period(Shape):
    start: str
    end: str


class AreaName(Shape):
    scheme: str
    code: str
    name: str


class Told(Shape):
    """What we add to every answer in numbers."""

    source: Source | None = Field(None, description="Who published the figures.")
    area: AreaName | None = None
    classification: str | None = Field(None, description="In which the publisher counts.")
    statistic: str | None = None
    asked: int | None = Field(None, description="The code asked for, when others answer for it.")
    steps: list[list[dict[str, Any]]] | None = Field(
        None, description="How one gets from the code asked for to each of those that answer."
    )
    note: str | None = Field(None, description="The same in words.")
    missing: list[dict[str, Any]] | None = Field(
        None, description="What the series leaves out, with status, reason, and reason_text in plain words."
    )


class PointTold(Shape):
    year: int
    quality: str | None = None
    period: Period | None = None
    figures: list[str] | None = Field(None, description="Addresses of the publisher's cells behind the number.")


class Occupation(Shape):
    soc: int
    title: str
    description: str
    qualifications: str
    tasks: str
    add_titles: list[str]


class PayShare(Shape):
    estpay: int


class Pay(PointTold):
    estpay: int | None = Field(None, description="Pounds a week, to the nearest 10. Absent with a breakdown.")
    breakdown: list[PayShare] | None = None


class PaySeries(Told):
    soc: int
    series: list[Pay]


class HoursShare(Shape):
    hours: float


class Hours(PointTold):
    hours: float | None = None
    breakdown: list[HoursShare] | None = None


class HoursSeries(Told):
    soc: int
    series: list[Hours]


class Change(PointTold):
    change: float = Field(description="Per cent against the year before.")


class Changes(Told):
    soc: int
    annual_changes: list[Change]


class NamedValue(Shape):
    name: str
    value: int


class PayFilter(Shape):
    name: str
    codings: list[NamedValue]


class Code(Shape):
    code: int
    description: str


class Filter(Shape):
    name: str
    description: str
    coding: list[Code]


class Unemployment(PointTold):
    unemprate: float


class UnemploymentSeries(Told):
    soc: int
    years: list[Unemployment] | None = Field(None, description="Absent when nothing is known, as it always was.")


class WeekPay(PointTold):
    weekpay: int


class WeekPaySeries(Told):
    soc: int
    years: list[WeekPay]


class WeekPayOf(Told):
    breakCode: int
    breakName: str
    years: list[WeekPay]


class WeekPayBreakdown(Shape):
    soc: int
    breakdownBy: str
    series: list[WeekPayOf]


class Employment(PointTold):
    employment: int


class Prediction(Told):
    soc: int
    predictedEmployment: list[Employment]


class EmploymentOf(Shape):
    code: int
    name: str
    employment: int
    note: str | None = None


class BreakdownYear(Shape):
    year: int
    breakdown: list[EmploymentOf]


class PredictionBreakdown(Told):
    soc: int
    breakdown: str
    predictedEmployment: list[BreakdownYear]


class Replacement(Told):
    soc: int
    start_year: int
    end_year: int
    rate: float = Field(description="Per cent of those who work in it, a year.")


class Region(Shape):
    code: int
    name: str


class Shortage(Told):
    soc: int
    region: Region | None = None
    year: int
    percentHTF: float | None = Field(None, description="Vacancies hard to fill, per cent.")
    percentSSV: float | None = Field(None, description="Hard to fill for lack of skills, per cent of vacancies.")
    percentHTFisSSV: float | None = None
    reliability: str


class Ranked(Shape):
    soc: int
    percentSSV: float


class OnetCode(Shape):
    code: str
    title: str


class OnetCodes(Shape):
    soc: int
    onetCodes: list[OnetCode]


class SocName(Shape):
    soc: int
    title: str


class SocCodes(Shape):
    onetCode: str
    socCodes: list[SocName]


class Rating(Shape):
    id: str
    name: str
    value: float


class Scale(Shape):
    id: str
    skills: list[Rating] | None = None
    abilities: list[Rating] | None = None
    interests: list[Rating] | None = None


class Ratings(Shape):
    onetcode: str
    scales: list[Scale]


class MatchSelection(Shape):
    skills: dict[str, str]
    interests: dict[str, str]
    abilities: dict[str, str]


class Match(Shape):
    onetcode: str
    title: str
    value: float
    likely_soc_codes: list[int]


class Matches(Shape):
    selection: MatchSelection
    results: list[Match]


class Score(Shape):
    name: str
    score: float
    rank: int


class Scores(Told):
    soc: int
    infotype: str
    skills: list[Score]
