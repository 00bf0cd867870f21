"""What the gallery shows: every component in every state. The snippet on the page is the one that was drawn."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.utils.safestring import SafeString

from wayline.common import charts
from wayline.common.forms import DateInput, DatePartsField, TimeInput
from wayline.common.markdown import render_markdown
from wayline.common.parts import Column, CommentAction, Crumb, Row, Step, Tab, Task

TEXTS = Path(__file__).with_name("specimens.toml")
WEEKS = [("Week 1", 412), ("Week 2", 366), ("Week 3", 301), ("Week 4", 288), ("Week 5", 270)]
COLUMNS = [Column("Week"), Column("Learners", numeric=True)]


@dataclass(frozen=True, slots=True)
class Specimen:
    title: str
    snippet: str
    html: SafeString
    note: str


class SpecimenForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(help_text="A few words that colleagues will recognise.")
    about = forms.CharField(
        widget=forms.Textarea({"maxlength": 200, "data-draft-key": "gallery", "data-draft-kept": "Draft kept",
                               "data-draft-restored": "Your draft is back"}),
        required=False,
        label="What is it about?",
    )  # fmt: skip
    language = forms.ChoiceField(choices=[("en", "English"), ("it", "Italiano")])
    visible = forms.ChoiceField(
        choices=[("all", "Everybody in this run"), ("group", "My group"), ("me", "Only me")],
        widget=forms.RadioSelect,
        label="Who can read it?",
    )
    topics = forms.MultipleChoiceField(
        choices=[("lmi", "Labour market information"), ("coaching", "Coaching"), ("digital", "Going digital")],
        widget=forms.CheckboxSelectMultiple,
        label="Topics",
        help_text="Choose all that fit.",
    )
    size = forms.ChoiceField(
        choices=[("small", "Small"), ("large", "Large")],
        widget=forms.RadioSelect({"class": "wl-small wl-inline"}),
        label="Small and side by side",
    )
    born = DatePartsField(label="When were you born?", help_text="For example, 27 3 1985")
    starts = forms.DateField(widget=DateInput, label="Starts on")
    at = forms.TimeField(widget=TimeInput, label="At")
    file = forms.FileField(label="Your plan", help_text="PDF or Word, at most 20 MB.")
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "current-password"}))
    agree = forms.BooleanField(label="I have read what happens with my data")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {"me": "You can change this later."}
        self.fields["visible"].choice_hints = hints  # type: ignore[attr-defined]  # read by formfields


class FilterForm(forms.Form):
    mark_optional = False
    sort = forms.ChoiceField(choices=[("new", "Newest"), ("liked", "Most liked")], label="Sort by")
    show = forms.ChoiceField(choices=[("", "All comments"), ("mine", "Mine")], required=False)


def groups(request: HttpRequest) -> Iterator[tuple[str, list[Specimen]]]:
    values = context()
    for group in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["group"]:
        yield group["title"], [_specimen(text, values, request) for text in group["specimen"]]


def context() -> dict[str, Any]:
    """The objects that the snippets name."""
    return {**_ways(), **_lists(), **_drawings(), **_talk(), **_forms()}


def _ways() -> dict[str, Any]:
    pages = Paginator(range(800), 20)
    return {
        "crumbs": [Crumb("Home", "#"), Crumb("Programmes", "#"), Crumb("The changing world of work")],
        "tabs": [Tab("Comments", "#", active=True, count=1105), Tab("Unanswered", "#", count=3), Tab("Following", "#")],
        "page": pages.get_page(10),
        "first": pages.get_page(1),
    }


def _lists() -> dict[str, Any]:
    return {
        "rows": [
            Row("Name", "Amara Osei", "Change", "#"),
            Row("Role", "Practitioner"),
            Row("Language", "English", "Change", "#"),
        ],
        "tasks": [
            Task("Write your profile", "#", "Completed", done=True),
            Task("Week 1: the changing world of work", "#", "In progress", hint="6 steps, 2 hours 40 minutes"),
            Task("Week 2: coaching", "#", "Not started", "grey"),
            Task("Evaluation", "", "Opens on 4 May", "grey"),
        ],
        "steps": [
            Step("Welcome", "#", "done", "Article", "10 min"),
            Step("What is changing in your town?", "#", "done", "Discussion, 214 comments", "20 min"),
            Step("Reading a local labour market profile", "#", "current", "Exercise", "45 min"),
            Step("What did you find?", "#", "open", "Discussion", "20 min"),
            Step("Live session with the team", "", "locked", "Opens on 27 April", "60 min"),
        ],
        "columns": [
            Column("Week", sort_url="#", sorted="ascending"),
            Column("Learners", numeric=True, sort_url="#"),
            Column("Comments", numeric=True, sort_url="#"),
        ],
        "cells": [(week, count, count * 3) for week, count in WEEKS],
    }


def _drawings() -> dict[str, Any]:
    joined = [("Joined", week, count) for week, count in WEEKS]
    wrote = [("Wrote a comment", week, count // 3) for week, count in WEEKS]
    return {
        "chart_columns": COLUMNS,
        "chart_rows": WEEKS,
        "bars": charts.draw(
            charts.bars(WEEKS, category="Week", amount="Learners"),
            title="Learners who completed a step, by week",
            description="The number falls from 412 in week 1 to 270 in week 5.",
        ),
        "lines": charts.draw(
            charts.lines([*joined, *wrote], period="Week", amount="Learners"), title="Learners and writers, by week"
        ),
    }


def _talk() -> dict[str, Any]:
    return {
        "at": dt.datetime(2026, 4, 20, 9, 30, tzinfo=dt.UTC),
        "body": render_markdown(
            "I tried this with a client who has **moved here recently**. What helped was to begin with what she "
            "already does well, and only then to open the [profile](#)."
        ),
        "reply": render_markdown("Thank you, that is close to what we see in Taranto. Which profile did you use?"),
        "actions": [
            CommentAction("Like", "#", "post", pressed=True, describes="the comment by Amara Osei"),
            CommentAction("Reply", "#", describes="to Amara Osei"),
            CommentAction("Report", "#", describes="the comment by Amara Osei"),
        ],
    }


def _forms() -> dict[str, Any]:
    """Fields of one page need ids of their own."""
    refused = {"title": "", "born_day": "31", "born_month": "2", "born_year": "1985"}
    return {
        "form": SpecimenForm(),
        "other": SpecimenForm(auto_id="other_%s"),
        "filled": SpecimenForm(refused, auto_id="refused_%s"),
        "filter": FilterForm(),
    }


def _specimen(text: dict[str, str], values: dict[str, Any], request: HttpRequest) -> Specimen:
    source = f"{{% load components formfields %}}{text['snippet']}"
    html = engines["django"].from_string(source).render(dict(values), request)
    return Specimen(text["title"], text["snippet"].strip(), SafeString(html), text.get("note", ""))
