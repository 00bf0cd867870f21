"""Releases, schemes with their concepts and labels, mappings, areas."""

from wayline.taxonomy.models.areas import Area
from wayline.taxonomy.models.concepts import (
    Broader,
    Collection,
    CollectionEntry,
    Concept,
    Label,
    Note,
    OccupationSkill,
    Scheme,
    SkillRelation,
)
from wayline.taxonomy.models.mappings import Mapping
from wayline.taxonomy.models.releases import Release

__all__ = [
    "Area",
    "Broader",
    "Collection",
    "CollectionEntry",
    "Concept",
    "Label",
    "Mapping",
    "Note",
    "OccupationSkill",
    "Release",
    "Scheme",
    "SkillRelation",
]
