"""What this room's acts and columns are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import Kind
from wayline.people import registers

VERBS = {
    "added vacancy source": _("added a source of vacancies"),
    "approved employer": _("approved an employer"),
    "asked as employer": _("asked to offer places as an employer"),
    "changed employer": _("changed what an employer says of itself"),
    "changed offer": _("changed an offer"),
    "changed publication rule": _("changed how offers are published"),
    "changed vacancy source": _("changed a source of vacancies"),
    "copied offer": _("copied an offer"),
    "deleted offer": _("deleted a draft of an offer"),
    "gave offer back": _("asked for changes to an offer"),
    "published offer": _("published an offer"),
    "put offer back": _("put an offer back"),
    "read vacancy source": _("read a source of vacancies"),
    "refused employer": _("refused an employer"),
    "saved search": _("saved a search"),
    "sent offer to review": _("sent an offer to be read"),
    "withdrew offer": _("withdrew an offer"),
    "wrote offer": _("wrote an offer"),
}
COLUMNS = {
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
