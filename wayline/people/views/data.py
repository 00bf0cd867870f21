"""What we hold about a person, who has seen it, what the person agreed to, and the way out."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.downloads import attachment
from wayline.common.paging import page_of
from wayline.people import actions, exports, holdings, limits, queries, registers
from wayline.people.forms import EraseForm
from wayline.people.http import PersonRequest
from wayline.people.middleware import without_role


@without_role
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    pages = [one for one in registers.data_pages if request.member is not None and one.shown_to(request.member)]
    return render(request, "people/your_data.html", {"pages": pages})


@without_role
@require_safe
def everything(request: PersonRequest) -> HttpResponse:
    return render(request, "people/your_data_all.html", {"sections": exports.sections(request.user)})


@without_role
@require_POST
def export(request: PersonRequest) -> HttpResponseBase:
    limits.insist(f"export:{request.user.pk}", 10, 3600)
    content = json.dumps(exports.document(request.user), ensure_ascii=False, indent=2)
    actions.record_own(request.user, "exported own data")
    return attachment(content.encode(), "my-data.json", "application/json")


@without_role
@require_safe
def seen(request: PersonRequest) -> HttpResponse:
    page = page_of(request, queries.acts_about(request.user))
    return render(request, "people/seen.html", {"page": page})


@without_role
@require_safe
def consents(request: PersonRequest) -> HttpResponse:
    context = {
        "standings": queries.standings(request.user),
        "past": queries.past_consents(request.user),
        "pages": {page.url_name for page in registers.data_pages if request.member and page.shown_to(request.member)},
    }
    return render(request, "people/consents.html", context)


@without_role
@require_POST
def answer_consent(request: PersonRequest, purpose: str, answer: str) -> HttpResponse:
    known = next((one for one in registers.purposes if one.key == purpose), None)
    if known is None or answer not in {"yes", "no"} or (known.required and answer == "no"):
        raise Http404
    if answer == "yes":
        actions.give_consent(request.user, purpose=purpose)
    else:
        actions.withdraw_consent(request.user, purpose=purpose)
    messages.success(request, gettext("Your answer is saved."))
    return redirect("people:consents")


@without_role
@reauthentication_required
@require_http_methods(["GET", "POST"])
def erase(request: PersonRequest) -> HttpResponse:
    """After the password or passkey was asked again, and never for the only administrator of an organisation."""
    user = request.user
    alone = queries.memberships_alone(user)
    form = EraseForm(request.POST or None)
    possible = not alone and not user.is_demo
    if request.method == "POST" and possible and form.is_valid():
        actions.erase_account(user)
        logout(request)
        messages.success(request, gettext("Your account is erased. Goodbye, and thank you."))
        return redirect("account_login")
    stays = [(holding.title, holding.stays) for holding in holdings.all_holdings() if holding.stays]
    context = {"form": form, "stays": stays, "alone": alone, "possible": possible}
    refused = request.method == "POST" and not possible
    return render(request, "people/erase.html", context, status=409 if refused else 200)
