"""Files that come in parts (after tus 1.0: creation, HEAD for the offset, PATCH for the next part).

Everything passes by the same door as forms: signed in, with the token, one's own only.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio.actions import videos as acts
from wayline.portfolio.forms.videos import BeginUploadForm
from wayline.portfolio.models import Upload, Video
from wayline.portfolio.views.sending import refused

PART = "application/offset+octet-stream"


@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    insist(f"portfolio-upload:{request.user.pk}", 30, 3600)
    form = BeginUploadForm(request.POST)
    if not form.is_valid():
        return refused(form)
    if Video.objects.of(request.user).count() >= acts.MOST_VIDEOS:
        return JsonResponse({"errors": [{"field": "", "text": acts.too_many()}]}, status=422)
    upload = acts.begin_upload(request.user, **form.cleaned_data)
    return _told(upload, status=201)


@require_http_methods(["HEAD", "PATCH"])
def part(request: MemberRequest, key: str) -> HttpResponse:
    upload = Upload.objects.of(request.user).filter(key=key).select_related("owner", "video").first()
    if upload is None:
        raise Http404
    if request.method == "HEAD":
        return _told(upload, status=200)
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != PART or not offset.isdecimal():
        return HttpResponse(status=415 if offset.isdecimal() else 400)
    try:
        return _told(acts.append(upload, offset=int(offset), part=request.body), status=204)
    except acts.WrongOffset as wrong:
        return HttpResponse(status=409, headers={"Upload-Offset": str(wrong.received)})


def _told(upload: Upload, *, status: int) -> HttpResponse:
    """How much is here, and where to look when all of it is."""
    answer = HttpResponse(status=status)
    answer.headers["Upload-Offset"] = str(upload.received)
    answer.headers["Upload-Length"] = str(upload.size)
    whole = upload.video.get_absolute_url() if upload.video else ""
    answer.headers["Location"] = whole or reverse("portfolio:upload", args=[upload.key])
    return answer
