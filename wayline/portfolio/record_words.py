"""What this room's acts, columns and details are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.people import registers
from wayline.portfolio.enums import ClaimAct, ShareWith
from wayline.portfolio.labels import KINDS

VERBS = {
    "added to portfolio": _("added something to the portfolio"),
    "changed in portfolio": _("changed something in the portfolio"),
    "put into bin": _("put something into the portfolio's bin"),
    "brought back from bin": _("brought something back from the portfolio's bin"),
    "emptied bin": _("emptied the portfolio's bin"),
    "attached file": _("added a file to the portfolio"),
    "removed file from portfolio": _("removed a file from the portfolio"),
    "set evidence": _("said what shows something in the portfolio"),
    "changed portfolio profile": _("changed the portfolio's profile"),
    "set photo": _("set the portfolio's photo"),
    "removed photo": _("removed the portfolio's photo"),
    "imported into portfolio": _("imported into the portfolio"),
    "undid import": _("undid an import into the portfolio"),
    "shared": _("shared something from the portfolio"),
    "revoked share": _("revoked a share"),
    "changed end of share": _("changed the last day of a share"),
    "changed shared items": _("changed what is shared"),
    "viewed shared portfolio": _("looked at what you shared from your portfolio"),
    "commented on share": _("commented on something shared"),
    "made claim": _("made a claim of what was learnt before"),
    "changed claim": _("changed a claim of what was learnt before"),
    "sent claim": _("sent a claim to be assessed"),
    "withdrew claim": _("withdrew a claim"),
    "viewed claim": _("looked at a claim of yours and its evidence"),
    "judged claim": _("assessed a claim"),
    "gave right to assess": _("gave somebody the right to assess claims"),
    "took right to assess": _("took somebody’s right to assess claims"),
    "made CV": _("made a CV"),
    "changed CV": _("changed a CV"),
    "deleted CV": _("deleted a CV"),
    "added skills": _("added skills to the portfolio"),
    "set term": _("named something in the portfolio by a word of ESCO"),
}
COLUMNS = {
    "accepted_at": _("accepted on"),
    "decision": _("decision"),
    "assessor__user__name": _("assessor"),
    "by__name": _("by"),
    "ended_at": _("ended on"),
    "evidence": _("what shows it"),
    "membership__organisation__name": _("organisation"),
    "methods": _("methods"),
    "reasons": _("reasons"),
    "sent_at": _("sent on"),
    "standard": _("measured against"),
    "statement": _("what is claimed"),
    "steps": _("steps"),
    "audience": _("for"),
    "design": _("design"),
    "letter_subject": _("subject of the letter"),
    "letter_text": _("letter"),
    "letter_to": _("letter to"),
    "sections": _("order"),
    "vacancy": _("text of the vacancy"),
    "day": _("day"),
    "ends_at": _("ends on"),
    "added_at": _("added on"),
    "form": _("format"),
    "taken_at": _("taken over on"),
    "first_at": _("first at"),
    "made_at": _("made on"),
    "message": _("message"),
    "owner__name": _("from"),
    "person__name": _("person"),
    "revoked_at": _("revoked on"),
    "share__key": _("share"),
    "times": _("times"),
    "beyond": _("what other formats said"),
    "birth_date": _("date of birth"),
    "changed_at": _("changed on"),
    "city": _("town or city"),
    "contacts": _("contacts"),
    "country": _("country"),
    "deleted_at": _("put into the bin on"),
    "description": _("description"),
    "display_name": _("name as it is to be shown"),
    "end": _("until"),
    "family_name": _("surname"),
    "given_name": _("first name"),
    "headline": _("in one line"),
    "item__key": _("belongs to"),
    "key": _("key"),
    "media_type": _("kind of file"),
    "nationalities": _("nationalities"),
    "ongoing": _("goes on"),
    "organisation": _("organisation"),
    "place": _("place"),
    "postcode": _("postcode"),
    "region": _("region"),
    "size": _("size"),
    "start": _("from"),
    "street": _("street and number"),
    "summary": _("about me"),
}
CREDENTIAL_COLUMNS = {
    "document": _("the credential word for word"),
    "ground": _("issued for"),
    "issued_at": _("issued on"),
    "reason": _("reason"),
    "revoked_at": _("revoked on"),
    "distrusted": _("no longer trusted"),
}
CREDENTIAL_VERBS = {
    "issued credential": _("issued a credential"),
    "revoked credential": _("revoked a credential"),
    "replaced issuer key": _("replaced the key that signs credentials"),
}


def register_words() -> None:
    registers.columns.update(CREDENTIAL_COLUMNS)
    registers.verbs.update(CREDENTIAL_VERBS)
    registers.columns.update(COLUMNS)
    registers.verbs.update(VERBS)
    registers.codes["audience"] = dict(ShareWith.choices)
    registers.codes.setdefault("decision", {}).update(ClaimAct.choices)
    registers.codes.setdefault("kind", {}).update({kind.value: label for kind, label in KINDS.items()})
