"""A small world of titles: three languages, two schemes, one title with several meanings."""

from __future__ import annotations

from wayline.taxonomy.titles.labels import Kind, Label

ESCO = {
    "plumber": {"en": ["plumber", "pipe fitter"], "fr": ["plombier/plombière"], "de": ["Klempner/Klempnerin"]},
    "waiter": {"en": ["waiter/waitress"], "fr": ["serveur/serveuse"], "de": ["Kellner/in"]},
    "sales": {"en": ["shop assistant"], "fr": ["vendeur/vendeuse"], "de": ["Verkäufer/in"]},
    "electrician": {"en": ["electrician", "wireman"], "fr": ["électricien/électricienne"], "de": ["Elektriker/in"]},
    "electronics": {"en": ["electronics engineer"], "fr": ["ingénieur électronicien"], "de": ["Elektroniker/in"]},
    "nurse": {"en": ["nurse", "staff nurse"], "fr": ["infirmier/infirmière"], "de": ["Krankenpfleger/in"]},
    "civil": {"en": ["civil engineer"], "fr": ["ingénieur civil"], "de": ["Bauingenieur/in"]},
    "developer": {"en": ["software developer", "C++ developer"], "fr": ["développeur/développeuse"]},
    "baker": {"en": ["baker"], "fr": ["boulanger/boulangère"], "de": ["Bäcker/in"]},
    "gardener": {"en": ["gardener"], "fr": ["jardinier/jardinière"], "de": ["Gärtner/in"]},
    "hairdresser": {"en": ["hairdresser"], "fr": ["coiffeur/coiffeuse"], "de": ["Friseur/in"]},
    "teacher": {"en": ["teacher", "primary school teacher"], "fr": ["instituteur/institutrice"], "de": ["Lehrer/in"]},
}
SOC = [
    ("1132", "Manager", "sales"),
    ("1190", "Manager", "retail trade"),
    ("1211", "Manager", "farming"),
    ("1222", "Manager", "catering"),
    ("5315", "Plumber", ""),
    ("2231", "Nurse", ""),
    ("9264", "Waiter", ""),
    ("7111", "Sales assistant", ""),
]


def labels() -> list[Label]:
    esco = [
        Label("esco", concept, language, text, Kind.ALTERNATIVE if place else Kind.PREFERRED)
        for concept, languages in ESCO.items()
        for language, texts in languages.items()
        for place, text in enumerate(texts)
    ]
    return esco + [Label("soc2020", code, "en", text, Kind.INDEX, qualifier) for code, text, qualifier in SOC]
