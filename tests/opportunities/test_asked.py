"""A search as an address: what is unknown is not said, and the same search is always the same text."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wayline.opportunities import asked
from wayline.opportunities.asked import Asked


def test_reads_what_an_address_says() -> None:
    said = asked.from_query(
        "q=head++nurse&hours=part_time&pay=20000&access=quiet&access=step_free&starts_by=2027-01-31"
    )
    assert said == Asked(
        words="head nurse", hours="part_time", pay=20_000, access=("step_free", "quiet"), starts_by=date(2027, 1, 31)
    )


def test_what_is_unknown_or_broken_is_not_said() -> None:
    broken = (
        "kind=castle&hours=&pay=-3&pay=7&starts_by=soon&access=wings&level=9&sort=name&since=2027-13-01&contract=%00"
    )
    assert asked.from_query(broken) == Asked()
    assert asked.from_query("pay=99999999999999999999999") == Asked()


def test_filters_are_named_in_the_order_of_the_page_and_sorting_is_none() -> None:
    said = Asked(words="nurse", area="gss:E12", reach="around", sort="pay", level="3")
    assert said.filters == ["words", "area", "level"]
    assert said.without("area").area == ""


SEARCHES = st.builds(
    Asked,
    words=st.text(st.characters(categories=["L", "Nd"]), max_size=20),
    kind=st.sampled_from(("", *asked.KINDS)),
    level=st.sampled_from(("", *asked.LEVELS)),
    pay=st.none() | st.integers(1, asked.HIGHEST_PAY),
    access=st.sets(st.sampled_from(asked.ACCESSIBILITY)).map(
        lambda some: tuple(one for one in asked.ACCESSIBILITY if one in some)
    ),
    since=st.none() | st.dates(),
    sort=st.sampled_from(("", *asked.SORTS)),
)


@given(SEARCHES)
def test_written_and_read_again_it_is_the_same(said: Asked) -> None:
    assert asked.from_query(asked.query_of(said)) == said


@given(st.text(max_size=200))
def test_no_address_breaks_it(query: str) -> None:
    once = asked.query_of(asked.from_query(query))
    assert asked.query_of(asked.from_query(once)) == once
