"""Small pages that other sites show in a frame, and the page that gives the code for it.

A widget has no form, no script and no cookie; its links open in a page of their own. Only these pages may be framed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from wayline.common.parts import Crumb
from wayline.lmi import accents
from wayline.lmi.queries import comparison, picture, places
from wayline.lmi.queries.profile import profile
from wayline.lmi.views.here import area_of
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area

View = Callable[[HttpRequest], HttpResponse]
Framed = Callable[..., HttpResponseBase]
KINDS = {"occupation": 460, "compare": 520, "area": 520}
"""Kind of widget → its usual height in pixels."""
THEMES = ("light", "dark")
A_DAY = 86_400
COMPARED = 3


def framed(view: View) -> Framed:
    """May stand in a frame of any site, in the language the address asks for."""

    @login_not_required
    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"], "form-action": [NONE], "script-src": [NONE]})
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else get_language()):
            with crosswalk.held():
                response = view(request)
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Content-Language"] = get_language() or "en"
            return response

    return answer


@framed
def occupation(request: HttpRequest) -> HttpResponse:
    found = comparison.occupations_of(request.GET.getlist("o")[:1])
    if not found:
        return _draw(request, "lmi/widget_unknown.html", {})
    shown = profile(found[0], _area(request), (get_language() or "en").split("-")[0])
    return _draw(request, "lmi/widget_occupation.html", {"profile": shown, "occupation": found[0], "area": shown.area})


@framed
def compare(request: HttpRequest) -> HttpResponse:
    found, area = comparison.occupations_of(request.GET.getlist("o")[:COMPARED]), _area(request)
    if not found:
        return _draw(request, "lmi/widget_unknown.html", {})
    table = comparison.compare(found, [area] if area else [])
    return _draw(request, "lmi/widget_compare.html", {"table": table, "occupations": found, "area": area})


@framed
def area(request: HttpRequest) -> HttpResponse:
    found = _area(request)
    if found is None:
        return _draw(request, "lmi/widget_unknown.html", {})
    return _draw(request, "lmi/widget_area.html", {"area": found, "picture": picture.picture(found)})


def _area(request: HttpRequest) -> Area | None:
    """What the address says, or the service's country. Never somebody's own area: a site shows all the same."""
    return places.with_key(request.GET.get("a", "")) or places.usual()


def _draw(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    theme = _theme(request)
    look_url = f"{reverse('lmi:widget_look')}?{urlencode({'theme': theme, 'accent': _accent(request, theme)})}"
    whole = {**context, "look_url": look_url, "home": request.build_absolute_uri("/")[:-1]}
    return render(request, template, whole, status=404 if template.endswith("unknown.html") else 200)


def _theme(request: HttpRequest) -> str:
    asked = request.GET.get("theme", "")
    return asked if asked in THEMES else THEMES[0]


def _accent(request: HttpRequest, theme: str) -> str:
    return accents.accent(request.GET.get("accent", ""), theme)


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def look(request: HttpRequest) -> HttpResponse:
    """The style sheet of a widget, with the colour in it: the policy forbids style inside the page."""
    theme = _theme(request)
    context = {"accent": _accent(request, theme), "dark": theme == "dark"}
    return render(request, "lmi/widget_look.css", context, content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def script(request: HttpRequest) -> HttpResponse:
    """One line for other sites: puts the frame where the line stands."""
    context = {"kinds": sorted(KINDS), "heights": KINDS, "home": request.build_absolute_uri("/")[:-1]}
    response = render(request, "lmi/widget_script.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@login_not_required
@require_safe
@csp_update({"frame-src": [SELF]})
def code(request: HttpRequest) -> HttpResponse:
    """The code to copy, with a look at what it shows."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "occupation"
    occupations = comparison.occupations_of(request.GET.getlist("o"))[: 1 if kind == "occupation" else COMPARED]
    here, theme = area_of(request), _theme(request)
    pairs = [("o", f"{one.scheme.key}:{one.code}") for one in occupations] if kind != "area" else []
    pairs += [("a", places.key_of(here))] if here else []
    pairs += [("theme", theme), ("accent", _accent(request, theme)), ("lang", (get_language() or "en"))]
    ready = bool(occupations) if kind != "area" else here is not None
    title = here.title if kind == "area" and here else ", ".join(one.title for one in occupations)
    context = {
        "kind": kind,
        "kinds": [("occupation", _("One job at a glance")), ("compare", _("Three jobs")), ("area", _("An area"))],
        "occupations": occupations,
        "kept": [("o", value) for name, value in pairs if name == "o"],
        "areas": places.choices(),
        "area_key": places.key_of(here) if here else "",
        "theme": theme,
        "accent": _accent(request, theme),
        "ready": ready,
        "title": title,
        "height": KINDS[kind],
        "path": f"{reverse('lmi:widgets')}{kind}/?{urlencode(pairs)}",
        "home": request.build_absolute_uri("/")[:-1],
        "query": urlencode(pairs),
        "crumbs": [Crumb(_("Occupations"), reverse("lmi:explorer")), Crumb(_("For your own site"))],
    }
    return render(request, "lmi/widgets.html", context)
