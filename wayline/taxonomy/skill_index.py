"""What reads skills out of texts: trained from the names and descriptions that are loaded, kept as files.

It lies in `skills/` of WAYLINE_HOME, one folder of names for each language. `retrain` learns the model anew (minutes
with ESCO, seconds with the starter pack); `refresh` only takes up names that came or went. Before the first training
only names that stand in a text word for word are found (`mentions.py`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, FloatField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import OCCUPATIONAL, SKILLS, ConceptKind, LabelKind, NoteKind, SkillNeed
from wayline.taxonomy.models import Broader, Concept, Label, Note, OccupationSkill
from wayline.taxonomy.skills import lessons
from wayline.taxonomy.sources.register import Advance
from wayline.taxonomy.titles.labels import Label as Text

# NumPy and SciPy are imported where they are needed: a web process that reads no text does without their memory.
if TYPE_CHECKING:
    from wayline.taxonomy.skills.names import Skill
    from wayline.taxonomy.skills.reading import Found, Reader, Spoken
    from wayline.taxonomy.skills.words import Words
    from wayline.taxonomy.titles.model import Model

SCHEMES = ("esco", "starter")
"""Whose skills are read: ESCO when it is loaded, the starter pack otherwise."""
FEW = 5_000
"""Up to so many texts the small setting is enough."""
MOST = 6
"""Of a sentence."""
USUAL = 0.6
"""Points for a skill that the occupation of the text usually needs."""
MOST_SENTENCES = 400
TOGETHER = 64
"""Texts that are read at once: faster than one by one, and few enough to be held."""


def folder() -> Path:
    return Path(settings.HOME) / "skills"


def scheme_key() -> str:
    """The classification whose skills we read; "" when none is loaded."""
    held = Concept.objects.current().filter(kind__in=SKILLS, scheme__key__in=SCHEMES)
    keys = set(held.order_by().values_list("scheme__key", flat=True).distinct())
    return next((key for key in SCHEMES if key in keys), "")


def retrain(progress: Advance) -> int:
    """Learn from what is loaded, and index it. Returns the number of texts; with no skills nothing changes."""
    from wayline.taxonomy.titles.training import FEW_SENTENCES, SENTENCES, train

    scheme = scheme_key()
    if not scheme:
        return 0
    texts = list(_texts(scheme))
    model = train(
        texts, setting=SENTENCES if len(texts) > FEW else FEW_SENTENCES, shares=lessons.SHARES, progress=progress
    )
    model.save(folder() / "model")
    _index(model, scheme)
    return len(texts)


def refresh(progress: Advance) -> None:
    """Index the names loaded with the model there is; learn one when there is none and it takes seconds."""
    from wayline.taxonomy.titles.model import Model
    from wayline.taxonomy.titles.store import BrokenStore

    scheme = scheme_key()
    try:
        model = Model.load(folder() / "model")
    except BrokenStore:
        if scheme and _names(scheme).count() <= FEW:
            retrain(progress)
        return
    if scheme:
        _index(model, scheme)


def is_fresh() -> bool:
    """Whether the index was made from what is loaded now."""
    return _about().get("stamp") == crosswalk.stamp()


def read(
    texts: Iterable[str], languages: Sequence[str], favoured: Mapping[int, float] | None = None
) -> list[list[Spoken]] | None:
    """For each text what it speaks of, in the order of its sentences; None before the first training.

    `languages`: the text's own first. Names in another one count only where the whole name stands in the text, if the
    text's own has names at all. `favoured`: points by concept, for reasons that the text does not give.
    """
    found = read_each(texts, languages, favoured)
    return None if found is None else list(found)


def read_each(
    texts: Iterable[str], languages: Sequence[str], favoured: Mapping[int, float] | None = None
) -> Iterator[list[Spoken]] | None:
    """The same of any number of texts, one after the other: TOGETHER are read and held at once, each as it is read by
    itself. Processes that read parts of a stream need nothing of each other."""
    found = [(language, reader) for language in dict.fromkeys(languages) if (reader := _reader(language))]
    if not found:
        return None
    points = {str(concept): more for concept, more in (favoured or {}).items()}
    return _read_each(iter(texts), languages[0], found, points)


def _read_each(
    texts: Iterator[str], language: str, readers: Sequence[tuple[str, Reader]], points: Mapping[str, float]
) -> Iterator[list[Spoken]]:
    from wayline.taxonomy.skills.words import sentences

    while held := list(islice(texts, TOGETHER)):
        told = [list(islice(sentences(text), MOST_SENTENCES)) for text in held]
        said = iter(_likely([one for mine in told for one in mine], language, readers, points))
        for mine in told:
            yield list(_spoken(islice(said, len(mine))))


def usual(occupations: Sequence[Concept]) -> dict[int, float]:
    """Points for the skills that these occupations need."""
    rows = OccupationSkill.objects.filter(occupation__in=occupations, skill__kind__in=SKILLS)
    return dict.fromkeys(rows.values_list("skill_id", flat=True), USUAL)


def _likely(
    sentences: Sequence[Words], language: str, readers: Sequence[tuple[str, Reader]], points: Mapping[str, float]
) -> list[list[Found]]:
    from wayline.taxonomy.skills.names import quiet_words

    filler, plain = quiet_words(language)
    said: list[list[Found]] = [[] for _one in sentences]
    for at, (_language, reader) in enumerate(readers):
        for found, more in zip(said, reader.likely(sentences, quiet=filler | plain, favoured=points), strict=True):
            found += more if not at else [one for one in more if one.whole]
    return said


def _spoken(sentences: Iterable[Sequence[Found]]) -> Iterator[Spoken]:
    """Of one text: each concept where it is said first."""
    from wayline.taxonomy.skills import reading

    known: set[str] = set()
    for found in sentences:
        fresh = [one for one in found if one.concept not in known]
        for one in reading.chosen(fresh, least=reading.LEAST, least_whole=reading.LEAST_WHOLE, most=MOST):
            if one.found.concept not in known:
                known.add(one.found.concept)
                yield one


def _reader(language: str) -> Reader | None:
    try:
        changed = (folder() / "names" / language / "about.json").stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _opened(folder(), language, changed)


@lru_cache(maxsize=4)
def _opened(place: Path, language: str, _changed: int) -> Reader | None:
    from wayline.taxonomy.skills.names import Names
    from wayline.taxonomy.skills.reading import Reader
    from wayline.taxonomy.titles.model import Model
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        return Reader(Names.load(place / "names" / language), Model.load(place / "model"))
    except BrokenStore:  # another process is writing it, or an older Wayline wrote it: names word for word meanwhile
        return None


def _index(model: Model, scheme: str) -> None:
    from wayline.taxonomy.skills.names import Names

    names: dict[str, dict[int, tuple[list[str], list[str]]]] = defaultdict(lambda: defaultdict(lambda: ([], [])))
    for concept, language, kind, text in (
        _names(scheme).values_list("concept_id", "language", "kind", "text").iterator()
    ):
        own = kind == LabelKind.PREFERRED
        names[language][concept][not own].append(text)
        if own and (short := lessons.bare(text)) and short != text:
            names[language][concept][0].append(short)
    about, needs = _abouts(scheme), _needs(scheme)
    everywhere = set(_skills(scheme).filter(facts__reuse_level="transversal").values_list("pk", flat=True))
    for language, held in names.items():
        skills = [
            _skill(concept, own, other, about.get((language, concept), ""), needs.get(concept, 0.0), everywhere)
            for concept, (own, other) in held.items()
        ]
        Names.build(model, skills, language).save(folder() / "names" / language)
    (folder() / "made.json").write_text(json.dumps({"stamp": crosswalk.stamp()}))


def _skill(
    concept: int, own: Sequence[str], other: Sequence[str], description: str, need: float, everywhere: set[int]
) -> Skill:
    from wayline.taxonomy.skills.names import Skill

    return Skill(str(concept), tuple(sorted(own)), tuple(sorted(other)), description, need, concept in everywhere)


def _about() -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads((folder() / "made.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _skills(scheme: str) -> QuerySet[Concept]:
    return Concept.objects.current().filter(scheme__key=scheme, kind__in=SKILLS)


def _names(scheme: str) -> QuerySet[Label]:
    kinds = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE)
    return Label.objects.filter(concept__in=_skills(scheme), kind__in=kinds)


def _abouts(scheme: str) -> dict[tuple[str, int], str]:
    """Descriptions by language and concept."""
    own = {("en", pk): said for pk, said in _skills(scheme).values_list("pk", "description")}
    notes = Note.objects.filter(concept__in=_skills(scheme), kind=NoteKind.DESCRIPTION)
    return own | {(language, pk): said for language, pk, said in notes.values_list("language", "concept_id", "text")}


def _needs(scheme: str) -> dict[int, float]:
    """For how many occupations each is essential, and half of those for which it is optional."""
    weight = Case(When(need=SkillNeed.ESSENTIAL, then=Value(1.0)), default=Value(0.5), output_field=FloatField())
    rows = OccupationSkill.objects.filter(skill__in=_skills(scheme), need__in=(SkillNeed.ESSENTIAL, SkillNeed.OPTIONAL))
    return dict(rows.values_list("skill_id").annotate(total=Coalesce(Sum(weight), 0.0)).order_by())


def _texts(scheme: str) -> Iterator[Text]:
    """What there is to learn from: names and sentences of one thing lie together, whatever the language."""
    for concept, language, text in _names(scheme).values_list("concept_id", "language", "text").iterator():
        yield from lessons.named(lessons.SKILL, str(concept), language, text)
    for (language, concept), said in _abouts(scheme).items():
        yield from lessons.described(lessons.SKILL, str(concept), language, said)
    yield from _of_occupations()
    yield from _of_activities()
    yield from _of_groups(scheme)


def _of_occupations() -> Iterator[Text]:
    """Their names and descriptions, with the names of the skills they cannot do without."""
    current = Concept.objects.current().filter(kind__in=OCCUPATIONAL, scheme__key__in=SCHEMES)
    rows = Label.objects.filter(concept__in=current)
    for concept, language, text in rows.values_list("concept_id", "language", "text").iterator():
        yield from lessons.named(lessons.OCCUPATION, str(concept), language, text)
    for concept, said in current.values_list("pk", "description").iterator():
        yield from lessons.described(lessons.OCCUPATION, str(concept), "en", said)
    links = OccupationSkill.objects.filter(occupation__in=current, need=SkillNeed.ESSENTIAL)
    for concept, title in links.values_list("occupation_id", "skill__title").iterator():
        yield Text(lessons.OCCUPATION, str(concept), "en", title)


def _of_activities() -> Iterator[Text]:
    """Tasks under the work activities they are part of, and tools under what they are (O*NET)."""
    for kind, name in ((ConceptKind.TASK, lessons.ACTIVITY), (ConceptKind.TECHNOLOGY, lessons.TOOL)):
        links = Broader.objects.filter(concept__kind=kind, concept__retired=False)
        rows = links.values_list("broader_id", "broader__title", "concept__title")
        single = Concept.objects.current().filter(kind=kind).exclude(broader=None)
        more = single.values_list("broader_id", "broader__title", "title")
        for above, title, said in {*rows.iterator(), *more.iterator()}:
            yield Text(name, str(above), "en", title)
            yield Text(name, str(above), "en", said)


def _of_groups(scheme: str) -> Iterator[Text]:
    """Names of skills under the groups and wider skills they belong to."""
    links = Broader.objects.filter(concept__in=_skills(scheme))
    for above, title in links.values_list("broader_id", "concept__title").iterator():
        yield Text(lessons.GROUP, str(above), "en", title)
