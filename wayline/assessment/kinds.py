"""Kinds of question in words."""

from django.utils.translation import gettext_lazy

from wayline.assessment.definitions.parts import Kind

KIND_NAMES = {
    Kind.SINGLE: gettext_lazy("One answer"),
    Kind.MULTIPLE: gettext_lazy("Several answers"),
    Kind.SCALE: gettext_lazy("Scale"),
    Kind.MATRIX: gettext_lazy("Matrix: the same answers for several rows"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.TEXT: gettext_lazy("Text"),
    Kind.RANKING: gettext_lazy("Ranking"),
    Kind.FILE: gettext_lazy("File"),
}
