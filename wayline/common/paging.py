"""Lists in pages."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, items: Any, *, per_page: int = PER_PAGE, parameter: str = "page") -> Page[Any]:
    """The page that the address asks for. A number out of range gives the nearest page, never an error."""
    return Paginator(items, per_page).get_page(request.GET.get(parameter))
