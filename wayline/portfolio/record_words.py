"""What this room's acts, columns and details are called where a person reads the records."""

from django.utils.translation import gettext_lazy as _

from wayline.people import registers

COLUMNS = {
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
