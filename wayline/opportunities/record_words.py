"""What this room's acts and columns are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import ApplicationState, Kind, MatchPart, Party
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
    "called off agreement": _("called off a stay"),
    "changed agreement": _("changed the agreement on a stay"),
    "drew up agreement": _("drew up the agreement on a stay"),
    "signed agreement": _("signed the agreement on a stay"),
    "began application": _("began an application"),
    "changed end of application": _("changed until when an application is open"),
    "deleted application": _("deleted a draft or a note of an application"),
    "marked application": _("said how an application stands"),
    "noted application": _("noted an application sent another way"),
    "opened file of application": _("opened a file of your application"),
    "sent application": _("sent an application"),
    "took back status of application": _("took back how an application stands"),
    "viewed application": _("opened your application"),
    "withdrew application": _("withdrew an application"),
}
COLUMNS = {
    "areas": _("areas"),
    "contracts": _("contracts"),
    "currency": _("currency"),
    "hours": _("hours"),
    "kinds": _("kinds"),
    "last_at": _("last shown on"),
    "opportunity__title": _("opportunity"),
    "parts": _("parts"),
    "pay": _("pay of at least"),
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
    "answers": _("answers"),
    "agreement__key": _("agreement"),
    "born_on": _("date of birth"),
    "days": _("days"),
    "digest": _("hash of the text"),
    "ends_on": _("last day"),
    "goals": _("what is to be learned"),
    "hours_a_day": _("hours a day"),
    "hours_a_week": _("hours a week"),
    "insurance": _("insurance"),
    "parent_email": _("e-mail of the parent or guardian"),
    "parent_name": _("name of a parent or guardian"),
    "party": _("party"),
    "place": _("where"),
    "starts_on": _("first day"),
    "supervision": _("who looks after the participant"),
    "application__key": _("application"),
    "elsewhere": _("sent another way"),
    "key": _("key"),
    "media_type": _("kind of file"),
    "first_at": _("first at"),
    "message": _("message"),
    "note": _("your own note"),
    "offer_title": _("offer"),
    "offered_by": _("offered by"),
    "open_until": _("open to the employer until"),
    "part": _("part"),
    "size": _("size"),
    "added_at": _("added on"),
    "changed_at": _("changed on"),
    "state": _("status"),
    "status": _("status"),
    "taken_back_at": _("taken back on"),
    "typed": _("answers of the draft"),
}
KINDS = {
    "agreement": _("agreements"),
    "application": _("applications"),
    "employer": _("employers"),
    "offer": _("offers"),
    "search": _("saved searches"),
}


def register_words() -> None:
    registers.verbs.update(VERBS)
    for name, label in COLUMNS.items():
        registers.columns.setdefault(name, label)
    registers.codes["party"] = dict(Party.choices)
    registers.codes["status"] = dict(ApplicationState.choices)
    registers.codes.setdefault("kind", {}).update({kind.value: kind.label for kind in Kind} | KINDS)
    registers.codes.setdefault("part", {}).update({part.value: part.label for part in MatchPart})
