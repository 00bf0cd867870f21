"""One comment as HTML, drawn in Python: a page holds eighty, and templates take ten times as long for them.

Every value is escaped here but `Row.html`, which `render_markdown` cleaned. Templates reach this by the tags
`{% comments stream %}`, `{% comment_item row %}` and `{% comment_body row %}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape as e
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wayline.discussion.menu import Item
from wayline.discussion.queries import Row, Stream, Tie


@dataclass(frozen=True, slots=True)
class Words:
    """The labels of every comment, looked up once a page."""

    facilitator: str
    new: str
    pinned: str
    endorsed: str
    edited: str
    deleted: str
    hidden: str
    like: str
    likes: str
    reply: str
    more: str
    answer_to: str
    tied: str


def words() -> Words:
    return Words(
        facilitator=e(_("Facilitator")),
        new=e(_("New")),
        pinned=e(_("Pinned")),
        endorsed=e(_("Endorsed by a facilitator")),
        edited=e(_("edited")),
        deleted=e(_("This comment was deleted.")),
        hidden=e(_("A facilitator hid this comment.")),
        like=e(_("Like")),
        likes=e(_("Likes")),
        reply=e(_("Reply")),
        more=e(pgettext("things to do with a comment", "More")),
        answer_to=e(_("Answer to %(name)s")),
        tied=e(_("Linked by a facilitator: a comment by %(name)s")),
    )


def _tag(label: str, colour: str) -> str:
    return f'<strong class="govuk-tag govuk-tag--{colour}">{label}</strong>'


def _head(row: Row, say: Words) -> str:
    parts = [f'<p class="wl-comment__head"><span class="wl-comment__author">{e(row.author)}</span>']
    if row.facilitator:
        parts.append(_tag(say.facilitator, "teal"))
    parts.append(
        f'<a class="wl-comment__time govuk-link govuk-link--text-colour" href="{row.url}">'
        f'<time datetime="{row.at.isoformat()}">{e(row.time)}</time></a>'
    )
    if row.new:
        parts.append(_tag(say.new, "yellow"))
    if row.pinned:
        parts.append(_tag(say.pinned, "grey"))
    if row.endorsed:
        parts.append(_tag(say.endorsed, "green"))
    if row.edited and not row.gone:
        parts.append(f'<a class="govuk-link govuk-link--text-colour" href="{row.url}history/">{say.edited}</a>')
    return "".join([*parts, "</p>"])


def _note(text: str) -> str:
    return f'<p class="wl-comment__note">{text}</p>'


def _link(url: str, text: str) -> str:
    return f'<a class="govuk-link" href="{e(url)}">{text}</a>'


def _tie(tie: Tie, say: Words) -> str:
    link = _link(tie.url, say.tied % {"name": e(tie.author)})
    return _note(f"{link} – {e(tie.note)}" if tie.note else link)


def _button(label: str, path: str, attributes: str = "") -> str:
    """Belongs to the form `acts` of the page, so that eighty comments need one token and one form."""
    where = f'form="acts" formaction="{e(path)}"'
    return f'<button type="submit" class="wl-link-button" {where}{attributes}>{label}</button>'


def _foot(row: Row, say: Words, menu: Iterable[Item]) -> str:
    parts = ['<div class="wl-comment__foot">']
    number = f" · {row.likes}" if row.likes else ""
    if row.can_like:
        verb, pressed = ("unlike", "true") if row.liked else ("like", "false")
        parts.append(_button(say.like + number, f"{row.url}do/{verb}/", f' id="l{row.pk}" aria-pressed="{pressed}"'))
    elif row.likes:
        parts.append(f"<span>{say.likes}{number}</span>")
    if row.can_reply:
        parts.append(f'<a class="govuk-link" href="{row.url}reply/" hx-get="{row.url}reply/">{say.reply}</a>')
    chosen = [
        _button(e(item.label), row.url + item.path) if item.posts else _link(row.url + item.path, e(item.label))
        for item in menu
    ]
    if not chosen:
        chosen = [f'<a class="govuk-link" href="{row.url}more/" hx-get="{row.url}more/">{say.more}</a>']
    return "".join([*parts, *chosen, "</div>"])


def body(row: Row, say: Words, *, menu: Iterable[Item] = (), form: str = "", oob: bool = False) -> SafeString:
    """The words of a comment and its buttons: what htmx swaps. `form` is drawn HTML."""
    swap = ' hx-swap-oob="true"' if oob else ""
    parts = [f'<div id="c{row.pk}"{swap}>', _head(row, say)]
    if row.note:
        parts.append(_note(e(row.note)))
    if row.answers_url:
        parts.append(_note(_link(row.answers_url, say.answer_to % {"name": e(row.answers_author)})))
    if row.gone:
        parts.append(f"<p>{say.deleted if row.gone == 'deleted' else say.hidden}</p>")
    else:
        parts.append(f'<div class="wl-prose">{row.html}</div>')
        parts += [_tie(tie, say) for tie in row.ties]
        parts.append(_foot(row, say, menu))
    return SafeString("".join([*parts, form, "</div>"]))


def item(row: Row, say: Words, *, after: str = "", before: str = "", menu: Iterable[Item] = ()) -> SafeString:
    """The comment as an item of a list; `after` is drawn HTML below its words, `before` above them."""
    classes = "wl-comment"
    if row.facilitator:
        classes += " wl-comment--facilitator"
    if row.gone:
        classes += " wl-comment--gone"
    parent = f' data-parent="replies-{row.root_id}"' if row.level else ""
    return SafeString(
        f'<li class="{classes}" id="comment-{row.pk}"{parent}>'
        f'<span class="wl-avatar wl-avatar--{row.hue}" aria-hidden="true">{e(row.initials)}</span>'
        f'<div class="wl-comment__main">{before}{body(row, say, menu=menu)}{after}</div></li>'
    )


def replies(row: Row, drawn: str = "") -> str:
    """The list below an opening comment. Empty too: live answers are put there."""
    return f'<ol class="wl-replies" id="replies-{row.pk}">{drawn}</ol>'


def comments(stream: Stream) -> SafeString:
    """Every comment of one page of a stream."""
    say = words()
    return SafeString("\n".join(_in_stream(row, stream, say) for row in stream.rows))


def _in_stream(row: Row, stream: Stream, say: Words) -> str:
    if stream.flat:
        return item(row, say, after=_answers(row))
    below = replies(row, "".join(item(reply, say) for reply in row.replies))
    before = _note(_to_replies(row, stream, _("Earlier answers"))) if row.replies_before else ""
    return item(row, say, after=before + below + _further(row, stream))


def _answers(row: Row) -> str:
    if not row.reply_count:
        return ""
    label = ngettext("%(number)d answer", "%(number)d answers", row.reply_count) % {"number": row.reply_count}
    return _note(_link(row.url, e(label)))


def _further(row: Row, stream: Stream) -> str:
    if row.more_replies > 0:
        label = ngettext("Show %(number)d more answer", "Show %(number)d more answers", row.more_replies)
        return _note(_to_replies(row, stream, label % {"number": row.more_replies}))
    if row.pk == stream.expanded and stream.replies_page < stream.replies_pages:
        return _note(_to_replies(row, stream, _("Later answers"), page=stream.replies_page + 1))
    return ""


def _to_replies(row: Row, stream: Stream, label: str, *, page: int = 1) -> str:
    further = f"&rpage={page}" if page > 1 else ""
    url = f"?{stream.query}page={stream.page.number}&replies={row.pk}{further}#comment-{row.pk}"
    return _link(url, e(label))
