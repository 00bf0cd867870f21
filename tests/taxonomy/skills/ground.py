"""A classification of nine skills in two languages, and what reads texts with it."""

from __future__ import annotations

from functools import lru_cache

from wayline.taxonomy.skills.names import Names, Skill
from wayline.taxonomy.skills.reading import Reader
from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.model import Model
from wayline.taxonomy.titles.training import FEW_SENTENCES, train

ENGLISH = {
    "bread": (["bake bread"], ["prepare loaves", "bread baking"], "Mix dough and bake bread and rolls in an oven."),
    "records": (["keep records"], ["maintain files", "document what was done"], "Write down what was done for whom."),
    "python": (["Python (computer programming)", "Python"], [], "Techniques of programming in Python."),
    "sheets": (["use spreadsheets"], ["work with spreadsheet software"], "Calculate figures in tables."),
    "drive": (["drive lorries"], ["operate trucks", "drive heavy goods vehicles"], "Move goods by lorry on roads."),
    "clean": (["clean rooms"], ["tidy rooms", "perform cleaning"], "Keep floors and surfaces of rooms tidy."),
    "care": (["care for patients"], ["look after the sick", "nurse people"], "Wash, feed, help people who are ill."),
    "teach": (["teach children"], ["instruct pupils", "give lessons"], "Explain subjects to pupils in a school."),
    "weld": (["weld metal"], ["join metal parts"], "Join pieces of metal with a torch."),
}  # fmt: skip
GERMAN = {
    "bread": (["Brot backen"], ["Backwaren herstellen"], ""),
    "records": (["Aufzeichnungen führen"], ["Akten pflegen"], ""),
    "care": (["Patienten pflegen"], ["Kranke versorgen"], ""),
    "drive": (["Lastwagen fahren"], ["Lkw lenken"], ""),
}


def skills(said: dict[str, tuple[list[str], list[str], str]]) -> list[Skill]:
    return [Skill(key, tuple(own), tuple(other), text, 3.0, False) for key, (own, other, text) in said.items()]


@lru_cache(maxsize=1)
def model() -> Model:
    texts = [
        Label("skill", one.concept, language, said)
        for language, held in (("en", ENGLISH), ("de", GERMAN))
        for one in skills(held)
        for said in (*one.own, *one.other, one.description)
        if said
    ]
    return train(texts, setting=FEW_SENTENCES)


@lru_cache(maxsize=2)
def reader(language: str) -> Reader:
    return Reader(Names.build(model(), skills(ENGLISH if language == "en" else GERMAN), language), model())
