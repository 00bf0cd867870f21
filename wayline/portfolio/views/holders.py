"""Who the portfolio is about: names, contacts, photo."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common import downloads
from wayline.common.parts import Crumb, Row
from wayline.people.http import MemberRequest
from wayline.portfolio import labels
from wayline.portfolio.actions import holders as acts
from wayline.portfolio.forms.holders import CONTACT_LABELS, HolderForm, PhotoForm
from wayline.portfolio.models import Holder
from wayline.portfolio.places import country_name, date_in_words
from wayline.portfolio.views.here import crumbs, language, tabs


@require_safe
def profile(request: MemberRequest) -> HttpResponse:
    holder = acts.holder_of(request.user)
    context = {"holder": holder, "rows": _rows(holder), "photo_form": PhotoForm(), "tabs": tabs("profile")}
    return render(request, "portfolio/profile.html", context)


def _rows(holder: Holder) -> list[Row]:
    country = country_name(holder.country, language()) if holder.country else ""
    address = ", ".join(
        part for part in (holder.street, f"{holder.postcode} {holder.city}".strip(), holder.region, country) if part
    )
    rows = [
        Row(_("Name"), str(holder)),
        Row(_("In one line"), holder.headline or "–"),
        Row(_("Address"), address or "–"),
        *(Row(str(CONTACT_LABELS.get(one["kind"], one["kind"])), one["value"]) for one in holder.contacts),
    ]
    if holder.birth_date:
        rows.append(Row(_("Date of birth"), date_in_words(holder.birth_date, language())))
    if holder.nationalities:
        names = ", ".join(country_name(code, language()) for code in holder.nationalities)
        rows.append(Row(str(labels.NATIONALITIES), names))
    return rows


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest) -> HttpResponse:
    form = HolderForm(request.POST or None, instance=acts.holder_of(request.user))
    if request.method == "POST" and form.is_valid():
        acts.change_holder(request.user, contacts=form.contacts, **form.columns)
        messages.success(request, _("Saved."))
        return redirect("portfolio:profile")
    way = crumbs(Crumb(_("Profile"), reverse("portfolio:profile")), Crumb(_("Change")))
    context = {"form": form, "crumbs": way}
    return render(request, "portfolio/profile_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def photo(request: MemberRequest) -> HttpResponse:
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        acts.set_photo(request.user, checked=form.cleaned_data["photo"])
        messages.success(request, _("The picture is there."))
        return redirect("portfolio:profile")
    way = crumbs(Crumb(_("Profile"), reverse("portfolio:profile")), Crumb(_("Photo")))
    context = {"form": form, "crumbs": way}
    return render(request, "portfolio/photo.html", context, status=422 if form.errors else 200)


@require_POST
def remove_photo(request: MemberRequest) -> HttpResponse:
    acts.remove_photo(request.user)
    messages.success(request, _("The picture is gone."))
    return redirect("portfolio:profile")


@require_safe
def picture(request: MemberRequest) -> HttpResponseBase:
    holder = Holder.objects.visible_to(request.member).exclude(photo="").first()
    if holder is None:
        raise Http404
    return downloads.media(request, holder.photo.open("rb"), "photo", holder.photo_type)
