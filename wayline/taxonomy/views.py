"""Pages on classifications and on where everything comes from. Public: publishers publish them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.taxonomy import queries
from wayline.taxonomy.enums import ConceptKind, NoteKind
from wayline.taxonomy.models import Concept, Release, Scheme
from wayline.taxonomy.sources.register import source_of

PER_PAGE = 50


def _language() -> str:
    return (get_language() or queries.FALLBACK)[:2]


def _top() -> Crumb:
    return Crumb(_("Classifications"), reverse("taxonomy:schemes"))


@login_not_required
@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """The classifications that are loaded."""
    counted = Count("concepts", filter=Q(concepts__retired=False))
    found = Scheme.objects.public().annotate(number=counted).filter(number__gt=0).order_by("key", "-is_current")
    return render(request, "taxonomy/schemes.html", {"schemes": found})


@login_not_required
@require_GET
def scheme(request: HttpRequest, key: str) -> HttpResponse:
    """The top of a hierarchy, or what is found in it by words."""
    found = _scheme(key, request.GET.get("version", ""))
    concepts = Concept.objects.public().filter(scheme=found, retired=False)
    kinds = [kind for kind in ConceptKind if kind in set(concepts.order_by().values_list("kind", flat=True).distinct())]
    chosen = request.GET.get("kind", "")
    kind = chosen if chosen in kinds else (kinds[0] if kinds else "")
    words = " ".join(request.GET.get("q", "").split())[:100]
    shown = concepts.filter(kind=kind)
    shown = shown.filter(Q(title__icontains=words) | Q(code__istartswith=words)) if words else shown.tops()
    page = page_of(request, shown.select_related("scheme").order_by("code"), per_page=PER_PAGE)
    releases = Release.objects.public().filter(concepts__scheme=found).distinct()
    context = {
        "scheme": found,
        "versions": Scheme.objects.public().filter(key=key).exclude(pk=found.pk),
        "kinds": kinds,
        "kind": kind,
        "words": words,
        "page": page,
        "titles": queries.titles(page.object_list, _language()),
        "below": queries.numbers_below(page.object_list),
        "releases": releases,
        "hangs_on": Scheme.objects.public().filter(concepts__narrower__scheme=found).exclude(pk=found.pk).distinct(),
        "crumbs": [_top(), Crumb(found.title)],
    }
    return render(request, "taxonomy/scheme.html", context)


def _scheme(key: str, version: str) -> Scheme:
    known = Scheme.objects.public().filter(key=key)
    return get_object_or_404(known, version=version) if version else get_object_or_404(known, is_current=True)


@login_not_required
@require_GET
def concept(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Everything known of one concept, and who says it."""
    of = _scheme(key, request.GET.get("version", ""))
    known = Concept.objects.public().select_related("scheme", "release")
    found = get_object_or_404(known, scheme=of, code=code)
    language = _language()
    above = queries.ancestors(found)
    page = page_of(request, queries.children(found), per_page=PER_PAGE)
    mappings = page_of(request, queries.mappings(found), per_page=PER_PAGE, parameter="mappings")
    others = queries.broader(found)
    named = [found, *above, *others, *page.object_list, *(row.other for row in mappings.object_list)]
    groups = queries.skills(found)
    for group in groups:
        named += group.skills
    titles = queries.titles(named, language)
    context = {
        "concept": found,
        "title": titles[found.pk],
        "description": queries.description(found, language),
        "notes": queries.notes(found, language),
        "lists": {NoteKind.TASKS, NoteKind.GROUPS},
        "others": others,
        "page": page,
        "mappings": mappings,
        "groups": groups,
        "labels": queries.labels_by_language(found),
        "language": language,
        "titles": titles,
        "successors": queries.successors(found) if found.retired or not of.is_current else [],
        "releases": queries.releases_of(found, [row.release for row in mappings.object_list]),
        "crumbs": [_top(), Crumb(of.title, of.get_absolute_url()), *_above(above, titles), Crumb(titles[found.pk])],
    }
    return render(request, "taxonomy/concept.html", context)


def _above(concepts: list[Concept], titles: dict[int, str]) -> list[Crumb]:
    return [Crumb(titles[one.pk], one.get_absolute_url()) for one in concepts]


@login_not_required
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Where everything comes from: each release with licence and attribution."""
    found = Release.objects.public().current().order_by("title")
    rows = [(release, source_of(release.source)) for release in found]
    return render(request, "taxonomy/releases.html", {"rows": rows})


@login_not_required
@require_GET
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its files with their digests, and the faults found in them."""
    found = Release.objects.public().filter(pk=pk).first()
    if found is None:
        raise Http404
    source = source_of(found.source)
    context = {
        "release": found,
        "caution": source.caution if source else "",
        "defects": page_of(request, found.defects, per_page=PER_PAGE),
        "crumbs": [Crumb(_("Sources"), reverse("taxonomy:releases")), Crumb(str(found))],
    }
    return render(request, "taxonomy/release.html", context)
