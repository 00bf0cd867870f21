"""Pages for everybody: help and what the law asks a service to say."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wayline.people import registers, retention


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "people/pages/help.html")


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "people/pages/about.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    purposes = sorted(registers.purposes, key=lambda purpose: purpose.order)
    return render(request, "people/pages/privacy.html", {"purposes": purposes})


@login_not_required
@require_safe
def retention_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "people/pages/retention.html", {"rules": retention.all_rules()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/pages/accessibility.html")


@login_not_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "people/pages/terms.html")
