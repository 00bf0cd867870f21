"""Writing: post, answer, edit, delete. Each works as a page; with htmx only the comment is swapped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.uploads import Checked
from wayline.discussion import access, actions
from wayline.discussion.access import Refused, Standing
from wayline.discussion.actions.pictures import picture_line
from wayline.discussion.differences import differences
from wayline.discussion.forms import CommentForm, DeleteForm, WordsForm
from wayline.discussion.models import Comment, Thread
from wayline.discussion.queries import place_of, shown_author
from wayline.discussion.views.fetch import by_htmx, insist, visible_comment, visible_thread, way_to
from wayline.discussion.views.shown import fragment, the_row
from wayline.discussion.wording import quotation
from wayline.people import limits
from wayline.people.http import MemberRequest

PER_TEN_MINUTES = 40
NEWCOMERS_PER_TEN_MINUTES = 10
TEN_MINUTES = 600
DAY = 86_400


@require_GET
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    """The stable address: on to the page of the stream where the comment stands."""
    found, _who = visible_comment(request, pk)
    return redirect(place_of(found))


def with_picture(form: WordsForm, who: Standing) -> str:
    """The text, with a line for the picture that came with it."""
    data = form.cleaned_data
    if not isinstance(data.get("picture"), Checked):
        return str(data["text"])
    made = actions.add_picture(who.space, by=who.viewer, picture=data["picture"], alt=data["alt"])
    return f"{data['text']}\n\n{picture_line(made)}"


def _writes_too_much(who: Standing) -> bool:
    user = who.viewer.user
    is_new = access.is_newcomer(user)
    limit = NEWCOMERS_PER_TEN_MINUTES if is_new else PER_TEN_MINUTES
    return not limits.allow(f"comment:{user.pk}", limit, TEN_MINUTES)


def write(form: CommentForm, thread: Thread, who: Standing, parent: Comment | None = None) -> Comment | None:
    """Post what the form holds. On a refusal the form says why, and None comes back."""
    obstacle = access.obstacle_to_comment(who, thread)
    if obstacle:
        form.add_error(None, obstacle)
        return None
    if _writes_too_much(who):
        form.add_error(None, _("You have written very much in the last minutes. Wait a little and send it again."))
        return None
    anonymous = form.cleaned_data.get("anonymous", False)
    try:
        return actions.post_comment(
            thread, by=who.viewer, text=with_picture(form, who), parent=parent, anonymous=anonymous
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@require_POST
def post(request: MemberRequest, pk: int) -> HttpResponse:
    """A new comment in a thread."""
    thread, who = visible_thread(request, pk)
    anonymous = access.can_write_anonymously(who)
    draft = f"thread-{thread.pk}"
    form = CommentForm(request.POST, request.FILES, auto_id="new-%s", draft=draft, may_be_anonymous=anonymous)
    made = write(form, thread, who) if form.is_valid() else None
    if made is None:
        return _refused(request, thread, form)
    if by_htmx(request):
        return render(request, "discussion/new_comment.html", {"row": the_row(made, who), "thread": thread})
    messages.success(request, _("Your comment is posted."), extra_tags=f"draft:{draft}")
    return redirect(made.get_absolute_url())


def _refused(request: MemberRequest, thread: Thread, form: CommentForm) -> HttpResponse:
    """With htmx the form comes back in its place; without, on a page of its own that keeps the text."""
    newest_first = request.POST.get("order") != "oldest"
    context = {"form": form, "thread": thread, "newest_first": newest_first}
    if by_htmx(request):
        response = render(request, "discussion/comment_form.html", context, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#new-comment", "outerHTML"
        return response
    crumbs = way_to(thread, last=_("Your comment"))
    return render(request, "discussion/post.html", {**context, "crumbs": crumbs}, status=422)


@require_http_methods(["GET", "POST"])
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer a comment; `quote` puts its words first."""
    found, who = visible_comment(request, pk)
    insist(who.is_member and found.is_readable)
    first = {"text": _quoted(found, who)} if "quote" in request.GET else {}
    form = CommentForm(
        request.POST or None,
        request.FILES or None,
        initial=first,
        auto_id=f"r{found.pk}-%s",
        draft=f"reply-{found.pk}",
        may_be_anonymous=access.can_write_anonymously(who),
    )
    form.fields["text"].label = _("Your answer to %(name)s") % {"name": shown_author(found, who)}
    made = write(form, found.thread, who, found) if request.method == "POST" and form.is_valid() else None
    if made is None:
        return _reply_form(request, found, who, form)
    if by_htmx(request):
        context = {"row": the_row(made, who), "thread": found.thread, "answered": the_row(found, who)}
        response = render(request, "discussion/new_comment.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = f"#replies-{made.root_id}", "beforeend"
        return response
    messages.success(request, _("Your answer is posted."), extra_tags=f"draft:reply-{found.pk}")
    return redirect(made.get_absolute_url())


def _quoted(found: Comment, who: Standing) -> str:
    return quotation(shown_author(found, who), found.text, found.get_absolute_url())


def _reply_form(request: MemberRequest, found: Comment, who: Standing, form: CommentForm) -> HttpResponse:
    status = 422 if form.errors else 200
    if by_htmx(request):
        return fragment(request, found, who, status, reply_form=form)
    title = _("Answer %(name)s") % {"name": shown_author(found, who)}
    context = {"form": form, "row": the_row(found, who), "title": title, "crumbs": way_to(found.thread, last=title)}
    return render(request, "discussion/comment_form_page.html", {**context, "button": _("Post")}, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_comment(request, pk)
    insist(access.can_edit(who, found))
    form = WordsForm(
        request.POST or None, request.FILES or None, initial={"text": found.text}, draft=f"edit-{found.pk}"
    )
    if request.method == "POST" and form.is_valid():
        actions.edit_comment(found, by=request.member, text=with_picture(form, who))
        messages.success(request, _("Your comment is changed."), extra_tags=f"draft:edit-{found.pk}")
        return redirect(found.get_absolute_url())
    context = {
        "form": form,
        "title": _("Edit your comment"),
        "lead": _("The others can see that it was edited, and what it said before."),
        "button": _("Save"),
        "crumbs": way_to(found.thread, last=_("Edit your comment")),
    }
    return render(request, "discussion/comment_form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks first. A facilitator who deletes another's comment gives a reason."""
    found, who = visible_comment(request, pk)
    insist(access.can_delete(who, found))
    own = found.author_id == who.user_id
    form = None if own else DeleteForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.delete_comment(found, by=request.member, reason="" if form is None else form.cleaned_data["reason"])
        messages.success(request, _("The comment is deleted."))
        return redirect(place_of(found))
    context = {
        "form": form,
        "row": the_row(found, who),
        "title": _("Delete this comment?"),
        "lead": _("Its words and pictures go for good. A mark stays, so that the answers keep their place."),
        "button": _("Delete"),
        "warning": True,
        "crumbs": way_to(found.thread, last=_("Delete a comment")),
    }
    return render(request, "discussion/comment_form_page.html", context)


@require_GET
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """Earlier texts of a comment, each with what the next one changed."""
    found, who = visible_comment(request, pk)
    insist(access.can_see_history(who, found))
    texts = [(version.written_at, version.text) for version in found.versions.all()]
    if found.deleted_at is None:
        texts.append((found.edited_at or found.created_at, found.text))
    steps = [
        {"at": at, "text": text, "changes": differences(texts[place - 1][1], text) if place else []}
        for place, (at, text) in enumerate(texts)
    ]
    title = _("Earlier texts")
    context = {"steps": steps[::-1], "title": title, "crumbs": way_to(found.thread, last=title), "comment": found}
    return render(request, "discussion/comment_history.html", context)
