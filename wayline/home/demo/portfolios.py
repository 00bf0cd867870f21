"""What two clients of the demo service keep. The people, their employers and their words are invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from wayline.home.demo import cast
from wayline.home.demo.people import member
from wayline.people.models import User
from wayline.portfolio.actions import cvs, pages, shares
from wayline.portfolio.actions.intake import take_in
from wayline.portfolio.models import Item
from wayline.portfolio.record import Contact, Entry, Holder, Kind, PartialDate, Record

at = PartialDate.parse

DANNY = Record(
    Holder(
        given_name="Danny",
        family_name="Marsh",
        headline="Warehouse team leader on the way into joinery",
        summary="Eleven years in warehouses, the last four leading a shift of eight. I mend and build things at home "
        "and want to do that for a living.",
        postcode="NV3 4QT",
        city="Northvale",
        country="GB",
        contacts=(Contact("email", "danny.marsh@demo.invalid", "home"), Contact("phone", "01632 960 018", "mobile")),
    ),
    (
        Entry(
            Kind.EXPERIENCE, "Warehouse team leader", "Castlegate Logistics", "Northvale", "GB", at("2020-03"),
            ongoing=True, key="lead",
            description="I plan the shift, train new people and keep the stock right.\n\n"
            "- picking errors down from 19 to 7 in a thousand\n- no accident in my shift for three years",
            details={"form": "paid", "hours": 38, "highlights": ["Trained 14 new colleagues"]},
        ),
        Entry(
            Kind.EXPERIENCE, "Warehouse operative", "Castlegate Logistics", "Northvale", "GB", at("2013-09"),
            at("2020-02"), key="operative", description="Picking and packing orders, fork-lift truck from 2015.",
            details={"form": "paid"},
        ),
        Entry(
            Kind.EXPERIENCE, "Looking after my father", "", "Northvale", "GB", at("2011"), at("2013-06"), key="care",
            description="Washing, meals, medicines, and all the letters to the hospital.", details={"form": "family"},
        ),
        Entry(
            Kind.EXPERIENCE, "Volunteer in the repair café", "Northvale Repair Café", "Northvale", "GB", at("2018"),
            ongoing=True, key="repair", description="One Saturday a month. Chairs, drawers, toys, anything of wood.",
            details={"form": "voluntary", "hours": 1},
        ),
        Entry(
            Kind.EDUCATION, "GCSEs in seven subjects", "Northvale High School", "Northvale", "GB", at("2004-09"),
            at("2009-06"), details={"eqf": 3, "subjects": ["Design and technology", "Mathematics", "English"]},
        ),
        Entry(
            Kind.EDUCATION, "Evening course: introduction to bench joinery", "Northvale College", "Northvale", "GB",
            at("2026-01"), at("2026-06"), key="course",
            description="Twenty evenings: marking out, the common joints, a small cabinet at the end.",
            details={"national_level": "Level 1", "eqf": 2},
        ),
        Entry(
            Kind.QUALIFICATION, "Counterbalance fork-lift truck operator", "Northvale Lift Training",
            start=at("2015-05"), key="forklift", details={"number": "NLT-2015-0417", "expires": "2028-05"},
        ),
        Entry(Kind.QUALIFICATION, "Driving licence", start=at("2010"), details={"categories": ["B"]}),
        Entry(Kind.QUALIFICATION, "Emergency first aid at work", "Castlegate Logistics", start=at("2024-10"),
              details={"expires": "2027-10"}),
        Entry(Kind.SKILL, "Leading a small team", key="skill-lead", details={"level": "advanced", "years": 4}),
        Entry(Kind.SKILL, "Driving a fork-lift truck", key="skill-fork", details={"level": "advanced", "years": 10}),
        Entry(Kind.SKILL, "Measuring, cutting and joining wood", key="skill-wood", details={"level": "intermediate"}),
        Entry(Kind.SKILL, "Planning shifts", details={"level": "advanced"}),
        Entry(Kind.SKILL, "Explaining a job to new colleagues", details={"level": "advanced"}),
        Entry(Kind.LANGUAGE, "English", details={"code": "en", "mother_tongue": True}),
        Entry(
            Kind.LANGUAGE, "Polish",
            details={"code": "pl", "listening": "A2", "reading": "A1", "interaction": "A2", "production": "A1",
                     "writing": "A1"},
        ),
        Entry(Kind.DIGITAL, "Stock systems and scanners", details={"competence": "1.3", "level": 5}),
        Entry(Kind.DIGITAL, "Making short videos of repairs", details={"competence": "3.1", "level": 3}),
        Entry(
            Kind.ACHIEVEMENT, "Safety award of the region", "Castlegate Logistics", start=at("2023-11"),
            details={"form": "award"}, description="For three years without an accident.",
        ),
        Entry(
            Kind.PROJECT, "A staircase for the community hall", "Northvale Repair Café", start=at("2025-03"),
            end=at("2025-09"), key="stairs", description="Drawn with an architect who volunteers, built by five of us.",
            details={"roles": ["Cutting list", "Handrail"]},
        ),
        Entry(Kind.INTEREST, "Old woodworking tools"),
        Entry(Kind.INTEREST, "Walking in the hills"),
        Entry(
            Kind.ASPIRATION, "Bench joiner", description="In a workshop of a size where people know each other.",
            details={"areas": ["Northvale and 20 miles around"], "conditions": ["No night shifts", "Paid training"]},
        ),
        Entry(
            Kind.GOAL, "Begin a Level 2 in bench joinery", end=at("2027-09"),
            details={
                "steps": ["Talk to Northvale College", "Ask about the adult skills fund", "Two weeks at a joiner’s"]
            },
        ),
        Entry(
            Kind.JOURNAL, "First visit to a joinery workshop", start=at("2026-11-09"),
            description="Ostrowska Joinery. Loud, warm, and everybody knew what the next one needed. The foreman "
            "let me cut a tenon. It fitted at the second try.\n\nI was less afraid of the machines than I had thought.",
        ),
        Entry(Kind.LINK, "Pictures of my repairs", url="https://example.org/repairs", description="Before and after."),
    ),
)  # fmt: skip
EVIDENCE = {"lead": "skill-lead", "forklift": "skill-fork", "course": "skill-wood", "stairs": "skill-wood"}

LUCA = Record(
    Holder(
        given_name="Luca",
        family_name="Moretti",
        headline="Diplomato alberghiero, cerco il primo impiego in cucina",
        summary="Ho 19 anni e mi piace lavorare in squadra, anche quando la sala è piena.",
        city="Northvale",
        country="GB",
        contacts=(Contact("email", "luca.moretti@demo.invalid", "home"),),
    ),
    (
        Entry(
            Kind.EXPERIENCE, "Aiuto cuoco stagionale", "Hotel Belvedere", "Rimini", "IT", at("2025-06"), at("2025-09"),
            key="hotel", description="Preparazione dei primi, pulizia della linea, ordini al magazzino.",
            details={"form": "paid", "hours": 40},
        ),
        Entry(
            Kind.EXPERIENCE, "Tirocinio in pasticceria", "Pasticceria Sole", "Rimini", "IT", at("2024-02"),
            at("2024-04"), details={"form": "internship"}, description="Impasti, creme, servizio al banco.",
        ),
        Entry(
            Kind.EXPERIENCE, "Volontario alla mensa", "Mensa San Giuliano", "Rimini", "IT", at("2023"), at("2025"),
            details={"form": "voluntary"}, description="Ottanta pasti ogni domenica.",
        ),
        Entry(
            Kind.EDUCATION, "Diploma di istruzione professionale, enogastronomia", "Istituto alberghiero di Rimini",
            "Rimini", "IT", at("2020-09"), at("2025-06"), details={"eqf": 4, "grade": "84/100"},
        ),
        Entry(Kind.QUALIFICATION, "Attestato HACCP", start=at("2025-05"), key="haccp", details={"expires": "2028-05"}),
        Entry(Kind.SKILL, "Preparare e cucinare cibi", key="cook", details={"level": "intermediate"}),
        Entry(Kind.SKILL, "Garantire la sicurezza degli alimenti", key="safe", details={"level": "intermediate"}),
        Entry(Kind.LANGUAGE, "Italiano", details={"code": "it", "mother_tongue": True}),
        Entry(
            Kind.LANGUAGE, "Inglese",
            details={"code": "en", "listening": "B1", "reading": "B2", "interaction": "B1", "production": "B1",
                     "writing": "B1"},
        ),
        Entry(Kind.INTEREST, "Panificazione con lievito madre"),
        Entry(Kind.ASPIRATION, "Cuoco in un ristorante vegetariano"),
        Entry(Kind.GOAL, "Inglese B2 entro l’estate", end=at("2027-06")),
    ),
    language="it",
)  # fmt: skip


def keep_portfolios() -> None:
    danny = take_in(member(cast.DANNY.name).user, DANNY, source="demo")
    kept = {entry.key: item for entry, item in zip(DANNY.entries, danny.items, strict=True) if entry.key}
    for shown_by, skill in EVIDENCE.items():
        kept[shown_by].supports.add(kept[skill])
    luca = take_in(member(cast.LUCA.name).user, LUCA, source="demo")
    found = {entry.key: item for entry, item in zip(LUCA.entries, luca.items, strict=True) if entry.key}
    found["hotel"].supports.add(found["cook"])
    found["haccp"].supports.add(found["safe"])
    _make_cvs(member(cast.DANNY.name).user, member(cast.LUCA.name).user)
    _compose(list(kept.values()))
    _share(list(kept.values()), cast.AMARA, "To prepare our talk about joinery",
           "Say how many people you trained. Fourteen is a lot.")  # fmt: skip
    _share(list(found.values()), cast.GIULIA, "Per preparare il nostro colloquio",
           "Bella scelta. Aggiungi quanti coperti serviva l’albergo.")  # fmt: skip


VACANCY = """Bench joiner, full time, Ostrowska Joinery, Northvale
We look for a bench joiner who likes measuring, cutting and joining wood and is careful about using hand and power tools
safely. Reading plans and drawings is part of the day, and so is working in a team. A driving licence helps."""
LETTER = """Dear Ms Ostrowska,

Thank you for showing me your workshop on 9 November. I should like to come back, for work.

I have led a warehouse shift for six years. People learn quickly with me, and nobody has been hurt. In the repair café I
mend chairs and drawers, and last year I cut the handrail for the new staircase of the community hall. This winter I
begin a Level 2 in bench joinery.

I could start in January, and would gladly work two weeks on trial.

Yours sincerely,
Danny Marsh"""


def _compose(items: list[Item]) -> None:
    """A page of Danny's for the workshop where he would like to work. Nobody sees it yet."""
    owner = items[0].owner
    page = pages.make_page(owner, title="From the warehouse to the workbench")
    pages.change_page(page, lead="What I have made of wood so far, and what I am learning.", with_summary=True)
    pages.write_block(
        page, None, heading="Why wood",
        text="In the repair café I mend what others would throw away. A drawer that runs again makes somebody’s day.",
    )  # fmt: skip
    pages.put_on_page(
        page, [item for item in items if item.kind in (Kind.PROJECT, Kind.EDUCATION, Kind.EXPERIENCE)][:5]
    )


def _make_cvs(danny: User, luca: User) -> None:
    joinery = cvs.make_cv(danny, title="For joinery", language="en")
    hidden = {"Stock systems and scanners", "Walking in the hills", "Pictures of my repairs"}
    shown = [place.item.key for place in joinery.places.select_related("item") if place.item.title not in hidden]
    cvs.change_cv(
        joinery, shown=shown, design="margin", vacancy=VACANCY,
        letter_to="Helen Ostrowska\nOstrowska Joinery\nNorthvale",
        letter_subject="Bench joiner", letter_text=LETTER,
    )  # fmt: skip
    cvs.make_cv(danny, title="For warehouses", language="en")
    cvs.make_cv(luca, title="Cucina", language="it")


def _share(items: list[Item], adviser: cast.Person, purpose: str, answer: str) -> None:
    """With the adviser of the same office, who has looked and answered."""
    ends_at = timezone.now() + timedelta(days=shares.USUAL_DAYS)
    reader = member(adviser.name)
    made, _none = shares.share(
        items[0].owner, receiver=shares.Receiver(person=reader.user), items=items, purpose=purpose, ends_at=ends_at
    )
    shares.note_visit(made, viewer=reader)
    shares.comment(made, author=reader.user, text=answer)
