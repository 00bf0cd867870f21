"""What this room's acts and columns are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import Kind, MatchPart
from wayline.people import registers

VERBS = {
    "added vacancy source": _("added a source of vacancies"),
    "approved employer": _("approved an employer"),
    "asked as employer": _("asked to offer places as an employer"),
    "changed employer": _("changed what an employer says of itself"),
    "changed offer": _("changed an offer"),
    "changed publication rule": _("changed how offers are published"),
    "changed vacancy source": _("changed a source of vacancies"),
    "chose parts for matching": _("chose which parts of the portfolio matching may use"),
    "copied offer": _("copied an offer"),
    "deleted offer": _("deleted a draft of an offer"),
    "gave offer back": _("asked for changes to an offer"),
    "published offer": _("published an offer"),
    "put offer back": _("put an offer back"),
    "read vacancy source": _("read a source of vacancies"),
    "resumed part of matching": _("let a part of matching be used again"),
    "refused employer": _("refused an employer"),
    "saved search": _("saved a search"),
    "sent offer to review": _("sent an offer to be read"),
    "stopped part of matching": _("stopped a part of matching"),
    "withdrew offer": _("withdrew an offer"),
    "wrote offer": _("wrote an offer"),
}
COLUMNS = {
    "areas": _("areas"),
    "contracts": _("contracts"),
    "currency": _("currency"),
    "first_at": _("first shown on"),
    "hours": _("hours"),
    "kinds": _("kinds"),
    "last_at": _("last shown on"),
    "note": _("in your words"),
    "opportunity__title": _("opportunity"),
    "part": _("part"),
    "parts": _("parts"),
    "pay": _("pay of at least"),
    "place": _("place in the list"),
    "reason": _("why"),
    "record": _("reasons"),
    "remote": _("where one works"),
    "score": _("score"),
    "times": _("how often"),
    "version": _("version of the weights"),
    "alerts": _("told of new ones"),
    "contact_email": _("e-mail address"),
    "contact_name": _("name"),
    "contact_phone": _("telephone"),
    "query": _("what is looked for"),
}
KINDS = {
    "employer": _("employers"),
    "offer": _("offers"),
    "search": _("saved searches"),
}


def register_words() -> None:
    registers.verbs.update(VERBS)
    for name, label in COLUMNS.items():
        registers.columns.setdefault(name, label)
    registers.codes.setdefault("kind", {}).update({kind.value: kind.label for kind in Kind} | KINDS)
    registers.codes.setdefault("part", {}).update({part.value: part.label for part in MatchPart})
