"""The facilitators' queue: a list, and one comment at a time with everything one may do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.discussion import access, actions
from wayline.discussion.access import Standing
from wayline.discussion.actions import facilitation as work
from wayline.discussion.facilitation_forms import UpholdForm
from wayline.discussion.forms import CommentForm, ReasonForm
from wayline.discussion.models import Comment, Space
from wayline.discussion.queries import facilitation as queue_reads
from wayline.discussion.views.comments import write
from wayline.discussion.views.facilitation_frame import frame, guided_space
from wayline.discussion.views.fetch import insist, visible_comment
from wayline.people.enums import Role
from wayline.people.http import MemberRequest

LATER = "discussion_later"
"""Session key: the comments that the facilitator put off since pressing "Answer the first"."""
GUIDES = (Role.FACILITATOR, Role.ADMINISTRATOR)
Rule = Callable[[Standing, Comment], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """The queue one works through: of one space, or (`key` empty) of all that one guides."""

    key: str
    spaces: QuerySet[Space]
    frame: dict[str, object]

    def url(self, name: str, *args: object) -> str:
        names = {"list": "queue", "next": "queue_next", "item": "queue_item", "do": "queue_do"}
        if self.key:
            return reverse(f"discussion:{names[name]}", args=[self.key, *args])
        overall = "facilitation" if name == "list" else f"facilitation_{name}"
        return reverse(f"discussion:{overall}", args=args)


def _scope(request: MemberRequest, key: str, last: str = "") -> Scope:
    if key:
        space, who = guided_space(request, key)
        return Scope(
            str(space.pk),
            Space.objects.visible_to(request.member).filter(pk=space.pk),
            frame(space, who, "queue", last=last),
        )
    spaces = queue_reads.guided_spaces(request.member)
    if request.member.role not in GUIDES and not spaces.exists():
        raise PermissionDenied
    here = reverse("discussion:facilitation")
    return Scope("", spaces, {"crumbs": [Crumb(_("Facilitation"), here), Crumb(last)] if last else []})


@require_GET
def queue(request: MemberRequest, key: str = "") -> HttpResponse:
    """Who waits, and why."""
    scope = _scope(request, key)
    page = page_of(request, queue_reads.queue_of(scope.spaces).values_list("pk", flat=True))
    items = queue_reads.items(queue_reads.in_order(list(page.object_list)), request.member)
    context = {
        "page": page,
        "rows": [(item, scope.url("do", item.comment.pk, "claim")) for item in items],
        "next_url": scope.url("next"),
        "counts": [] if scope.key else queue_reads.counts_by_space(request.member),
        "done": _done(request, scope),
    }
    template = "discussion/facilitation/queue.html" if scope.key else "discussion/facilitation/overall.html"
    return render(request, template, {**scope.frame, **context})


@require_POST
def start(request: MemberRequest, key: str = "") -> HttpResponse:
    """On to the first comment that nobody else is answering."""
    scope = _scope(request, key)
    request.session.pop(LATER, None)
    return _go_to_first(request, scope, queue_reads.order_of(scope.spaces))


def _go_to_first(request: MemberRequest, scope: Scope, waiting: list[int], done: str = "") -> HttpResponse:
    pk = work.claim_first(waiting, by=request.member)
    query = f"?{urlencode({'done': done})}" if done else ""
    if pk is not None:
        return redirect(scope.url("item", pk) + query)
    left = bool(waiting)
    messages.info(
        request,
        _("Other facilitators are answering what is left.") if left else _("That was the end of the queue."),
    )
    return redirect(scope.url("list") + query)


def _following(request: MemberRequest, scope: Scope, pk: int) -> list[int]:
    """What waits beside this comment, without those that one put off since one began."""
    put_off = {pk, *request.session.get(LATER, [])}
    return [one for one in queue_reads.order_of(scope.spaces) if one not in put_off]


# One comment


def _item(request: MemberRequest, scope: Scope, pk: int) -> tuple[Comment, Standing]:
    found, who = visible_comment(request, pk)
    insist(access.can_moderate(who))
    if scope.key and str(found.thread.space_id) != scope.key:
        raise Http404
    return found, who


@require_http_methods(["GET", "POST"])
def item(request: MemberRequest, pk: int, key: str = "") -> HttpResponse:
    """One comment with what was said around it, and the form to answer it with."""
    scope = _scope(request, key, last=_("Answer"))
    found, who = _item(request, scope, pk)
    draft = f"reply-{found.pk}"
    form = CommentForm(request.POST or None, request.FILES or None, auto_id=f"r{found.pk}-%s", draft=draft)
    form.fields["text"].label = _("Your answer")
    if request.method == "POST" and form.is_valid() and _is_ours(request, form, found):
        following = _following(request, scope, found.pk)
        if write(form, found.thread, who, found) is not None:
            messages.success(request, _("Your answer is posted."), extra_tags=f"draft:{draft}")
            return _go_on(request, scope, found, following)
    return _show(request, scope, found, who, form)


def _is_ours(request: MemberRequest, form: CommentForm, found: Comment) -> bool:
    if work.claim(found.pk, by=request.member):
        return True
    form.add_error(None, _("Somebody else is answering this comment. Take it over, or go on to the next one."))
    return False


def _show(
    request: MemberRequest,
    scope: Scope,
    found: Comment,
    who: Standing,
    form: CommentForm,
    *,
    hide_form: ReasonForm | None = None,
    uphold_form: UpholdForm | None = None,
) -> HttpResponse:
    waiting = queue_reads.item_of(found, request.member)
    obstacle = access.obstacle_to_comment(who, found.thread)
    before, row = queue_reads.context_of(found, who, can_write=not obstacle)
    order = queue_reads.order_of(scope.spaces)
    errors = any(one is not None and one.errors for one in (form, hide_form, uphold_form))
    context = {
        "item": waiting,
        "comment": found,
        "thread": found.thread,
        "before": before,
        "row": row,
        "replies": queue_reads.replies_to(found, who),
        "kept_text": _kept_text(found),
        "writer": queue_reads.writer_of(found, who),
        "form": form,
        "hide_form": hide_form or ReasonForm(auto_id="hide-%s"),
        "uphold_form": uphold_form or UpholdForm(auto_id="uphold-%s"),
        "obstacle": obstacle,
        "place": order.index(found.pk) + 1 if found.pk in order else 0,
        "total": len(order),
        "do": {verb: scope.url("do", found.pk, verb) for verb in ("claim", "later", "hide", "uphold")},
        "acts": _acts(scope, found, who, liked=row.liked),
        "report_acts": _presses(scope, found, who, "dismiss"),
        "settle": next(iter(_presses(scope, found, who, "settle")), None) if not found.settled_at else None,
        "list_url": scope.url("list"),
        "next_url": scope.url("next"),
        "done": _done(request, scope),
    }
    return render(
        request, "discussion/facilitation/item.html", {**scope.frame, **context}, status=422 if errors else 200
    )


def _kept_text(found: Comment) -> str:
    """What a comment said that was deleted while a report waits."""
    last = found.versions.last() if found.deleted_at is not None else None
    return last.text if last else ""


# What one may do with one press


@dataclass(frozen=True, slots=True)
class Verb:
    """`label` stands on the button, `told` tells afterwards what was done, `undo` names the verb that takes it back."""

    label: str | Promise
    told: str | Promise
    rule: Rule
    act: Callable[..., object]
    undo: str = ""


def _may(who: Standing, comment: Comment) -> bool:
    return access.can_moderate(who) and comment.is_readable


def _may_pin(who: Standing, comment: Comment) -> bool:
    return _may(who, comment) and comment.level == 0


def _may_undo(who: Standing, comment: Comment) -> bool:
    return access.can_moderate(who) and comment.deleted_at is None


def _is_hidden(who: Standing, comment: Comment) -> bool:
    return _may_undo(who, comment) and comment.hidden_at is not None


def _is_reported(who: Standing, comment: Comment) -> bool:
    return access.can_moderate(who) and comment.reports.filter(state="open").exists()


VERBS: dict[str, Verb] = {
    "settle": Verb(
        gettext_lazy("Needs no answer"),
        gettext_lazy("Marked as needing no answer."),
        _may,
        actions.settle,
        "unsettle",
    ),
    "unsettle": Verb(
        gettext_lazy("It does need an answer"), gettext_lazy("Back in the queue."), _may, work.unsettle, "settle"
    ),
    "like": Verb(gettext_lazy("Like"), gettext_lazy("You like it."), access.can_like, actions.like, "unlike"),
    "unlike": Verb(
        gettext_lazy("Take the like back"), gettext_lazy("Your like is taken back."), access.can_mark, actions.unlike
    ),
    "endorse": Verb(gettext_lazy("Endorse"), gettext_lazy("Endorsed."), _may, actions.endorse, "unendorse"),
    "unendorse": Verb(
        gettext_lazy("Take the endorsement back"),
        gettext_lazy("The endorsement is taken back."),
        _may_undo,
        actions.unendorse,
    ),
    "pin": Verb(gettext_lazy("Pin"), gettext_lazy("Pinned to the top of its thread."), _may_pin, actions.pin, "unpin"),
    "unpin": Verb(gettext_lazy("Take the pin off"), gettext_lazy("The pin is off."), _may_undo, actions.unpin),
    "unhide": Verb(gettext_lazy("Show again"), gettext_lazy("It is shown again."), _is_hidden, work.undo_hide),
    "dismiss": Verb(
        gettext_lazy("Dismiss the report"),
        gettext_lazy("The report is dismissed; the comment stands."),
        _is_reported,
        actions.dismiss_reports,
        "reopen",
    ),
    "reopen": Verb(
        gettext_lazy("Open the report again"),
        gettext_lazy("The report waits again."),
        lambda who, comment: _may_undo(who, comment) and not _is_reported(who, comment),
        work.reopen_reports,
    ),
}
TOLD = {
    "hide": (gettext_lazy("The comment is hidden; its author reads your reason."), "unhide"),
    "uphold": (gettext_lazy("The report is upheld."), "reopen"),
}


@dataclass(frozen=True, slots=True)
class Press:
    label: str | Promise
    url: str


def _acts(scope: Scope, found: Comment, who: Standing, *, liked: bool) -> list[Press]:
    """Buttons for the state that the comment is in; the button of what is done already says that it takes it back."""
    verbs = [
        "unlike" if liked else "like",
        "unendorse" if found.endorsed_at else "endorse",
        "unpin" if found.pinned_at else "pin",
    ]
    if found.settled_at:
        verbs.append("unsettle")
    return _presses(scope, found, who, *(["unhide"] if found.hidden_at else verbs))


def _presses(scope: Scope, found: Comment, who: Standing, *verbs: str) -> list[Press]:
    allowed = [verb for verb in verbs if VERBS[verb].rule(who, found)]
    return [Press(VERBS[verb].label, scope.url("do", found.pk, verb)) for verb in allowed]


@dataclass(frozen=True, slots=True)
class Done:
    """What was just done, and the address that takes it back."""

    text: str
    undo_url: str


def _done(request: MemberRequest, scope: Scope) -> Done | None:
    verb, _dash, number = request.GET.get("done", "").partition("-")
    if not number.isdecimal() or len(number) > 15:
        return None
    text: str | Promise
    if verb in TOLD:
        text, undo = TOLD[verb]
    elif verb in VERBS:
        text, undo = VERBS[verb].told, VERBS[verb].undo
    else:
        return None
    return Done(str(text), scope.url("do", int(number), undo) if undo else "")


@require_POST
def do(request: MemberRequest, pk: int, verb: str, key: str = "") -> HttpResponse:
    """One press. What ends the wait leads to the next comment, the rest back to this one."""
    scope = _scope(request, key, last=_("Answer"))
    found, who = _item(request, scope, pk)
    if verb in ("claim", "later"):
        return _claim_or_leave(request, scope, found, verb)
    following = _following(request, scope, pk)
    if verb in ("hide", "uphold"):
        refused = _decide(request, scope, found, who, verb)
        if refused is not None:
            return refused
    elif verb in VERBS:
        insist(VERBS[verb].rule(who, found))
        VERBS[verb].act(found, by=request.member)
    else:
        raise Http404
    return _go_on(request, scope, found, following, done=f"{verb}-{pk}")


def _claim_or_leave(request: MemberRequest, scope: Scope, found: Comment, verb: str) -> HttpResponse:
    if verb == "claim":
        work.claim(found.pk, by=request.member, take_over=request.POST.get("over") == "yes")
        return redirect(scope.url("item", found.pk))
    work.release(found, by=request.member)
    request.session[LATER] = [*request.session.get(LATER, []), found.pk][-200:]
    return _go_to_first(request, scope, _following(request, scope, found.pk))


def _decide(request: MemberRequest, scope: Scope, found: Comment, who: Standing, verb: str) -> HttpResponse | None:
    """Hide, or uphold a report; the page again when the reason is missing."""
    hiding = verb == "hide"
    insist(_may(who, found) if hiding else _is_reported(who, found))
    form = ReasonForm(request.POST, auto_id="hide-%s") if hiding else UpholdForm(request.POST, auto_id="uphold-%s")
    if form.is_valid():
        act = actions.hide_comment if hiding else work.uphold_reports
        act(found, by=request.member, reason=form.cleaned_data["reason"])
        return None
    reply = CommentForm(auto_id=f"r{found.pk}-%s", draft=f"reply-{found.pk}")
    if isinstance(form, ReasonForm):
        return _show(request, scope, found, who, reply, hide_form=form)
    return _show(request, scope, found, who, reply, uphold_form=form)


def _go_on(request: MemberRequest, scope: Scope, found: Comment, following: list[int], done: str = "") -> HttpResponse:
    if queue_reads.queue_of(scope.spaces).filter(pk=found.pk).exists() or done.split("-")[0] in STAYS:
        work.claim(found.pk, by=request.member)
        query = f"?{urlencode({'done': done})}" if done else ""
        return redirect(scope.url("item", found.pk) + query)
    work.release(found, by=request.member)
    return _go_to_first(request, scope, following, done)


STAYS = {"like", "unlike", "endorse", "unendorse", "pin", "unpin", "unhide", "unsettle", "reopen"}
"""What one may also do with a comment that waits no more, without being sent on."""
