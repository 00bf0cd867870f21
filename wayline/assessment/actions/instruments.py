"""Verbs on instruments: make, copy, change, publish, and install those that come with Wayline."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.check import Problem, problems
from wayline.assessment.definitions.parts import Definition, say
from wayline.assessment.enums import Use
from wayline.assessment.models import Instrument, InstrumentVersion
from wayline.people.actions import record
from wayline.people.models import Membership

READY = Path(__file__).parent.parent / "instruments"


class NotReady(Exception):
    """The definition still has problems, listed in `problems`."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(str(one) for one in found))
        self.problems = found


@transaction.atomic
def create_instrument(definition: Definition, *, by: Membership, use: str = Use.SURVEY) -> Instrument:
    title = say(definition.title, definition.languages[0])
    instrument = Instrument.objects.create(
        key=slugify(definition.code.replace("_", "-"))[:80] or "questionnaire",
        title=title[:200],
        use=use,
        organisation=by.organisation,
        created_by=by,
        definition=toml.write(definition),
    )
    record(by, "created instrument", instrument)
    return instrument


@transaction.atomic
def change_instrument(instrument: Instrument, definition: Definition, *, by: Membership) -> None:
    """What is being written. Published versions stay as they are."""
    instrument.definition = toml.write(definition)
    instrument.title = (
        say(definition.title, definition.languages[0])[:200] if definition.languages else instrument.title
    )
    instrument.changed_at = timezone.now()
    instrument.save(update_fields=["definition", "title", "changed_at"])
    record(by, "changed instrument", instrument)


@transaction.atomic
def publish_instrument(instrument: Instrument, *, by: Membership) -> InstrumentVersion:
    """Make the definition a version that can be answered. Raises NotReady; the same text is not published twice."""
    found = problems(toml.read(instrument.definition))
    if found:
        raise NotReady(found)
    version = _publish(instrument, by)
    record(by, "published instrument", instrument, number=version.number)
    return version


@transaction.atomic
def delete_instrument(instrument: Instrument, *, by: Membership) -> None:
    """Only one that was never sent nor taken: answers need their form (the keys are protected)."""
    record(by, "deleted instrument", instrument)
    instrument.delete()


@transaction.atomic
def install_ready(folder: Path = READY) -> dict[str, int]:
    """Bring in the instruments of the folder; one whose text has changed gets a new version. Returns what was done."""
    done = {"new": 0, "changed": 0, "same": 0}
    for place, file in enumerate(sorted(folder.glob("*.toml")), 1):
        definition = toml.read(file.read_text(encoding="utf-8"))
        found = problems(definition)
        if found:
            raise NotReady(found)
        done[_install(file.stem, definition, place)] += 1
    return done


def _install(key: str, definition: Definition, place: int) -> str:
    text = toml.write(definition)
    use = Use.SURVEY if key.startswith("survey-") else Use.SELF
    title = say(definition.title, definition.languages[0])
    instrument, made = Instrument.objects.update_or_create(
        key=key, organisation=None, defaults={"title": title, "use": use, "definition": text, "order": place}
    )
    before = instrument.latest
    _publish(instrument, None)
    if made:
        return "new"
    return "same" if before and before.definition == text else "changed"


def _publish(instrument: Instrument, by: Membership | None) -> InstrumentVersion:
    latest = instrument.latest
    if latest is not None and latest.definition == instrument.definition:
        return latest
    number = latest.number + 1 if latest else 1
    return InstrumentVersion.objects.create(
        instrument=instrument, number=number, definition=instrument.definition, created_by=by
    )
