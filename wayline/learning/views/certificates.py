"""Certificates: ask for one, read it, and check one by its code."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from wayline.common.pdf import pdf_response
from wayline.learning.actions import study
from wayline.learning.forms.study import CertificateForm
from wayline.learning.models import Certificate, Enrolment
from wayline.people.http import MemberRequest
from wayline.portfolio.models import IssuedCredential


@require_POST
def issue(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = get_object_or_404(
        Enrolment.objects.taking_part().select_related("run__programme", "run__organisation", "user"),
        run=pk,
        user=request.user,
    )
    try:
        certificate = study.issue_certificate(enrolment)
    except study.NotYetEarned:
        messages.warning(request, _("Complete nine of ten steps to get the certificate."))
        return redirect(enrolment.run)
    return redirect(certificate)


@login_not_required
@require_GET
def check_form(request: HttpRequest) -> HttpResponse:
    form = CertificateForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = Certificate.objects.filter(code=form.cleaned_data["code"]).first()
        if found is not None:
            return redirect(found)
        form.add_error("code", _("No certificate has this code. Check it letter by letter."))
    return render(request, "learning/certificate_search.html", {"form": form})


@login_not_required
@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Public: whoever holds the code sees that the certificate is genuine."""
    certificate = get_object_or_404(Certificate.objects.select_related("enrolment"), code=code)
    is_own = request.user.is_authenticated and certificate.enrolment.user_id == request.user.pk
    badge = IssuedCredential.objects.public().filter(source=f"certificate:{code}", revoked_at=None).first()
    return render(request, "learning/certificate.html", {"certificate": certificate, "is_own": is_own, "badge": badge})


@login_not_required
@require_GET
def pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    certificate = get_object_or_404(Certificate, code=code)
    address = request.build_absolute_uri(certificate.get_absolute_url())
    language = certificate.language if certificate.language in ("en", "it") else "en"
    with override(language):
        return pdf_response(
            "learning/certificate_pdf.html",
            {"certificate": certificate, "address": address, "language": language},
            title=_("Certificate: %(programme)s") % {"programme": certificate.programme_title},
            language=language,
            filename=f"certificate-{certificate.code}.pdf",
        )
