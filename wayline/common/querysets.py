"""The reading rule: every table that is not public says who may see its rows."""

from typing import Any, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class VisibleQuerySet(models.QuerySet[Row]):
    """Views fetch through `visible_to`; what it leaves out answers 404. A room's QuerySet must write it."""

    def visible_to(self, viewer: Any) -> Self:
        raise NotImplementedError(f"{type(self).__name__} must say who sees {self.model.__name__}")
