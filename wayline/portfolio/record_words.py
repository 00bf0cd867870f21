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


def register_words() -> None:
    registers.columns.update(COLUMNS)
