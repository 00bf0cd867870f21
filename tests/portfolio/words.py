"""A small classification for the tests: two occupations, some skills, in two languages."""

from __future__ import annotations

from wayline.taxonomy.enums import ConceptKind, LabelKind, SkillNeed
from wayline.taxonomy.models import Concept, Label, OccupationSkill, Release, Scheme

ESCO = "http://data.europa.eu/esco/"


def classification() -> None:
    release = Release.objects.create(
        source="esco", version="test", title="ESCO for tests", publisher="us", licence="-", attribution="-"
    )
    scheme = Scheme.objects.create(key="esco", version="test", title="ESCO", publisher="us")

    def concept(kind: ConceptKind, code: str, english: str, italian: str, *others: str) -> Concept:
        made = Concept.objects.create(
            scheme=scheme, release=release, kind=kind, code=code, uri=f"{ESCO}{kind}/{code}", title=english
        )
        names = [("en", english, LabelKind.PREFERRED), ("it", italian, LabelKind.PREFERRED)]
        names += [("en", other, LabelKind.ALTERNATIVE) for other in others]
        for language, text, label in names:
            Label.objects.create(concept=made, language=language, kind=label, text=text, release=release)
        return made

    skill = ConceptKind.SKILL
    serve = concept(skill, "serve", "serve customers", "servire i clienti", "attend to customers")
    till = concept(skill, "till", "operate cash point", "usare la cassa", "work the till")
    stock = concept(skill, "stock", "monitor stock level", "controllare le scorte")
    cook = concept(skill, "cook", "prepare food", "preparare il cibo")
    barista = concept(ConceptKind.OCCUPATION, "1", "barista", "barista", "coffee maker")
    shop = concept(ConceptKind.OCCUPATION, "2", "shop assistant", "commesso", "sales assistant")
    for occupation, needed in ((barista, serve), (shop, serve), (shop, till)):
        OccupationSkill.objects.create(occupation=occupation, skill=needed, need=SkillNeed.ESSENTIAL, release=release)
    for occupation, useful in ((shop, stock), (barista, cook)):
        OccupationSkill.objects.create(occupation=occupation, skill=useful, need=SkillNeed.OPTIONAL, release=release)
