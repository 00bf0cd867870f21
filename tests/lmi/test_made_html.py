"""HTML that is made in Python for the pages of the explorer: nothing in it becomes a tag."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from lxml import html

from wayline.lmi.queries import places
from wayline.lmi.templatetags import lmi
from wayline.taxonomy.models import Area

SELECT = Template('{% include "lmi/area_select.html" with select_id="a" select_name="a" selected=key empty="None" %}')
EVIL = Area(scheme="gss", code='1"><i>', title="<b>Bath & 'Wells'</b>", kind="local", country="GB")
PLAIN = Area(scheme="gss", code="E12", title="North East", kind="region", country="GB")


@pytest.fixture
def two_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "choices", lambda: (("GB · <u>", (EVIL,)), ("GB · Region", (PLAIN,))))
    lmi._area_options.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("two_areas")
@pytest.mark.parametrize("chosen", [PLAIN, EVIL, None])
def test_the_areas_to_choose_from(chosen: Area | None) -> None:
    key = places.key_of(chosen) if chosen else ""
    made = html.fromstring(SELECT.render(Context({"key": key})))
    lmi._area_options.cache_clear()
    assert not made.xpath("//i | //b | //u")
    assert made.xpath("//optgroup/@label") == ["GB · <u>", "GB · Region"]
    assert made.xpath("//optgroup/option/@value") == [places.key_of(EVIL), places.key_of(PLAIN)]
    assert [one.text_content() for one in made.xpath("//option")] == ["None", EVIL.title, PLAIN.title]
    assert made.xpath("//option[@selected]/@value") == ([key] if key else [])
