"""The page an invitation leads to. The secret link shows that its reader owns the address."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from wayline.people import actions, queries
from wayline.people.forms import INVITATION_KEY
from wayline.people.middleware import SESSION_KEY


@login_not_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Signed in with the invited address: one press joins. With another: says so. Signed out: sign in or up."""
    invitation = queries.open_invitation(token)
    if invitation is None:
        return render(request, "people/invitation_gone.html", status=410)
    user = request.user
    fits = user.is_authenticated and user.email.lower() == invitation.email.lower()
    if request.method == "POST" and user.is_authenticated and fits and not user.is_demo:
        membership = actions.accept_invitation(invitation, user=user)
        request.session[SESSION_KEY] = membership.pk
        messages.success(request, gettext("Welcome to %(organisation)s.") % {"organisation": invitation.organisation})
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "invitation": invitation,
        "token": token,
        "fits": fits,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "people/invitation.html", context, status=403 if request.method == "POST" else 200)


@login_not_required
@require_POST
def sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Keeps the invitation for the sign-up, where the address need not be confirmed by a code again."""
    invitation = queries.open_invitation(token)
    if invitation is None:
        return render(request, "people/invitation_gone.html", status=410)
    request.session[INVITATION_KEY] = invitation.pk
    get_adapter(request).stash_verified_email(request, invitation.email)
    return redirect(f"{reverse('account_signup')}?{urlencode({'email': invitation.email})}")
