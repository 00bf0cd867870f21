"""Kinds of things that classifications hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConceptKind(TextChoices):
    GROUP = "group", _("occupation group")
    OCCUPATION = "occupation", _("occupation")
    SKILL_GROUP = "skill_group", _("skill group")
    SKILL = "skill", _("skill")
    KNOWLEDGE = "knowledge", _("knowledge")
    ABILITY = "ability", _("ability")
    INTEREST = "interest", _("interest")
    WORK_STYLE = "work_style", _("work style")
    WORK_VALUE = "work_value", _("work value")
    WORK_ACTIVITY = "work_activity", _("work activity")
    TASK = "task", _("task")
    TECHNOLOGY = "technology", _("technology")
    REQUIREMENT = "requirement", _("requirement")
    """Education, training and experience: what it takes to enter."""


OCCUPATIONAL = (ConceptKind.GROUP, ConceptKind.OCCUPATION)
SKILLS = (ConceptKind.SKILL, ConceptKind.KNOWLEDGE)
"""What ESCO calls skills and competences, and knowledge."""


class LabelKind(TextChoices):
    PREFERRED = "preferred", _("preferred label")
    ALTERNATIVE = "alternative", _("alternative label")
    HIDDEN = "hidden", _("hidden label")
    INDEX = "index", _("entry of the coding index")


class NoteKind(TextChoices):
    DESCRIPTION = "description", _("description")
    DEFINITION = "definition", _("definition")
    SCOPE = "scope", _("scope note")
    TASKS = "tasks", _("tasks")
    ENTRY_ROUTES = "entry_routes", _("how to enter")
    REGULATED = "regulated", _("regulated profession")
    GROUPS = "groups", _("groups within")


class SkillNeed(TextChoices):
    """Skills are essential or optional (ESCO); tasks core, supplemental or not rated; technologies used, or asked for
    in many vacancies (O*NET)."""

    ESSENTIAL = "essential", _("essential")
    OPTIONAL = "optional", _("optional")
    CORE = "core", _("core task")
    SUPPLEMENTAL = "supplemental", _("supplemental task")
    UNRATED = "unrated", _("task not rated")
    IN_DEMAND = "in_demand", _("often asked for")
    USED = "used", _("used")


class MappingKind(TextChoices):
    """SKOS mapping properties, without the prefix; `related` for tables that state no kind."""

    EXACT = "exact", _("the same")
    CLOSE = "close", _("nearly the same")
    BROAD = "broad", _("the target is broader")
    NARROW = "narrow", _("the target is narrower")
    RELATED = "related", _("related")


INVERSE = {MappingKind.BROAD: MappingKind.NARROW, MappingKind.NARROW: MappingKind.BROAD}
"""What a mapping is, seen from its other end; the kinds not named here are the same from both."""


class AreaKind(TextChoices):
    WORLD = "world", _("world")
    COUNTRY = "country", _("country")
    NATION = "nation", _("nation of a country")
    REGION = "region", _("region")
    LOCAL = "local", _("local area")
